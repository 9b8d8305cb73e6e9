package org.carillon.core.calls;

/** One kind of action of the function's contract (protocol facts 1.5). Stateless. */
interface Action {

  /** Its {@code Type}. */
  String type();

  /** The tag of the leg it is aimed at when the function names none. */
  default String defaultTag() {
    return Participant.LEG_A;
  }

  /**
   * Reads the action's parameters.
   *
   * @param on where it is to be done
   * @throws InvalidActionException when a parameter breaks a rule, or the call is not fit for it
   */
  MediaCommand command(ActionParameters parameters, ActionTarget on) throws InvalidActionException;
}
