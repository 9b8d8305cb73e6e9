package org.carillon.core.calls;

/**
 * Why an action failed, as the function is told in {@code ActionData} (protocol facts 1.5). The
 * constants here are those that media nodes report; the actions' own are with the actions.
 *
 * @param errorType {@code ErrorType}
 * @param errorMessage {@code ErrorMessage}
 */
public record ActionError(String errorType, String errorMessage) {

  /** The bucket or the audio file is not there or may not be read. */
  public static final ActionError AUDIO_INACCESSIBLE =
      new ActionError("InvalidAudioSource", "Cannot access S3 bucket or audio file.");

  /** The audio file is not a WAV that can be played, or is over 50 MB. */
  public static final ActionError AUDIO_INVALID =
      new ActionError("InvalidAudioSource", "Audio Source parameter value is invalid.");

  /** Something on our side failed. */
  public static final ActionError SYSTEM =
      new ActionError("SystemException", "System error while running action.");

  /** The leg that the action is aimed at has ended, or was never there. */
  public static final ActionError LEG_GONE = invalidParameter("The CallId parameter is invalid.");

  /** Too much of this kind of action is running already. */
  public static final ActionError THROTTLED =
      new ActionError("ActionExecutionThrottled", "Too many actions of this kind are running.");

  /** A parameter breaks a rule of the action. */
  public static ActionError invalidParameter(String message) {
    return new ActionError("InvalidActionParameter", message);
  }

  /** A required parameter is missing or over its limit, in the words of Speak and VoiceFocus. */
  public static ActionError missingParameter(String message) {
    return new ActionError("MissingRequiredActionParameter", message);
  }
}
