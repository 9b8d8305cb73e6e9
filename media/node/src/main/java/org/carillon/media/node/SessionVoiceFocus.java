package org.carillon.media.node;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.carillon.core.calls.ActionError;
import org.carillon.core.calls.MediaCommand;
import org.carillon.media.ivr.conference.ConferenceLeg;

/**
 * The legs of a call that are to be heard without noise in the meeting that it has joined
 * (VoiceFocus). Owned by the SIP loop of the call.
 */
final class SessionVoiceFocus {
  private final ActionRate rate;
  private final Map<String, Boolean> enabled = new HashMap<>();

  /** {@code rate} is that of all calls of the node. */
  SessionVoiceFocus(ActionRate rate) {
    this.rate = rate;
  }

  /**
   * Switches it for a leg.
   *
   * @param meeting the call's place in a meeting, while it is in one
   * @return what the function is told when it cannot be
   */
  Optional<ActionError> set(MediaCommand.VoiceFocus focus, Optional<ConferenceLeg> meeting) {
    if (!rate.admit(System.nanoTime())) {
      return Optional.of(ActionError.THROTTLED);
    }
    enabled.put(focus.callId(), focus.enable());
    meeting.ifPresent(leg -> leg.suppressNoise(focus.enable()));
    return Optional.empty();
  }

  /** A leg joined a meeting. */
  void joined(String callId, ConferenceLeg leg) {
    leg.suppressNoise(enabled.getOrDefault(callId, false));
  }
}
