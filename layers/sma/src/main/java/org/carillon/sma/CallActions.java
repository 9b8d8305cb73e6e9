package org.carillon.sma;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Actions that record a call, connect it with others, or hand it to a bot. */
public sealed interface CallActions extends SmaAction {

  /**
   * Records one leg until a key, silence or time ends it.
   *
   * @param longest how long at most, whole seconds
   * @param silence end it after so much silence, 1 to 1,000 s; empty: never
   * @param terminators keys that end it
   * @param bucket where the WAV file goes
   * @param prefix what its key starts with, at most 979 bytes; may be empty
   */
  record RecordAudio(
      Target target,
      Duration longest,
      Optional<Duration> silence,
      List<String> terminators,
      String bucket,
      String prefix)
      implements CallActions {
    public RecordAudio {
      terminators = List.copyOf(terminators);
      Checks.that(longest.toSeconds() > 0, "RecordAudio", "DurationInSeconds is more than 0");
      silence.ifPresent(
          limit ->
              Checks.within(limit.toSeconds(), 1, 1000, "RecordAudio", "SilenceDurationInSeconds"));
      Checks.keys(terminators, "RecordAudio", "RecordingTerminators");
      Checks.given(bucket, "RecordAudio", "RecordingDestination.BucketName");
      Checks.bytes(prefix, 979, "RecordAudio", "RecordingDestination.Prefix");
    }

    @Override
    public Map<String, Object> ownParameters() {
      Map<String, Object> own = new LinkedHashMap<>();
      own.put("DurationInSeconds", longest.toSeconds());
      silence.ifPresent(limit -> own.put("SilenceDurationInSeconds", limit.toSeconds()));
      own.put("RecordingTerminators", terminators);
      Map<String, Object> destination = new LinkedHashMap<>();
      destination.put("Type", "S3");
      destination.put("BucketName", bucket);
      destination.put("Prefix", prefix);
      own.put("RecordingDestination", destination);
      return own;
    }
  }

  /** Which side of a leg is recorded. */
  enum Track {
    BOTH,
    INCOMING,
    OUTGOING
  }

  /**
   * Records a leg from now on.
   *
   * @param location bucket, or bucket and prefix with a slash between
   */
  record StartCallRecording(Target target, Track track, String location) implements CallActions {
    public StartCallRecording {
      Checks.given(location, "StartCallRecording", "Destination.Location");
    }

    @Override
    public Map<String, Object> ownParameters() {
      return Map.of(
          "Track", track.name(), "Destination", Map.of("Type", "S3", "Location", location));
    }
  }

  /** Ends the recording of a leg. */
  record StopCallRecording(Target target) implements CallActions {
    @Override
    public Map<String, Object> ownParameters() {
      return Map.of();
    }
  }

  /** Silences the recording of a leg. */
  record PauseCallRecording(Target target) implements CallActions {
    @Override
    public Map<String, Object> ownParameters() {
      return Map.of();
    }
  }

  /** Goes on with the recording of a leg. */
  record ResumeCallRecording(Target target) implements CallActions {
    @Override
    public Map<String, Object> ownParameters() {
      return Map.of();
    }
  }

