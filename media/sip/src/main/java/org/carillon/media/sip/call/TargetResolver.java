package org.carillon.media.sip.call;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.carillon.media.sip.SipLoop;
import org.carillon.media.sip.message.SipUri;
import org.carillon.media.sip.transport.SipDestination;
import org.carillon.media.sip.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds where a URI's requests go: transport parameter, port and host (RFC 3263 section 4, without
 * NAPTR and SRV). IP addresses are answered at once; names are looked up on a thread of their own.
 */
final class TargetResolver {
  private static final Logger LOG = LoggerFactory.getLogger(TargetResolver.class);

  /** Names come from strangers' Contact header fields, so few are looked up at once. */
  private static final int LOOKUPS = 256;

  private final SipLoop loop;
  private final Set<Transport> offered;
  private final Semaphore lookups = new Semaphore(LOOKUPS);

  TargetResolver(SipLoop loop, Set<Transport> offered) {
    this.loop = loop;
    this.offered = offered;
  }

  /** Calls one of the two on the loop, perhaps before this method returns. */
  void resolve(SipUri uri, Consumer<SipDestination> found, Consumer<String> failed) {
    if (!uri.isSip() || uri.host().isEmpty()) {
      failed.accept("No SIP address to send to: " + uri);
      return;
    }
    Optional<Transport> transport = transport(uri).filter(offered::contains);
    if (transport.isEmpty()) {
      failed.accept("Transport is not offered: " + uri);
      return;
    }
    String host = uri.parameters().get("maddr").orElse(uri.host());
    String plain = SipUri.plainHost(host);
    int port = uri.port() > 0 ? uri.port() : transport.get().defaultPort();
    InetAddress address = literal(plain);
    String domain = SipUri.plainHost(uri.host());
    if (address != null) {
      found.accept(destination(transport.get(), new InetSocketAddress(address, port), domain));
    } else {
      lookUp(plain, port, transport.get(), domain, found, failed);
    }
  }

  /** A sips URI goes over TLS, whatever its transport parameter says (RFC 5630 section 3.1.1). */
  private static Optional<Transport> transport(SipUri uri) {
    Optional<String> named = uri.parameters().get("transport");
    if (named.isEmpty()) {
      return Optional.of(uri.isSecure() ? Transport.TLS : Transport.UDP);
    }
    Optional<Transport> transport = Transport.named(named.get());
    return uri.isSecure()
        ? transport.filter(Transport::reliable).map(t -> Transport.TLS)
        : transport;
  }

  private static SipDestination destination(
      Transport transport, InetSocketAddress address, String domain) {
    return transport == Transport.TLS
        ? SipDestination.tls(address, domain)
        : new SipDestination(transport, address);
  }

  private static InetAddress literal(String host) {
    try {
      return InetAddress.ofLiteral(host);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private void lookUp(
      String host,
      int port,
      Transport transport,
      String domain,
      Consumer<SipDestination> found,
      Consumer<String> failed) {
    if (!lookups.tryAcquire()) {
      failed.accept("Too many names are looked up at once; not looked up: " + host);
      return;
    }
    Thread.ofVirtual()
        .name("sip-dns")
        .start(
            () -> {
              Runnable outcome;
              try {
                InetSocketAddress address =
                    new InetSocketAddress(InetAddress.getByName(host), port);
                outcome = () -> found.accept(destination(transport, address, domain));
              } catch (UnknownHostException e) {
                outcome = () -> failed.accept("Host is unknown: " + host);
              } finally {
                lookups.release();
              }
              try {
                loop.execute(outcome);
              } catch (RejectedExecutionException e) {
                LOG.debug("The endpoint closed while {} was looked up", host);
              }
            });
  }
}
