package org.carillon.core.calls;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The events a function gets (protocol facts 1.1 and 1.3), as documents in their printed order. */
final class InvocationEvents {

  private InvocationEvents() {}

  static Map<String, Object> newInboundCall(CallSession session) {
    Map<String, Object> event = head(session, "NEW_INBOUND_CALL");
    event.put("CallDetails", details(session, false));
    return event;
  }

  /** The API made a call; its arguments are shown when it came with some. */
  static Map<String, Object> newOutboundCall(CallSession session, Map<String, String> arguments) {
    Map<String, Object> event = head(session, "NEW_OUTBOUND_CALL");
    if (!arguments.isEmpty()) {
      event.put("ActionData", request("CallCreateRequest", arguments));
    }
    event.put("CallDetails", details(session, false));
    return event;
  }

  static Map<String, Object> ringing(CallSession session) {
    return withoutAction(session, "RINGING");
  }

  static Map<String, Object> callAnswered(CallSession session) {
    return withoutAction(session, "CALL_ANSWERED");
  }

  static Map<String, Object> callUpdateRequested(
      CallSession session, Map<String, String> arguments) {
    return withAction(session, "CALL_UPDATE_REQUESTED", request("CallUpdateRequest", arguments));
  }

  /** An action was done; the function gets it back as it sent it, with what it brought. */
  static Map<String, Object> actionSuccessful(
      CallSession session, CallAction action, ActionResult result) {
    return withAction(session, "ACTION_SUCCESSFUL", ActionData.successful(action, result));
  }

  static Map<String, Object> actionFailed(
      CallSession session, CallAction failed, ActionError error) {
    return withAction(session, "ACTION_FAILED", ActionData.failed(failed, error));
  }

  static Map<String, Object> actionInterrupted(CallSession session, CallAction action) {
    return withAction(session, "ACTION_INTERRUPTED", ActionData.echo(action));
  }

  /**
   * @param parameters of the ReceiveDigits action that listened
   */
  static Map<String, Object> digitsReceived(
      CallSession session, Map<String, Object> parameters, String digits) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("ReceivedDigits", digits);
    data.putAll(ActionData.echo(new CallAction("ReceiveDigits", parameters)));
    return withAction(session, "DIGITS_RECEIVED", data);
  }

  static Map<String, Object> hangup(CallSession session, Participant leg, int sipResponseCode) {
    return withAction(session, "HANGUP", ActionData.echo(hangupOf(leg, sipResponseCode)));
  }

  /** A Hangup of a meeting leg is no HANGUP but an action that was done (protocol facts 1.3). */
  static Map<String, Object> meetingLegHungUp(CallSession session, Participant leg) {
    return actionSuccessful(session, hangupOf(leg, 0), ActionResult.NONE);
  }

  private static CallAction hangupOf(Participant leg, int sipResponseCode) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("SipResponseCode", sipResponseCode);
    parameters.put("CallId", leg.callId());
    parameters.put("ParticipantTag", leg.tag());
    return new CallAction("Hangup", parameters);
  }

  static Map<String, Object> invalidLambdaResponse(
      CallSession session, FunctionAnswer.Rejected wrong) {
    Map<String, Object> event = head(session, "INVALID_LAMBDA_RESPONSE");
    event.put("CallDetails", details(session, true));
    event.put("ErrorType", wrong.errorType());
    event.put("ErrorMessage", wrong.message());
    return event;
  }

  private static Map<String, Object> withAction(
      CallSession session, String type, Map<String, Object> actionData) {
    Map<String, Object> event = head(session, type);
    event.put("ActionData", actionData);
    event.put("CallDetails", details(session, true));
    return event;
  }

  private static Map<String, Object> withoutAction(CallSession session, String type) {
    Map<String, Object> event = head(session, type);
    event.put("CallDetails", details(session, true));
    return event;
  }

  private static Map<String, Object> request(String type, Map<String, String> arguments) {
    return ActionData.echo(new CallAction(type, Map.of("Arguments", arguments)));
  }

  private static Map<String, Object> head(CallSession session, String type) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("SchemaVersion", FunctionAnswer.SCHEMA_VERSION);
    event.put("Sequence", session.sequence() + 1);
    event.put("InvocationEventType", type);
    return event;
  }

  private static Map<String, Object> details(CallSession session, boolean withStatus) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("TransactionId", session.transactionId());
    session.attributes().ifPresent(map -> details.put("TransactionAttributes", map));
    details.put("AwsAccountId", session.accountId());
    details.put("AwsRegion", session.target().region());
    session.sipRuleId().ifPresent(id -> details.put("SipRuleId", id));
    details.put("SipMediaApplicationId", session.target().applicationId());
    List<Map<String, Object>> participants = new ArrayList<>(session.participants().size());
    for (Participant leg : session.participants()) {
      participants.add(participant(leg, withStatus));
    }
    details.put("Participants", participants);
    return details;
  }

  private static Map<String, Object> participant(Participant leg, boolean withStatus) {
    Map<String, Object> participant = new LinkedHashMap<>();
    participant.put("CallId", leg.callId());
    participant.put("ParticipantTag", leg.tag());
    participant.put("To", leg.to());
    participant.put("From", leg.from());
    participant.put("Direction", leg.direction());
    // a text, as functions in the field parse it
    participant.put("StartTimeInMilliseconds", Long.toString(leg.startMillis()));
    if (withStatus) {
      participant.put("Status", leg.connected() ? "Connected" : "Disconnected");
    }
    if (!leg.sipHeaders().isEmpty()) {
      participant.put("SipHeaders", leg.sipHeaders());
    }
    return participant;
  }
}
