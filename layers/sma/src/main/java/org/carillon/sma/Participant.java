package org.carillon.sma;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One leg of a call.
 *
 * @param callId the leg's id, a UUID
 * @param tag {@code LEG-A} for the first leg, {@code LEG-B} for the second
 * @param to the called number
 * @param from the caller
 * @param direction {@code Inbound} or {@code Outbound}
 * @param startTimeInMilliseconds when it began, milliseconds since the epoch
 * @param connected false once the leg has ended. While an event has no status for a leg, as with
 *     new calls, it counts as connected
 * @param sipHeaders the custom header fields it came with
 */
public record Participant(
    String callId,
    String tag,
    String to,
    String from,
    String direction,
    long startTimeInMilliseconds,
    boolean connected,
    Map<String, String> sipHeaders) {

  /** The tag of the first leg. */
  public static final String LEG_A = "LEG-A";

  /** The tag of the second leg. */
  public static final String LEG_B = "LEG-B";

  public Participant {
    sipHeaders = Map.copyOf(sipHeaders);
  }

  static Participant of(JsonObject json) {
    Map<String, String> headers = new LinkedHashMap<>();
    json.object("SipHeaders").members().forEach((name, value) -> headers.put(name, "" + value));
    return new Participant(
        json.text("CallId"),
        json.text("ParticipantTag"),
        json.text("To"),
        json.text("From"),
        json.text("Direction"),
        json.number("StartTimeInMilliseconds", 0),
        !json.text("Status").equals("Disconnected"),
        headers);
  }
}
