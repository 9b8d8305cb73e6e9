package org.carillon.media.sip.transport;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToIntFunction;
import org.carillon.media.sip.SipConfig;
import org.carillon.media.sip.loop.EventLoop;
import org.carillon.media.sip.message.SipMessage;
import org.carillon.media.sip.message.SipUri;
import org.carillon.media.sip.message.Via;

/**
 * All sockets of one loop (RFC 3261 section 18). Owned by the loop, but for opening and closing.
 */
public final class TransportLayer implements AutoCloseable {
  private static final String PLAIN_PORT = "SIP";
  private static final String TLS_PORT = "SIP TLS";
  private static final int PORT_ATTEMPTS = 50;

  private final SipConfig config;
  private final EventLoop loop;
  private final List<UdpPort> udp = new ArrayList<>();
  private final List<InetSocketAddress> addresses = new ArrayList<>();
  private final LocalAddresses localAddresses;
  private final List<InetSocketAddress> tlsAddresses = new ArrayList<>();
  private StreamPort tcp;
  private StreamPort tls;

  private TransportLayer(SipConfig config, EventLoop loop) {
    this.config = config;
    this.loop = loop;
    this.localAddresses = new LocalAddresses(config.advertisedHost());
  }

  /**
   * Binds every address for every transport.
   *
   * @param refused counts connections of peers that were refused or took too long
   * @throws IOException when one cannot be bound, naming it; nothing stays open then
   */
  public static TransportLayer open(
      SipConfig config, EventLoop loop, MessageHandler handler, LongAdder refused)
      throws IOException {
    // With port 0 the port that one transport got may be taken for another: try again.
    boolean plainFree = config.bind().stream().allMatch(address -> address.getPort() == 0);
    boolean tlsFree = config.tls().filter(tls -> tls.port() == 0).isPresent();
    Optional<TlsSecurity> security = security(config);
    for (int attempt = 1; ; attempt++) {
      TransportLayer layer = new TransportLayer(config, loop);
      try {
        layer.bindAll(handler, refused, security);
        return layer;
      } catch (IOException e) {
        layer.close();
        boolean free = e instanceof TlsBindException ? tlsFree : plainFree;
        if (!free || attempt == PORT_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static Optional<TlsSecurity> security(SipConfig config) throws IOException {
    return config.tls().isEmpty()
        ? Optional.empty()
        : Optional.of(TlsSecurity.load(config.tls().get(), config.limits().messageTime()));
  }

  private void bindAll(MessageHandler handler, LongAdder refused, Optional<TlsSecurity> security)
      throws IOException {
    boolean plain = config.transports().contains(Transport.UDP);
    if (config.transports().contains(Transport.TCP)) {
      plain = true;
      tcp = new StreamPort(config, loop, handler, refused, null);
    }
    if (plain) {
      bindEach(
          PLAIN_PORT, addresses, InetSocketAddress::getPort, address -> bind(address, handler));
    }
    if (security.isPresent()) {
      int port = config.tls().orElseThrow().port();
      tls = new StreamPort(config, loop, handler, refused, security.get());
      bindEach(TLS_PORT, tlsAddresses, wanted -> port, tls::bind);
    }
  }

  /** Binds one address; answers with what it got. */
  private interface Binder {
    InetSocketAddress bind(InetSocketAddress address) throws IOException;
  }

  private void bindEach(
      String what,
      List<InetSocketAddress> bound,
      ToIntFunction<InetSocketAddress> wantedPort,
      Binder binder)
      throws IOException {
    int free = 0;
    for (InetSocketAddress wanted : config.bind()) {
      boolean any = wantedPort.applyAsInt(wanted) == 0;
      int port = any ? free : wantedPort.applyAsInt(wanted);
      InetSocketAddress address = new InetSocketAddress(wanted.getAddress(), port);
      try {
        InetSocketAddress got = binder.bind(address);
        free = any ? got.getPort() : free;
        bound.add(got);
      } catch (IOException e) {
        String reason =
            what
                + " address "
                + address
                + " cannot be bound ("
                + e.getMessage()
                + "). Stop what uses it or choose another port.";
        throw what.equals(TLS_PORT) ? new TlsBindException(reason, e) : new IOException(reason, e);
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

  /** The addresses bound for UDP and TCP in the order of the configuration. */
  public List<InetSocketAddress> addresses() {
    return List.copyOf(addresses);
  }

  /** The addresses bound for TLS in the order of the configuration. */
  public List<InetSocketAddress> tlsAddresses() {
    return List.copyOf(tlsAddresses);
  }

  /** Open connections over TCP and TLS. */
  public int connections() {
    return (tcp == null ? 0 : tcp.connections()) + (tls == null ? 0 : tls.connections());
  }

  /** The bound address that a peer reaches us at. Safe from any thread. */
  public InetSocketAddress localFor(Transport transport, InetSocketAddress peer) {
    return localAddresses.towards(bindingFor(bound(transport), peer.getAddress()), peer);
  }

  /** The host as it is written in Via and Contact, an IPv6 address in brackets. */
  public String hostFor(Transport transport, InetSocketAddress peer) {
    return localAddresses.host(localFor(transport, peer).getAddress());
  }

  private List<InetSocketAddress> bound(Transport transport) {
    return transport == Transport.TLS || addresses.isEmpty() ? tlsAddresses : addresses;
  }

  /** Whether a message can go that way with what is bound. */
  public boolean reaches(SipDestination destination) {
    if (!config.transports().contains(destination.transport())) {
      return false;
    }
    for (InetSocketAddress address : bound(destination.transport())) {
      if (reaches(address, destination.address().getAddress())) {
        return true;
      }
    }
    return false;
  }

  private InetSocketAddress bindingFor(List<InetSocketAddress> bound, InetAddress peer) {
    InetSocketAddress found = null;
    for (InetSocketAddress address : bound) {
      if (address.getAddress() instanceof Inet4Address == peer instanceof Inet4Address) {
        if (found != null) {
          return bindingTowards(bound, peer, found);
        }
        found = address;
      }
    }
    return found == null ? bound.getFirst() : found;
  }

  /** Of several addresses of a family, the one whose interface routes to the peer. */
  private InetSocketAddress bindingTowards(
      List<InetSocketAddress> bound, InetAddress peer, InetSocketAddress otherwise) {
    InetAddress local = localAddresses.towards(peer);
    for (InetSocketAddress address : bound) {
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
    send(request, to, StreamPort.CONNECT_MILLIS, failure);
  }

  /** The same to a peer that there is another way to: it fails sooner. */
  public void trySend(SipMessage request, SipDestination to, SendFailure failure) {
    send(request, to, StreamPort.TRY_MILLIS, failure);
  }

  private void send(SipMessage request, SipDestination to, int connectMillis, SendFailure failure) {
    if (!reaches(to)) {
      failure.onFailure("No socket of ours reaches " + to.transport() + " " + to.address());
    } else if (to.transport() == Transport.UDP) {
      InetSocketAddress from = bindingFor(addresses, to.address().getAddress());
      sendUdp(request, to.address(), from, failure);
    } else {
      streams(to.transport()).send(request, to, connectMillis, failure);
    }
  }

  private StreamPort streams(Transport transport) {
    return transport == Transport.TLS ? tls : tcp;
  }

  /** Sends a request on the connection that a message came on; false when it is closed. */
  public boolean sendOn(long connection, SipMessage request, SendFailure failure) {
    return (tcp != null && tcp.sendOn(connection, request, failure))
        || (tls != null && tls.sendOn(connection, request, failure));
  }

  /** Whether that connection is open. */
  public boolean isOpen(long connection) {
    return (tcp != null && tcp.isOpen(connection)) || (tls != null && tls.isOpen(connection));
  }

  /**
   * Sends a response by its topmost Via: on the request's connection, else to the source address
   * and the sent-by port, or the source port when the client asked for it (RFC 3261 section 18.2.2,
   * RFC 3581). A maddr parameter is not followed, so that nobody can aim our answers elsewhere.
   */
  public void respond(SipMessage response, SipSource source, Via via, SendFailure failure) {
    InetAddress host = source.remote().getAddress();
    Transport transport = source.transport();
    if (transport == Transport.UDP) {
      int port = via.parameters().has("rport") ? source.remote().getPort() : sentByPort(via);
      sendUdp(response, new InetSocketAddress(host, port), source.local(), failure);
    } else if (!streams(transport).sendOn(source.connection(), response, failure)) {
      InetSocketAddress address = new InetSocketAddress(host, sentByPort(via));
      SipDestination sentBy =
          transport == Transport.TLS
              ? SipDestination.tls(address, SipUri.plainHost(via.host()))
              : SipDestination.tcp(address);
      streams(transport).send(response, sentBy, StreamPort.CONNECT_MILLIS, failure);
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

  /** Closes the connections; the UDP sockets close with their loop. */
  public void closeConnections() {
    if (tcp != null) {
      tcp.close();
    }
    if (tls != null) {
      tls.close();
    }
  }

  /** Closes everything. */
  @Override
  public void close() {
    closeConnections();
    udp.forEach(UdpPort::close);
  }
}
