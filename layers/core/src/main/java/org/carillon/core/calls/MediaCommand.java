package org.carillon.core.calls;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One thing for the media node to do on a leg. Commands of a list are done one after the other; the
 * end of the list is reported with {@link CallEvent.ActionsFinished} or {@link
 * CallEvent.ActionSucceeded}, a failure with {@link CallEvent.ActionFailed}.
 */
public sealed interface MediaCommand {

  /** The leg it is about. */
  String callId();

  /**
   * Whether its end is told by itself, with {@link CallEvent.ActionSucceeded}, also when other
   * commands wait behind it (protocol facts 1.3 and 1.5).
   */
  default boolean callsBack() {
    return switch (this) {
      case GetDigits _, RecordAudio _, Bridge _, JoinMeeting _, ModifyAttendees _, StartBot _ ->
          true;
      default -> false;
    };
  }

  /**
   * Whether a turn that {@linkplain Turn#interrupt() interrupts} stops it while it runs; others are
   * done first (protocol facts 1.3; Speak, of which nothing is written, like PlayAudio).
   */
  default boolean interruptible() {
    return switch (this) {
      case Prompt _, RecordAudio _, Pause _ -> true;
      default -> false;
    };
  }

  /** Answer the inbound leg (200 OK) and wait for its ACK or first media. */
  record Answer(String callId) implements MediaCommand {}

  /** Something that is heard: an action of its own, or a part of another. */
  sealed interface Prompt extends MediaCommand permits PlayAudio, Speak {}

  /**
   * Play a WAV object.
   *
   * @param bucket the object's bucket
   * @param key the object's key
   * @param repeat how often it is played, at least 1
   * @param terminators the DTMF digits that end it early, of {@code 0123456789#*}; mostly empty
   */
  record PlayAudio(String callId, String bucket, String key, int repeat, String terminators)
      implements Prompt {}

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
      implements Prompt {}

  /** Silence for so long; an unanswered leg stays unanswered. */
  record Pause(String callId, Duration duration) implements MediaCommand {}

  /**
   * Play a prompt and collect digits (PlayAudioAndGetDigits, SpeakAndGetDigits). A digit stops the
   * prompt. An attempt ends with a terminator, with {@code max} digits, when no digit follows for
   * {@code betweenDigits}, or when none comes within {@code timeout} of the prompt's end. When its
   * digits are {@linkplain #accepts good} the result is {@link ActionResult.Digits}. After each bad
   * attempt {@code failurePrompt} is played; after the last the command fails with {@link
   * ActionError#INVALID_DIGITS}.
   *
   * @param prompt what each attempt begins with
   * @param failurePrompt what is heard after a bad attempt, if anything
   * @param regex what the digits must match as a whole, see {@link DigitsRegex}
   * @param min least digits, 0 to 127
   * @param max most digits, 1 to 128
   * @param terminators the digits that end an attempt and are no part of the result; may be empty
   * @param betweenDigits how long the next digit is waited for
   * @param attempts how often the prompt is played, at least 1
   * @param timeout how long the first digit is waited for after the prompt's end
   */
  record GetDigits(
      String callId,
      Prompt prompt,
      Optional<Prompt> failurePrompt,
      Optional<String> regex,
      int min,
      int max,
      String terminators,
      Duration betweenDigits,
      int attempts,
      Duration timeout)
      implements MediaCommand {

    /**
     * Whether an attempt's digits are good. The contract's own example has the terminator in its
     * expression and its least count, so digits that are good together with it are good.
     *
     * @param digits without the terminator
     * @param terminator the key that ended the attempt, if one did
     */
    public boolean accepts(String digits, Optional<Character> terminator) {
      return good(digits) || (terminator.isPresent() && good(digits + terminator.get()));
    }

    private boolean good(String keys) {
      return keys.length() >= min
          && regex.map(DigitsRegex::of).map(it -> it.matches(keys)).orElse(true);
    }
  }

  /**
   * Listen for digits from now on, while other commands run; takes the place of what the leg
   * listened for. Done at once. Each match is a {@link CallEvent.DigitsReceived} and empties what
   * was collected.
   *
   * @param regex what the collected digits must match as a whole, see {@link DigitsRegex}
   * @param betweenDigits what was collected is dropped when no digit follows for so long
   * @param flushAfter what was collected is dropped so long after its first digit
   * @param parameters the action's {@code Parameters} as the function sent them, which is told of
   *     them with each match
   */
  record ReceiveDigits(
      String callId,
      String regex,
      Duration betweenDigits,
      Duration flushAfter,
      Map<String, Object> parameters)
      implements MediaCommand {}

  /**
   * Send DTMF to a leg.
   *
   * @param digits at most 50 of {@code 0123456789*#ABCD} and commas, a comma is half a second of
   *     nothing
   * @param tone how long each tone is, 50 to 24,000 ms
   */
  record SendDigits(String callId, String digits, Duration tone) implements MediaCommand {}

  /**
   * Record the leg to a WAV object; ends at the longest duration, at silence, or at a terminator,
   * with {@link ActionResult.Recorded}. When the leg ends while it runs, what was recorded is
   * delivered and told with {@link CallEvent.HungUp#finished()}.
   *
   * @param longest the most it takes
   * @param silence what ends it early, none when silence is not looked for
   * @param terminators the digits that end it
   * @param bucket where it goes
   * @param key the object's key
   */
  record RecordAudio(
      String callId,
      Duration longest,
      Optional<Silence> silence,
      String terminators,
      String bucket,
      String key)
      implements MediaCommand {}

