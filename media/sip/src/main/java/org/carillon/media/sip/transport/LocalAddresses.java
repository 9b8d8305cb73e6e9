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
  private final Map<InetAddress, InetAddress> towards = new ConcurrentHashMap<>();

  LocalAddresses(Optional<String> advertised) {
    this.advertised = advertised;
  }

  /** The bound address, or for a wildcard the interface's that routes to the peer. */
  InetSocketAddress towards(InetSocketAddress bound, InetSocketAddress peer) {
    if (advertised.isPresent()) {
      return InetSocketAddress.createUnresolved(advertised.get(), bound.getPort());
    }
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

  String host(InetSocketAddress address) {
    String host =
        address.isUnresolved() ? address.getHostString() : address.getAddress().getHostAddress();
    int zone = host.indexOf('%');
    String plain = zone < 0 ? host : host.substring(0, zone);
    return plain.indexOf(':') >= 0 && !plain.startsWith("[") ? "[" + plain + "]" : plain;
  }
}
