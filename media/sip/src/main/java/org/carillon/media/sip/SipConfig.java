package org.carillon.media.sip;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.carillon.media.sip.transport.TlsKeys;
import org.carillon.media.sip.transport.Transport;

/**
 * How an endpoint listens, what it accepts and where its limits are.
 *
 * @param bind local addresses. Each is opened for UDP and TCP on the same port, and for TLS on
 *     {@link Tls#port}. Port 0: a free port, the same for all addresses and both transports
 * @param transports what of UDP, TCP and TLS is spoken
 * @param advertisedHost host for Via and Contact when peers see another address than the bound one;
 *     an address is told to peers of its family only. Empty: the local address that reaches the
 *     peer
 * @param userAgent value of User-Agent and Server header fields
 * @param methods methods the user accepts; others get 405 when known to RFC 3261, else 501
 * @param bodyTypes body types the user accepts in requests; others get 415
 * @param supported option tags of Supported (RFC 3261 section 20.37); a Require of another gets
 *     420. The stack carries out "100rel" and "timer" by itself; without them here it does not
 *     offer them
 * @param timers the base timers of the transactions
 * @param limits sizes, counts and rates
 * @param tls TLS on a port of its own; present exactly when the transports have TLS
 * @param dns whom names are asked of
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
    Limits limits,
    Optional<Tls> tls,
    Dns dns) {

  public SipConfig {
    bind = List.copyOf(bind);
    transports = Set.copyOf(transports);
    methods = List.copyOf(methods);
    bodyTypes = List.copyOf(bodyTypes);
    supported = List.copyOf(supported);
    Objects.requireNonNull(advertisedHost, "advertisedHost");
    Objects.requireNonNull(timers, "timers");
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(dns, "dns");
    if (bind.isEmpty() || transports.isEmpty()) {
      throw new IllegalArgumentException("Name at least one address and one transport to bind.");
    }
    if (transports.contains(Transport.TLS) != tls.isPresent()) {
      throw new IllegalArgumentException("TLS needs a certificate: use withTls to add it.");
    }
  }

  /** UDP and TCP on the given addresses with the defaults of RFC 3261. */
  public static SipConfig listen(InetSocketAddress... addresses) {
    return new SipConfig(
        List.of(addresses),
        Set.of(Transport.UDP, Transport.TCP),
        Optional.empty(),
        "Carillon",
        List.of("INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "INFO", "UPDATE", "PRACK"),
        List.of("application/sdp"),
        List.of("100rel", "timer"),
        Timers.RFC_3261,
        Limits.DEFAULT,
        Optional.empty(),
        Dns.SYSTEM);
  }

  /** This with other transports; TLS is added by {@link #withTls} only. */
  public SipConfig withTransports(Set<Transport> only) {
    Optional<Tls> kept = only.contains(Transport.TLS) ? tls : Optional.empty();
    return new SipConfig(
        bind,
        only,
        advertisedHost,
        userAgent,
        methods,
        bodyTypes,
        supported,
        timers,
        limits,
        kept,
        dns);
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
        limits,
        tls,
        dns);
  }

  /** This with another name in User-Agent and Server. */
  public SipConfig withUserAgent(String name) {
    return new SipConfig(
        bind,
        transports,
        advertisedHost,
        name,
        methods,
        bodyTypes,
        supported,
        timers,
        limits,
        tls,
        dns);
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
        limits,
        tls,
        dns);
  }

  /** This with other accepted body types. */
  public SipConfig withBodyTypes(List<String> accepted) {
    return new SipConfig(
        bind,
        transports,
        advertisedHost,
        userAgent,
        methods,
        accepted,
        supported,
        timers,
        limits,
        tls,
        dns);
  }

  /** This with other option tags. */
  public SipConfig withSupported(List<String> tags) {
    return new SipConfig(
        bind,
        transports,
        advertisedHost,
        userAgent,
        methods,
        bodyTypes,
        tags,
        timers,
        limits,
        tls,
        dns);
  }

  /** This with other base timers. */
  public SipConfig withTimers(Timers base) {
    return new SipConfig(
        bind,
        transports,
        advertisedHost,
        userAgent,
        methods,
        bodyTypes,
        supported,
        base,
        limits,
        tls,
        dns);
  }

  /** This with other limits. */
  public SipConfig withLimits(Limits bounds) {
    return new SipConfig(
        bind,
        transports,
        advertisedHost,
        userAgent,
        methods,
        bodyTypes,
        supported,
        timers,
        bounds,
        tls,
        dns);
  }

  /** This with TLS too. */
  public SipConfig withTls(Tls secure) {
    Set<Transport> all = EnumSet.copyOf(transports);
    all.add(Transport.TLS);
    return new SipConfig(
        bind,
        all,
        advertisedHost,
        userAgent,
        methods,
        bodyTypes,
        supported,
        timers,
        limits,
        Optional.of(secure),
        dns);
  }

  /** This with other DNS servers. */
  public SipConfig withDns(Dns servers) {
    return new SipConfig(
        bind,
        transports,
        advertisedHost,
        userAgent,
        methods,
        bodyTypes,
        supported,
        timers,
        limits,
        tls,
        servers);
  }

  /**
   * Whom names are asked of (RFC 3263).
   *
   * @param servers the DNS servers, asked in this order; empty: those of this machine ({@code
   *     /etc/resolv.conf})
   * @param queryTime how long one server is waited for; a question is put three times
   */
  public record Dns(List<InetSocketAddress> servers, Duration queryTime) {
    /** The machine's own servers, two seconds each. */
    public static final Dns SYSTEM = new Dns(List.of(), Duration.ofSeconds(2));

    public Dns {
      servers = List.copyOf(servers);
      Objects.requireNonNull(queryTime, "queryTime");
    }
  }

  /**
   * TLS 1.2 and 1.3 in both directions. Peers are asked for no certificate; ours must name the host
   * that they are called by.
   *
   * @param port where TLS is taken on every bound address, {@value #DEFAULT_PORT} by custom; 0: a
   *     free one
   * @param keys our certificate and its key
   * @param trusted PEM file of the authorities whose certificates we accept from servers that we
   *     call; empty: those the JDK trusts
   */
  public record Tls(int port, TlsKeys keys, Optional<Path> trusted) {
    /** The port of SIP over TLS (RFC 3261 section 19.1.2). */
    public static final int DEFAULT_PORT = 5061;

    public Tls {
      Objects.requireNonNull(keys, "keys");
      Objects.requireNonNull(trusted, "trusted");
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("The TLS port is 0 to 65535, not " + port);
      }
    }

    /** With keys in files, as {@link TlsKeys#inFiles} has them. */
    public Tls(int port, Path certificateChain, Path privateKey, Optional<Path> trusted) {
      this(port, TlsKeys.inFiles(certificateChain, privateKey), trusted);
    }
  }

  /**
   * The base timers that timers A to K come from (RFC 3261 section 17 and appendix A).
   *
   * @param t1 estimate of the round trip, 500 ms
   * @param t2 longest pause between retransmissions, 4 s
   * @param t4 how long a message stays in the network, 5 s
   * @param trying when 100 Trying is sent if the user sent nothing, 200 ms
   * @param invite how long a UAC waits in ringing state before it cancels, over 3 minutes (timer C)
   * @param session how long a session lives without a refresh, 30 minutes (RFC 4028 section 4)
   * @param minSession the least that a peer may ask for instead, 90 s (RFC 4028 section 5); a peer
   *     that asks for less gets 422
   */
  public record Timers(
      Duration t1,
      Duration t2,
      Duration t4,
      Duration trying,
      Duration invite,
      Duration session,
      Duration minSession) {
    /** The values of RFC 3261. */
    public static final Timers RFC_3261 =
        new Timers(
            Duration.ofMillis(500),
            Duration.ofSeconds(4),
            Duration.ofSeconds(5),
            Duration.ofMillis(200),
            Duration.ofSeconds(185));

    public Timers {
      if (minSession.toSeconds() < 1 || session.compareTo(minSession) < 0) {
        throw new IllegalArgumentException("A session lives at least its minimum, at least 1 s");
      }
    }

    /** Transaction timers of one's own, session timers as RFC 4028 has them. */
    public Timers(Duration t1, Duration t2, Duration t4, Duration trying, Duration invite) {
      this(t1, t2, t4, trying, invite, Duration.ofMinutes(30), Duration.ofSeconds(90));
    }

    /** This with another session interval and minimum, in whole seconds. */
    public Timers withSession(Duration interval, Duration minimum) {
      return new Timers(t1, t2, t4, trying, invite, interval, minimum);
    }

    /** 64*T1: how long a transaction tries. */
    public Duration transactionTimeout() {
      return t1.multipliedBy(64);
    }
  }

  /**
   * Bounds on what peers may use.
   *
   * @param connections open TCP connections, and as many of TLS; further ones are closed at once
   * @param connectionsOfSource of these, how many peers on one address may make
   * @param handshakes TLS handshakes of peers that are not complete yet
   * @param connectionIdle a connection without a byte for so long is closed, and one that we made
   *     without a message
   * @param keepAlive after so long without a byte from us, a connection that we made gets a ping
   *     (RFC 5626 section 3.5.1), so that no NAT between forgets it
   * @param messageTime a message on a connection must be complete within this time after its first
   *     byte, and the first one of a connection that a peer made, TLS handshake included, within
   *     this time after that
   * @param transactions server transactions at once; beyond, new requests get 503, but for calls
   *     for help ({@link SipUser#isUrgent})
   * @param invitesPerSecond new INVITEs a second from one source address; beyond, 503
   * @param inviteBurst INVITEs a source may send at once after silence
   * @param garbagePerSecond broken messages a second from one source that are answered, and so
   *     requests for calls that are not there; beyond, they are dropped
   * @param requestsPerSecond requests outside calls other than INVITE, such as OPTIONS and
   *     REGISTER, a second from one source; beyond, they count as garbage, with 503
   * @param lateness new INVITEs get 503 while the loop has had no pause for so long: then messages
   *     may have waited that long, and calls that are up come first
   */
  public record Limits(
      int connections,
      int connectionsOfSource,
      int handshakes,
      Duration connectionIdle,
      Duration keepAlive,
      Duration messageTime,
      int transactions,
      int invitesPerSecond,
      int inviteBurst,
      int garbagePerSecond,
      int requestsPerSecond,
      Duration lateness) {
    /** Room for one busy machine. */
    public static final Limits DEFAULT =
        new Limits(
            10_000,
            2_000,
            500,
            Duration.ofHours(1),
            Duration.ofSeconds(100),
            Duration.ofSeconds(10),
            500_000,
            10_000,
            20_000,
            50,
            1_000,
            Duration.ofSeconds(1));

    /** Limits of one's own, the others as {@link #DEFAULT} has them. */
    public Limits(
        int connections,
        int connectionsOfSource,
        int handshakes,
        Duration connectionIdle,
        Duration messageTime,
        int transactions,
        int invitesPerSecond,
        int inviteBurst,
        int garbagePerSecond) {
      this(
          connections,
          connectionsOfSource,
          handshakes,
          connectionIdle,
          Duration.ofSeconds(100),
          messageTime,
          transactions,
          invitesPerSecond,
          inviteBurst,
          garbagePerSecond,
          1_000,
          Duration.ofSeconds(1));
    }

    /** This with another pause before a ping. */
    public Limits withKeepAlive(Duration quiet) {
      return new Limits(
          connections,
          connectionsOfSource,
          handshakes,
          connectionIdle,
          quiet,
          messageTime,
          transactions,
          invitesPerSecond,
          inviteBurst,
          garbagePerSecond,
          requestsPerSecond,
          lateness);
    }

    /** This with another bound on requests outside calls. */
    public Limits withRequestsPerSecond(int requests) {
      return new Limits(
          connections,
          connectionsOfSource,
          handshakes,
          connectionIdle,
          keepAlive,
          messageTime,
          transactions,
          invitesPerSecond,
          inviteBurst,
          garbagePerSecond,
          requests,
          lateness);
    }

    /** This with another bound on lateness. */
    public Limits withLateness(Duration late) {
      return new Limits(
          connections,
          connectionsOfSource,
          handshakes,
          connectionIdle,
          keepAlive,
          messageTime,
          transactions,
          invitesPerSecond,
          inviteBurst,
          garbagePerSecond,
          requestsPerSecond,
          late);
    }
  }
}
