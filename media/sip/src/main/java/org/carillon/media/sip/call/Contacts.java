package org.carillon.media.sip.call;

import java.net.InetSocketAddress;
import org.carillon.media.sip.transport.SipDestination;
import org.carillon.media.sip.transport.Transport;
import org.carillon.media.sip.transport.TransportLayer;

/** The Contact values that tell peers where we are (RFC 3261 section 8.1.1.8). */
final class Contacts {
  private final TransportLayer transport;

  Contacts(TransportLayer transport) {
    this.transport = transport;
  }

  String towards(SipDestination peer) {
    return towards(peer.transport(), peer.address());
  }

  String towards(Transport by, InetSocketAddress peer) {
    String address = transport.hostFor(by, peer) + ":" + transport.localFor(by, peer).getPort();
    return by == Transport.UDP
        ? "<sip:" + address + ">"
        : "<sip:" + address + ";transport=" + by.parameter() + ">";
  }
}
