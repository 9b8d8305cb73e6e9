package org.carillon.core.timeline;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.Json;
import org.carillon.contract.JsonException;
import org.carillon.core.ports.FunctionInvoker.Result;

/**
 * One invocation of a function about a call, as people want to read it.
 *
 * @param transactionId the call
 * @param function the function's name, with its alias or version if one was asked for
 * @param event the event in a few words: {@code ACTION_SUCCESSFUL #3 SpeakAndGetDigits}
 * @param answer what came of it in a few words: {@code Speak, Hangup}
 * @param failed whether it failed, or answered what cannot be read
 * @param startedAt when it was invoked
 * @param took how long it took
 */
public record Invocation(
    String transactionId,
    String function,
    String event,
    String answer,
    boolean failed,
    Instant startedAt,
    Duration took) {

  /** What is shown of digits, which may be a PIN or a card's number. */
  public enum DigitsShown {
    /** Only how many there were. */
    MASKED,
    /** All of them, because somebody asked for it. */
    PLAIN
  }

  private static final int MAX_NAMES = 10;

  /**
   * Reads an invocation of a call.
   *
   * @return empty when the payload is no event of a call
   */
  static Optional<Invocation> of(
      String functionArn,
      byte[] payload,
      Result result,
      Instant startedAt,
      Duration took,
      DigitsShown digits) {
    Map<?, ?> event;
    try {
      event = Json.readObject(payload);
    } catch (JsonException notAnEvent) {
      return Optional.empty();
    }
    if (!(event.get("CallDetails") instanceof Map<?, ?> details)
        || !(details.get("TransactionId") instanceof String transactionId)) {
      return Optional.empty();
    }
    Words answer = answer(result);
    return Optional.of(
        new Invocation(
            transactionId,
            name(functionArn),
            event(event, digits),
            answer.text(),
            answer.failed(),
            startedAt,
            took));
  }

  private record Words(String text, boolean failed) {}

  private static String name(String functionArn) {
    String[] parts = functionArn.split(":", 7);
    return parts[parts.length - 1];
  }

  private static String event(Map<?, ?> event, DigitsShown shown) {
    List<String> words = new ArrayList<>();
    words.add(text(event.get("InvocationEventType")));
    words.add("#" + text(event.get("Sequence")));
    if (event.get("ActionData") instanceof Map<?, ?> data) {
      Object type = data.get("Type");
      boolean said = "Hangup".equals(type) || event.get("InvocationEventType").equals(type);
      if (!said) {
        words.add(text(type));
      }
      Map<?, ?> parameters = data.get("Parameters") instanceof Map<?, ?> map ? map : Map.of();
      if ("HANGUP".equals(event.get("InvocationEventType"))) {
        words.add(text(parameters.get("ParticipantTag")));
        words.add(text(parameters.get("SipResponseCode")));
      }
      if (data.get("ReceivedDigits") instanceof String digits) {
        words.add(digits(digits, shown));
      }
      error(data, words);
    }
    error(event, words);
    return String.join(" ", words);
  }

  private static String digits(String digits, DigitsShown shown) {
    return shown == DigitsShown.PLAIN
        ? "digits " + digits
        : digits.length() + (digits.length() == 1 ? " digit" : " digits");
  }

  private static void error(Map<?, ?> from, List<String> words) {
    if (from.get("ErrorType") instanceof String type) {
      words.add("- " + type + ": " + text(from.get("ErrorMessage")));
    } else if (from.get("Error") instanceof String error) {
      words.add("- " + error);
    }
  }

  private static Words answer(Result result) {
    return switch (result) {
      case Result.Answer(byte[] payload) -> answer(payload);
      case Result.FunctionError error ->
          new Words("failed with " + error.errorType() + ": " + error.errorMessage(), true);
      case Result.TimedOut late -> new Words("no answer in time", true);
      case Result.NotFound missing -> new Words("not found: " + missing.advice(), true);
      case Result.AccessDenied denied -> new Words("not permitted: " + denied.advice(), true);
      case Result.Throttled throttled -> new Words("throttled", true);
      case Result.Unavailable away -> new Words("not available: " + away.advice(), true);
    };
  }

  private static Words answer(byte[] payload) {
    try {
      if (!(Json.read(payload) instanceof Map<?, ?> map)) {
        return new Words("an answer without actions", false);
      }
      if (map.get("Actions") instanceof List<?> actions) {
        return new Words(names(actions), false);
      }
      return new Words("no actions", false);
    } catch (JsonException unreadable) {
      return new Words("an answer that is not JSON: " + unreadable.getMessage(), true);
    }
  }

  private static String names(List<?> actions) {
    if (actions.isEmpty()) {
      return "no actions";
    }
    List<String> names =
        actions.stream()
            .limit(MAX_NAMES)
            .map(action -> action instanceof Map<?, ?> map ? text(map.get("Type")) : "?")
            .toList();
    int more = actions.size() - names.size();
    return String.join(", ", names) + (more > 0 ? ", and " + more + " more" : "");
  }

  private static String text(Object value) {
    String text = String.valueOf(value);
    return text.length() <= 200 ? text : text.substring(0, 197) + "...";
  }
}
