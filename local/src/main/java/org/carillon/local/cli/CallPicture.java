package org.carillon.local.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.carillon.contract.Json;

/** Calls as people read them: a line a call, or a call with a line for each moment of it. */
final class CallPicture {

  private CallPicture() {}

  /** The answer of GetCall. */
  static String of(Map<String, Object> answer) {
    if (!(answer.get("Call") instanceof Map<?, ?> call)
        || !(answer.get("Timeline") instanceof List<?> timeline)) {
      return Json.pretty(answer);
    }
    List<String> lines = new ArrayList<>();
    lines.add("call " + call.get("TransactionId") + "  " + state(call));
    lines.add("  " + parties(call));
    lines.add("  started " + call.get("StartTime") + times(call));
    lines.add("");
    lines.add("   seconds  leg  way  part      what   (--> to Carillon, <-- from it)");
    for (Object moment : timeline) {
      if (moment instanceof Map<?, ?> one) {
        lines.add(line(one));
      }
    }
    if (timeline.isEmpty()) {
      lines.add("  (no moments of it are kept)");
    }
    return String.join("\n", lines);
  }

  /** The answer of ListCalls. */
  static String ofList(Map<String, Object> answer) {
    if (!(answer.get("Calls") instanceof List<?> calls)) {
      return Json.pretty(answer);
    }
    List<String> lines = new ArrayList<>();
    lines.add(row("started", "state", "seconds", "from", "to", "transaction id", "ended by"));
    for (Object entry : calls) {
      if (entry instanceof Map<?, ?> call) {
        lines.add(
            row(
                text(call, "StartTime").replaceFirst("\\.\\d+", ""),
                text(call, "State"),
                lasted(call),
                text(call, "From"),
                text(call, "To"),
                text(call, "TransactionId"),
                text(call, "StatusMessage")));
      }
    }
    return String.join("\n", lines);
  }

  private static String row(String... cells) {
    return "%-20s  %-5s  %8s  %-16s  %-16s  %-36s  %s".formatted((Object[]) cells).stripTrailing();
  }

  private static String state(Map<?, ?> call) {
    if (!"Ended".equals(call.get("State"))) {
      return "live";
    }
    String message = text(call, "StatusMessage");
    return "ended, " + text(call, "Status") + (message.isEmpty() ? "" : ": " + message);
  }

  private static String parties(Map<?, ?> call) {
    String words =
        "%s from %s to %s"
            .formatted(text(call, "Direction"), text(call, "From"), text(call, "To"))
            .strip();
    String application = text(call, "SipMediaApplicationId");
    String connector = text(call, "VoiceConnectorId");
    return words
        + (application.isEmpty() ? "" : ", application " + application)
        + (connector.isEmpty() ? "" : ", connector " + connector);
  }

  private static String times(Map<?, ?> call) {
    StringBuilder words = new StringBuilder();
    if (call.get("AnswerTime") != null) {
      words.append(", answered after ").append(seconds(call, "AnswerTime")).append(" s");
    }
    if (call.get("EndTime") != null) {
      words.append(", ended after ").append(seconds(call, "EndTime")).append(" s");
    }
    return words.toString();
  }

  private static String lasted(Map<?, ?> call) {
    return call.get("EndTime") == null ? "" : seconds(call, "EndTime");
  }

  private static String seconds(Map<?, ?> call, String end) {
    Instant from = Instant.parse(text(call, "StartTime"));
    Duration time = Duration.between(from, Instant.parse(text(call, end)));
    return String.format(Locale.ROOT, "%.3f", time.toMillis() / 1e3);
  }

  private static String line(Map<?, ?> moment) {
    String arrow =
        switch (text(moment, "Flow")) {
          case "IN" -> "-->";
          case "OUT" -> "<--";
          default -> "";
        };
    String took =
        moment.get("Milliseconds") instanceof Number millis ? "  (" + millis + " ms)" : "";
    long offset = moment.get("OffsetMilliseconds") instanceof Number n ? n.longValue() : 0;
    return String.format(
        Locale.ROOT,
        "  %8.3f  %-3s  %-3s  %-8s  %s%s",
        offset / 1e3,
        text(moment, "Leg"),
        arrow,
        text(moment, "Part").toLowerCase(Locale.ROOT),
        text(moment, "Text"),
        took);
  }

  private static String text(Map<?, ?> from, String name) {
    return from.get(name) instanceof String text ? text : "";
  }
}
