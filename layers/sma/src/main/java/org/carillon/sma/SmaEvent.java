package org.carillon.sma;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * An event of a call, as the function gets it. Events of a type that is not known here are {@link
 * Other}, so that a switch over all types needs no default.
 */
public sealed interface SmaEvent {

  /** Of which call, and how it stands. */
  CallDetails call();

  /** A call came in. The response needs at least one action. */
  record NewInboundCall(CallDetails call) implements SmaEvent {}

  /**
   * A call by API is about to be placed. Actions of the response are ignored, its attributes are
   * kept.
   *
   * @param arguments the ArgumentsMap of CreateSipMediaApplicationCall
   */
  record NewOutboundCall(CallDetails call, Map<String, Object> arguments) implements SmaEvent {}

  /** The called telephone rings. Actions of the response are ignored. */
  record Ringing(CallDetails call) implements SmaEvent {}

  /** The called telephone was answered. */
  record CallAnswered(CallDetails call) implements SmaEvent {}

  /** A list of actions is done, or an action that always calls back. */
  record ActionSuccessful(CallDetails call, ActionData action) implements SmaEvent {}

  /** An action failed; the rest of its list was dropped. */
  record ActionFailed(CallDetails call, ActionData action, String errorType, String errorMessage)
      implements SmaEvent {}

  /** A running action was replaced. The response is ignored. */
  record ActionInterrupted(CallDetails call, ActionData action) implements SmaEvent {}

  /** The caller pressed digits that a ReceiveDigits action waits for. */
  record DigitsReceived(CallDetails call, ActionData action, String digits) implements SmaEvent {}

  /**
   * UpdateSipMediaApplicationCall was called for this call.
   *
   * @param arguments what was given with it
   */
  record CallUpdateRequested(CallDetails call, Map<String, Object> arguments) implements SmaEvent {}

  /**
   * A leg ended. Of a bridged call the other leg stays up until the function hangs it up.
   *
   * @param sipResponseCode 0 for the usual end of an answered call
   * @param callId the leg
   * @param participantTag the leg
   */
  record Hangup(CallDetails call, int sipResponseCode, String callId, String participantTag)
      implements SmaEvent {}

  /** The response before this was rejected; the call ends. */
  record InvalidLambdaResponse(CallDetails call, String errorType, String errorMessage)
      implements SmaEvent {}

  /** An event this library does not know. */
  record Other(CallDetails call, String type, Map<String, Object> document) implements SmaEvent {}

  /**
   * Reads an event.
   *
   * @param event as a Lambda handler gets it: maps, lists, texts and numbers
   */
  static SmaEvent of(Map<String, ?> event) {
    JsonObject json = JsonObject.of(event);
    CallDetails call = CallDetails.of(json);
    ActionData action = ActionData.of(json);
    JsonObject data = json.object("ActionData");
    return switch (json.text("InvocationEventType")) {
      case "NEW_INBOUND_CALL" -> new NewInboundCall(call);
      case "NEW_OUTBOUND_CALL" -> new NewOutboundCall(call, arguments(data));
      case "RINGING" -> new Ringing(call);
      case "CALL_ANSWERED" -> new CallAnswered(call);
      case "ACTION_SUCCESSFUL" -> new ActionSuccessful(call, action);
      case "ACTION_FAILED" -> failed(call, action, data);
      case "ACTION_INTERRUPTED" -> new ActionInterrupted(call, action);
      case "DIGITS_RECEIVED" -> new DigitsReceived(call, action, data.text("ReceivedDigits"));
      case "CALL_UPDATE_REQUESTED" -> new CallUpdateRequested(call, arguments(data));
      case "HANGUP" -> {
        JsonObject leg = data.object("Parameters");
        yield new Hangup(
            call,
            (int) leg.number("SipResponseCode", 0),
            leg.text("CallId"),
            leg.text("ParticipantTag"));
      }
      case "INVALID_LAMBDA_RESPONSE" ->
          new InvalidLambdaResponse(call, json.text("ErrorType"), json.text("ErrorMessage"));
      default -> new Other(call, json.text("InvocationEventType"), json.members());
    };
  }

  /**
   * Reads an event.
   *
   * @param json UTF-8
   * @throws UncheckedIOException when it is not a JSON object
   */
  static SmaEvent of(byte[] json) {
    try {
      return of(JSON.std.mapFrom(json));
    } catch (IOException broken) {
      throw new UncheckedIOException("the event is not a JSON object", broken);
    }
  }

  private static Map<String, Object> arguments(JsonObject data) {
    return data.object("Parameters").object("Arguments").members();
  }

  /** Some actions tell one {@code Error} with type and text. */
  private static ActionFailed failed(CallDetails call, ActionData action, JsonObject data) {
    String[] error = data.text("Error").split(": ", 2);
    return data.has("ErrorType") || !data.has("Error")
        ? new ActionFailed(call, action, data.text("ErrorType"), data.text("ErrorMessage"))
        : new ActionFailed(call, action, error[0], error.length > 1 ? error[1] : "");
  }
}
