package org.carillon.core.calls;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.carillon.core.documents.Fields;

/**
 * Events of calls as documents, for their way through a Lambda. Reading throws {@link
 * org.carillon.core.documents.DocumentException} that names the field.
 */
public final class CallEventDocuments {

  private CallEventDocuments() {}

  /** An event. */
  public static Map<String, Object> toDocument(CallEvent event) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("Event", event.getClass().getSimpleName());
    switch (event) {
      case CallEvent.NewInboundCall _ -> {}
      case CallEvent.NewOutboundCall(Map<String, String> arguments) ->
          document.put("Arguments", arguments);
      case CallEvent.Ringing(String callId) -> document.put("CallId", callId);
      case CallEvent.CallAnswered(String callId) -> document.put("CallId", callId);
      case CallEvent.ActionsFinished(int list) -> document.put("List", list);
      case CallEvent.ActionSucceeded(int list, int index, ActionResult result) -> {
        document.put("List", list);
        document.put("CommandIndex", index);
        document.put("Result", ActionResultDocuments.toDocument(result));
      }
      case CallEvent.ActionFailed(int list, int index, ActionError error) -> {
        document.put("List", list);
        document.put("CommandIndex", index);
        document.putAll(MediaCommandDocuments.error(error));
      }
      case CallEvent.ActionInterrupted(int list, int index) -> {
        document.put("List", list);
        document.put("CommandIndex", index);
      }
      case CallEvent.DigitsReceived(
              String callId,
              Map<String, Object> parameters,
              String digits) -> {
        document.put("CallId", callId);
        document.put("Parameters", parameters);
        document.put("Digits", digits);
      }
      case CallEvent.CallUpdateRequested(Map<String, String> arguments) ->
          document.put("Arguments", arguments);
      case CallEvent.HungUp(
              String callId,
              int status,
              HangupCause cause,
              Optional<CallEvent.ActionSucceeded> finished) -> {
        document.put("CallId", callId);
        document.put("SipResponseCode", status);
        document.put("Cause", cause.name());
        finished.ifPresent(done -> document.put("Finished", toDocument(done)));
      }
    }
    return document;
  }

  /** An event as it was sent. */
  public static CallEvent event(Map<String, Object> document) {
    Fields fields = Fields.of(document, "Event");
    return switch (fields.text("Event")) {
      case "NewInboundCall" -> new CallEvent.NewInboundCall();
      case "NewOutboundCall" -> new CallEvent.NewOutboundCall(fields.texts("Arguments"));
      case "Ringing" -> new CallEvent.Ringing(fields.text("CallId"));
      case "CallAnswered" -> new CallEvent.CallAnswered(fields.text("CallId"));
      case "ActionsFinished" -> new CallEvent.ActionsFinished(fields.integer("List"));
      case "ActionSucceeded" -> succeeded(fields);
      case "ActionFailed" ->
          new CallEvent.ActionFailed(
              fields.integer("List"),
              fields.integer("CommandIndex"),
              MediaCommandDocuments.error(fields));
      case "ActionInterrupted" ->
          new CallEvent.ActionInterrupted(fields.integer("List"), fields.integer("CommandIndex"));
      case "DigitsReceived" ->
          new CallEvent.DigitsReceived(
              fields.text("CallId"),
              fields.optionalObject("Parameters").orElseGet(Map::of),
              fields.text("Digits"));
      case "CallUpdateRequested" -> new CallEvent.CallUpdateRequested(fields.texts("Arguments"));
      case "HungUp" ->
          new CallEvent.HungUp(
              fields.text("CallId"),
              fields.integer("SipResponseCode"),
              fields.constant("Cause", HangupCause.class),
              fields.has("Finished")
                  ? Optional.of(succeeded(fields.document("Finished")))
                  : Optional.empty());
      default -> throw fields.wrong("Event", "a known event of a call");
    };
  }

  private static CallEvent.ActionSucceeded succeeded(Fields fields) {
    return new CallEvent.ActionSucceeded(
        fields.integer("List"),
        fields.integer("CommandIndex"),
        ActionResultDocuments.result(fields.document("Result")));
  }
}
