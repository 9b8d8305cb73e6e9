package org.carillon.core.routing;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.carillon.core.connectors.CidrBlock;
import org.carillon.core.connectors.Connector;
import org.carillon.core.emergency.EmergencyAlerts;
import org.carillon.core.identity.CallIdentity;
import org.carillon.core.numbers.Countries;
import org.carillon.core.ports.SealedSecret;
import org.carillon.core.records.CallDirection;
import org.carillon.core.routing.RouteDecision.Authenticate;
import org.carillon.core.routing.RouteDecision.ToTrunk;
import software.amazon.awssdk.services.chimesdkvoice.model.Termination;

/**
 * Whether and where a call out of a connector goes (V2). First who calls: termination on, address
 * allowed, encrypted where that is required, credentials. Then how often, and then what for: an
 * application of the host name, or a number of the calling plan from a caller id of the account.
 *
 * <p>Calls to emergency services pass once it is known who calls: the rest could only keep help
 * away (E3).
 */
final class OutboundCalls {

  private final TrunkDirectory directory;
  private final CallRates rates;
  private final CallerIds callerIds;
  private final EmergencyCalls emergency;
  private final CallIdentity identity;
  private final RandomGenerator random;

  OutboundCalls(
      TrunkDirectory directory,
      CallRates rates,
      EmergencyAlerts alerts,
      CallIdentity identity,
      RandomGenerator random) {
    this.directory = directory;
    this.rates = rates;
    this.callerIds = new CallerIds(directory);
    this.emergency = new EmergencyCalls(directory, alerts, identity, random);
    this.identity = identity;
    this.random = random;
  }

  /**
   * @param hostNameRule the way to the applications of the connector's host name, when an enabled
   *     rule names it
   */
  RouteDecision decide(
      Connector connector, InviteFacts facts, Supplier<Optional<RouteDecision>> hostNameRule) {
    Optional<Termination> active = connector.activeTermination();
    if (active.isEmpty()) {
      return refuse(RejectReason.TERMINATION_DISABLED, connector.id(), connector);
    }
    Termination termination = active.get();
    Optional<EmergencyNumber> emergencyNumber = EmergencyNumber.of(facts.requestUser());
    Optional<RouteDecision> stop =
        whoCalls(connector, termination, facts, emergencyNumber.isPresent());
    if (stop.isPresent()) {
      return stop.get();
    }
    if (emergencyNumber.isPresent()) {
      return emergency.decide(connector, termination, emergencyNumber.get(), facts);
    }
    if (!rates.take(connector.id(), termination.cpsLimit())) {
      return refuse(RejectReason.TOO_MANY_CALLS, connector.id(), connector);
    }
    return hostNameRule.get().orElseGet(() -> toNumber(connector, termination, facts));
  }

  /**
   * A list without blocks lets every address in that knows a credential, and without credentials
   * none. A call to emergency services may come in clear: nobody should have to mend a telephone's
   * encryption first.
   */
  private Optional<RouteDecision> whoCalls(
      Connector connector, Termination termination, InviteFacts facts, boolean isEmergency) {
    Map<String, SealedSecret> users = directory.users(connector);
    List<String> blocks = termination.cidrAllowedList();
    if (blocks.isEmpty() ? users.isEmpty() : !isIn(blocks, facts.sourceAddress())) {
      return Optional.of(refuse(RejectReason.SOURCE_NOT_ALLOWED, facts.sourceAddress(), connector));
    }
    boolean encrypted = facts.transport().equals("TLS") && facts.secureMedia();
    boolean required = Boolean.TRUE.equals(connector.voiceConnector().requireEncryption());
    if (required && !encrypted && !isEmergency) {
      return Optional.of(refuse(RejectReason.ENCRYPTION_REQUIRED, connector.id(), connector));
    }
    if (users.isEmpty()) {
      return Optional.empty();
    }
    if (facts.authenticatedUser().isEmpty()) {
      return Optional.of(
          new Authenticate(connector.id(), connector.voiceConnector().outboundHostName(), users));
    }
    String user = facts.authenticatedUser().get();
    return users.containsKey(user)
        ? Optional.empty()
        : Optional.of(refuse(RejectReason.UNKNOWN_USER, user, connector));
  }

  private static boolean isIn(List<String> blocks, String sourceAddress) {
    Optional<InetAddress> source = SourceAddress.of(sourceAddress);
    return source.isPresent()
        && blocks.stream()
            .flatMap(block -> CidrBlock.of(block).stream())
            .anyMatch(block -> block.contains(source.get()));
  }

  private RouteDecision toNumber(Connector connector, Termination termination, InviteFacts facts) {
    Optional<String> called = DialledNumber.parse(facts.requestUser());
    if (called.isEmpty()) {
      return refuse(RejectReason.NOT_E164, facts.requestUser(), connector);
    }
    String number = called.get();
    String country = Countries.of(number).orElse("");
    if (!termination.callingRegions().contains(country)) {
      return refuse(RejectReason.COUNTRY_NOT_ALLOWED, number, connector);
    }
    Optional<CallerIds.CallerId> caller = callerIds.of(facts, termination);
    if (caller.isEmpty()) {
      return refuse(
          Callers.numbers(facts).isEmpty() && Callers.isPrivate(facts)
              ? RejectReason.ANONYMOUS_CALLER
              : RejectReason.CALLER_ID_NOT_OWNED,
          facts.fromUser(),
          connector);
    }
    if (!directory.restrictions().allows(country, caller.get().number())) {
      return refuse(RejectReason.CALLER_NOT_APPROVED, caller.get().number(), connector);
    }
    List<TrunkTarget> targets = TrunkTargets.of(directory.carriers().outbound(number, random));
    if (targets.isEmpty()) {
      return refuse(RejectReason.NO_CARRIER, number, connector);
    }
    if (!directory.takesCallTo(country, caller.get().number())) {
      return refuse(RejectReason.TOO_MANY_CALLS_TO_COUNTRY, caller.get().number(), connector);
    }
    Map<String, String> headers = new LinkedHashMap<>(caller.get().headers());
    headers.putAll(
        identity.headers(Attestation.A.name(), caller.get().number(), number, connector.id()));
    return new ToTrunk(
        CallDirection.OUTBOUND,
        connector.id(),
        targets,
        caller.get().number(),
        caller.get().name(),
        number,
        Optional.empty(),
        false,
        Optional.of(Attestation.A),
        headers,
        Optional.empty());
  }

  private static RouteDecision refuse(RejectReason reason, String about, Connector connector) {
    return reason.reject(about, CallDirection.OUTBOUND, Optional.of(connector.id()));
  }
}
