package org.carillon.core.routing;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.carillon.contract.ApiException;
import org.carillon.core.Account;
import org.carillon.core.applications.SipMediaApplications;
import org.carillon.core.applications.SipRules;
import org.carillon.core.connectors.Connector;
import org.carillon.core.emergency.EmergencyAlerts;
import org.carillon.core.identity.CallIdentity;
import org.carillon.core.numbers.PhoneNumbers;
import org.carillon.core.ports.Ports;
import org.carillon.core.records.CallDirection;
import org.carillon.core.routing.RouteDecision.ToTrunk;

/**
 * Decides where a call goes: who it came from, and then what the way of a call out of a connector
 * (V2, {@link OutboundCalls}) or of a call in from the telephone network (V3, S3, {@link
 * InboundCalls}) is. An answer of the facts of the INVITE and the account's configuration, with
 * chance among equals; of its own it holds only what counts calls per second. Safe for use by many
 * threads.
 */
public final class Routing implements RoutingQuestion {

  private final InboundCalls inbound;
  private final Optional<Trunks> trunks;

  /** What calls through connectors need. */
  private record Trunks(
      RoutingDirectory rules,
      TrunkDirectory directory,
      OutboundCalls outbound,
      ApplicationCalls placed,
      HandOvers handOvers,
      UnknownSources unknownSources) {}

  /**
   * The routing of an account without connectors and carriers: every call is one in, to an
   * application.
   *
   * @param directory the account's numbers, rules and applications
   */
  public Routing(RoutingDirectory directory) {
    this.inbound =
        new InboundCalls(
            directory,
            Optional.empty(),
            CallIdentity.none(),
            Optional.empty(),
            RandomGenerator.getDefault());
    this.trunks = Optional.empty();
  }

  /**
   * The routing of an account with all it has.
   *
   * @param account whose calls they are
   * @param rules the account's numbers, rules and applications
   * @param directory its connectors and the installation's carriers
   * @param rates calls per second
   * @param alerts told of calls to emergency services
   * @param identity signs calls out and verifies calls in
   * @param handOvers hands calls in over to other regions' nodes and takes theirs
   * @param random decides among routes of equal priority
   */
  public Routing(
      Account account,
      RoutingDirectory rules,
      TrunkDirectory directory,
      CallRates rates,
      EmergencyAlerts alerts,
      CallIdentity identity,
      HandOvers handOvers,
      UnknownSources unknownSources,
      RandomGenerator random) {
    this.inbound =
        new InboundCalls(rules, Optional.of(directory), identity, Optional.of(handOvers), random);
    this.trunks =
        Optional.of(
            new Trunks(
                rules,
                directory,
                new OutboundCalls(directory, rates, alerts, identity, random),
                new ApplicationCalls(directory, identity, account, random),
                handOvers,
                unknownSources));
  }

  /** The routing of an account as these stores have it, without signed identity. */
  public static Routing of(
      Account account, Ports ports, InstantSource clock, UnknownSources unknownSources) {
    return of(account, ports, clock, CallIdentity.none(), unknownSources);
  }

  /** The routing of an account as these stores have it, in one region. */
  public static Routing of(
      Account account,
      Ports ports,
      InstantSource clock,
      CallIdentity identity,
      UnknownSources unknownSources) {
    return of(account, ports, clock, identity, RegionNodes.none(), unknownSources);
  }

  /** The routing of an account as these stores have it. */
  public static Routing of(
      Account account,
      Ports ports,
      InstantSource clock,
      CallIdentity identity,
      RegionNodes regions,
      UnknownSources unknownSources) {
    return new Routing(
        account,
        new AccountDirectory(
            new PhoneNumbers(ports.items(), account, clock),
            new SipRules(ports.items(), account),
            new SipMediaApplications(ports.items(), account)),
        new TrunkDirectory(ports.items(), ports.sealer(), account, clock),
        new CallRates(ports.items(), account, clock),
        new EmergencyAlerts(ports.items(), ports.events(), account, clock),
        identity,
        new HandOvers(regions, ports.items(), account, clock),
        unknownSources,
        RandomGenerator.of("SecureRandom"));
  }

