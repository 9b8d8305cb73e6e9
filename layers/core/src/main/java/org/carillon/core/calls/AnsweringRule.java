package org.carillon.core.calls;

import java.time.Duration;
import java.util.List;

/**
 * When an inbound leg is answered, in one place (protocol facts 1.2, 1.5).
 *
 * <p>A list answers the call, before its first action, when it has a runnable action that needs
 * audio or a second leg. Hangup and Pause need none: a list of these alone leaves the call ringing,
 * so that {@code Hangup} as the only action refuses it unbilled. Whether Pause alone answers is not
 * documented; a Pause in front of audio is most often there to let the audio path settle, so the
 * answer comes before it.
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
      case MediaCommand.Prompt _,
          MediaCommand.GetDigits _,
          MediaCommand.ReceiveDigits _,
          MediaCommand.SendDigits _,
          MediaCommand.RecordAudio _,
          MediaCommand.StartCallRecording _,
          MediaCommand.Bridge _,
          MediaCommand.JoinMeeting _,
          MediaCommand.StartBot _,
          MediaCommand.Answer _ ->
          true;
      case MediaCommand.Pause _,
          MediaCommand.StopCallRecording _,
          MediaCommand.PauseCallRecording _,
          MediaCommand.ResumeCallRecording _,
          MediaCommand.ModifyAttendees _,
          MediaCommand.VoiceFocus _,
          MediaCommand.Hangup _,
          MediaCommand.Fail _ ->
          false;
    };
  }

  /** Whether this leg is an inbound one that rings. */
  static boolean isUnanswered(CallSession session, String callId) {
    Participant legA = session.legA();
    return !session.answered()
        && legA.callId().equals(callId)
        && legA.direction().equals(Participant.INBOUND);
  }

  /** The status a Hangup carries: what refuses an inbound leg that rings, nothing for others. */
  static int hangupStatus(boolean unanswered, int asked) {
    if (!unanswered) {
      return 0;
    }
    return asked == 0 ? DEFAULT_REFUSAL : asked;
  }
}
