package org.carillon.media.sip.digest;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Wrong answers of each source of late. One is forgiven every few seconds. Bounded: the sources
 * that are silent longest are forgotten first. Belongs to one thread.
 */
final class Sources {
  private static final int REMEMBERED = 20_000;
  private static final int IPV6_NETWORK = 8;

  private final int limit;
  private final long forgivenMillis;
  private final Map<InetAddress, Failures> failures =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Failures> eldest) {
          return size() > REMEMBERED;
        }
      };

  Sources(int limit, long forgivenMillis) {
    this.limit = limit;
    this.forgivenMillis = forgivenMillis;
  }

  private record Failures(double count, long at) {}

  boolean isBarred(InetAddress source, long millis) {
    return count(key(source), millis) > limit - 1;
  }

  void failed(InetAddress source, long millis) {
    InetAddress key = key(source);
    failures.put(key, new Failures(Math.min(limit, count(key, millis) + 1), millis));
  }

  void succeeded(InetAddress source) {
    failures.remove(key(source));
  }

  private double count(InetAddress key, long millis) {
    Failures past = failures.get(key);
    if (past == null) {
      return 0;
    }
    double forgiven = Math.max(0, millis - past.at()) / (double) forgivenMillis;
    return Math.max(0, past.count() - forgiven);
  }

  /** The address that counts: of IPv6 the network of 64 bits, as one customer has all of it. */
  static InetAddress key(InetAddress source) {
    if (!(source instanceof Inet6Address)) {
      return source;
    }
    byte[] bytes = source.getAddress();
    Arrays.fill(bytes, IPV6_NETWORK, bytes.length, (byte) 0);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("An IPv6 address has 16 bytes", e);
    }
  }
}
