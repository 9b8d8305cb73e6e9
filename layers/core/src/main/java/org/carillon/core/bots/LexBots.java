package org.carillon.core.bots;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.carillon.contract.Json;
import org.carillon.core.bots.BotDocuments.Alias;
import org.carillon.core.ports.BotRuntime;
import org.carillon.core.ports.FunctionInvoker;
import org.carillon.core.ports.FunctionInvoker.Result;

/**
 * Bots of Amazon Lex V2. What the caller presses is given to the bot as text; Lex keeps the
 * conversation, under the leg's call id, and understands. Safe for use by many threads.
 */
public final class LexBots implements BotControl {
  private static final Duration WAIT = Duration.ofSeconds(30); // its own functions have that long
  private static final List<String> FINAL_STATES =
      List.of("Fulfilled", "ReadyForFulfillment", "Failed");
  private static final String FAILED = "Failed";

  private final BotRuntime lex;

  /** Bots of this runtime. */
  public LexBots(BotRuntime lex) {
    this.lex = lex;
  }

  /**
   * The bots that the environment asks for; functions when it names none.
   *
   * @param functions who invokes the functions that stand for bots
   * @throws IllegalStateException when it asks for something that cannot be; it names the variable
   */
  public static BotControl orFunctions(Map<String, String> environment, FunctionInvoker functions) {
    return ServiceLoader.load(BotRuntime.Provider.class).stream()
        .flatMap(provider -> provider.get().from(environment).stream())
        .findFirst()
        .<BotControl>map(LexBots::new)
        .orElseGet(() -> new FunctionBots(functions));
  }

  @Override
  public BotTurn turn(BotSession session, BotInput input) {
    Optional<Alias> alias = Alias.read(session.botAliasArn());
    if (alias.isEmpty()) {
      return FunctionBots.NO_ALIAS;
    }
    int silent = session.silentTurns() + 1;
    return switch (input) {
      case BotInput.Started _ -> new BotTurn.Listen(session, session.welcome());
      case BotInput.Nothing _ when silent < FunctionBots.MOST_SILENT_TURNS ->
          new BotTurn.Listen(session.silent(silent), List.of());
      case BotInput.Digits(String digits) when session.turns() < FunctionBots.MOST_TURNS ->
          ask(session.silent(0), alias.get(), digits);
      default -> new BotTurn.Ended(List.of(), BotDocuments.result(session, FAILED));
    };
  }

  private BotTurn ask(BotSession session, Alias alias, String text) {
    Map<String, String> attributes = new LinkedHashMap<>();
    if (session.turns() == 0) {
      session.attributes().forEach((name, value) -> attributes.put(name, String.valueOf(value)));
    }
    Result result =
        lex.recognize(
            new BotRuntime.Question(
                alias.region(),
                alias.bot(),
                alias.alias(),
                session.localeId(),
                session.sessionId(),
                text,
                attributes),
            WAIT);
    return result instanceof Result.Answer(byte[] document)
        ? follow(session.asked(), document)
        : FunctionBots.failed(result, WAIT, "the bot is " + session.botAliasArn());
  }

  private static BotTurn follow(BotSession session, byte[] document) {
    BotAnswer answer = BotAnswer.read(document);
    if (answer.wrong().isPresent()) {
      return FunctionBots.notOfLex(answer);
    }
    BotSession next = FunctionBots.after(session, answer);
    if (!answer.type().equals("Close")) {
      return new BotTurn.Listen(next, answer.messages());
    }
    Object state = next.intent().get("state");
    return new BotTurn.Ended(
        answer.messages(),
        BotDocuments.result(
            next, FINAL_STATES.contains(state) ? (String) state : FAILED, understood(document)));
  }

  /** The interpretations that Lex gave, each with its score. */
  private static List<Map<?, ?>> understood(byte[] document) {
    List<Map<?, ?>> all = new ArrayList<>();
    if (BotSession.map(Json.read(document)).get("interpretations") instanceof List<?> list) {
      list.forEach(one -> all.add(BotSession.map(one)));
    }
    return all;
  }
}
