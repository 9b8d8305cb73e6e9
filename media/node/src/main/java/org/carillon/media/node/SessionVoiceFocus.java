package org.carillon.media.node;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.carillon.core.calls.ActionError;
import org.carillon.core.calls.MediaCommand;
import org.carillon.media.ivr.conference.Conference;
import org.carillon.media.ivr.conference.ConferenceLeg;

/**
 * The legs of a call that are to be heard without noise (VoiceFocus): in the meeting that the call
 * has joined, or by the other leg of a bridge, whose packets are mixed then in place of relayed.
 * Owned by the SIP loop of the call.
 */
final class SessionVoiceFocus {
  private final NodeContext node;
  private final Map<String, Boolean> enabled = new HashMap<>();
  private Optional<Mixed> mixed = Optional.empty();

  /** A bridge that is mixed. */
  private record Mixed(Conference conference, Map<String, ConferenceLeg> legs) {}

  SessionVoiceFocus(NodeContext node) {
    this.node = node;
  }

  /**
   * Switches it for a leg.
   *
   * @param meeting the call's place in a meeting, while it is in one
   * @param legs the legs that are up
   * @return what the function is told when it cannot be
   */
  Optional<ActionError> set(
      MediaCommand.VoiceFocus focus,
      Optional<ConferenceLeg> meeting,
      Collection<ApplicationLeg> legs) {
    if (!node.voiceFocus().admit(System.nanoTime())) {
      return Optional.of(ActionError.THROTTLED);
    }
    enabled.put(focus.callId(), focus.enable());
    legs.stream()
        .filter(leg -> leg.callId().equals(focus.callId()))
        .forEach(leg -> leg.voiceFocusIs(focus.enable()));
    meeting.ifPresent(leg -> leg.suppressNoise(focus.enable()));
    legsAre(legs);
    return Optional.empty();
  }

  /** A leg joined a meeting. */
  void joined(String callId, ConferenceLeg leg) {
    leg.suppressNoise(isOn(callId));
  }

  /** The legs that are up now; two that are answered are bridged. */
  void legsAre(Collection<ApplicationLeg> legs) {
    boolean bridged = legs.size() == 2 && legs.stream().allMatch(ApplicationLeg::isAnswered);
    boolean wanted = bridged && legs.stream().anyMatch(leg -> isOn(leg.callId()));
    if (wanted && mixed.isEmpty()) {
      mix(legs);
    }
    if (!wanted && mixed.isPresent()) {
      mixed.get().conference().close();
      mixed = Optional.empty();
      legs.forEach(leg -> leg.audio().keysTo(_ -> {}));
      if (bridged) {
        ApplicationLeg[] both = legs.toArray(ApplicationLeg[]::new);
        both[0].audio().bridge(both[1].audio());
      }
    }
    mixed.ifPresent(mix -> mix.legs().forEach((id, leg) -> leg.suppressNoise(isOn(id))));
  }

  private boolean isOn(String callId) {
    return enabled.getOrDefault(callId, false);
  }

  private void mix(Collection<ApplicationLeg> legs) {
    Conference conference = node.mixing().open();
    Map<String, ConferenceLeg> seats = new HashMap<>();
    for (ApplicationLeg leg : legs) {
      leg.audio().stream().unbridge();
      seats.put(leg.callId(), conference.join(leg.audio().stream()));
      // keys are no audio: a bridge would relay them
      legs.stream()
          .filter(other -> !other.callId().equals(leg.callId()))
          .forEach(other -> passKeys(leg, other));
    }
    mixed = Optional.of(new Mixed(conference, seats));
  }

  private static void passKeys(ApplicationLeg from, ApplicationLeg to) {
    from.audio().keysTo(key -> to.audio().passOn(key));
  }

  /** The call is over. */
  void callEnded() {
    mixed.ifPresent(mix -> mix.conference().close());
    mixed = Optional.empty();
  }
}
