package org.carillon.core.calls;

import java.util.List;

/**
 * Why an action failed, as the function is told in {@code ActionData} (protocol facts 1.5). The
 * constants here are those that media nodes report; the actions' own are with the actions.
 *
 * @param errorType {@code ErrorType}
 * @param errorMessage {@code ErrorMessage}
 * @param items what exactly was wrong, as {@code ErrorList}; mostly empty
 */
public record ActionError(String errorType, String errorMessage, List<String> items) {

  /** The bucket or the audio file is not there or may not be read. */
  public static final ActionError AUDIO_INACCESSIBLE =
      new ActionError("InvalidAudioSource", "Cannot access S3 bucket or audio file.");

  /** The audio file is not a WAV that can be played, or is over 50 MB. */
  public static final ActionError AUDIO_INVALID =
      new ActionError("InvalidAudioSource", "Audio Source parameter value is invalid.");

  /** The ringback of CallAndBridge is not there, may not be read, or is no WAV. */
  public static final ActionError RINGTONE_INVALID =
      new ActionError("InvalidAudioSource", "Ringtone parameter value is invalid.");

  /** All attempts of PlayAudioAndGetDigits or SpeakAndGetDigits brought no good digits. */
  public static final ActionError INVALID_DIGITS =
      new ActionError("InvalidDigitsReceived", "The digits received were not valid.");

  /** A RecordAudio did not get into its bucket. */
  public static final ActionError RECORDING_NOT_UPLOADED =
      new ActionError(
          "SystemException", "An error occurred while uploading the recording to the S3 bucket.");

  /** The bucket of StartCallRecording is not there or may not be written to. */
  public static final ActionError NO_ACCESS_TO_DESTINATION =
      new ActionError("NoAccessToDestination", "Error while accessing destination");

  /** Nobody answered a CallAndBridge. */
  public static final ActionError CALL_NOT_ANSWERED =
      new ActionError("CallNotAnswered", "Call not answered");

  /** A meeting could not be joined. */
  public static final ActionError JOINING_MEETING =
      new ActionError("ErrorJoiningMeeting", "Error while joining meeting.");

  /** Something on our side failed. */
  public static final ActionError SYSTEM =
      new ActionError("SystemException", "System error while running action.");

  /** The leg that the action is aimed at has ended, or was never there. */
  public static final ActionError LEG_GONE = invalidParameter("The CallId parameter is invalid.");

  /** Too much of this kind of action is running already. */
  public static final ActionError THROTTLED =
      new ActionError("ActionExecutionThrottled", "Too many actions of this kind are running.");

  /** The voices of Speak and SpeakAndGetDigits may not be asked; in the guide's own words. */
  public static final ActionError SPEECH_DENIED =
      new ActionError(
          "AccessDenied",
          "The AWSServiceRoleForAmazonChimeVoiceConnector service-linked role is not configured"
              + " correctly.");

  /** The voices of Speak and SpeakAndGetDigits are asked too much; in the guide's own words. */
  public static final ActionError SPEECH_THROTTLED =
      new ActionError(
          "ActionExecutionThrottled",
          "Amazon Polly is throttling the request to synthesize speech.");

  public ActionError {
    items = List.copyOf(items);
  }

  /** An error without a list. */
  public ActionError(String errorType, String errorMessage) {
    this(errorType, errorMessage, List.of());
  }

  /** A parameter breaks a rule of the action. */
  public static ActionError invalidParameter(String message) {
    return new ActionError("InvalidActionParameter", message);
  }

  /** A required parameter is missing or over its limit, in the words of Speak and VoiceFocus. */
  public static ActionError missingParameter(String message) {
    return new ActionError("MissingRequiredActionParameter", message);
  }

  /** These are no attendees of the meeting whose attendees are to be modified. */
  public static ActionError notInMeeting(List<String> attendeeIds) {
    return new ActionError(
        "InvalidActionParameter",
        "One or more attendees are not part of this meeting. All attendees must be part of this"
            + " meeting.",
        attendeeIds);
  }

  /** This node has no part that can do the action. */
  public static ActionError notBuiltIn(String action) {
    return new ActionError(
        "SystemException", "The media node has no part built in that can do " + action + ".");
  }
}
