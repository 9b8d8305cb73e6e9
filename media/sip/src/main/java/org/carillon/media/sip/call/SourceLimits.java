package org.carillon.media.sip.call;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.carillon.media.sip.SipConfig;

/**
 * A token bucket for each source address, so that one that floods does not cost the others. Owned
 * by the loop.
 */
final class SourceLimits {
  /** Sources remembered; a flood from more addresses forgets the longest silent ones. */
  private static final int REMEMBERED = 20_000;

  /** Urgent INVITEs a second: many for emergencies, few for whoever floods us with them. */
  private static final int URGENT = 20;

  private final Bucket urgent = new Bucket(URGENT, URGENT, System.nanoTime());
  private final SipConfig.Limits limits;
  private final Map<InetAddress, Buckets> sources =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Buckets> eldest) {
          return size() > REMEMBERED;
        }
      };

  SourceLimits(SipConfig.Limits limits) {
    this.limits = limits;
  }

  boolean admitsInvite(InetAddress source, long nanoTime) {
    return of(source, nanoTime).invites.take(nanoTime);
  }

  boolean admitsUrgent(long nanoTime) {
    return urgent.take(nanoTime);
  }

  boolean admitsRequest(InetAddress source, long nanoTime) {
    return of(source, nanoTime).requests.take(nanoTime);
  }

  boolean answersGarbage(InetAddress source, long nanoTime) {
    return of(source, nanoTime).garbage.take(nanoTime);
  }

  private Buckets of(InetAddress source, long nanoTime) {
    return sources.computeIfAbsent(
        source,
        key ->
            new Buckets(
                new Bucket(limits.invitesPerSecond(), limits.inviteBurst(), nanoTime),
                new Bucket(limits.requestsPerSecond(), limits.requestsPerSecond(), nanoTime),
                new Bucket(limits.garbagePerSecond(), limits.garbagePerSecond(), nanoTime)));
  }

  private record Buckets(Bucket invites, Bucket requests, Bucket garbage) {}

  /** Tokens that come at a steady rate up to a burst. */
  private static final class Bucket {
    private final double perNano;
    private final double burst;
    private double tokens;
    private long last;

    Bucket(int perSecond, int burst, long nanoTime) {
      this.perNano = perSecond / 1e9;
      this.burst = burst;
      this.tokens = burst;
      this.last = nanoTime;
    }

    boolean take(long nanoTime) {
      tokens = Math.min(burst, tokens + (nanoTime - last) * perNano);
      last = nanoTime;
      if (tokens < 1) {
        return false;
      }
      tokens -= 1;
      return true;
    }
  }
}
