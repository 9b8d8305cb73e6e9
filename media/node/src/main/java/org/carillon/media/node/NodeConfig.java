package org.carillon.media.node;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.carillon.media.sip.SipConfig;

/**
 * How a media node listens.
 *
 * @param accountId the AWS account id its calls belong to
 * @param bind the addresses it takes SIP on, UDP and TCP; each must be one of this machine
 * @param sipPort the SIP port, 0 for any free one
 * @param firstRtpPort the first UDP port for media, 0 (with {@code lastRtpPort} 0) for any
 * @param lastRtpPort the last UDP port for media, inclusive
 * @param maxCalls calls at once; further ones get 503 with Retry-After
 * @param simulatedCarrier where the simulated carrier takes calls (D6); empty when none runs
 * @param tls SIP over TLS, on the same addresses; empty: not taken
 * @param mediaTimeout a call that nothing was heard of for so long, neither RTP nor RTCP, is ended:
 *     its peer is gone and sent no BYE; zero: never
 * @param advertised the public address that peers are told in place of the bound one of its family,
 *     in SIP and in SDP; empty when the bound addresses are what peers reach
 */
public record NodeConfig(
    String accountId,
    List<InetAddress> bind,
    int sipPort,
    int firstRtpPort,
    int lastRtpPort,
    int maxCalls,
    Optional<InetSocketAddress> simulatedCarrier,
    Optional<SipConfig.Tls> tls,
    Duration mediaTimeout,
    Optional<InetAddress> advertised) {

  /** Calls at once unless configured. */
  public static final int DEFAULT_MAX_CALLS = 10_000;

  /** What carriers use: longer than any pause in a call, short enough to be billed for. */
  public static final Duration DEFAULT_MEDIA_TIMEOUT = Duration.ofMinutes(5);

  public NodeConfig {
    bind = List.copyOf(bind);
    if (bind.isEmpty()) {
      throw new IllegalArgumentException("a media node binds at least one address");
    }
    if (sipPort < 0 || sipPort > 65_535) {
      throw new IllegalArgumentException("the SIP port is 0 to 65535, not " + sipPort);
    }
    if (maxCalls < 1) {
      throw new IllegalArgumentException("a media node takes at least one call");
    }
  }

  /** With bound addresses that peers reach. */
  public NodeConfig(
      String accountId,
      List<InetAddress> bind,
      int sipPort,
      int firstRtpPort,
      int lastRtpPort,
      int maxCalls,
      Optional<InetSocketAddress> simulatedCarrier,
      Optional<SipConfig.Tls> tls,
      Duration mediaTimeout) {
    this(
        accountId,
        bind,
        sipPort,
        firstRtpPort,
        lastRtpPort,
        maxCalls,
        simulatedCarrier,
        tls,
        mediaTimeout,
        Optional.empty());
  }

  /** Without TLS. */
  public NodeConfig(
      String accountId,
      List<InetAddress> bind,
      int sipPort,
      int firstRtpPort,
      int lastRtpPort,
      int maxCalls,
      Optional<InetSocketAddress> simulatedCarrier) {
    this(
        accountId,
        bind,
        sipPort,
        firstRtpPort,
        lastRtpPort,
        maxCalls,
        simulatedCarrier,
        Optional.empty(),
        DEFAULT_MEDIA_TIMEOUT);
  }

  /** This with another media time-out. */
  public NodeConfig withMediaTimeout(Duration limit) {
    return new NodeConfig(
        accountId,
        bind,
        sipPort,
        firstRtpPort,
        lastRtpPort,
        maxCalls,
        simulatedCarrier,
        tls,
        limit,
        advertised);
  }

  /** This with a public address that is not one of this machine. */
  public NodeConfig withAdvertised(InetAddress address) {
    return new NodeConfig(
        accountId,
        bind,
        sipPort,
        firstRtpPort,
        lastRtpPort,
        maxCalls,
        simulatedCarrier,
        tls,
        mediaTimeout,
        Optional.of(address));
  }
}
