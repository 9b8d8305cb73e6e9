package org.carillon.core.calls;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.carillon.core.documents.Fields;
import org.carillon.core.records.CallStatus;
import org.carillon.core.routing.RouteDocuments;

/**
 * The question of a turn and its answer as documents, for their way through a Lambda. Reading
 * throws {@link org.carillon.core.documents.DocumentException} that names the field.
 */
public final class CallDocuments {

  private CallDocuments() {}

  /** A session. */
  public static Map<String, Object> toDocument(CallSession session) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("TransactionId", session.transactionId());
    document.put("AccountId", session.accountId());
    session.sipRuleId().ifPresent(id -> document.put("SipRuleId", id));
    document.put("Targets", RouteDocuments.targets(session.targets()));
    document.put("ActiveTarget", session.activeTarget());
    document.put("Sequence", session.sequence());
    document.put("Invocations", session.invocations());
    session.attributes().ifPresent(map -> document.put("TransactionAttributes", map));
    document.put(
        "Participants", session.participants().stream().map(CallDocuments::participant).toList());
    document.put("Answered", session.answered());
    document.put("Running", list(session.running()));
    document.put("Replaced", list(session.replaced()));
    if (!session.older().isEmpty()) {
      document.put("Older", session.older().stream().map(CallDocuments::list).toList());
    }
    return document;
  }

  /** A session as it was sent. */
  public static CallSession session(Map<String, Object> document) {
    Fields fields = Fields.of(document, "Session");
    return new CallSession(
        fields.text("TransactionId"),
        fields.text("AccountId"),
        fields.optionalText("SipRuleId"),
        RouteDocuments.targets(fields),
        fields.integer("ActiveTarget"),
        fields.integer("Sequence"),
        fields.integer("Invocations"),
        fields.optionalObject("TransactionAttributes"),
        fields.documents("Participants").stream().map(CallDocuments::participant).toList(),
        fields.flag("Answered"),
        list(fields.document("Running")),
        list(fields.document("Replaced")),
        fields.has("Older")
            ? fields.documents("Older").stream().map(CallDocuments::list).toList()
            : List.of());
  }

  private static Map<String, Object> list(ListInHand list) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("Number", list.number());
    document.put("Actions", list.actions().stream().map(CallDocuments::action).toList());
    document.put("FirstCommand", list.firstCommand());
    return document;
  }

  private static ListInHand list(Fields fields) {
    return new ListInHand(
        fields.integer("Number"),
        fields.documents("Actions").stream().map(CallDocuments::action).toList(),
        fields.integer("FirstCommand"));
  }

  /** A turn. */
  public static Map<String, Object> toDocument(Turn turn) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("Session", toDocument(turn.next()));
    document.put("ReplaceRunning", turn.replaceRunning());
    document.put("Interrupt", turn.interrupt());
    document.put("Commands", turn.commands().stream().map(MediaCommandDocuments::write).toList());
    turn.end()
        .ifPresent(
            end -> {
              Map<String, Object> ended = new LinkedHashMap<>();
              ended.put("Status", end.status().name());
              ended.put("SipStatus", end.sipStatus());
              ended.put("Reason", end.reason());
              document.put("End", ended);
            });
    document.put("Log", turn.log().stream().map(CallDocuments::logLine).toList());
    return document;
  }

  /** A turn as it was answered. */
  public static Turn turn(Map<String, Object> document) {
    Fields fields = Fields.of(document, "Turn");
    List<MediaCommand> commands = new ArrayList<>();
    for (Fields command : fields.documents("Commands")) {
      commands.add(MediaCommandDocuments.read(command));
    }
    return new Turn(
        session(fields.optionalObject("Session").orElseThrow(() -> noSession(fields))),
        fields.flag("ReplaceRunning"),
        fields.flag("Interrupt"),
        commands,
        fields.optionalObject("End").map(CallDocuments::end),
        fields.documents("Log").stream().map(CallDocuments::logLine).toList());
  }

  private static RuntimeException noSession(Fields fields) {
    return fields.wrong("Session", "an object");
  }

  private static CallEnd end(Map<String, Object> document) {
    Fields fields = Fields.of(document, "Turn.End");
    return new CallEnd(
        fields.constant("Status", CallStatus.class),
        fields.integer("SipStatus"),
        fields.text("Reason"));
  }

  private static Map<String, Object> logLine(CallLogLine line) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("Level", line.level().name());
    document.put("Message", line.message());
    document.put("Advice", line.advice());
    return document;
  }

  private static CallLogLine logLine(Fields fields) {
    return new CallLogLine(
        fields.constant("Level", CallLogLine.Level.class),
        fields.text("Message"),
        fields.text("Advice"));
  }

  private static Map<String, Object> action(CallAction action) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("Type", action.type());
    document.put("Parameters", action.parameters());
    return document;
  }

  private static CallAction action(Fields fields) {
    return new CallAction(
        fields.text("Type"), fields.optionalObject("Parameters").orElseGet(Map::of));
  }

  static Map<String, Object> participant(Participant leg) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("CallId", leg.callId());
    document.put("ParticipantTag", leg.tag());
    document.put("To", leg.to());
    document.put("From", leg.from());
    document.put("Direction", leg.direction());
    document.put("StartMillis", leg.startMillis());
    document.put("SipHeaders", leg.sipHeaders());
    document.put("Connected", leg.connected());
    return document;
  }

  static Participant participant(Fields fields) {
    return new Participant(
        fields.text("CallId"),
        fields.text("ParticipantTag"),
        fields.text("To"),
        fields.text("From"),
        fields.text("Direction"),
        fields.wholeNumber("StartMillis"),
        fields.texts("SipHeaders"),
        fields.flag("Connected"));
  }
}
