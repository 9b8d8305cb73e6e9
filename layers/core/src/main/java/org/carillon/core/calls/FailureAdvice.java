package org.carillon.core.calls;

import java.util.Map;
import java.util.Optional;

/** What the log of a call says of an action that failed while it ran, and what to do about it. */
final class FailureAdvice {

  private FailureAdvice() {}

  /** The line; none for what the log said when the list was read. */
  static Optional<CallLogLine> of(CallAction action, ActionError error) {
    String advice =
        switch (error.errorType()) {
          case "InvalidActionParameter", "MissingRequiredActionParameter" -> null;
          case "InvalidAudioSource" ->
              "%s must be there, a WAV of PCM of at most 50 MB, and Carillon must be allowed s3:GetObject on it."
                  .formatted(audio(action));
          case "NoAccessToDestination" ->
              "The bucket of the destination must be there, and Carillon must be allowed"
                  + " s3:PutObject in it.";
          case "SystemException" ->
              error.equals(ActionError.RECORDING_NOT_UPLOADED)
                  ? "The bucket of RecordingDestination must be there, and Carillon must be allowed"
                      + " s3:PutObject in it."
                  : "The log of the media node says more.";
          case "ErrorJoiningMeeting" ->
              "JoinToken must be that of an attendee who is in the meeting's list, and the meeting"
                  + " must not have ended.";
          case "ResourceAccessDenied" ->
              "Carillon must be allowed lex:RecognizeText on the bot alias, or to invoke the"
                  + " function that stands for the bot.";
          case "AccessDenied" -> "Carillon must be allowed polly:SynthesizeSpeech.";
          case "ResourceNotFound" -> "BotAliasArn must name a bot alias that exists.";
          case "ActionExecutionThrottled" -> "Try again, or raise the quota.";
          default -> "";
        };
    return Optional.ofNullable(advice)
        .map(
            text ->
                new CallLogLine(
                    CallLogLine.Level.WARN,
                    "%s failed with %s: %s"
                        .formatted(
                            action.type(),
                            error.errorType(),
                            Texts.excerpt(error.errorMessage(), 200)),
                    text));
  }

  private static String audio(CallAction action) {
    Map<String, Object> parameters = action.parameters();
    Object source = parameters.getOrDefault("AudioSource", parameters.get("RingbackTone"));
    return source instanceof Map<?, ?> map
        ? Texts.excerpt("s3://" + map.get("BucketName") + "/" + map.get("Key"), 200)
        : "The audio";
  }
}
