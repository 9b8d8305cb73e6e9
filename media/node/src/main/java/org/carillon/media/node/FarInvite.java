package org.carillon.media.node;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.core.routing.CustomSipHeaders;
import org.carillon.core.routing.RouteDecision;
import org.carillon.core.routing.RouteDecision.ToTrunk;
import org.carillon.core.routing.TrunkTarget;
import org.carillon.media.sip.OutgoingInvite;
import org.carillon.media.sip.digest.SipCredentials;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.Multipart;
import org.carillon.media.sip.message.NameAddress;
import org.carillon.media.sip.message.Parameters;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipUri;
import org.carillon.media.sip.transport.SipDestination;
import org.carillon.media.sip.transport.Transport;

/**
 * Writes the INVITE of a far leg: who calls whom, in the words of the trunk (RFC 3261 section
 * 8.1.1, RFC 3325, RFC 6442).
 */
final class FarInvite {

  private static final String LOCATION_ID = "location@carillon";
  private static final int NO_PORT = -1;
  private static final int SIP = 5060;
  private static final int MAX_FORWARDS = 70; // RFC 3261 section 8.1.1.6

  private final ToTrunk way;
  private final OutgoingInvite invite;

  private FarInvite(ToTrunk way, OutgoingInvite invite) {
    this.way = way;
    this.invite = invite;
  }

  /**
   * The INVITE for a target, without body. Opens the trunk's password, so it may take its time.
   *
   * @param near the INVITE that it goes on from; empty for a call that begins here
   * @param local our address towards the target
   */
  static FarInvite of(
      NodeContext node,
      Optional<InboundInvite> near,
      ToTrunk way,
      TrunkTarget target,
      InetAddress local) {
    String ourHost = SipUri.hostOf(local);
    SipUri uri = uri(way.to(), target.host(), target.port(), target.transport());
    OutgoingInvite invite =
        OutgoingInvite.to(uri, from(way, ourHost))
            .withMaxForwards(
                near.map(came -> came.request().maxForwards() - 1).orElse(MAX_FORWARDS))
            .withHeaders(headers(node, near, way, target, ourHost));
    if (target.kind() == TrunkTarget.Kind.SIMULATED_CARRIER) {
      InetSocketAddress simulated =
          node.config()
              .simulatedCarrier()
              .orElseThrow(() -> new IllegalStateException("no simulated carrier runs here"));
      invite = invite.withDestination(SipDestination.udp(simulated));
    }
    if (target.username().isPresent() && target.password().isPresent()) {
      String password = target.password().get().open(node.services().sealer());
      invite = invite.withCredentials(new SipCredentials(target.username().get(), password));
    }
    return new FarInvite(way, invite);
  }

  /** The same with this Call-ID. */
  FarInvite withCallId(String callId) {
    return new FarInvite(way, invite.withCallId(callId));
  }

  /** The INVITE with its offer, if any, and with the caller's location when it has one. */
  OutgoingInvite with(Optional<SipBody> offer) {
    if (way.location().isEmpty()) {
      return offer.map(invite::withBody).orElse(invite);
    }
    SipBody location =
        new SipBody("application/pidf+xml", way.location().get().getBytes(StandardCharsets.UTF_8));
    List<Multipart.Part> parts = new ArrayList<>();
    offer.map(Multipart.Part::of).ifPresent(parts::add);
    parts.add(new Multipart.Part(Map.of("content-id", "<" + LOCATION_ID + ">"), location));
    Multipart body = new Multipart(parts);
    List<HeaderField> headers = new ArrayList<>(invite.headers());
    headers.add(HeaderField.of("MIME-Version", "1.0"));
    headers.add(HeaderField.of("Geolocation", "<cid:" + LOCATION_ID + ">"));
    headers.add(HeaderField.of("Geolocation-Routing", "yes"));
    return invite.withHeaders(headers).withBody(body.toBody());
  }

  /** The URI of a user at a target; the port 0 leaves it to DNS. */
  static SipUri uri(String user, String host, int port, String by) {
    SipUri uri = SipUri.sip(user, host, port == 0 ? NO_PORT : port);
    Transport transport = Transport.named(by).orElse(Transport.UDP);
    return transport == Transport.UDP ? uri : uri.withParameter("transport", transport.parameter());
  }

  private static NameAddress from(ToTrunk way, String ourHost) {
    if (way.hidesCaller()) {
      SipUri nobody = SipUri.sip("anonymous", "anonymous.invalid", NO_PORT);
      return new NameAddress("Anonymous", nobody, Parameters.NONE);
    }
    return new NameAddress(
        way.fromName(), SipUri.sip(way.from(), ourHost, NO_PORT), Parameters.NONE);
  }

  private static List<HeaderField> headers(
      NodeContext node,
      Optional<InboundInvite> near,
      ToTrunk way,
      TrunkTarget target,
      String ourHost) {
    List<HeaderField> headers = new ArrayList<>();
    if (way.from().isEmpty()) {
      headers.add(HeaderField.of("Privacy", "id"));
    } else {
      NameAddress caller =
          new NameAddress(
              way.fromName(), SipUri.sip(way.from(), ourHost, NO_PORT), Parameters.NONE);
      headers.add(HeaderField.of("P-Asserted-Identity", caller.toString()));
    }
    near.ifPresent(
        came ->
            CustomSipHeaders.handedOn(came.facts().headers(), way)
                .forEach((name, value) -> headers.add(HeaderField.of(name, value))));
    way.headers()
        .forEach(
            (name, value) -> {
              // of a group, the connector whose host this is (V6)
              boolean ofTarget =
                  name.equals(RouteDecision.CONNECTOR_HEADER) && target.isConnectors();
              headers.add(HeaderField.of(name, ofTarget ? target.ownerId() : value));
            });
    if (target.kind() == TrunkTarget.Kind.REGION_NODE) {
      node.services()
          .routing()
          .handOver(near.orElseThrow().facts(), way, target)
          .forEach((name, value) -> headers.add(HeaderField.of(name, value)));
    }
    return headers;
  }

  /**
   * Our address towards a target.
   *
   * @param unknown taken for a target with a name, whose address is not known yet
   */
  static InetAddress addressTowards(NodeContext node, TrunkTarget target, InetAddress unknown) {
    return literal(target.host())
        .map(host -> node.sip().localAddressFor(Transport.UDP, new InetSocketAddress(host, SIP)))
        .map(InetSocketAddress::getAddress)
        .orElse(unknown);
  }

  /** A target's address when its host is written as one. */
  static Optional<InetAddress> literal(String host) {
    String plain = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    try {
      return Optional.of(InetAddress.ofLiteral(plain));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
