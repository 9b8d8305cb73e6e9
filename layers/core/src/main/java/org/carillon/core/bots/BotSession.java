package org.carillon.core.bots;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A conversation as it stands. Immutable; bounded by the limits of {@link BotAnswer}.
 *
 * @param sessionId the leg's call id
 * @param botAliasArn who talks to the caller
 * @param localeId such as {@code en_US}
 * @param attributes the session attributes
 * @param intent what is being talked about, in Lex V2's spelling; may hold null slots
 * @param dialogAction what the bot asked for last, in Lex V2's spelling
 * @param welcome said first, in place of the bot's own words
 * @param silentTurns how often in a row nothing was heard
 * @param turns how often the bot was asked
 */
public record BotSession(
    String sessionId,
    String botAliasArn,
    String localeId,
    Map<String, Object> attributes,
    Map<String, Object> intent,
    Map<String, Object> dialogAction,
    List<BotMessage> welcome,
    int silentTurns,
    int turns) {

  static final String FALLBACK_INTENT = "FallbackIntent";

  private static final int MOST_WELCOMES = 5;

  public BotSession {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    intent = Collections.unmodifiableMap(new LinkedHashMap<>(intent));
    dialogAction = Collections.unmodifiableMap(new LinkedHashMap<>(dialogAction));
    welcome = List.copyOf(welcome);
  }

  /**
   * A conversation that begins.
   *
   * @param callId the leg
   * @param configuration the action's {@code Configuration}; empty when there is none. What is not
   *     of the documented shape in it is left out
   */
  public static BotSession begin(
      String callId, String botAliasArn, String localeId, Map<String, Object> configuration) {
    Map<?, ?> state = map(configuration.get("SessionState"));
    Map<String, Object> attributes = new LinkedHashMap<>();
    map(state.get("SessionAttributes"))
        .forEach((name, value) -> attributes.put(String.valueOf(name), String.valueOf(value)));
    Object action = map(state.get("DialogAction")).get("Type");
    List<BotMessage> welcome = new ArrayList<>();
    if (configuration.get("WelcomeMessages") instanceof List<?> messages) {
      for (Object message : messages) {
        if (map(message).get("Content") instanceof String text && welcome.size() < MOST_WELCOMES) {
          welcome.add(new BotMessage(text, "SSML".equals(map(message).get("ContentType"))));
        }
      }
    }
    return new BotSession(
        callId,
        botAliasArn,
        localeId,
        attributes,
        fallbackIntent(),
        Map.of("type", action instanceof String type ? type : "Delegate"),
        welcome,
        0,
        0);
  }

  static Map<String, Object> fallbackIntent() {
    return Map.of(
        "name",
        FALLBACK_INTENT,
        "slots",
        Map.of(),
        "state",
        "InProgress",
        "confirmationState",
        "None");
  }

  static Map<?, ?> map(Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  /** What the bot waits for: {@code ElicitIntent}, {@code ElicitSlot} and so on. */
  String awaits() {
    return String.valueOf(dialogAction.get("type"));
  }

  /** The slot that the bot waits for. */
  Optional<String> awaitedSlot() {
    return awaits().equals("ElicitSlot") && dialogAction.get("slotToElicit") instanceof String slot
        ? Optional.of(slot)
        : Optional.empty();
  }

  BotSession with(
      Map<String, Object> newAttributes,
      Map<String, Object> newIntent,
      Map<String, Object> newDialogAction) {
    return new BotSession(
        sessionId,
        botAliasArn,
        localeId,
        newAttributes,
        newIntent,
        newDialogAction,
        welcome,
        silentTurns,
        turns);
  }

  BotSession withIntent(Map<String, Object> newIntent) {
    return with(attributes, newIntent, dialogAction);
  }

  BotSession asked() {
    return new BotSession(
        sessionId,
        botAliasArn,
        localeId,
        attributes,
        intent,
        dialogAction,
        welcome,
        silentTurns,
        turns + 1);
  }

  BotSession silent(int nowSilent) {
    return new BotSession(
        sessionId,
        botAliasArn,
        localeId,
        attributes,
        intent,
        dialogAction,
        welcome,
        nowSilent,
        turns);
  }
}
