package org.carillon.core.routing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.carillon.core.connectors.Connector;
import org.carillon.core.identity.CallIdentity;
import org.carillon.core.identity.CallerVerdict;
import org.carillon.core.records.CallDirection;
import org.carillon.core.routing.RouteDecision.ToTrunk;
import org.carillon.core.routing.RoutingDirectory.Rule;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a call from the telephone network goes: by the called number to the applications of its SIP
 * rule (S3), to the two people of a proxy session (V13), or to the hosts of its connectors (V3, V6,
 * V7).
 */
final class InboundCalls {

  private static final Logger LOG = LoggerFactory.getLogger(InboundCalls.class);

  private final RoutingDirectory rules;
  private final Optional<TrunkDirectory> trunks;
  private final Optional<ProxyCalls> proxies;
  private final CallIdentity identity;
  private final Optional<HandOvers> handOvers;
  private final RandomGenerator random;

  InboundCalls(
      RoutingDirectory rules,
      Optional<TrunkDirectory> trunks,
      CallIdentity identity,
      Optional<HandOvers> handOvers,
      RandomGenerator random) {
    this.rules = rules;
    this.trunks = trunks;
    this.identity = identity;
    this.proxies = trunks.map(directory -> new ProxyCalls(directory, identity, random));
    this.handOvers = handOvers;
    this.random = random;
  }

  RouteDecision decide(InviteFacts facts) {
    // a carrier that we register with calls the user we registered, and the number in To
    Optional<String> called =
        DialledNumber.parse(facts.requestUser()).or(() -> DialledNumber.parse(facts.toUser()));
    if (called.isEmpty()) {
      return RejectReason.NOT_E164.reject(facts.requestUser());
    }
    String number = called.get();
    if (!rules.hasNumber(number)) {
      return RejectReason.UNKNOWN_NUMBER.reject(number);
    }
    Optional<Rule> rule = rules.ruleFor(number);
    if (rule.isPresent()) {
      return rule.get().enabled()
          ? Applications.way(
              rules, rule.get(), facts, number, verdict(facts, number), Optional.empty())
          : RejectReason.RULE_DISABLED.reject(number);
    }
    List<Connector> connectors =
        trunks.map(directory -> directory.connectorsOf(number)).orElse(List.of());
    if (connectors.isEmpty()) {
      return RejectReason.NO_RULE.reject(number);
    }
    return proxies
        .flatMap(proxy -> proxy.decide(connectors, number, facts))
        .orElseGet(() -> toHosts(connectors, number, facts, true));
  }

  /**
   * Where a call goes that another region's node hands over (V6): to the hosts of that connector
   * and nowhere else, so that no call goes round between regions. What cannot be done is answered
   * so that the other node does it.
   */
  RouteDecision handedOver(InviteFacts facts, String voiceConnectorId) {
    Optional<String> called = DialledNumber.parse(facts.requestUser());
    List<Connector> connector =
        trunks.stream()
            .flatMap(
                directory ->
                    called.filter(rules::hasNumber).stream()
                        .flatMap(number -> directory.connectorsOf(number).stream()))
            .filter(one -> one.id().equals(voiceConnectorId))
            .filter(one -> one.activeOrigination().isPresent())
            .toList();
    return connector.isEmpty()
        ? RejectReason.HAND_OVER_FAILED.reject(
            voiceConnectorId, CallDirection.INBOUND, Optional.of(voiceConnectorId))
        : toHosts(connector, called.orElseThrow(), facts, false);
  }

  /** What the caller's signed identity is worth (N13); a bad one is told in the log. */
  private Optional<CallerVerdict> verdict(InviteFacts facts, String number) {
    Optional<String> signed =
        Callers.header(facts, CallIdentity.HEADER)
            .or(() -> Callers.header(facts, CallIdentity.SHORT_HEADER))
            .filter(CallIdentity::hasCallers);
    Optional<CallerVerdict> verdict =
        identity.verify(signed, Callers.asserted(facts).orElse(""), number);
    verdict
        .filter(found -> found.result() == CallerVerdict.Result.FAILED)
        .ifPresent(
            found ->
                LOG.warn(
                    "The caller's identity in the call {} does not hold: {}.",
                    facts.sipCallId(),
                    found.reason()));
    return verdict;
  }

  /** Each connector's hosts in its own order, one connector after the other (V6). */
  private RouteDecision toHosts(
      List<Connector> connectors, String number, InviteFacts facts, boolean handsOver) {
    List<TrunkTarget> targets = new ArrayList<>();
    for (Connector connector : connectors) {
      List<TrunkTarget> hosts = TrunkTargets.hosts(connector, random);
      if (handsOver && !hosts.isEmpty()) {
        // its own region's nodes are nearer to them; when those fail they are called from here
        handOvers.flatMap(all -> all.nodesOf(connector)).ifPresent(targets::add);
      }
      targets.addAll(hosts);
    }
    if (targets.isEmpty()) {
      return RejectReason.NO_ORIGINATION.reject(
          number, CallDirection.INBOUND, Optional.of(connectors.getFirst().id()));
    }
    String connector = targets.getFirst().ownerId();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(RouteDecision.CONNECTOR_HEADER, connector);
    verdict(facts, number)
        .filter(verdict -> !Callers.isPrivate(facts))
        .ifPresent(verdict -> headers.putAll(Verdicts.forTrunk(verdict, facts)));
    return new ToTrunk(
        CallDirection.INBOUND,
        connector,
        targets,
        Callers.shown(facts),
        Callers.isPrivate(facts) ? "" : Callers.cut(facts.fromName()),
        number,
        Optional.empty(),
        false,
        Optional.empty(),
        headers,
        Optional.empty());
  }
}
