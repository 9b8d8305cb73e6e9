package org.carillon.core.calls;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.carillon.core.calls.MediaCommand.BridgeTarget;
import org.carillon.core.documents.Fields;

/** Media commands as documents. */
final class MediaCommandDocuments {

  private static final String MILLIS = "DurationInMilliseconds";

  private MediaCommandDocuments() {}

  static Map<String, Object> write(MediaCommand command) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("Command", command.getClass().getSimpleName());
    document.put("CallId", command.callId());
    switch (command) {
      case MediaCommand.Answer _,
          MediaCommand.StopCallRecording _,
          MediaCommand.PauseCallRecording _,
          MediaCommand.ResumeCallRecording _ -> {}
      case MediaCommand.PlayAudio play -> {
        document.put("Bucket", play.bucket());
        document.put("Key", play.key());
        document.put("Repeat", play.repeat());
        document.put("Terminators", play.terminators());
      }
      case MediaCommand.Speak speak -> {
        document.put("Text", speak.text());
        document.put("Ssml", speak.ssml());
        document.put("Engine", speak.engine());
        speak.languageCode().ifPresent(code -> document.put("LanguageCode", code));
        document.put("VoiceId", speak.voiceId());
      }
      case MediaCommand.Pause pause -> document.put(MILLIS, pause.duration().toMillis());
      case MediaCommand.GetDigits digits -> {
        document.put("Prompt", write(digits.prompt()));
        digits.failurePrompt().ifPresent(it -> document.put("FailurePrompt", write(it)));
        digits.regex().ifPresent(it -> document.put("Regex", it));
        document.put("Min", digits.min());
        document.put("Max", digits.max());
        document.put("Terminators", digits.terminators());
        document.put("BetweenDigitsInMilliseconds", digits.betweenDigits().toMillis());
        document.put("Attempts", digits.attempts());
        document.put("TimeoutInMilliseconds", digits.timeout().toMillis());
      }
      case MediaCommand.ReceiveDigits digits -> {
        document.put("Regex", digits.regex());
        document.put("BetweenDigitsInMilliseconds", digits.betweenDigits().toMillis());
        document.put("FlushAfterInMilliseconds", digits.flushAfter().toMillis());
        document.put("Parameters", digits.parameters());
      }
      case MediaCommand.SendDigits send -> {
        document.put("Digits", send.digits());
        document.put(MILLIS, send.tone().toMillis());
      }
      case MediaCommand.RecordAudio record -> {
        document.put(MILLIS, record.longest().toMillis());
        record
            .silence()
            .ifPresent(
                silence -> {
                  document.put("SilenceInMilliseconds", silence.duration().toMillis());
                  document.put("SilenceThreshold", silence.threshold());
                });
        document.put("Terminators", record.terminators());
        document.put("Bucket", record.bucket());
        document.put("Key", record.key());
      }
      case MediaCommand.StartCallRecording record -> {
        document.put("Track", record.track().name());
        document.put("Bucket", record.bucket());
        document.put("Key", record.key());
      }
      case MediaCommand.Bridge bridge -> {
        document.put("NewCallId", bridge.newCallId());
        document.put("Target", bridge.target().getClass().getSimpleName());
        document.put("To", bridge.target().to());
        if (bridge.target() instanceof BridgeTarget.Connector(String arn, String _)) {
          document.put("Arn", arn);
        }
        document.put("CallerId", bridge.callerId());
        document.put("TimeoutInMilliseconds", bridge.timeout().toMillis());
        bridge.ringback().ifPresent(play -> document.put("Ringback", write(play)));
        document.put("Headers", bridge.headers());
      }
      case MediaCommand.JoinMeeting join -> {
        document.put("NewCallId", join.newCallId());
        join.meetingId().ifPresent(id -> document.put("MeetingId", id));
        document.put("JoinToken", join.joinToken());
      }
      case MediaCommand.ModifyAttendees modify -> {
        document.put("MeetingId", modify.meetingId());
        document.put("Mute", modify.mute());
        document.put("AttendeeIds", modify.attendeeIds());
      }
      case MediaCommand.StartBot bot -> {
        document.put("BotAliasArn", bot.botAliasArn());
        document.put("LocaleId", bot.localeId());
        document.put("Configuration", bot.configuration());
      }
      case MediaCommand.VoiceFocus focus -> document.put("Enable", focus.enable());
      case MediaCommand.Hangup hangup -> document.put("SipResponseCode", hangup.sipResponseCode());
      case MediaCommand.Fail fail -> document.putAll(error(fail.error()));
    }
    return document;
  }

  static MediaCommand read(Fields fields) {
    String callId = fields.text("CallId");
    return switch (fields.text("Command")) {
      case "Answer" -> new MediaCommand.Answer(callId);
      case "PlayAudio" -> playAudio(fields);
      case "Speak" -> speak(fields);
      case "Pause" -> new MediaCommand.Pause(callId, millis(fields, MILLIS));
      case "GetDigits" -> getDigits(fields);
      case "ReceiveDigits" ->
          new MediaCommand.ReceiveDigits(
              callId,
              fields.text("Regex"),
              millis(fields, "BetweenDigitsInMilliseconds"),
              millis(fields, "FlushAfterInMilliseconds"),
              fields.optionalObject("Parameters").orElseGet(Map::of));
      case "SendDigits" ->
          new MediaCommand.SendDigits(callId, fields.text("Digits"), millis(fields, MILLIS));
      case "RecordAudio" -> recordAudio(fields);
      case "StartCallRecording" ->
          new MediaCommand.StartCallRecording(
              callId,
              fields.constant("Track", MediaCommand.Track.class),
              fields.text("Bucket"),
              fields.text("Key"));
      case "StopCallRecording" -> new MediaCommand.StopCallRecording(callId);
      case "PauseCallRecording" -> new MediaCommand.PauseCallRecording(callId);
      case "ResumeCallRecording" -> new MediaCommand.ResumeCallRecording(callId);
      case "Bridge" -> bridge(fields);
      case "JoinMeeting" ->
          new MediaCommand.JoinMeeting(
              callId,
              fields.text("NewCallId"),
              fields.optionalText("MeetingId"),
              fields.text("JoinToken"));
      case "ModifyAttendees" ->
          new MediaCommand.ModifyAttendees(
              callId,
              fields.text("MeetingId"),
              fields.flag("Mute"),
              fields.textList("AttendeeIds"));
      case "StartBot" ->
          new MediaCommand.StartBot(
              callId,
              fields.text("BotAliasArn"),
              fields.text("LocaleId"),
              fields.optionalObject("Configuration").orElseGet(Map::of));
      case "VoiceFocus" -> new MediaCommand.VoiceFocus(callId, fields.flag("Enable"));
      case "Hangup" -> new MediaCommand.Hangup(callId, fields.integer("SipResponseCode"));
      case "Fail" -> new MediaCommand.Fail(callId, error(fields));
      default -> throw fields.wrong("Command", "a known media command");
    };
  }

  private static MediaCommand.PlayAudio playAudio(Fields fields) {
    return new MediaCommand.PlayAudio(
        fields.text("CallId"),
        fields.text("Bucket"),
        fields.text("Key"),
        fields.integer("Repeat"),
        fields.text("Terminators"));
  }

  private static MediaCommand.Speak speak(Fields fields) {
    return new MediaCommand.Speak(
        fields.text("CallId"),
        fields.text("Text"),
        fields.flag("Ssml"),
        fields.text("Engine"),
        fields.optionalText("LanguageCode"),
        fields.text("VoiceId"));
  }

  private static MediaCommand.Prompt prompt(Fields fields) {
    return switch (fields.text("Command")) {
      case "PlayAudio" -> playAudio(fields);
      case "Speak" -> speak(fields);
      default -> throw fields.wrong("Command", "PlayAudio or Speak");
    };
  }

  private static MediaCommand.GetDigits getDigits(Fields fields) {
    return new MediaCommand.GetDigits(
        fields.text("CallId"),
        prompt(fields.document("Prompt")),
        fields.has("FailurePrompt")
            ? Optional.of(prompt(fields.document("FailurePrompt")))
            : Optional.empty(),
        fields.optionalText("Regex"),
        fields.integer("Min"),
        fields.integer("Max"),
        fields.text("Terminators"),
        millis(fields, "BetweenDigitsInMilliseconds"),
        fields.integer("Attempts"),
        millis(fields, "TimeoutInMilliseconds"));
  }

  private static MediaCommand.RecordAudio recordAudio(Fields fields) {
    return new MediaCommand.RecordAudio(
        fields.text("CallId"),
        millis(fields, MILLIS),
        fields.has("SilenceInMilliseconds")
            ? Optional.of(
                new MediaCommand.Silence(
                    millis(fields, "SilenceInMilliseconds"), fields.integer("SilenceThreshold")))
            : Optional.empty(),
        fields.text("Terminators"),
        fields.text("Bucket"),
        fields.text("Key"));
  }

  private static MediaCommand.Bridge bridge(Fields fields) {
    String to = fields.text("To");
    BridgeTarget target =
        switch (fields.text("Target")) {
          case "Pstn" -> new BridgeTarget.Pstn(to);
          case "Connector" -> new BridgeTarget.Connector(fields.text("Arn"), to);
          case "SipUri" -> new BridgeTarget.SipUri(to);
          default -> throw fields.wrong("Target", "Pstn, Connector or SipUri");
        };
    return new MediaCommand.Bridge(
        fields.text("CallId"),
        fields.text("NewCallId"),
        target,
        fields.text("CallerId"),
        millis(fields, "TimeoutInMilliseconds"),
        fields.has("Ringback")
            ? Optional.of(playAudio(fields.document("Ringback")))
            : Optional.empty(),
        fields.texts("Headers"));
  }

  /** The fields of an error. */
  static Map<String, Object> error(ActionError error) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("ErrorType", error.errorType());
    document.put("ErrorMessage", error.errorMessage());
    document.put("ErrorList", error.items());
    return document;
  }

  static ActionError error(Fields fields) {
    return new ActionError(
        fields.text("ErrorType"), fields.text("ErrorMessage"), fields.textList("ErrorList"));
  }

  private static Duration millis(Fields fields, String name) {
    return Duration.ofMillis(fields.wholeNumber(name));
  }
}
