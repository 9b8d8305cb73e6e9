package org.carillon.core.calls;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.Json;
import org.carillon.contract.JsonException;

/** A function's answer, checked (protocol facts 1.2). */
sealed interface FunctionAnswer {

  /** Largest answer taken, in bytes; ours, to bound what a call carries along. */
  int MAX_BYTES = 256 * 1024;

  /** Most actions in one answer. */
  int MAX_ACTIONS = 10;

  /** The schema of events and answers. */
  String SCHEMA_VERSION = "1.0";

  /**
   * An answer to follow.
   *
   * @param attributes new transaction attributes, none to keep the stored ones
   * @param actions the new list, none to keep the running one
   */
  record Accepted(Optional<Map<String, Object>> attributes, Optional<List<CallAction>> actions)
      implements FunctionAnswer {}

  /**
   * An answer that breaks the contract.
   *
   * @param errorType {@code ErrorType} of INVALID_LAMBDA_RESPONSE; only {@code
   *     SchemaVersionMismatch} and {@code TransactionAttributesInvalidMapSize} are known from the
   *     service, the others are ours
   * @param message {@code ErrorMessage}, and the log's message
   * @param detail what exactly is wrong, for the log's advice
   */
  record Rejected(String errorType, String message, String detail) implements FunctionAnswer {}

  /** What an event asks of its answer. */
  enum Expected {
    /** At least one action, as for NEW_INBOUND_CALL. */
    ACTIONS,
    /** An answer, of which the list may be missing or empty. */
    ANSWER,
    /** An answer as well, but functions in the field give none, or an empty list, which is fine. */
    ANYTHING,
    /** Likewise, and the actions of one are not done and so not looked at (protocol facts 1.2). */
    NO_ACTIONS
  }

  /** An answer that changes nothing. */
  Accepted NOTHING = new Accepted(Optional.empty(), Optional.empty());

  /**
   * Reads and checks an answer.
   *
   * @param expected what the event asks of it
   */
  static FunctionAnswer read(byte[] payload, Expected expected) {
    boolean nothingWillDo = expected == Expected.ANYTHING || expected == Expected.NO_ACTIONS;
    if (payload.length > MAX_BYTES) {
      return unreadable("It has " + payload.length + " bytes; at most " + MAX_BYTES + " are read.");
    }
    if (isBlank(payload)) {
      return nothingWillDo ? NOTHING : blank();
    }
    Object answer;
    try {
      answer = Json.read(payload);
    } catch (JsonException e) {
      return unreadable("It is not JSON: " + e.getMessage() + ".");
    }
    if (nothingWillDo && isEmpty(answer)) {
      return NOTHING;
    }
    if (answer == null || (answer instanceof String text && text.isBlank())) {
      return blank();
    }
    if (!(answer instanceof Map<?, ?> map)) {
      return unreadable("It must be a JSON object with SchemaVersion and Actions.");
    }
    if (!SCHEMA_VERSION.equals(map.get("SchemaVersion"))) {
      return schemaMismatch(map);
    }
    return read(map, expected);
  }

  private static FunctionAnswer read(Map<?, ?> answer, Expected expected) {
    boolean actionsRequired = expected == Expected.ACTIONS;
    Optional<Map<String, Object>> attributes = Optional.empty();
    Object given = answer.get("TransactionAttributes");
    if (given instanceof Map<?, ?> map) {
      attributes = Optional.of(object(map));
      Optional<Rejected> wrong = TransactionAttributes.check(attributes.get());
      if (wrong.isPresent()) {
        return wrong.get();
      }
    } else if (given != null) {
      return new Rejected(
          "TransactionAttributesInvalidType",
          "Transaction Attributes is not a JSON object",
          "Return an object of names and values.");
    }
    Object actions = answer.get("Actions");
    if (expected == Expected.NO_ACTIONS || (actions == null && !actionsRequired)) {
      return new Accepted(attributes, Optional.empty());
    }
    if (actions != null && !(actions instanceof List<?>)) {
      return unreadable("Actions must be a list.");
    }
    List<?> list = actions == null ? List.of() : (List<?>) actions;
    if (list.isEmpty() && actionsRequired) {
      return new Rejected(
          "ActionsListEmpty",
          "Actions list is empty.",
          "NEW_INBOUND_CALL needs at least one action.");
    }
    return readActions(attributes, list);
  }

  private static FunctionAnswer readActions(
      Optional<Map<String, Object>> attributes, List<?> list) {
    if (list.size() > MAX_ACTIONS) {
      return new Rejected(
          "TooManyActions",
          "Too many actions specified in a response.",
          "It has " + list.size() + "; at most " + MAX_ACTIONS + " are allowed.");
    }
    List<CallAction> actions = new ArrayList<>(list.size());
    for (Object element : list) {
      if (!(element instanceof Map<?, ?> action)
          || !(action.get("Type") instanceof String type)
          || !(action.get("Parameters") == null || action.get("Parameters") instanceof Map<?, ?>)) {
        return unreadable(
            "Action " + (actions.size() + 1) + " must be an object with Type and Parameters.");
      }
      if (Actions.find(type).isEmpty()) {
        return new Rejected(
            "UnsupportedAction",
            "Unsupported action " + Texts.excerpt(type, 64) + " specified",
            "Known are " + String.join(", ", Actions.types()) + ".");
      }
      Map<?, ?> parameters = action.get("Parameters") instanceof Map<?, ?> map ? map : Map.of();
      actions.add(new CallAction(type, object(parameters)));
    }
    return new Accepted(attributes, Optional.of(actions));
  }

  private static Rejected schemaMismatch(Map<?, ?> answer) {
    String detail =
        answer.containsKey("statusCode")
            ? "It looks like an answer to API Gateway; return {\"SchemaVersion\":\"1.0\","
                + "\"Actions\":[...]} itself."
            : "SchemaVersion must be the text \"1.0\".";
    return new Rejected(
        "SchemaVersionMismatch",
        "The schema version in the invocation request does not match the schema version in the"
            + " response.",
        detail);
  }

  private static Rejected unreadable(String detail) {
    return new Rejected("InvalidActionsList", "Error while reading actions list.", detail);
  }

  private static Rejected blank() {
    return new Rejected(
        "BlankResponse", "Response is blank or empty", "The function must return an action list.");
  }

  private static boolean isBlank(byte[] payload) {
    return payload.length <= 64 && new String(payload, StandardCharsets.UTF_8).isBlank();
  }

  private static boolean isEmpty(Object answer) {
    return switch (answer) {
      case null -> true;
      case String text -> text.isBlank();
      case List<?> list -> list.isEmpty();
      case Map<?, ?> map -> map.isEmpty();
      default -> false;
    };
  }

  private static Map<String, Object> object(Map<?, ?> map) {
    Map<String, Object> copy = LinkedHashMap.newLinkedHashMap(map.size());
    map.forEach((name, value) -> copy.put(String.valueOf(name), value));
    return copy;
  }
}
