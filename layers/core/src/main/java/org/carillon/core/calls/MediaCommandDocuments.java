package org.carillon.core.calls;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.carillon.core.documents.Fields;

/** Media commands as documents. */
final class MediaCommandDocuments {

  private MediaCommandDocuments() {}

  static Map<String, Object> write(MediaCommand command) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("Command", command.getClass().getSimpleName());
    document.put("CallId", command.callId());
    switch (command) {
      case MediaCommand.Answer answer -> {}
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
      case MediaCommand.Pause pause ->
          document.put("DurationInMilliseconds", pause.duration().toMillis());
      case MediaCommand.Hangup hangup -> document.put("SipResponseCode", hangup.sipResponseCode());
      case MediaCommand.Fail fail -> {
        document.put("ErrorType", fail.error().errorType());
        document.put("ErrorMessage", fail.error().errorMessage());
      }
    }
    return document;
  }

  static MediaCommand read(Fields fields) {
    String callId = fields.text("CallId");
    return switch (fields.text("Command")) {
      case "Answer" -> new MediaCommand.Answer(callId);
      case "PlayAudio" ->
          new MediaCommand.PlayAudio(
              callId,
              fields.text("Bucket"),
              fields.text("Key"),
              fields.integer("Repeat"),
              fields.text("Terminators"));
      case "Speak" ->
          new MediaCommand.Speak(
              callId,
              fields.text("Text"),
              fields.flag("Ssml"),
              fields.text("Engine"),
              fields.optionalText("LanguageCode"),
              fields.text("VoiceId"));
      case "Pause" ->
          new MediaCommand.Pause(
              callId, Duration.ofMillis(fields.wholeNumber("DurationInMilliseconds")));
      case "Hangup" -> new MediaCommand.Hangup(callId, fields.integer("SipResponseCode"));
      case "Fail" ->
          new MediaCommand.Fail(
              callId, new ActionError(fields.text("ErrorType"), fields.text("ErrorMessage")));
      default -> throw fields.wrong("Command", "a known media command");
    };
  }
}
