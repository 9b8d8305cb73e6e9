package org.carillon.core.calls;

import java.util.Map;
import java.util.Optional;

/** What a command that was done brings for the function (protocol facts 1.5). */
public sealed interface ActionResult {

  /** Nothing beyond that it was done. */
  None NONE = new None();

  /** Nothing beyond that it was done. */
  record None() implements ActionResult {}

  /**
   * The caller's digits, as {@code ReceivedDigits}.
   *
   * @param received without the terminator that ended them; may be empty where none were asked for
   */
  record Digits(String received) implements ActionResult {}

  /**
   * A RecordAudio is in its bucket, as {@code RecordingDestination}.
   *
   * @param bucket the bucket
   * @param key the key
   * @param terminator the digit that ended it, as {@code RecordingTerminatorUsed}; none when time,
   *     silence or the caller's hang-up did
   */
  record Recorded(String bucket, String key, Optional<Character> terminator)
      implements ActionResult {}

  /**
   * A StartCallRecording runs, as {@code CallRecordingDestination}.
   *
   * @param location the bucket, a slash and the key
   */
  record CallRecording(String location) implements ActionResult {}

  /**
   * A second leg is connected: a bridge was answered, or a meeting joined. From now on it is one of
   * the session's participants.
   *
   * @param participant the leg, from {@link MediaCommand.Bridge#participant} or {@link
   *     MediaCommand.JoinMeeting#participant}
   */
  record Bridged(Participant participant) implements ActionResult {}

  /**
   * A bot conversation is over.
   *
   * @param intentResult {@code IntentResult}: SessionId, SessionState and Interpretations
   */
  record BotEnded(Map<String, Object> intentResult) implements ActionResult {}
}
