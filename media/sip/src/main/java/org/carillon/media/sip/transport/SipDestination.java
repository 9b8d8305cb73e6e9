package org.carillon.media.sip.transport;

import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a request is sent.
 *
 * @param transport how
 * @param address a resolved address and port
 * @param domain over TLS: the name that the peer's certificate must have, the host of the URI that
 *     led here (RFC 5922 section 7.3); empty: the certificate must have the IP address
 */
public record SipDestination(
    Transport transport, InetSocketAddress address, Optional<String> domain) {

  public SipDestination {
    Objects.requireNonNull(transport, "transport");
    Objects.requireNonNull(domain, "domain");
    if (address.isUnresolved()) {
      throw new IllegalArgumentException("Resolve the host first: " + address.getHostString());
    }
    if (address.getPort() == 0) {
      throw new IllegalArgumentException("A destination needs a port: " + address);
    }
  }

  /** A destination without a name. */
  public SipDestination(Transport transport, InetSocketAddress address) {
    this(transport, address, Optional.empty());
  }

  /** That address over UDP. */
  public static SipDestination udp(InetSocketAddress address) {
    return new SipDestination(Transport.UDP, address);
  }

  /** That address over TCP. */
  public static SipDestination tcp(InetSocketAddress address) {
    return new SipDestination(Transport.TCP, address);
  }

  /** That address over TLS, where the peer must prove to be {@code domain}. */
  public static SipDestination tls(InetSocketAddress address, String domain) {
    return new SipDestination(Transport.TLS, address, Optional.of(domain));
  }
}
