package org.carillon.core.bots;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.Json;
import org.carillon.contract.JsonException;

/**
 * What a bot's function answered, checked: the response of Lex V2's Lambda functions.
 *
 * @param type {@code sessionState.dialogAction.type}
 * @param wrong what is wrong with it; nothing else counts then
 */
record BotAnswer(
    String type,
    Map<String, Object> dialogAction,
    Optional<Map<String, Object>> intent,
    Optional<Map<String, Object>> attributes,
    List<BotMessage> messages,
    Optional<String> wrong) {

  /** Largest answer taken, in bytes (Lex V2 takes 50 KB). */
  static final int MAX_BYTES = 50 * 1024;

  private static final int MOST_MESSAGES = 5;
  private static final int MOST_CHARACTERS = 1000;
  private static final List<String> TYPES =
      List.of("Close", "ConfirmIntent", "Delegate", "ElicitIntent", "ElicitSlot");

  static BotAnswer read(byte[] payload) {
    if (payload.length > MAX_BYTES) {
      return wrong("it has " + payload.length + " bytes, more than " + MAX_BYTES);
    }
    Map<?, ?> answer;
    try {
      answer = BotSession.map(Json.read(payload));
    } catch (JsonException e) {
      return wrong("it is not JSON: " + e.getMessage());
    }
    Map<?, ?> state = BotSession.map(answer.get("sessionState"));
    Map<String, Object> action = object(state.get("dialogAction")).orElse(Map.of());
    if (!(action.get("type") instanceof String type) || !TYPES.contains(type)) {
      return wrong("sessionState.dialogAction.type must be one of " + TYPES);
    }
    if (type.equals("ElicitSlot") && !(action.get("slotToElicit") instanceof String)) {
      return wrong("sessionState.dialogAction.slotToElicit must name the slot of ElicitSlot");
    }
    Optional<Map<String, Object>> intent = object(state.get("intent"));
    if (intent.isPresent() && !(intent.get().get("name") instanceof String)) {
      return wrong("sessionState.intent.name must be a text");
    }
    List<BotMessage> messages = new ArrayList<>();
    Optional<String> tooMuch = messages(answer.get("messages"), messages);
    return tooMuch.isPresent()
        ? wrong(tooMuch.get())
        : new BotAnswer(
            type,
            action,
            intent,
            object(state.get("sessionAttributes")),
            messages,
            Optional.empty());
  }

  private static Optional<String> messages(Object given, List<BotMessage> messages) {
    if (!(given instanceof List<?> list)) {
      return Optional.empty();
    }
    if (list.size() > MOST_MESSAGES) {
      return Optional.of("it has " + list.size() + " messages, more than " + MOST_MESSAGES);
    }
    for (Object element : list) {
      Map<?, ?> message = BotSession.map(element);
      boolean ssml = "SSML".equals(message.get("contentType"));
      // cards and payloads are for screens
      boolean spoken = ssml || "PlainText".equals(message.get("contentType"));
      if (spoken && message.get("content") instanceof String text && !text.isBlank()) {
        if (text.length() > MOST_CHARACTERS) {
          return Optional.of("a message has more than " + MOST_CHARACTERS + " characters");
        }
        messages.add(new BotMessage(text, ssml));
      }
    }
    return Optional.empty();
  }

  private static Optional<Map<String, Object>> object(Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      return Optional.empty();
    }
    Map<String, Object> object = new LinkedHashMap<>();
    map.forEach((name, member) -> object.put(String.valueOf(name), member));
    return Optional.of(object);
  }

  private static BotAnswer wrong(String why) {
    return new BotAnswer(
        "", Map.of(), Optional.empty(), Optional.empty(), List.of(), Optional.of(why));
  }
}
