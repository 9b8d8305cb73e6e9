package org.carillon.media.sip.sdp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Where a side takes RTCP: {@code a=rtcp} (RFC 3605), else the port after RTP's. */
final class RtcpAddress {

  private RtcpAddress() {}

  static InetSocketAddress of(MediaDescription stream, InetSocketAddress rtp) {
    int next = rtp.getPort() == 65535 ? 65535 : rtp.getPort() + 1;
    Optional<String> named = stream.attribute("rtcp");
    if (named.isPresent()) {
      String[] parts = named.get().strip().split(" +");
      if (parts[0].matches("[0-9]{1,5}")) {
        int port = Integer.parseInt(parts[0]);
        if (port > 0 && port <= 65535) {
          return new InetSocketAddress(host(parts, rtp.getAddress()), port);
        }
      }
    }
    return new InetSocketAddress(rtp.getAddress(), next);
  }

  /** The address of {@code port IN IP4 host} when it is one, and of RTP's family. */
  private static InetAddress host(String[] parts, InetAddress rtp) {
    if (parts.length == 4 && parts[1].equals("IN")) {
      try {
        InetAddress host = InetAddress.ofLiteral(parts[3]);
        if (host.getClass() == rtp.getClass() && !host.isMulticastAddress()) {
          return host;
        }
      } catch (IllegalArgumentException e) {
        // a name, which we do not ask the DNS for: RTP's address will do
        return rtp;
      }
    }
    return rtp;
  }
}