  /**
   * Calls somebody and connects the two. Calls back as soon as it is done.
   *
   * @param uri the number, in E.164
   * @param callerId the number that is shown: one of the account's, or the caller's own
   * @param timeout how long it may ring, 1 to 120 s
   * @param ringback what the caller hears meanwhile
   * @param connectorArn a Voice Connector's or a group's; empty for a number of the telephone
   *     network
   * @param sipHeaders custom header fields, their names start with {@code x-}
   */
  record CallAndBridge(
      String uri,
      String callerId,
      Duration timeout,
      Optional<Prompt.Audio> ringback,
      String connectorArn,
      Map<String, String> sipHeaders)
      implements CallActions {
    public CallAndBridge {
      sipHeaders = Map.copyOf(sipHeaders);
      Checks.given(callerId, "CallAndBridge", "CallerIdNumber");
      Checks.given(uri, "CallAndBridge", "Endpoints[0].Uri");
      Checks.that(
          !connectorArn.isEmpty() || uri.matches("\\+?[1-9][0-9]{1,14}|sips?:.+"),
          "CallAndBridge",
          "Endpoints[0].Uri is an E.164 number, not '" + uri + "'");
      Checks.within(timeout.toSeconds(), 1, 120, "CallAndBridge", "CallTimeoutSeconds");
    }

    @Override
    public Target target() {
      return Target.DEFAULT;
    }

    @Override
    public Map<String, Object> ownParameters() {
      Map<String, Object> own = new LinkedHashMap<>();
      own.put("CallTimeoutSeconds", timeout.toSeconds());
      own.put("CallerIdNumber", callerId);
      ringback.ifPresent(tone -> own.put("RingbackTone", tone.toDocument()));
      Map<String, Object> endpoint = new LinkedHashMap<>();
      endpoint.put("BridgeEndpointType", connectorArn.isEmpty() ? "PSTN" : "AWS");
      if (!connectorArn.isEmpty()) {
        endpoint.put("Arn", connectorArn);
      }
      endpoint.put("Uri", uri);
      own.put("Endpoints", List.of(endpoint));
      if (!sipHeaders.isEmpty()) {
        own.put("SipHeaders", sipHeaders);
      }
      return own;
    }
  }

  /**
   * Puts a leg into a meeting. Calls back as soon as it is done.
   *
   * @param meetingId the meeting
   * @param joinToken of the attendee that the leg is
   */
  record JoinChimeMeeting(Target target, String meetingId, String joinToken)
      implements CallActions {
    public JoinChimeMeeting {
      Checks.given(joinToken, "JoinChimeMeeting", "JoinToken");
    }

    @Override
    public Map<String, Object> ownParameters() {
      return meetingId.isEmpty()
          ? Map.of("JoinToken", joinToken)
          : Map.of("JoinToken", joinToken, "MeetingId", meetingId);
    }
  }

  /**
   * Mutes attendees of the meeting or lets them speak again. Calls back as soon as it is done.
   *
   * @param mute whether they are muted
   * @param attendees 1 to 100 attendee ids
   */
  record ModifyChimeMeetingAttendees(
      Target target, boolean mute, String meetingId, List<String> attendees)
      implements CallActions {
    public ModifyChimeMeetingAttendees {
      attendees = List.copyOf(attendees);
      Checks.given(meetingId, "ModifyChimeMeetingAttendees", "MeetingId");
      Checks.within(attendees.size(), 1, 100, "ModifyChimeMeetingAttendees", "AttendeeList");
    }

    @Override
    public Map<String, Object> ownParameters() {
      return Map.of(
          "Operation", mute ? "Mute" : "Unmute", "MeetingId", meetingId, "AttendeeList", attendees);
    }
  }

  /**
   * Hands a leg to a bot of Lex V2. Calls back as soon as it is done.
   *
   * @param botAliasArn the bot
   * @param localeId such as {@code en_US}
   * @param configuration the bot's, as the service's documentation has it; may be empty
   */
  record StartBotConversation(
      Target target, String botAliasArn, String localeId, Map<String, Object> configuration)
      implements CallActions {
    public StartBotConversation {
      configuration = Map.copyOf(configuration);
      Checks.given(botAliasArn, "StartBotConversation", "BotAliasArn");
    }

    @Override
    public Map<String, Object> ownParameters() {
      Map<String, Object> own = new LinkedHashMap<>();
      own.put("BotAliasArn", botAliasArn);
      own.put("LocaleId", localeId.isEmpty() ? "en_US" : localeId);
      if (!configuration.isEmpty()) {
        own.put("Configuration", configuration);
      }
      return own;
    }
  }

  /** Takes noise out of what a leg says, or stops doing so. */
  record VoiceFocus(Target target, boolean enable) implements CallActions {
    @Override
    public Map<String, Object> ownParameters() {
      return Map.of("Enable", enable);
    }
  }
}
