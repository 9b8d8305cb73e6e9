package org.carillon.core.records;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.carillon.core.documents.Fields;
import org.carillon.core.ports.StreamRecord;
import org.carillon.core.records.CallFact.CallAnswered;
import org.carillon.core.records.CallFact.CallEnded;
import org.carillon.core.records.CallFact.CallStarted;
import org.carillon.core.records.CallFact.TrunkUse;

/** Call facts as documents of the event stream. */
final class CallFactDocuments {

  private static final String STARTED = "CallStarted";
  private static final String ANSWERED = "CallAnswered";
  private static final String ENDED = "CallEnded";

  private CallFactDocuments() {}

  static StreamRecord toRecord(CallFact fact) {
    Map<String, Object> body = toDocument(fact);
    return new StreamRecord(
        fact.transactionId() + "/" + body.get("Fact"), fact.transactionId(), body);
  }

  static Map<String, Object> toDocument(CallFact fact) {
    Map<String, Object> body = new LinkedHashMap<>();
    switch (fact) {
      case CallStarted started -> {
        head(body, STARTED, fact);
        body.put("CallId", started.callId());
        body.put("SipCallId", started.sipCallId());
        body.put("Direction", started.direction().name());
        body.put("From", started.from());
        body.put("To", started.to());
        started.sipRuleId().ifPresent(id -> body.put("SipRuleId", id));
        started.applicationId().ifPresent(id -> body.put("SipMediaApplicationId", id));
        started.trunk().voiceConnectorId().ifPresent(id -> body.put("VoiceConnectorId", id));
        started.trunk().sipAuthUser().ifPresent(user -> body.put("SipAuthUser", user));
        started.trunk().proxySessionId().ifPresent(id -> body.put("ProxySessionId", id));
        started.ofTransaction().ifPresent(id -> body.put("OfTransaction", id));
      }
      case CallAnswered answered -> head(body, ANSWERED, fact);
      case CallEnded ended -> {
        head(body, ENDED, fact);
        body.put("Status", ended.status().name());
        body.put("SipStatus", (long) ended.sipStatus());
        body.put("Reason", ended.reason());
        ended.answeredAt().ifPresent(at -> body.put("AnsweredAt", at.toString()));
        ended.applicationId().ifPresent(id -> body.put("SipMediaApplicationId", id));
        ended.voiceConnectorId().ifPresent(id -> body.put("VoiceConnectorId", id));
        if (ended.voiceFocusSeconds() > 0) {
          body.put("VoiceFocusSeconds", (long) ended.voiceFocusSeconds());
        }
      }
    }
    return body;
  }

  private static void head(Map<String, Object> body, String kind, CallFact fact) {
    body.put("Fact", kind);
    body.put("TransactionId", fact.transactionId());
    body.put("NodeId", fact.nodeId());
    body.put("At", fact.at().toString());
  }

  static CallFact fromRecord(StreamRecord entry) {
    return fromDocument(entry.body());
  }

  static CallFact fromDocument(Map<String, Object> document) {
    Fields body = Fields.of(document, "CallFact");
    String kind = body.text("Fact");
    String transactionId = body.text("TransactionId");
    String nodeId = body.text("NodeId");
    Instant at = body.moment("At");
    return switch (kind) {
      case STARTED ->
          new CallStarted(
              transactionId,
              nodeId,
              at,
              body.text("CallId"),
              body.text("SipCallId"),
              body.constant("Direction", CallDirection.class),
              body.text("From"),
              body.text("To"),
              body.optionalText("SipRuleId"),
              body.optionalText("SipMediaApplicationId"),
              new TrunkUse(
                  body.optionalText("VoiceConnectorId"),
                  body.optionalText("SipAuthUser"),
                  body.optionalText("ProxySessionId")),
              body.optionalText("OfTransaction"));
      case ANSWERED -> new CallAnswered(transactionId, nodeId, at);
      case ENDED ->
          new CallEnded(
              transactionId,
              nodeId,
              at,
              body.constant("Status", CallStatus.class),
              body.integer("SipStatus"),
              body.text("Reason"),
              body.optionalMoment("AnsweredAt"),
              body.optionalText("SipMediaApplicationId"),
              body.optionalText("VoiceConnectorId"),
              body.integer("VoiceFocusSeconds", 0));
      default -> throw body.wrong("Fact", STARTED + ", " + ANSWERED + " or " + ENDED);
    };
  }
}
