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

  /** The list is done; the function gets its last action back as it sent it. */
  static Map<String, Object> actionSuccessful(CallSession session, CallAction last) {
    return withAction(session, "ACTION_SUCCESSFUL", echo(last));
  }

  static Map<String, Object> actionFailed(
      CallSession session, CallAction failed, ActionError error) {
    Map<String, Object> data = echo(failed);
    data.put("ErrorType", error.errorType());
    data.put("ErrorMessage", error.errorMessage());
    return withAction(session, "ACTION_FAILED", data);
  }

  static Map<String, Object> hangup(CallSession session, Participant leg, int sipResponseCode) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("SipResponseCode", sipResponseCode);
    parameters.put("CallId", leg.callId());
    parameters.put("ParticipantTag", leg.tag());
    return withAction(session, "HANGUP", echo(new CallAction("Hangup", parameters)));
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

  private static Map<String, Object> echo(CallAction action) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("Type", action.type());
    data.put("Parameters", action.parameters());
    return data;
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
