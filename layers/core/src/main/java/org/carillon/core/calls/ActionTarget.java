package org.carillon.core.calls;

import java.time.Instant;
import java.util.Optional;

/**
 * Where and when an action is to be done.
 *
 * @param session the call
 * @param leg the leg it is aimed at
 * @param rules what this installation allows
 * @param at the time that names its recordings; differs for each action of a list
 */
record ActionTarget(CallSession session, String leg, CallRules rules, Instant at) {

  /** The leg that the call's first leg is bridged or joined to, if it is. */
  Optional<Participant> secondLeg() {
    return session.participants().stream()
        .filter(it -> it.tag().equals(Participant.LEG_B) && it.connected())
        .findFirst();
  }

  /**
   * Refuses a call that has a second leg already: bridges and bots are for one leg alone. The text
   * is that of ModifyChimeMeetingAttendees for a call of the wrong kind; of these actions none is
   * documented.
   */
  void requireOneLeg() throws InvalidActionException {
    Optional<Participant> second = secondLeg();
    if (second.isPresent()) {
      throw new InvalidActionException(
          ActionError.invalidParameter("Invalid action on the call."),
          "The call has a second leg, " + second.get().callId() + "; hang that one up first.");
    }
  }
}
