package org.carillon.core.routing;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.carillon.core.connectors.Connector;
import org.carillon.core.connectors.ConnectorSetting;
import org.carillon.core.identity.CallIdentity;
import org.carillon.core.numbers.Countries;
import org.carillon.core.records.CallDirection;
import org.carillon.core.routing.RouteDecision.ToTrunk;
import software.amazon.awssdk.services.chimesdkvoice.model.Capability;
import software.amazon.awssdk.services.chimesdkvoice.model.Participant;
import software.amazon.awssdk.services.chimesdkvoice.model.Proxy;
import software.amazon.awssdk.services.chimesdkvoice.model.ProxySession;
import software.amazon.awssdk.services.chimesdkvoice.model.ProxySessionStatus;

/**
 * Calls to proxy numbers (V13): a participant reaches the other one, who sees the proxy number.
 * After the session's end such calls go to the fallback number, or nowhere. A caller who never had
 * a session on the number calls the connector like anybody.
 */
final class ProxyCalls {

  private final TrunkDirectory directory;
  private final CallIdentity identity;
  private final RandomGenerator random;

  ProxyCalls(TrunkDirectory directory, CallIdentity identity, RandomGenerator random) {
    this.directory = directory;
    this.identity = identity;
    this.random = random;
  }

  /** The way of a call to a number of these connectors; empty when it is no participant's. */
  Optional<RouteDecision> decide(List<Connector> connectors, String number, InviteFacts facts) {
    // who hides the number from the callee is still known to the carrier, and a participant
    Optional<String> caller =
        DialledNumber.parse(facts.fromUser()).or(() -> Callers.asserted(facts));
    if (caller.isEmpty()) {
      return Optional.empty();
    }
    for (Connector connector : connectors) {
      Optional<Proxy> proxy =
          connector
              .setting(ConnectorSetting.PROXY)
              .filter(setting -> !Boolean.TRUE.equals(setting.disabled()));
      Optional<ProxySession> session =
          proxy.flatMap(on -> directory.sessions().sessionOf(connector.id(), number, caller.get()));
      if (session.isPresent()) {
        return Optional.of(way(connector, proxy.get(), session.get(), number, caller.get()));
      }
    }
    return Optional.empty();
  }

  private RouteDecision way(
      Connector connector, Proxy proxy, ProxySession session, String number, String caller) {
    if (session.status() != ProxySessionStatus.OPEN) {
      return proxy.fallBackPhoneNumber() == null
          ? refuse(RejectReason.PROXY_SESSION_OVER, number, connector)
          : connect(connector, session, number, proxy.fallBackPhoneNumber());
    }
    if (!session.capabilities().contains(Capability.VOICE)) {
      return refuse(RejectReason.PROXY_SESSION_WITHOUT_VOICE, number, connector);
    }
    String other =
        session.participants().stream()
            .map(Participant::phoneNumber)
            .filter(participant -> !participant.equals(caller))
            .findFirst()
            .orElseThrow();
    return connect(connector, session, number, other);
  }

  private RouteDecision connect(
      Connector connector, ProxySession session, String proxyNumber, String to) {
    String country = Countries.of(to).orElse("");
    if (!directory.restrictions().allows(country, proxyNumber)) {
      return refuse(RejectReason.CALLER_NOT_APPROVED, proxyNumber, connector);
    }
    List<TrunkTarget> targets = TrunkTargets.of(directory.carriers().outbound(to, random));
    if (targets.isEmpty()) {
      return refuse(RejectReason.NO_CARRIER, to, connector);
    }
    if (!directory.takesCallTo(country, proxyNumber)) {
      return refuse(RejectReason.TOO_MANY_CALLS_TO_COUNTRY, proxyNumber, connector);
    }
    return new ToTrunk(
        CallDirection.INBOUND,
        connector.id(),
        targets,
        proxyNumber,
        "",
        to,
        Optional.of(session.proxySessionId()),
        false,
        Optional.of(Attestation.A),
        identity.headers(Attestation.A.name(), proxyNumber, to, connector.id()),
        Optional.empty());
  }

  private static RouteDecision refuse(RejectReason reason, String about, Connector connector) {
    return reason.reject(about, CallDirection.INBOUND, Optional.of(connector.id()));
  }
}
