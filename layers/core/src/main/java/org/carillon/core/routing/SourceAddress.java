package org.carillon.core.routing;

import java.net.InetAddress;
import java.util.Optional;
import org.carillon.core.connectors.CidrBlock;

/** The address in {@link InviteFacts#sourceAddress}. */
final class SourceAddress {

  private SourceAddress() {}

  /**
   * The address of {@code 192.0.2.1:5060} or {@code [2001:db8::1]:5060}; empty for anything else.
   * Nothing is looked up. An IPv4 address that came as IPv6 (RFC 4291 section 2.5.5.2) is IPv4.
   */
  static Optional<InetAddress> of(String addressAndPort) {
    if (addressAndPort.startsWith("[")) {
      int end = addressAndPort.indexOf(']');
      return end < 0 ? Optional.empty() : CidrBlock.literal(addressAndPort.substring(1, end));
    }
    int port = addressAndPort.lastIndexOf(':');
    return CidrBlock.literal(port < 0 ? addressAndPort : addressAndPort.substring(0, port));
  }
}
