package org.carillon.sma.testkit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Makes the events of one call, in the form and order of members that the service has. */
final class CallEvents {
  private static final String ACCOUNT = "111122223333";
  private static final String REGION = "us-east-1";

  private final String transactionId = UUID.randomUUID().toString();
  private final String applicationId = UUID.randomUUID().toString();
  private final String ruleId = UUID.randomUUID().toString();
  private final boolean inbound;
  private final List<Leg> legs = new ArrayList<>();
  private Optional<Map<String, Object>> attributes = Optional.empty();
  private int sequence;

  /** One leg; changed by its call alone. */
  private static final class Leg {
    private final Map<String, Object> fixed = new LinkedHashMap<>();
    private boolean connected = true;
  }

  CallEvents(boolean inbound, String from, String to) {
    this.inbound = inbound;
    addLeg(from, to, inbound ? "Inbound" : "Outbound", Map.of());
  }

  void addLeg(String from, String to, String direction, Map<String, String> headers) {
    Leg leg = new Leg();
    leg.fixed.put("CallId", UUID.randomUUID().toString());
    leg.fixed.put("ParticipantTag", legs.isEmpty() ? "LEG-A" : "LEG-B");
    leg.fixed.put("To", to);
    leg.fixed.put("From", from);
    leg.fixed.put("Direction", direction);
    leg.fixed.put("StartTimeInMilliseconds", Long.toString(System.currentTimeMillis()));
    if (!headers.isEmpty()) {
      leg.fixed.put("SipHeaders", headers);
    }
    legs.add(leg);
  }

  void headers(Map<String, String> headers) {
    legs.getFirst().fixed.put("SipHeaders", headers);
  }

  String callId(String tag) {
    return (String) leg(tag).fixed.get("CallId");
  }

  boolean hasLeg(String tag) {
    return legs.stream().anyMatch(leg -> leg.fixed.get("ParticipantTag").equals(tag));
  }

  boolean connected(String tag) {
    return hasLeg(tag) && leg(tag).connected;
  }

  String number(String tag, String member) {
    return (String) leg(tag).fixed.get(member);
  }

  void disconnected(String tag) {
    leg(tag).connected = false;
  }

  /** What the function answered; a response without attributes leaves them as they are. */
  void attributes(Optional<Map<String, Object>> given) {
    if (given.isPresent()) {
      attributes = given;
    }
  }

  private Leg leg(String tag) {
    return legs.stream()
        .filter(leg -> leg.fixed.get("ParticipantTag").equals(tag))
        .findFirst()
        .orElseThrow(() -> new AssertionError("the call has no " + tag));
  }

  /** The leg that an action's parameters name, by tag. */
  String tagOf(Map<String, Object> parameters) {
    Object id = parameters.get("CallId");
    if (id != null && !id.equals("")) {
      return legs.stream()
          .filter(leg -> leg.fixed.get("CallId").equals(id))
          .map(leg -> (String) leg.fixed.get("ParticipantTag"))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no leg of the call has the CallId " + id));
    }
    Object tag = parameters.get("ParticipantTag");
    return tag == null || tag.equals("")
        ? "LEG-A"
        : (String) leg((String) tag).fixed.get("ParticipantTag");
  }

  Map<String, Object> event(String type, Map<String, Object> actionData) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("SchemaVersion", "1.0");
    event.put("Sequence", ++sequence);
    event.put("InvocationEventType", type);
    if (!actionData.isEmpty()) {
      event.put("ActionData", actionData);
    }
    boolean isNew = type.equals("NEW_INBOUND_CALL") || type.equals("NEW_OUTBOUND_CALL");
    event.put("CallDetails", details(isNew));
    return event;
  }

  private Map<String, Object> details(boolean isNew) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("TransactionId", transactionId);
    attributes.ifPresent(map -> details.put("TransactionAttributes", map));
    details.put("AwsAccountId", ACCOUNT);
    details.put("AwsRegion", REGION);
    if (inbound) {
      details.put("SipRuleId", ruleId);
    }
    details.put("SipMediaApplicationId", applicationId);
    List<Map<String, Object>> participants = new ArrayList<>();
    for (Leg leg : legs) {
      Map<String, Object> participant = new LinkedHashMap<>(leg.fixed);
      if (!isNew) {
        participant.put("Status", leg.connected ? "Connected" : "Disconnected");
      }
      participants.add(Collections.unmodifiableMap(participant));
    }
    details.put("Participants", participants);
    return details;
  }
}
