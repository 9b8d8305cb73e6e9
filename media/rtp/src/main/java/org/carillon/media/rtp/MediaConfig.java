package org.carillon.media.rtp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * How a {@link MediaEngine} works.
 *
 * @param firstPort the first UDP port it may use, or 0 (with {@code lastPort} 0) for ports chosen
 *     by the operating system
 * @param lastPort the last UDP port it may use, inclusive
 * @param threads media threads; one a core is a good choice
 * @param transport which sockets to use
 * @param advertised the address that peers of its family reach us at, when that is another than the
 *     bound one, as behind a NAT that keeps ports; empty: the bound one
 */
public record MediaConfig(
    int firstPort,
    int lastPort,
    int threads,
    Transport transport,
    Optional<InetAddress> advertised) {

  /** Which sockets carry the packets. */
  public enum Transport {
    /** {@link #EPOLL} where it works, else {@link #NIO}; one log line says which and why. */
    AUTO,
    /** Linux epoll, recvfrom and sendto by foreign-function calls; needs native access. */
    EPOLL,
    /** The JDK's datagram channels: everywhere. */
    NIO
  }

  /** Refuses ranges without an RTP and RTCP pair in them and thread counts outside 1..64. */
  public MediaConfig {
    boolean any = firstPort == 0 && lastPort == 0;
    if (!any && (firstPort < 1 || lastPort > 65535 || evenFrom(firstPort) + 1 > lastPort)) {
      throw new IllegalArgumentException(
          "RTP ports "
              + firstPort
              + "-"
              + lastPort
              + ": the range must lie in 1-65535 and hold an even port and the odd one after it");
    }
    if (threads < 1 || threads > 64) {
      throw new IllegalArgumentException("media threads " + threads + ": must be 1 to 64");
    }
  }

  /** With bound addresses that peers reach. */
  public MediaConfig(int firstPort, int lastPort, int threads, Transport transport) {
    this(firstPort, lastPort, threads, transport, Optional.empty());
  }

  /** A port range, one media thread a core, the best sockets there are. */
  public static MediaConfig ports(int firstPort, int lastPort) {
    return new MediaConfig(firstPort, lastPort, defaultThreads(), Transport.AUTO);
  }

  /** Ports chosen by the operating system: for tests and for clients behind no firewall. */
  public static MediaConfig anyPorts() {
    return new MediaConfig(0, 0, defaultThreads(), Transport.AUTO);
  }

  /** The same on other sockets. */
  public MediaConfig withTransport(Transport newTransport) {
    return new MediaConfig(firstPort, lastPort, threads, newTransport, advertised);
  }

  /** The same with another number of media threads. */
  public MediaConfig withThreads(int newThreads) {
    return new MediaConfig(firstPort, lastPort, newThreads, transport, advertised);
  }

  /** The same with an address that peers are told in place of the bound one of its family. */
  public MediaConfig withAdvertised(InetAddress address) {
    return new MediaConfig(firstPort, lastPort, threads, transport, Optional.of(address));
  }

  /** What peers are told of a bound address. */
  InetSocketAddress advertised(InetSocketAddress bound) {
    return advertised
        .filter(address -> address.getClass() == bound.getAddress().getClass())
        .map(address -> new InetSocketAddress(address, bound.getPort()))
        .orElse(bound);
  }

  private static int defaultThreads() {
    return Math.min(64, Runtime.getRuntime().availableProcessors());
  }

  static int evenFrom(int port) {
    return port + (port & 1);
  }
}
