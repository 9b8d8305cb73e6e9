package org.carillon.core.calls;

/** What happened on a call, as the media node that owns it reports. */
public sealed interface CallEvent {

  /** The call came in and its session is new. */
  record NewInboundCall() implements CallEvent {}

  /** Every command of the last list was done. Not reported for a list that ended in a hang-up. */
  record ActionsFinished() implements CallEvent {}

  /**
   * A command could not be done; the ones behind it were dropped.
   *
   * @param commandIndex its index in {@link Turn#commands()} of the turn that gave the list
   * @param error what the function is told
   */
  record ActionFailed(int commandIndex, ActionError error) implements CallEvent {}

  /**
   * A leg ended, by whomever; reported once per leg, also after a {@link MediaCommand.Hangup} of an
   * action.
   *
   * @param callId the leg
   * @param sipResponseCode 0 for a BYE in an answered call; else the final status that ended it,
   *     such as 487 after a CANCEL or 486 from a Hangup action
   * @param cause who or what ended it
   */
  record HungUp(String callId, int sipResponseCode, HangupCause cause) implements CallEvent {}
}
