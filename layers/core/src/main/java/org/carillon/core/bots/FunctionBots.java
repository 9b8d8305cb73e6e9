package org.carillon.core.bots;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.carillon.contract.Json;
import org.carillon.core.bots.BotDocuments.Alias;
import org.carillon.core.calls.ActionError;
import org.carillon.core.ports.FunctionInvoker;
import org.carillon.core.ports.FunctionInvoker.Result;

/**
 * Bots that are functions: so a bot can be written and tried where there is no Lex. The function's
 * name is the bot's id in {@code BotAliasArn}; it gets the events that a Lambda function of a Lex
 * V2 bot gets, and answers the same. There is no language model in between: what was heard fills
 * the slot that was asked for, 1 and 2 confirm and deny, and all else is the function's. Safe for
 * use by many threads.
 */
public final class FunctionBots implements BotControl {

  /** How long a function has for its answer. */
  public static final Duration WAIT = Duration.ofSeconds(10);

  static final int MOST_TURNS = 200;
  static final int MOST_SILENT_TURNS = 3;

  /** What is told when there is no bot's alias in the action. */
  static final BotTurn.Failed NO_ALIAS =
      new BotTurn.Failed(
          ActionError.invalidParameter("The BotAliasArn parameter is invalid."),
          "BotAliasArn must be arn:aws:lex:REGION:ACCOUNT:bot-alias/BOT/ALIAS");

  private static final String YES = "1";
  private static final String NO = "2";
  private static final String TEXT = "Text";
  private static final String DTMF = "DTMF";

  private final FunctionInvoker functions;

  /** Bots behind this invoker. */
  public FunctionBots(FunctionInvoker functions) {
    this.functions = functions;
  }

  @Override
  public BotTurn turn(BotSession session, BotInput input) {
    Optional<Alias> alias = Alias.read(session.botAliasArn());
    if (alias.isEmpty()) {
      return NO_ALIAS;
    }
    if (session.turns() >= MOST_TURNS) {
      return ended(session, List.of(), "Failed");
    }
    return switch (input) {
      case BotInput.Started _ ->
          session.welcome().isEmpty()
              ? ask(session, alias.get(), "", TEXT)
              : new BotTurn.Listen(session, session.welcome());
      case BotInput.Digits(String digits) ->
          ask(understood(session.silent(0), digits), alias.get(), digits, DTMF);
      case BotInput.Nothing _ ->
          session.silentTurns() + 1 >= MOST_SILENT_TURNS
              ? ended(session, List.of(), "Failed")
              : ask(session.silent(session.silentTurns() + 1), alias.get(), "", DTMF);
    };
  }

  /** What was heard, where the bot waited for it. */
  private static BotSession understood(BotSession session, String digits) {
    Map<String, Object> intent = new LinkedHashMap<>(session.intent());
    Optional<String> slot = session.awaitedSlot();
    if (slot.isPresent()) {
      Map<String, Object> slots = new LinkedHashMap<>();
      BotSession.map(intent.get("slots"))
          .forEach((name, value) -> slots.put(String.valueOf(name), value));
      slots.put(slot.get(), BotDocuments.slot(digits));
      intent.put("slots", slots);
    }
    if (session.awaits().equals("ConfirmIntent")) {
      intent.put(
          "confirmationState",
          switch (digits) {
            case YES -> "Confirmed";
            case NO -> "Denied";
            default -> "None";
          });
    }
    return session.withIntent(intent);
  }

  private BotTurn ask(BotSession session, Alias alias, String transcript, String mode) {
    BotTurn turn = ask(session, alias, "DialogCodeHook", transcript, mode);
    if (!(turn instanceof BotTurn.Listen(BotSession next, List<BotMessage> say))
        || !next.awaits().equals("Delegate")) {
      return turn;
    }
    // nothing is left to ask for: the intent is to be fulfilled
    Map<String, Object> intent = new LinkedHashMap<>(next.intent());
    intent.put("state", "ReadyForFulfillment");
    BotTurn fulfilled =
        ask(next.withIntent(intent), alias, "FulfillmentCodeHook", transcript, mode);
    return switch (fulfilled) {
      case BotTurn.Listen(BotSession last, List<BotMessage> words) ->
          last.awaits().equals("Delegate")
              ? ended(last, joined(say, words), "ReadyForFulfillment")
              : new BotTurn.Listen(last, joined(say, words));
      case BotTurn.Ended(List<BotMessage> words, Map<String, Object> result) ->
          new BotTurn.Ended(joined(say, words), result);
      case BotTurn.Failed failed -> failed;
    };
  }

  private static List<BotMessage> joined(List<BotMessage> first, List<BotMessage> then) {
    return Stream.concat(first.stream(), then.stream()).toList();
  }

  private BotTurn ask(
      BotSession session, Alias alias, String source, String transcript, String mode) {
    byte[] event = Json.write(BotDocuments.event(session, alias, source, transcript, mode));
    String function = alias.functionArn();
    Result result = functions.invoke(function, event, WAIT);
    return result instanceof Result.Answer(byte[] payload)
        ? follow(session.asked(), BotAnswer.read(payload))
        : failed(result, WAIT, "the bot is the function " + function);
  }

  /** What is told when a bot gave no answer. */
  static BotTurn.Failed failed(Result result, Duration wait, String bot) {
    return switch (result) {
      case Result.Answer _ -> throw new IllegalArgumentException("it gave an answer");
      case Result.NotFound(String advice) ->
          new BotTurn.Failed(
              new ActionError("ResourceNotFound", "The bot was not found."), bot + ": " + advice);
      case Result.AccessDenied(String advice) ->
          new BotTurn.Failed(
              new ActionError("ResourceAccessDenied", "Access to the bot was denied."), advice);
      case Result.Throttled _ -> new BotTurn.Failed(ActionError.THROTTLED, bot);
      case Result.FunctionError(String type, String message) ->
          new BotTurn.Failed(ActionError.SYSTEM, "the bot raised " + type + ": " + message);
      case Result.TimedOut _ ->
          new BotTurn.Failed(
              ActionError.SYSTEM, "the bot did not answer in " + wait.toSeconds() + " s");
      case Result.Unavailable(String advice) -> new BotTurn.Failed(ActionError.SYSTEM, advice);
    };
  }

  /** What is told of an answer that is none. */
  static BotTurn.Failed notOfLex(BotAnswer answer) {
    return new BotTurn.Failed(
        ActionError.SYSTEM,
        "the bot's answer is no answer of Lex V2: " + answer.wrong().orElseThrow());
  }

  /** The session as the bot left it. */
  static BotSession after(BotSession session, BotAnswer answer) {
    return session.with(
        answer.attributes().orElse(session.attributes()),
        answer.intent().orElse(session.intent()),
        answer.dialogAction());
  }

  private static BotTurn follow(BotSession session, BotAnswer answer) {
    if (answer.wrong().isPresent()) {
      return notOfLex(answer);
    }
    BotSession next = after(session, answer);
    if (!answer.type().equals("Close")) {
      return new BotTurn.Listen(next, answer.messages());
    }
    Object state = next.intent().get("state");
    return ended(next, answer.messages(), "Fulfilled".equals(state) ? "Fulfilled" : "Failed");
  }

  private static BotTurn ended(BotSession session, List<BotMessage> say, String state) {
    return new BotTurn.Ended(say, BotDocuments.result(session, state));
  }
}
