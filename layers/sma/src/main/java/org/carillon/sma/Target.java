package org.carillon.sma;

import java.util.Map;

/**
 * The leg an action is about.
 *
 * @param name {@code CallId}, {@code ParticipantTag}, or nothing for the default, LEG-A
 * @param value its value
 */
public record Target(String name, String value) {

  /** The default leg: LEG-A. */
  public static final Target DEFAULT = new Target("", "");

  /** The leg of this id. */
  public static Target callId(String callId) {
    Checks.given(callId, "Target", "CallId");
    return new Target("CallId", callId);
  }

  /** The leg of this tag, {@code LEG-A} or {@code LEG-B}. */
  public static Target tag(String participantTag) {
    Checks.given(participantTag, "Target", "ParticipantTag");
    return new Target("ParticipantTag", participantTag);
  }

  void put(Map<String, Object> parameters) {
    if (!name.isEmpty()) {
      parameters.put(name, value);
    }
  }
}
