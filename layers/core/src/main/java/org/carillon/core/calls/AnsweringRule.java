package org.carillon.core.calls;

import java.time.Duration;
import java.util.List;

/**
 * When an inbound leg is answered, in one place (protocol facts 1.2, 1.5).
 *
 * <p>A list answers the call, before its first action, when it has a runnable action that needs
 * audio. Hangup and Pause need none: a list of these alone leaves the call ringing, so that {@code
 * Hangup} as the only action refuses it unbilled. Whether Pause alone answers is not documented; a
 * Pause in front of audio is most often there to let the audio path settle, so the answer comes
 * before it.
 */
public final class AnsweringRule {

  /** How long an inbound leg may ring without an answering action before the node ends it. */
  public static final Duration UNANSWERED_LIMIT = Duration.ofSeconds(30);

  /** The SIP status that refuses an unanswered leg when the function names none. */
  public static final int DEFAULT_REFUSAL = 480;

  private AnsweringRule() {}

  /** Whether this list answers a call that is still ringing. */
  static boolean answers(List<MediaCommand> commands) {
    return commands.stream().anyMatch(AnsweringRule::needsAudio);
  }

  private static boolean needsAudio(MediaCommand command) {
    return switch (command) {
      case MediaCommand.PlayAudio play -> true;
      case MediaCommand.Speak speak -> true;
      case MediaCommand.Answer answer -> true;
      case MediaCommand.Pause pause -> false;
      case MediaCommand.Hangup hangup -> false;
      case MediaCommand.Fail fail -> false;
    };
  }

  /** The status a Hangup carries: what refuses a ringing leg, nothing for an answered one. */
  static int hangupStatus(boolean answered, int asked) {
    if (answered) {
      return 0;
    }
    return asked == 0 ? DEFAULT_REFUSAL : asked;
  }
}
