package org.carillon.media.sip;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.carillon.media.sip.transport.Transport;

/**
 * How an endpoint listens, what it accepts and where its limits are.
 *
 * @param bind local addresses. Each is opened for every transport on the same port. Port 0: a free
 *     port, the same for all addresses and transports
 * @param transports UDP, TCP or both
 * @param advertisedHost host for Via and Contact when peers see another address than the bound one;
 *     empty: the local address that reaches the peer
 * @param userAgent value of User-Agent and Server header fields
 * @param methods methods the user accepts; others get 405 when known to RFC 3261, else 501
 * @param bodyTypes body types the user accepts in requests; others get 415
 * @param supported option tags the user supports (RFC 3261 section 20.37); a Require of another
 *     gets 420
 * @param timers the base timers of the transactions
 * @param limits sizes, counts and rates
 */
public record SipConfig(
    List<InetSocketAddress> bind,
    Set<Transport> transports,
    Optional<String> advertisedHost,
    String userAgent,
    List<String> methods,
    List<String> bodyTypes,
    List<String> supported,
    Timers timers,
    Limits limits) {

  public SipConfig {
    bind = List.copyOf(bind);
    transports = Set.copyOf(transports);
    methods = List.copyOf(methods);
    bodyTypes = List.copyOf(bodyTypes);
    supported = List.copyOf(supported);
    Objects.requireNonNull(advertisedHost, "advertisedHost");
    Objects.requireNonNull(timers, "timers");
    Objects.requireNonNull(limits, "limits");
    if (bind.isEmpty() || transports.isEmpty()) {
      throw new IllegalArgumentException("Name at least one address and one transport to bind.");
    }
    if (transports.contains(Transport.TLS)) {
      throw new IllegalArgumentException("TLS is not offered; bind UDP and TCP.");
    }
  }

  /** UDP and TCP on the given addresses with the defaults of RFC 3261. */
  public static SipConfig listen(InetSocketAddress... addresses) {
    return new SipConfig(
        List.of(addresses),
        Set.of(Transport.UDP, Transport.TCP),
        Optional.empty(),
        "Carillon",
        List.of("INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "INFO", "UPDATE"),
        List.of("application/sdp"),
        List.of(),
        Timers.RFC_3261,
        Limits.DEFAULT);
  }

  /** This with other transports. */
  public SipConfig withTransports(Set<Transport> only) {
    return new SipConfig(
        bind, only, advertisedHost, userAgent, methods, bodyTypes, supported, timers, limits);
  }

  /** This with a host name or address that peers are told. */
  public SipConfig withAdvertisedHost(String host) {
    return new SipConfig(
        bind,
        transports,
        Optional.of(host),
        userAgent,
        methods,
        bodyTypes,
        supported,
        timers,
        limits);
  }

  /** This with another name in User-Agent and Server. */
  public SipConfig withUserAgent(String name) {
    return new SipConfig(
        bind, transports, advertisedHost, name, methods, bodyTypes, supported, timers, limits);
  }

  /** This with other accepted methods. */
  public SipConfig withMethods(List<String> accepted) {
    return new SipConfig(
        bind,
        transports,
        advertisedHost,
        userAgent,
        accepted,
        bodyTypes,
        supported,
        timers,
        limits);
  }

  /** This with other accepted body types. */
  public SipConfig withBodyTypes(List<String> accepted) {
    return new SipConfig(
        bind, transports, advertisedHost, userAgent, methods, accepted, supported, timers, limits);
  }

  /** This with other base timers. */
  public SipConfig withTimers(Timers base) {
    return new SipConfig(
        bind, transports, advertisedHost, userAgent, methods, bodyTypes, supported, base, limits);
  }

  /** This with other limits. */
  public SipConfig withLimits(Limits bounds) {
    return new SipConfig(
        bind, transports, advertisedHost, userAgent, methods, bodyTypes, supported, timers, bounds);
  }

  /**
   * The base timers that timers A to K come from (RFC 3261 section 17 and appendix A).
   *
   * @param t1 estimate of the round trip, 500 ms
   * @param t2 longest pause between retransmissions, 4 s
   * @param t4 how long a message stays in the network, 5 s
   * @param trying when 100 Trying is sent if the user sent nothing, 200 ms
   * @param invite how long a UAC waits in ringing state before it cancels, over 3 minutes (timer C)
   */
  public record Timers(Duration t1, Duration t2, Duration t4, Duration trying, Duration invite) {
    /** The values of RFC 3261. */
    public static final Timers RFC_3261 =
        new Timers(
            Duration.ofMillis(500),
            Duration.ofSeconds(4),
            Duration.ofSeconds(5),
            Duration.ofMillis(200),
            Duration.ofSeconds(185));

    /** 64*T1: how long a transaction tries. */
    public Duration transactionTimeout() {
      return t1.multipliedBy(64);
    }
  }

  /**
   * Bounds on what peers may use.
   *
   * @param connections open TCP connections; further ones are closed at once
   * @param connectionIdle a TCP connection without a byte for so long is closed
   * @param messageTime a TCP message must be complete within this time after its first byte, and
   *     the first one of a connection that a peer made within this time after that
   * @param transactions server transactions at once; beyond, new requests get 503
   * @param invitesPerSecond new INVITEs a second from one source address; beyond, 503
   * @param inviteBurst INVITEs a source may send at once after silence
   * @param garbagePerSecond broken messages a second from one source that are answered; beyond,
   *     they are dropped
   */
  public record Limits(
      int connections,
      Duration connectionIdle,
      Duration messageTime,
      int transactions,
      int invitesPerSecond,
      int inviteBurst,
      int garbagePerSecond) {
    /** Room for one busy machine. */
    public static final Limits DEFAULT =
        new Limits(
            10_000, Duration.ofHours(1), Duration.ofSeconds(10), 500_000, 10_000, 20_000, 50);
  }
}
