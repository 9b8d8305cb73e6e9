package org.carillon.core.routing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.carillon.core.Account;
import org.carillon.core.connectors.Connector;
import org.carillon.core.identity.CallIdentity;
import org.carillon.core.numbers.Countries;
import org.carillon.core.records.CallDirection;
import org.carillon.core.records.PstnTrunk;
import org.carillon.core.routing.PlacedCall.Callee;
import org.carillon.core.routing.RouteDecision.ToTrunk;

/**
 * Where a call goes that an application places (S5, S6): a number by the carriers, a connector's
 * user by its origination routes, a SIP URI to its host.
 */
final class ApplicationCalls {

  private static final Pattern CONNECTOR =
      Pattern.compile("arn:aws[a-z-]*:chime:[a-z0-9-]*:([0-9]{12}):(vc|vcg)/([a-zA-Z0-9-]{1,64})");
  private static final Pattern SIP_URI =
      Pattern.compile(
          "(sips?):([^@]{1,64})@([a-zA-Z0-9.-]+|\\[[0-9a-fA-F:.]+])(?::([0-9]{1,5}))?(;.*)?");
  private static final int MAX_PORT = 65_535;

  private final TrunkDirectory directory;
  private final CallIdentity identity;
  private final Account account;
  private final RandomGenerator random;

  ApplicationCalls(
      TrunkDirectory directory, CallIdentity identity, Account account, RandomGenerator random) {
    this.directory = directory;
    this.identity = identity;
    this.account = account;
    this.random = random;
  }

  RouteDecision decide(PlacedCall call) {
    return switch (call.callee()) {
      case Callee.Telephone(String number) -> toNumber(call, number);
      case Callee.ConnectorUser(String arn, String user) -> toConnector(call, arn, user);
      case Callee.Uri(String uri) -> toUri(call, uri);
    };
  }

  /** Calls for help are not for applications: nobody would know where the caller is (E3). */
  private RouteDecision toNumber(PlacedCall call, String dialled) {
    Optional<String> number = DialledNumber.parse(dialled);
    if (number.isEmpty() || EmergencyNumber.of(dialled).isPresent()) {
      return refuse(RejectReason.NOT_E164, dialled);
    }
    String called = number.get();
    String country = Countries.of(called).orElse("");
    if (!directory.restrictions().allows(country, call.callerId())) {
      return refuse(RejectReason.CALLER_NOT_APPROVED, call.callerId());
    }
    List<TrunkTarget> targets = TrunkTargets.of(directory.carriers().outbound(called, random));
    if (targets.isEmpty()) {
      return refuse(RejectReason.NO_CARRIER, called);
    }
    if (!directory.takesCallTo(country, call.callerId())) {
      return refuse(RejectReason.TOO_MANY_CALLS_TO_COUNTRY, call.callerId());
    }
    Attestation attestation =
        directory.number(call.callerId()).isPresent() ? Attestation.A : Attestation.B;
    String trunk = PstnTrunk.id(account);
    Map<String, String> headers = new LinkedHashMap<>(call.headers());
    headers.putAll(identity.headers(attestation.name(), call.callerId(), called, trunk));
    return way(call, trunk, targets, called, Optional.of(attestation), headers);
  }

  private RouteDecision toConnector(PlacedCall call, String arn, String user) {
    Matcher parts = CONNECTOR.matcher(arn);
    List<Connector> connectors =
        parts.matches() && parts.group(1).equals(account.id())
            ? connectors(parts.group(2), parts.group(3))
            : List.of();
    List<TrunkTarget> targets = new ArrayList<>();
    connectors.forEach(connector -> targets.addAll(TrunkTargets.hosts(connector, random)));
    if (connectors.isEmpty()) {
      return refuse(RejectReason.UNKNOWN_CONNECTOR, arn);
    }
    if (targets.isEmpty()) {
      return RejectReason.NO_ORIGINATION.reject(
          user, CallDirection.OUTBOUND, Optional.of(connectors.getFirst().id()));
    }
    String connector = targets.getFirst().ownerId();
    Map<String, String> headers = new LinkedHashMap<>(call.headers());
    headers.put(RouteDecision.CONNECTOR_HEADER, connector);
    return way(call, connector, targets, user, Optional.empty(), headers);
  }

  private List<Connector> connectors(String kind, String id) {
    return kind.equals("vc")
        ? directory.connectorOfId(id).stream().toList()
        : directory.connectorsOfGroup(id);
  }

  private RouteDecision toUri(PlacedCall call, String uri) {
    Matcher parts = SIP_URI.matcher(uri);
    if (!parts.matches()) {
      return refuse(RejectReason.NOT_SIP_URI, uri);
    }
    int port = parts.group(4) == null ? 0 : Integer.parseInt(parts.group(4));
    if (port > MAX_PORT) {
      return refuse(RejectReason.NOT_SIP_URI, uri);
    }
    TrunkTarget target =
        new TrunkTarget(
            TrunkTarget.Kind.SIP_URI,
            parts.group(3),
            Optional.empty(),
            parts.group(3),
            port,
            transport(parts.group(1), Optional.ofNullable(parts.group(5))),
            Optional.empty(),
            Optional.empty(),
            false);
    return way(
        call,
        PstnTrunk.id(account),
        List.of(target),
        parts.group(2),
        Optional.empty(),
        call.headers());
  }

  private static String transport(String scheme, Optional<String> parameters) {
    String asked = parameters.orElse("").toLowerCase(java.util.Locale.ROOT);
    if (scheme.equals("sips") || asked.contains(";transport=tls")) {
      return "TLS";
    }
    return asked.contains(";transport=tcp") ? "TCP" : "UDP";
  }

  private ToTrunk way(
      PlacedCall call,
      String connector,
      List<TrunkTarget> targets,
      String to,
      Optional<Attestation> attestation,
      Map<String, String> headers) {
    return new ToTrunk(
        CallDirection.OUTBOUND,
        connector,
        targets,
        call.callerId(),
        directory.number(call.callerId()).map(CallerIds::name).orElse(""),
        to,
        Optional.empty(),
        false,
        attestation,
        headers,
        Optional.empty());
  }

  private static RouteDecision refuse(RejectReason reason, String about) {
    return reason.reject(about, CallDirection.OUTBOUND, Optional.empty());
  }
}
