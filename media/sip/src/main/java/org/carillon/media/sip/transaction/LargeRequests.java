package org.carillon.media.sip.transaction;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.transport.Route;
import org.carillon.media.sip.transport.SipDestination;
import org.carillon.media.sip.transport.Transport;
import org.carillon.media.sip.transport.TransportLayer;

/**
 * Requests that are too large for a datagram go over TCP, and over UDP after all when the peer has
 * no TCP (RFC 3261 section 18.1.1). Owned by the loop.
 */
final class LargeRequests {
  /** Bytes above which a datagram may be cut to pieces on its way, when nobody knows the path. */
  static final int DATAGRAM = 1300;

  /** A peer without TCP is not tried again for so long, so that its calls do not wait for that. */
  private static final Duration WITHOUT_TCP = Duration.ofMinutes(10);

  private static final int REMEMBERED = 1_000;

  private final Map<InetSocketAddress, Long> withoutTcp =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetSocketAddress, Long> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** The way over TCP for a large request over UDP; null when it goes as it is. */
  Route instead(SipRequest request, Route route, TransportLayer transport) {
    if (route.transport() != Transport.UDP || request.length() <= DATAGRAM) {
      return null;
    }
    InetSocketAddress peer = route.destination().address();
    Long since = withoutTcp.get(peer);
    if (since != null && System.nanoTime() - since < WITHOUT_TCP.toNanos()) {
      return null;
    }
    SipDestination stream = SipDestination.tcp(peer);
    return transport.reaches(stream) ? Route.to(stream) : null;
  }

  /** The peer took no connection. */
  void refused(Route route) {
    withoutTcp.remove(route.destination().address());
    withoutTcp.put(route.destination().address(), System.nanoTime());
  }
}
