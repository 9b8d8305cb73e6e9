package org.carillon.core.routing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.carillon.core.documents.Fields;
import org.carillon.core.ports.SealedSecret;
import org.carillon.core.records.CallDirection;
import org.carillon.core.routing.RouteDecision.ToTrunk;

/** A way to trunks as a document, for its way through a Lambda. */
final class TrunkDocuments {

  private TrunkDocuments() {}

  static void put(Map<String, Object> document, ToTrunk trunk) {
    document.put("Direction", trunk.direction().name());
    document.put("VoiceConnectorId", trunk.voiceConnectorId());
    document.put("Targets", trunk.targets().stream().map(TrunkDocuments::toDocument).toList());
    document.put("From", trunk.from());
    document.put("FromName", trunk.fromName());
    document.put("To", trunk.to());
    trunk.proxySessionId().ifPresent(id -> document.put("ProxySessionId", id));
    document.put("Emergency", trunk.emergency());
    trunk.attestation().ifPresent(level -> document.put("Attestation", level.name()));
    document.put("Headers", trunk.headers());
    trunk.location().ifPresent(location -> document.put("Location", location));
    if (!trunk.limits().equals(CallLimits.NONE)) {
      document.put("MaxCallsOfConnector", trunk.limits().ofConnector());
      document.put("MaxCallsOfAccount", trunk.limits().ofAccount());
    }
  }

  private static CallLimits limits(Fields fields) {
    return fields.has("MaxCallsOfConnector")
        ? new CallLimits(fields.integer("MaxCallsOfConnector"), fields.integer("MaxCallsOfAccount"))
        : CallLimits.NONE;
  }

  static ToTrunk toTrunk(Fields fields) {
    return new ToTrunk(
        fields.constant("Direction", CallDirection.class),
        fields.text("VoiceConnectorId"),
        fields.documents("Targets").stream().map(TrunkDocuments::target).toList(),
        fields.text("From"),
        fields.text("FromName"),
        fields.text("To"),
        fields.optionalText("ProxySessionId"),
        fields.flag("Emergency", false),
        fields.optionalText("Attestation").map(Attestation::valueOf),
        fields.texts("Headers"),
        fields.optionalText("Location"),
        limits(fields));
  }

  private static Map<String, Object> toDocument(TrunkTarget target) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("Kind", target.kind().name());
    document.put("OwnerId", target.ownerId());
    target.region().ifPresent(region -> document.put("Region", region));
    document.put("Host", target.host());
    document.put("Port", target.port());
    document.put("Transport", target.transport());
    target.username().ifPresent(user -> document.put("Username", user));
    target.password().ifPresent(password -> document.put("Password", toDocument(password)));
    document.put("SecureMedia", target.secureMedia());
    return document;
  }

  static List<Map<String, Object>> users(Map<String, SealedSecret> users) {
    return users.entrySet().stream()
        .map(
            user -> {
              Map<String, Object> document = toDocument(user.getValue());
              document.put("Username", user.getKey());
              return document;
            })
        .toList();
  }

  static Map<String, SealedSecret> users(Fields fields) {
    Map<String, SealedSecret> users = new LinkedHashMap<>();
    fields.documents("Users").forEach(user -> users.put(user.text("Username"), secret(user)));
    return users;
  }

  private static Map<String, Object> toDocument(SealedSecret secret) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("Sealed", secret.text());
    document.put("Context", secret.context());
    return document;
  }

  private static SealedSecret secret(Fields fields) {
    return new SealedSecret(fields.text("Sealed"), fields.text("Context"));
  }

  private static TrunkTarget target(Fields fields) {
    return new TrunkTarget(
        fields.constant("Kind", TrunkTarget.Kind.class),
        fields.text("OwnerId"),
        fields.optionalText("Region"),
        fields.text("Host"),
        fields.integer("Port"),
        fields.text("Transport"),
        fields.optionalText("Username"),
        fields
            .optionalObject("Password")
            .map(secret -> secret(Fields.of(secret, "RouteDecision.Password"))),
        fields.flag("SecureMedia", false));
  }
}
