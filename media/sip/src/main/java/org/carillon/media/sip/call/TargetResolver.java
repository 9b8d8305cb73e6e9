package org.carillon.media.sip.call;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
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
  private final Semaphore lookups = new Semaphore(LOOKUPS);

  TargetResolver(SipLoop loop) {
    this.loop = loop;
  }

  /** Calls one of the two on the loop, perhaps before this method returns. */
  void resolve(SipUri uri, Consumer<SipDestination> found, Consumer<String> failed) {
    if (!uri.isSip() || uri.host().isEmpty()) {
      failed.accept("No SIP address to send to: " + uri);
      return;
    }
    Optional<String> named = uri.parameters().get("transport");
    Optional<Transport> transport =
        named.isPresent()
            ? Transport.named(named.get())
            : Optional.of(uri.isSecure() ? Transport.TLS : Transport.UDP);
    if (transport.isEmpty() || transport.get() == Transport.TLS || uri.isSecure()) {
      failed.accept("Transport is not offered: " + uri);
      return;
    }
    String host = uri.parameters().get("maddr").orElse(uri.host());
    String plain = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    int port = uri.port() > 0 ? uri.port() : transport.get().defaultPort();
    InetAddress address = literal(plain);
    if (address != null) {
      found.accept(new SipDestination(transport.get(), new InetSocketAddress(address, port)));
    } else {
      lookUp(plain, port, transport.get(), found, failed);
    }
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
                outcome = () -> found.accept(new SipDestination(transport, address));
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
