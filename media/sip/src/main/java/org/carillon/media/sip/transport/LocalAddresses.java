package org.carillon.media.sip.transport;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Finds which of our addresses a peer sees. Safe from any thread. */
final class LocalAddresses {
  private static final int REMEMBERED = 10_000;

  private final Optional<String> advertised;
  private final Optional<InetAddress> advertisedAddress;
  private final Map<InetAddress, InetAddress> towards = new ConcurrentHashMap<>();

  LocalAddresses(Optional<String> advertised) {
    this.advertised = advertised;
    this.advertisedAddress = advertised.flatMap(LocalAddresses::literal);
  }

  /** The bound address, or for a wildcard the interface's that routes to the peer. */
  InetSocketAddress towards(InetSocketAddress bound, InetSocketAddress peer) {
    if (!bound.getAddress().isAnyLocalAddress()) {
      return bound;
    }
    return new InetSocketAddress(towards(peer.getAddress()), bound.getPort());
  }

  /** The address of the interface that routes to the peer. */
  InetAddress towards(InetAddress peer) {
    if (towards.size() > REMEMBERED) {
      towards.clear();
    }
    return towards.computeIfAbsent(peer, LocalAddresses::route);
  }

  /** Connecting a UDP socket sends nothing, it only asks the routing table. */
  private static InetAddress route(InetAddress peer) {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(peer, 9));
      return socket.getLocalAddress();
    } catch (IOException e) {
      return InetAddress.getLoopbackAddress();
    }
  }

  /**
   * Our address as peers are told it: the advertised one, unless that is an address of the other
   * family, which this peer cannot reach.
   */
  String host(InetAddress local) {
    boolean others =
        advertisedAddress.isPresent() && advertisedAddress.get().getClass() != local.getClass();
    String host = others ? local.getHostAddress() : advertised.orElseGet(local::getHostAddress);
    int zone = host.indexOf('%');
    String plain = zone < 0 ? host : host.substring(0, zone);
    return plain.indexOf(':') >= 0 && !plain.startsWith("[") ? "[" + plain + "]" : plain;
  }

  private static Optional<InetAddress> literal(String host) {
    try {
      return Optional.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException name) {
      return Optional.empty();
    }
  }
}