  @Override
  public RouteDecision decide(InviteFacts facts) {
    RouteDecision decision =
        trunks.map(known -> decide(known, facts)).orElseGet(() -> inbound.decide(facts));
    // for help there are no limits, and none are read: that they cannot be read refuses nothing
    return decision instanceof ToTrunk trunk && !trunk.emergency() && trunks.isPresent()
        ? trunk.within(trunks.get().directory().callLimits())
        : decision;
  }

  @Override
  public RouteDecision decide(PlacedCall call) {
    return trunks
        .map(known -> known.placed().decide(call))
        .orElseGet(() -> RoutingQuestion.super.decide(call));
  }

  @Override
  public boolean isHandedOver(InviteFacts facts) {
    return trunks.map(known -> known.handOvers().isHandedOver(facts)).orElse(false);
  }

  @Override
  public Map<String, String> handOver(InviteFacts came, ToTrunk way, TrunkTarget node) {
    return trunks
        .map(known -> known.handOvers().headers(came, way, node))
        .orElseGet(() -> RoutingQuestion.super.handOver(came, way, node));
  }

  /**
   * A connector's host name says whose call it is; its rules of termination say whether it may.
   * Without one the source address must be a carrier's.
   */
  private RouteDecision decide(Trunks known, InviteFacts facts) {
    if (facts.transferOf().isPresent()) {
      return transfer(known, facts.transferOf().get(), facts);
    }
    Optional<Connector> connector = known.directory().connector(facts.requestHost());
    if (connector.isPresent()) {
      return known
          .outbound()
          .decide(
              connector.get(),
              facts,
              () -> hostNameRule(known.rules(), facts, connector.get().id()));
    }
    if (known.handOvers().claims(facts)) {
      return handedOver(known, facts);
    }
    boolean fromCarrier =
        SourceAddress.of(facts.sourceAddress()).filter(it -> isCarrier(known, it)).isPresent();
    return fromCarrier || known.unknownSources() == UnknownSources.SIMULATED_CARRIER
        ? inbound.decide(facts)
        : RejectReason.UNKNOWN_SOURCE.reject(facts.sourceAddress());
  }

  /**
   * A transfer is a call out of the connector (RFC 5589): the same limits hold, and whoever may not
   * call a number may not have others called there either. A rule on the host name is not asked,
   * since an application would not know what to do with half a call.
   */
  private static RouteDecision transfer(Trunks known, String voiceConnectorId, InviteFacts facts) {
    Optional<Connector> connector = known.directory().connectorOfId(voiceConnectorId);
    boolean atConnector =
        facts.requestHost().isEmpty()
            || connector
                .map(it -> it.voiceConnector().outboundHostName())
                .filter(facts.requestHost()::equalsIgnoreCase)
                .isPresent();
    return connector.isPresent() && atConnector
        ? known.outbound().decide(connector.get(), facts, Optional::empty)
        : RejectReason.TRANSFER_TARGET_NOT_ALLOWED.reject(
            facts.requestHost(), CallDirection.OUTBOUND, Optional.of(voiceConnectorId));
  }

  /**
   * Who claims to be another region's node and is not is a stranger, wherever the call came from. A
   * node that cannot tell says so, and the other one goes on without it.
   */
  private RouteDecision handedOver(Trunks known, InviteFacts facts) {
    try {
      return known
          .handOvers()
          .take(facts)
          .map(connector -> inbound.handedOver(facts, connector))
          .orElseGet(() -> RejectReason.UNKNOWN_SOURCE.reject(facts.sourceAddress()));
    } catch (ApiException tooManyAtOnce) {
      return RejectReason.HAND_OVER_FAILED.reject(
          tooManyAtOnce.getMessage(), CallDirection.INBOUND, Optional.empty());
    }
  }

  private static boolean isCarrier(Trunks known, InetAddress source) {
    return known.directory().carriers().inbound(source).isPresent();
  }

  /** A disabled rule on a host name is as none: the connector carries the call itself (S2). */
  private static Optional<RouteDecision> hostNameRule(
      RoutingDirectory rules, InviteFacts facts, String voiceConnectorId) {
    return rules
        .ruleForHost(facts.requestHost())
        .filter(RoutingDirectory.Rule::enabled)
        .map(
            rule ->
                Applications.way(
                    rules,
                    rule,
                    facts,
                    DialledNumber.parse(facts.requestUser())
                        .orElseGet(() -> Callers.cut(facts.requestUser())),
                    Optional.empty(),
                    Optional.of(voiceConnectorId)));
  }
}
