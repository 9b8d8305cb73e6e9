package org.carillon.core.calls;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What happened on a call, as the media node that owns it reports. Events of commands name the list
 * they belong to by {@link CallSession#list()} of the turn that gave it, because a list may have
 * been replaced while its event waited.
 */
public sealed interface CallEvent {

  /** What became of a list or of a command of it. */
  sealed interface OfList extends CallEvent {
    /** The list, by its number in the session. */
    int list();
  }

  /** The call came in and its session is new. */
  record NewInboundCall() implements CallEvent {}

  /**
   * The API made a call and its session is new ({@link CallSession#outbound}); reported before its
   * leg can ring.
   *
   * @param arguments the request's {@code ArgumentsMap}, may be empty
   */
  record NewOutboundCall(Map<String, String> arguments) implements CallEvent {
    public NewOutboundCall {
      arguments = ordered(arguments);
    }
  }

  /** The outbound leg of a call made by API rings (its first 180 or 183); at most once. */
  record Ringing(String callId) implements CallEvent {}

  /** The outbound leg of a call made by API was answered. Not for bridged legs. */
  record CallAnswered(String callId) implements CallEvent {}

  /**
   * Every command of a list was done and the last one brought nothing. Not reported for a list that
   * ended in a hang-up, nor after {@link ActionSucceeded} of its last command.
   *
   * @param list the list
   */
  record ActionsFinished(int list) implements OfList {}

  /**
   * A command was done that is told by itself: one that always {@linkplain MediaCommand#callsBack()
   * calls back}, in mid-list too, or the last of its list with a result. The commands behind it
   * wait for the turn of this event, and go on when that does not replace them.
   *
   * @param list the list
   * @param commandIndex its index in {@link Turn#commands()} of the turn that gave the list
   * @param result what it brings
   */
  record ActionSucceeded(int list, int commandIndex, ActionResult result) implements OfList {}

  /**
   * A command could not be done; the ones behind it were dropped.
   *
   * @param list the list
   * @param commandIndex its index in {@link Turn#commands()} of the turn that gave the list
   * @param error what the function is told
   */
  record ActionFailed(int list, int commandIndex, ActionError error) implements OfList {}

  /**
   * A running command was stopped because a turn {@linkplain Turn#interrupt() interrupts}, and the
   * new list begins.
   *
   * @param list the list it was of, by then replaced
   * @param commandIndex its index in that list's commands
   */
  record ActionInterrupted(int list, int commandIndex) implements OfList {}

  /**
   * Digits matched what {@link MediaCommand.ReceiveDigits} registered on a leg.
   *
   * @param callId the leg
   * @param parameters those of the command that registered it
   * @param digits the whole match
   */
  record DigitsReceived(String callId, Map<String, Object> parameters, String digits)
      implements CallEvent {}

  /**
   * UpdateSipMediaApplicationCall reached the call.
   *
   * @param arguments the request's {@code Arguments}, may be empty
   */
  record CallUpdateRequested(Map<String, String> arguments) implements CallEvent {
    public CallUpdateRequested {
      arguments = ordered(arguments);
    }
  }

  /**
   * A leg ended, by whomever; reported once per leg, also after a {@link MediaCommand.Hangup} of an
   * action. A command that was being done on this leg is given up, and what stands behind it in its
   * list is dropped, as behind one that failed; this event tells of it. A command on the other leg
   * goes on when the turn does not replace its list. One for this leg that comes after it fails.
   *
   * @param callId the leg
   * @param sipResponseCode 0 for a BYE in an answered call; else the final status that ended it,
   *     such as 487 after a CANCEL or 486 from a Hangup action
   * @param cause who or what ended it
   * @param finished the command on the leg that the end of the leg brought to its end with a
   *     result, as it does with a RecordAudio: the function is told of it first
   */
  record HungUp(
      String callId, int sipResponseCode, HangupCause cause, Optional<ActionSucceeded> finished)
      implements CallEvent {

    /** A leg whose end finished no command. */
    public HungUp(String callId, int sipResponseCode, HangupCause cause) {
      this(callId, sipResponseCode, cause, Optional.empty());
    }
  }

  private static Map<String, String> ordered(Map<String, String> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