  /**
   * What counts as silence.
   *
   * @param duration so much of it ends the recording, 1 to 1,000 s
   * @param threshold 1 to 1,000: 1 is a noise of 30 dB and less, 100 of 40 to 50, 200 of 60, 1,000
   *     of 75 dB
   */
  record Silence(Duration duration, int threshold) {}

  /** Which way of a leg is recorded, seen from the leg. */
  enum Track {
    /** Both, in stereo: left what comes in, right what goes out. */
    BOTH,
    /** What the leg says, mono. */
    INCOMING,
    /** What the leg hears, mono. */
    OUTGOING
  }

  /**
   * Record the leg from now on, while other commands run, until it ends or {@link
   * StopCallRecording}; done when it runs, with {@link ActionResult.CallRecording}.
   *
   * @param track what is recorded
   * @param bucket where it goes
   * @param key the object's key
   */
  record StartCallRecording(String callId, Track track, String bucket, String key)
      implements MediaCommand {}

  /** End the leg's recording; its object is delivered when the call ends. */
  record StopCallRecording(String callId) implements MediaCommand {}

  /** Record silence and a tone in place of the leg. */
  record PauseCallRecording(String callId) implements MediaCommand {}

  /** Record the leg again, after a tone. */
  record ResumeCallRecording(String callId) implements MediaCommand {}

  /**
   * Call somebody and bridge the leg to them; done when they answer, with {@link
   * ActionResult.Bridged}. No answer in time, a refusal or an error response: {@link
   * ActionError#CALL_NOT_ANSWERED}.
   *
   * @param newCallId the id of the new leg, a UUID
   * @param target whom
   * @param callerId the number they see
   * @param timeout how long it may ring
   * @param ringback what the leg hears meanwhile, over and over; else what the callee sends
   * @param headers header fields of the INVITE
   */
  record Bridge(
      String callId,
      String newCallId,
      BridgeTarget target,
      String callerId,
      Duration timeout,
      Optional<PlayAudio> ringback,
      Map<String, String> headers)
      implements MediaCommand {
    public Bridge {
      headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** The new leg as the function sees it, once it was answered. */
    public Participant participant(Instant startedAt) {
      return Participant.second(newCallId, target.to(), callerId, startedAt);
    }
  }

  /** Whom CallAndBridge calls. */
  sealed interface BridgeTarget {

    /** What the function sees as {@code To} of the leg. */
    String to();

    /**
     * A number, by the carriers.
     *
     * @param to an E.164 number
     */
    record Pstn(String to) implements BridgeTarget {}

    /**
     * A host of a Voice Connector or of a group's.
     *
     * @param arn {@code arn:aws:chime:REGION:ACCOUNT:vc/ID} or {@code ...:vcg/ID}
     * @param to the user part of the Request-URI
     */
    record Connector(String arn, String to) implements BridgeTarget {}

    /**
     * A SIP URI, where the operator allows that.
     *
     * @param to a {@code sip:} or {@code sips:} URI
     */
    record SipUri(String to) implements BridgeTarget {}
  }

  /**
   * Join the leg to a meeting's audio conference; done when it is there, with {@link
   * ActionResult.Bridged}. A token that is no good: {@link ActionError#JOINING_MEETING}.
   *
   * @param newCallId the id of the meeting leg, a UUID
   * @param meetingId the meeting, where the function named one
   * @param joinToken the attendee's; a secret
   */
  record JoinMeeting(String callId, String newCallId, Optional<String> meetingId, String joinToken)
      implements MediaCommand {

    /** The number meeting legs are called on. */
    public static final String MEETING_NUMBER = "+17035550122";

    /** Who meeting legs come from. */
    public static final String MEETING_CALLER = "SMA";

    /** The meeting leg as the function sees it. */
    public Participant participant(Instant startedAt) {
      return Participant.second(newCallId, MEETING_NUMBER, MEETING_CALLER, startedAt);
    }

    /** Without the token, for logs. */
    @Override
    public String toString() {
      return "JoinMeeting[callId=" + callId + ", meetingId=" + meetingId + "]";
    }
  }

  /**
   * Mute or unmute attendees of the meeting that the call has joined. Those who are no attendees of
   * it: {@link ActionError#notInMeeting}.
   *
   * @param callId the meeting leg
   * @param meetingId the meeting
   * @param mute true to mute, false to unmute
   * @param attendeeIds 1 to 100
   */
  record ModifyAttendees(String callId, String meetingId, boolean mute, List<String> attendeeIds)
      implements MediaCommand {
    public ModifyAttendees {
      attendeeIds = List.copyOf(attendeeIds);
    }
  }

  /**
   * Let the leg talk to a bot; done when the conversation is over, with {@link
   * ActionResult.BotEnded}.
   *
   * @param botAliasArn the Lex V2 bot alias
   * @param localeId such as {@code en_US}
   * @param configuration {@code Configuration} as the function sent it, checked; may be empty
   */
  record StartBot(
      String callId, String botAliasArn, String localeId, Map<String, Object> configuration)
      implements MediaCommand {}

  /** Take noise out of what the leg says, or leave it in. */
  record VoiceFocus(String callId, boolean enable) implements MediaCommand {}

  /**
   * End the leg: BYE when it is answered, CANCEL when it is outbound and rings, else the final
   * response.
   *
   * @param sipResponseCode the status that refuses an unanswered inbound leg, 400 to 699; 0 for any
   *     other
   */
  record Hangup(String callId, int sipResponseCode) implements MediaCommand {}

  /**
   * An action that cannot be done, found out when its list was read: report {@link
   * CallEvent.ActionFailed} with this error when its turn comes.
   */
  record Fail(String callId, ActionError error) implements MediaCommand {}
}
