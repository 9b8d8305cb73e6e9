package org.carillon.media.sip.transport;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.carillon.media.sip.SipConfig;
import org.carillon.media.sip.loop.EventLoop;
import org.carillon.media.sip.message.SipMessage;
import org.carillon.media.sip.message.Via;

/**
 * All sockets of one loop (RFC 3261 section 18). Owned by the loop, but for opening and closing.
 */
public final class TransportLayer implements AutoCloseable {
  private static final int PORT_ATTEMPTS = 50;

  private final SipConfig config;
  private final EventLoop loop;
  private final List<UdpPort> udp = new ArrayList<>();
  private final List<InetSocketAddress> addresses = new ArrayList<>();
  private final LocalAddresses localAddresses;
  private TcpPort tcp;

  private TransportLayer(SipConfig config, EventLoop loop) {
    this.config = config;
    this.loop = loop;
    this.localAddresses = new LocalAddresses(config.advertisedHost());
  }

  /**
   * Binds every address for every transport.
   *
   * @throws IOException when one cannot be bound, naming it; nothing stays open then
   */
  public static TransportLayer open(SipConfig config, EventLoop loop, MessageHandler handler)
      throws IOException {
    boolean anyFree = config.bind().stream().allMatch(address -> address.getPort() == 0);
    IOException last = null;
    for (int i = 0; i < (anyFree ? PORT_ATTEMPTS : 1); i++) {
      TransportLayer layer = new TransportLayer(config, loop);
      try {
        layer.bindAll(handler);
        return layer;
      } catch (IOException e) {
        // With port 0 the port that UDP got may be taken for TCP: try another.
        layer.close();
        last = e;
      }
    }
    throw last;
  }

  private void bindAll(MessageHandler handler) throws IOException {
    if (config.transports().contains(Transport.TCP)) {
      tcp = new TcpPort(config, loop, handler);
    }
    int free = 0;
    for (InetSocketAddress wanted : config.bind()) {
      int port = wanted.getPort() == 0 ? free : wanted.getPort();
      InetSocketAddress address = new InetSocketAddress(wanted.getAddress(), port);
      try {
        InetSocketAddress bound = bind(address, handler);
        free = wanted.getPort() == 0 ? bound.getPort() : free;
        addresses.add(bound);
      } catch (IOException e) {
        throw new IOException(
            "SIP address "
                + address
                + " cannot be bound ("
                + e.getMessage()
                + "). Stop what uses it or choose another port.",
            e);
      }
    }
  }

  private InetSocketAddress bind(InetSocketAddress address, MessageHandler handler)
      throws IOException {
    InetSocketAddress bound = address;
    if (config.transports().contains(Transport.UDP)) {
      UdpPort port = UdpPort.open(bound, loop, handler);
      udp.add(port);
      bound = port.local();
    }
    if (tcp != null) {
      bound = tcp.bind(bound);
    }
    return bound;
  }

  /** The bound addresses in the order of the configuration. */
  public List<InetSocketAddress> addresses() {
    return List.copyOf(addresses);
  }

  /** Open TCP connections. */
  public int connections() {
    return tcp == null ? 0 : tcp.connections();
  }

  /** The host and port that a peer reaches us at. Safe from any thread. */
  public InetSocketAddress localFor(InetSocketAddress peer) {
    return localAddresses.towards(bindingFor(peer.getAddress()), peer);
  }

  /** The host as it is written in Via and Contact, an IPv6 address in brackets. */
  public String hostFor(InetSocketAddress peer) {
    return localAddresses.host(localFor(peer));
  }

  /** Whether a message can go that way with what is bound. */
  public boolean reaches(SipDestination destination) {
    if (!config.transports().contains(destination.transport())) {
      return false;
    }
    for (InetSocketAddress address : addresses) {
      if (reaches(address, destination.address().getAddress())) {
        return true;
      }
    }
    return false;
  }

  private InetSocketAddress bindingFor(InetAddress peer) {
    InetSocketAddress found = null;
    for (InetSocketAddress address : addresses) {
      if (address.getAddress() instanceof Inet4Address == peer instanceof Inet4Address) {
        if (found != null) {
          return bindingTowards(peer, found);
        }
        found = address;
      }
    }
    return found == null ? addresses.getFirst() : found;
  }

  /** Of several addresses of a family, the one whose interface routes to the peer. */
  private InetSocketAddress bindingTowards(InetAddress peer, InetSocketAddress otherwise) {
    InetAddress local = localAddresses.towards(peer);
    for (InetSocketAddress address : addresses) {
      if (address.getAddress().equals(local)) {
        return address;
      }
    }
    return otherwise;
  }

  // A socket bound to [::] carries both families.
  private static boolean reaches(InetSocketAddress address, InetAddress peer) {
    return address.getAddress() instanceof Inet4Address == peer instanceof Inet4Address
        || (address.getAddress() instanceof Inet6Address
            && address.getAddress().isAnyLocalAddress());
  }

  /** Sends a request, on the peer's open connection where there is one. */
  public void send(SipMessage request, SipDestination to, SendFailure failure) {
    if (!reaches(to)) {
      failure.onFailure("No socket of ours reaches " + to.transport() + " " + to.address());
    } else if (to.transport() == Transport.UDP) {
      sendUdp(request, to.address(), bindingFor(to.address().getAddress()), failure);
    } else {
      tcp.send(request, to.address(), failure);
    }
  }

  /** Sends a request on the connection that a message came on; false when it is closed. */
  public boolean sendOn(long connection, SipMessage request, SendFailure failure) {
    return tcp != null && tcp.sendOn(connection, request, failure);
  }

  /** Whether that TCP connection is open. */
  public boolean isOpen(long connection) {
    return tcp != null && tcp.isOpen(connection);
  }

  /**
   * Sends a response by its topmost Via: on the request's connection, else to the source address
   * and the sent-by port, or the source port when the client asked for it (RFC 3261 section 18.2.2,
   * RFC 3581). A maddr parameter is not followed, so that nobody can aim our answers elsewhere.
   */
  public void respond(SipMessage response, SipSource source, Via via, SendFailure failure) {
    InetAddress host = source.remote().getAddress();
    if (source.transport() == Transport.UDP) {
      int port = via.parameters().has("rport") ? source.remote().getPort() : sentByPort(via);
      sendUdp(response, new InetSocketAddress(host, port), source.local(), failure);
    } else if (!tcp.sendOn(source.connection(), response, failure)) {
      tcp.send(response, new InetSocketAddress(host, sentByPort(via)), failure);
    }
  }

  private static int sentByPort(Via via) {
    if (via.port() > 0) {
      return via.port();
    }
    return Transport.named(via.transport()).map(Transport::defaultPort).orElse(5060);
  }

  private void sendUdp(
      SipMessage message, InetSocketAddress to, InetSocketAddress from, SendFailure failure) {
    try {
      for (UdpPort port : udp) {
        if (port.local().equals(from)) {
          port.send(message.bytes(), message.length(), to);
          return;
        }
      }
      failure.onFailure("No UDP socket on " + from);
    } catch (IOException e) {
      failure.onFailure("Sending to " + to + " failed: " + e.getMessage());
    }
  }

  /** Closes the TCP side; the UDP sockets close with their loop. */
  public void closeConnections() {
    if (tcp != null) {
      tcp.close();
    }
  }

  /** Closes everything. */
  @Override
  public void close() {
    closeConnections();
    udp.forEach(UdpPort::close);
  }
}
