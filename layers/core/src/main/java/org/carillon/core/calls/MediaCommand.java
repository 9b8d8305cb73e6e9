package org.carillon.core.calls;

import java.time.Duration;
import java.util.Optional;

/**
 * One thing for the media node to do on a leg. Commands of a list are done one after the other; the
 * end of the list is reported with {@link CallEvent.ActionsFinished}, a failure with {@link
 * CallEvent.ActionFailed}.
 */
public sealed interface MediaCommand {

  /** The leg it is about. */
  String callId();

  /** Answer the inbound leg (200 OK) and wait for its ACK or first media. */
  record Answer(String callId) implements MediaCommand {}

  /**
   * Play a WAV object.
   *
   * @param bucket the object's bucket
   * @param key the object's key
   * @param repeat how often it is played, at least 1
   * @param terminators the DTMF digits that end it early, of {@code 0123456789#*}; mostly empty
   */
  record PlayAudio(String callId, String bucket, String key, int repeat, String terminators)
      implements MediaCommand {}

  /**
   * Speak a text.
   *
   * @param text at most 1,000 characters
   * @param ssml whether the text is SSML
   * @param engine {@code standard} or {@code neural}
   * @param languageCode the wanted language, none for the voice's own
   * @param voiceId the Amazon Polly voice, {@code Joanna} when the function named none
   */
  record Speak(
      String callId,
      String text,
      boolean ssml,
      String engine,
      Optional<String> languageCode,
      String voiceId)
      implements MediaCommand {}

  /** Silence for so long; an unanswered leg stays unanswered. */
  record Pause(String callId, Duration duration) implements MediaCommand {}

  /**
   * End the leg: BYE when it is answered, else the final response.
   *
   * @param sipResponseCode the status that refuses an unanswered leg, 400 to 699; 0 for an answered
   *     one
   */
  record Hangup(String callId, int sipResponseCode) implements MediaCommand {}

  /**
   * An action that cannot be done, found out when its list was read: report {@link
   * CallEvent.ActionFailed} with this error when its turn comes.
   */
  record Fail(String callId, ActionError error) implements MediaCommand {}
}
