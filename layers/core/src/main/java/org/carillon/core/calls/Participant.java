package org.carillon.core.calls;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One leg of a call as the function sees it (protocol facts 1.1).
 *
 * @param callId the leg's id, a UUID
 * @param tag {@code LEG-A} for the first leg, {@code LEG-B} for the second
 * @param to the called number
 * @param from the caller: a number, or a SIP user part
 * @param direction {@code Inbound} or {@code Outbound}
 * @param startMillis when the leg began, milliseconds since the epoch
 * @param sipHeaders the custom headers it came with
 * @param connected false once the leg has ended
 */
public record Participant(
    String callId,
    String tag,
    String to,
    String from,
    String direction,
    long startMillis,
    Map<String, String> sipHeaders,
    boolean connected) {

  /** {@code Direction} of a leg that came in. */
  public static final String INBOUND = "Inbound";

  /** {@code Direction} of a leg that we called. */
  public static final String OUTBOUND = "Outbound";

  /** The tag of a call's first leg. */
  public static final String LEG_A = "LEG-A";

  public Participant {
    sipHeaders = Collections.unmodifiableMap(new LinkedHashMap<>(sipHeaders));
  }

  /** The tag of a call's second leg. */
  public static final String LEG_B = "LEG-B";

  /**
   * A second leg that is connected.
   *
   * @param startedAt when it was answered
   */
  static Participant second(String callId, String to, String from, Instant startedAt) {
    return new Participant(
        callId, LEG_B, to, from, OUTBOUND, startedAt.toEpochMilli(), Map.of(), true);
  }

  /** Whether it is the leg of a meeting that the call joined. */
  boolean isMeeting() {
    return tag.equals(LEG_B) && to.equals(MediaCommand.JoinMeeting.MEETING_NUMBER);
  }

  /** This leg after its end. */
  public Participant disconnected() {
    return new Participant(callId, tag, to, from, direction, startMillis, sipHeaders, false);
  }
}
