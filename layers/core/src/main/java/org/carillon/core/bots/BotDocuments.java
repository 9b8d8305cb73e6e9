package org.carillon.core.bots;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The event that a bot's function gets, as Lex V2 makes it, and the result that an SMA gets. */
final class BotDocuments {
  private static final Pattern LEX =
      Pattern.compile(
          "arn:(aws[a-z-]*):lex:([a-z0-9-]{1,32}):(\\d{12}):bot-alias/([A-Za-z0-9]{1,64})/([A-Za-z0-9]{1,64})");

  private BotDocuments() {}

  /** The ids in the ARN of a bot's alias. */
  record Alias(String partition, String region, String account, String bot, String alias) {

    static Optional<Alias> read(String arn) {
      Matcher lex = LEX.matcher(arn);
      return lex.matches()
          ? Optional.of(
              new Alias(lex.group(1), lex.group(2), lex.group(3), lex.group(4), lex.group(5)))
          : Optional.empty();
    }

    /** The function that stands for the bot: its name is the bot's id. */
    String functionArn() {
      return "arn:" + partition + ":lambda:" + region + ":" + account + ":function:" + bot;
    }
  }

  /**
   * The input event of a Lambda function for Lex V2.
   *
   * @param source {@code DialogCodeHook} or {@code FulfillmentCodeHook}
   * @param transcript what was heard; empty for nothing
   * @param mode {@code DTMF} or {@code Text}
   */
  static Map<String, Object> event(
      BotSession session, Alias alias, String source, String transcript, String mode) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("messageVersion", "1.0");
    event.put("invocationSource", source);
    event.put("inputMode", mode);
    event.put("responseContentType", "text/plain; charset=utf-8");
    event.put("sessionId", session.sessionId());
    event.put("inputTranscript", transcript);
    event.put(
        "bot",
        Map.of(
            "id", alias.bot(),
            "name", alias.bot(),
            "aliasId", alias.alias(),
            "aliasName", alias.alias(),
            "localeId", session.localeId(),
            "version", "DRAFT"));
    event.put("interpretations", List.of(interpretation(session.intent(), "interpretationSource")));
    event.put("requestAttributes", Map.of());
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("activeContexts", List.of());
    state.put("sessionAttributes", session.attributes());
    state.put("dialogAction", session.dialogAction());
    state.put("intent", session.intent());
    event.put("sessionState", state);
    event.put(
        "transcriptions",
        transcript.isEmpty()
            ? List.of()
            : List.of(
                Map.of(
                    "transcription",
                    transcript,
                    "transcriptionConfidence",
                    1.0,
                    "resolvedContext",
                    Map.of("intent", String.valueOf(session.intent().get("name"))),
                    "resolvedSlots",
                    Map.of())));
    return event;
  }

  private static Map<String, Object> interpretation(Map<String, Object> intent, String source) {
    Map<String, Object> interpretation = new LinkedHashMap<>();
    interpretation.put(source, "Lex");
    interpretation.put("intent", intent);
    return interpretation;
  }

  /** A slot's value, as Lex V2 has it. */
  static Map<String, Object> slot(String value) {
    return Map.of(
        "shape",
        "Scalar",
        "value",
        Map.of(
            "originalValue", value, "interpretedValue", value, "resolvedValues", List.of(value)));
  }

  /** {@code IntentResult} of StartBotConversation. */
  static Map<String, Object> result(BotSession session, String state) {
    return result(session, state, List.of());
  }

  /**
   * The same with what was understood.
   *
   * @param understood the interpretations of Lex V2; none: the session's intent, for sure
   */
  static Map<String, Object> result(BotSession session, String state, List<Map<?, ?>> understood) {
    Map<String, Object> intent = intent(session.intent(), state);
    Map<String, Object> sessionState = new LinkedHashMap<>();
    sessionState.put("SessionAttributes", session.attributes());
    sessionState.put("Intent", intent);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("SessionId", session.sessionId());
    result.put("SessionState", sessionState);
    result.put(
        "Interpretations",
        understood.isEmpty()
            ? List.of(Map.of("NluConfidence", Map.of("Score", 1.0), "Intent", intent))
            : understood.stream().map(BotDocuments::interpretation).toList());
    return result;
  }

  /** One of Lex V2's interpretations; only the fallback intent has no score. */
  private static Map<String, Object> interpretation(Map<?, ?> lex) {
    Map<?, ?> intent = BotSession.map(lex.get("intent"));
    Map<String, Object> interpretation = new LinkedHashMap<>();
    if (BotSession.map(lex.get("nluConfidence")).get("score") instanceof Number score) {
      interpretation.put("NluConfidence", Map.of("Score", score));
    }
    Map<String, Object> named = intent(intent, "");
    named.remove("State");
    if (intent.get("state") instanceof String state) {
      named.put("State", state);
    }
    interpretation.put("Intent", named);
    return interpretation;
  }

  private static Map<String, Object> intent(Map<?, ?> lex, String state) {
    Map<String, Object> slots = new LinkedHashMap<>();
    BotSession.map(lex.get("slots"))
        .forEach((name, value) -> slots.put(String.valueOf(name), capitalised(value)));
    Map<String, Object> intent = new LinkedHashMap<>();
    intent.put("Name", lex.get("name"));
    intent.put("Slots", slots);
    intent.put("State", state);
    intent.put(
        "ConfirmationState",
        lex.get("confirmationState") instanceof String confirmation ? confirmation : "None");
    return intent;
  }

  /** The same with the first letter of each name as the SMA contract has it. */
  private static Object capitalised(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach(
          (name, member) -> {
            String text = String.valueOf(name);
            String first = text.isEmpty() ? "" : text.substring(0, 1).toUpperCase(Locale.ROOT);
            copy.put(first + text.substring(Math.min(1, text.length())), capitalised(member));
          });
      return copy;
    }
    if (value instanceof List<?> list) {
      List<Object> copy = new ArrayList<>();
      list.forEach(element -> copy.add(capitalised(element)));
      return copy;
    }
    return value;
  }
}
