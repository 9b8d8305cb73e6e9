package org.carillon.media.sip.transport;

import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * Where a request is sent.
 *
 * @param transport how
 * @param address a resolved address and port
 */
public record SipDestination(Transport transport, InetSocketAddress address) {

  public SipDestination {
    Objects.requireNonNull(transport, "transport");
    if (address.isUnresolved()) {
      throw new IllegalArgumentException("Resolve the host first: " + address.getHostString());
    }
    if (address.getPort() == 0) {
      throw new IllegalArgumentException("A destination needs a port: " + address);
    }
  }

  /** That address over UDP. */
  public static SipDestination udp(InetSocketAddress address) {
    return new SipDestination(Transport.UDP, address);
  }

  /** That address over TCP. */
  public static SipDestination tcp(InetSocketAddress address) {
    return new SipDestination(Transport.TCP, address);
  }
}
