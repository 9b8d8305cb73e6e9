package org.carillon.core.routing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.carillon.core.documents.Fields;
import org.carillon.core.records.CallDirection;
import org.carillon.core.routing.RouteDecision.Authenticate;
import org.carillon.core.routing.RouteDecision.Reject;
import org.carillon.core.routing.RouteDecision.ToApplication;
import org.carillon.core.routing.RouteDecision.ToTrunk;

/**
 * The routing question and its answer as documents, for their way through a Lambda. Reading throws
 * {@link org.carillon.core.documents.DocumentException} that names the field.
 */
public final class RouteDocuments {

  private static final String REJECT = "Reject";
  private static final String TO_APPLICATION = "ToApplication";
  private static final String AUTHENTICATE = "Authenticate";
  private static final String TO_TRUNK = "ToTrunk";

  private RouteDocuments() {}

  /** The question. */
  public static Map<String, Object> toDocument(InviteFacts facts) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("RequestUser", facts.requestUser());
    document.put("RequestHost", facts.requestHost());
    document.put("ToUser", facts.toUser());
    document.put("FromUser", facts.fromUser());
    document.put("FromName", facts.fromName());
    document.put("Headers", facts.headers());
    document.put("Transport", facts.transport());
    document.put("SourceAddress", facts.sourceAddress());
    document.put("SipCallId", facts.sipCallId());
    facts.authenticatedUser().ifPresent(user -> document.put("AuthenticatedUser", user));
    document.put("SecureMedia", facts.secureMedia());
    facts.location().ifPresent(location -> document.put("Location", location));
    facts.transferOf().ifPresent(connector -> document.put("TransferOf", connector));
    return document;
  }

  /** The question as it was sent. */
  public static InviteFacts inviteFacts(Map<String, Object> document) {
    Fields fields = Fields.of(document, "InviteFacts");
    return new InviteFacts(
        fields.text("RequestUser"),
        fields.text("RequestHost"),
        fields.text("ToUser"),
        fields.text("FromUser"),
        fields.optionalText("FromName").orElse(""),
        fields.texts("Headers"),
        fields.text("Transport"),
        fields.text("SourceAddress"),
        fields.text("SipCallId"),
        fields.optionalText("AuthenticatedUser"),
        fields.flag("SecureMedia", false),
        fields.optionalText("Location"),
        fields.optionalText("TransferOf"));
  }

  /** The answer. */
  public static Map<String, Object> toDocument(RouteDecision decision) {
    Map<String, Object> document = new LinkedHashMap<>();
    switch (decision) {
      case Reject reject -> {
        document.put("Decision", REJECT);
        document.put("Reason", reject.reason().name());
        document.put("SipStatus", reject.sipStatus());
        document.put("ReasonPhrase", reject.reasonPhrase());
        document.put("CdrReason", reject.cdrReason());
        document.put("Advice", reject.advice());
        document.put("Direction", reject.direction().name());
        reject.voiceConnectorId().ifPresent(id -> document.put("VoiceConnectorId", id));
      }
      case ToApplication application -> {
        document.put("Decision", TO_APPLICATION);
        document.put("SipRuleId", application.ruleId());
        document.put("Targets", targets(application.targets()));
        document.put("From", application.from());
        document.put("To", application.to());
        document.put("SipHeaders", application.sipHeaders());
        application.voiceConnectorId().ifPresent(id -> document.put("VoiceConnectorId", id));
      }
      case Authenticate authenticate -> {
        document.put("Decision", AUTHENTICATE);
        document.put("VoiceConnectorId", authenticate.voiceConnectorId());
        document.put("Realm", authenticate.realm());
        document.put("Users", TrunkDocuments.users(authenticate.users()));
      }
      case ToTrunk trunk -> {
        document.put("Decision", TO_TRUNK);
        TrunkDocuments.put(document, trunk);
      }
    }
    return document;
  }

  /** The answer as it was given. */
  public static RouteDecision routeDecision(Map<String, Object> document) {
    Fields fields = Fields.of(document, "RouteDecision");
    String decision = fields.text("Decision");
    return switch (decision) {
      case REJECT ->
          new Reject(
              fields.constant("Reason", RejectReason.class),
              fields.integer("SipStatus"),
              fields.text("ReasonPhrase"),
              fields.text("CdrReason"),
              fields.text("Advice"),
              fields.constant("Direction", CallDirection.class),
              fields.optionalText("VoiceConnectorId"));
      case AUTHENTICATE ->
          new Authenticate(
              fields.text("VoiceConnectorId"), fields.text("Realm"), TrunkDocuments.users(fields));
      case TO_TRUNK -> TrunkDocuments.toTrunk(fields);
      case TO_APPLICATION ->
          new ToApplication(
              fields.text("SipRuleId"),
              targets(fields),
              fields.text("From"),
              fields.text("To"),
              fields.texts("SipHeaders"),
              fields.optionalText("VoiceConnectorId"));
      default ->
          throw fields.wrong(
              "Decision", String.join(", ", REJECT, TO_APPLICATION, AUTHENTICATE, TO_TRUNK));
    };
  }

  /** A list of targets, also of a call's session. */
  public static List<Map<String, Object>> targets(List<RouteTarget> targets) {
    List<Map<String, Object>> documents = new ArrayList<>(targets.size());
    for (RouteTarget target : targets) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("SipMediaApplicationId", target.applicationId());
      document.put("FunctionArn", target.functionArn());
      document.put("Region", target.region());
      documents.add(document);
    }
    return documents;
  }

  /** The {@code Targets} of a document. */
  public static List<RouteTarget> targets(Fields fields) {
    return fields.documents("Targets").stream()
        .map(
            target ->
                new RouteTarget(
                    target.text("SipMediaApplicationId"),
                    target.text("FunctionArn"),
                    target.text("Region")))
        .toList();
  }
}
