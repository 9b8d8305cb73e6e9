package org.carillon.core.calls;

/** One kind of action of the function's contract (protocol facts 1.5). Stateless. */
interface Action {

  /** Its {@code Type}. */
  String type();

  /**
   * Reads the action's parameters.
   *
   * @param leg the leg it is aimed at
   * @throws InvalidActionException when a parameter breaks a rule
   */
  MediaCommand command(ActionParameters parameters, String leg) throws InvalidActionException;
}
