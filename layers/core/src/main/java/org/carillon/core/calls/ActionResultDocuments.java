package org.carillon.core.calls;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.carillon.core.documents.Fields;

/** Results of commands as documents. */
final class ActionResultDocuments {

  private ActionResultDocuments() {}

  static Map<String, Object> toDocument(ActionResult result) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("Result", result.getClass().getSimpleName());
    switch (result) {
      case ActionResult.None _ -> {}
      case ActionResult.Digits(String received) -> document.put("Received", received);
      case ActionResult.Recorded(String bucket, String key, Optional<Character> terminator) -> {
        document.put("Bucket", bucket);
        document.put("Key", key);
        terminator.ifPresent(digit -> document.put("Terminator", String.valueOf(digit)));
      }
      case ActionResult.CallRecording(String location) -> document.put("Location", location);
      case ActionResult.Bridged(Participant leg) ->
          document.put("Participant", CallDocuments.participant(leg));
      case ActionResult.BotEnded(Map<String, Object> intentResult) ->
          document.put("IntentResult", intentResult);
    }
    return document;
  }

  static ActionResult result(Fields fields) {
    return switch (fields.text("Result")) {
      case "None" -> ActionResult.NONE;
      case "Digits" -> new ActionResult.Digits(fields.text("Received"));
      case "Recorded" ->
          new ActionResult.Recorded(fields.text("Bucket"), fields.text("Key"), terminator(fields));
      case "CallRecording" -> new ActionResult.CallRecording(fields.text("Location"));
      case "Bridged" ->
          new ActionResult.Bridged(CallDocuments.participant(fields.document("Participant")));
      case "BotEnded" ->
          new ActionResult.BotEnded(
              fields
                  .optionalObject("IntentResult")
                  .orElseThrow(() -> fields.wrong("IntentResult", "an object")));
      default -> throw fields.wrong("Result", "a known result of a command");
    };
  }

  private static Optional<Character> terminator(Fields fields) {
    Optional<String> text = fields.optionalText("Terminator");
    if (text.isPresent() && text.get().length() != 1) {
      throw fields.wrong("Terminator", "one key");
    }
    return text.map(key -> key.charAt(0));
  }
}
