package org.carillon.media.rtp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Who may send to a stream, and where its packets go (symmetric RTP, RFC 4961). The address of the
 * SDP counts until a first plausible packet locks its source. A stranger that was quicker keeps
 * nobody out: a source nearer to the address of the SDP takes the lock over. A few packets in its
 * name do not end a call that has long come from elsewhere: while the newcomer is silent, who was
 * heard for long has its place back. Belongs to the stream's media thread but for {@link #learned}.
 */
final class AddressLock {

  /** What is known of a packet's source. */
  enum Source {
    /** The one locked on. */
    LOCKED,
    /** It would be locked on if its packet is plausible. */
    CANDIDATE,
    /**
     * The one locked on before another address was signalled: its packets that are under way are
     * heard, but do not draw ours back to it.
     */
    FORMER,
    /** To be dropped. */
    STRANGER
  }

  // how near a source is to the signalled address; the one locked on before is likelier than
  // strangers, for a peer that has really moved sends no more from there
  private static final int ELSEWHERE = 0;
  private static final int LOCKED_BEFORE = 1;
  private static final int SAME_HOST = 2;
  private static final int SIGNALLED = 3;

  // a nearer source may take the lock over for this long at least
  private static final long TAKE_OVER_NANOS = 5_000_000_000L;
  private static final long SETTLE_NANOS = 3_000_000_000L;
  // longer than our answer needs to whoever asked for the change; after it the old source is as any
  // other, for some exchanges send from one address whatever they signal
  private static final long UNDER_WAY_NANOS = 1_000_000_000L;
  // who was heard over so long a time is no stranger that was quicker while the phone rang
  private static final long LONG_NANOS = 30_000_000_000L;
  private static final long SILENT_NANOS = 1_000_000_000L;

  private final PacketPoller poller;
  private final PacketPoller.Socket socket;
  private volatile InetSocketAddress learned;

  private Peer signalled;
  private Peer signalledRtcp;
  private Peer locked;
  private Peer lockedRtcp;
  private int nearness;
  private long lockedAt;
  private long heardAt;
  // who was heard for long until a nearer source came; null for nobody
  private Peer displaced;
  private long displacedLockedAt;
  private Peer former;
  private long signalledAt;
  private boolean settled;

  AddressLock(PacketPoller poller, PacketPoller.Socket socket) {
    this.poller = poller;
    this.socket = socket;
  }

  /** The source locked on, or null. Any thread. */
  InetSocketAddress learned() {
    return learned;
  }

  /** A (new) address of the SDP; the same one keeps the lock. */
  void signal(Peer rtp, Peer rtcp, long now) {
    if (signalled == null || !signalled.is(rtp.high(), rtp.low(), rtp.port())) {
      former = locked != null ? locked : former;
      displaced = null;
      signalledAt = now;
      signalled = rtp;
      locked = null;
      lockedRtcp = null;
      settled = false;
      learned = null;
      socket.disconnect();
    }
    signalledRtcp = rtcp;
  }

  boolean isSignalled() {
    return signalled != null;
  }

  Source source(long high, long low, int port, long now) {
    if (locked == null) {
      return isUnderWay(high, low, port, now) ? Source.FORMER : Source.CANDIDATE;
    }
    if (locked.is(high, low, port)) {
      return Source.LOCKED;
    }
    boolean mayTakeOver =
        !settled
            && (isBack(high, low, port, now)
                || (nearness(high, low, port) > nearness && !isUnderWay(high, low, port, now)));
    return mayTakeOver ? Source.CANDIDATE : Source.STRANGER;
  }

  private boolean isBack(long high, long low, int port, long now) {
    return displaced != null && displaced.is(high, low, port) && now - heardAt >= SILENT_NANOS;
  }

  private int nearness(long high, long low, int port) {
    if (signalled.is(high, low, port)) {
      return SIGNALLED;
    }
    if (signalled.sameHost(high, low)) {
      return SAME_HOST;
    }
    return former != null && former.is(high, low, port) ? LOCKED_BEFORE : ELSEWHERE;
  }

  private boolean isUnderWay(long high, long low, int port, long now) {
    return former != null
        && now - signalledAt < UNDER_WAY_NANOS
        && former.is(high, low, port)
        && !signalled.is(high, low, port);
  }

  /** A plausible packet of the source locked on came. */
  void heard(long now) {
    heardAt = now;
  }

  /** Locks on the source of a plausible packet. */
  void lock(long high, long low, int port, long now) {
    lockedAt = displace(high, low, port, now);
    heardAt = now;
    nearness = nearness(high, low, port);
    lockedRtcp = null;
    if (nearness == SIGNALLED) {
      locked = signalled;
    } else {
      boolean ipv6 = signalled.address().getAddress() instanceof Inet6Address;
      locked = Peer.of(high, low, port, ipv6, poller);
      if (!signalledRtcp.sameHost(high, low) && port < 65535) {
        lockedRtcp = Peer.of(high, low, port + 1, ipv6, poller);
      }
    }
    learned = locked.address();
  }

  /** Makes room for the source that is to be locked on; returns since when it is. */
  private long displace(long high, long low, int port, long now) {
    if (displaced != null && displaced.is(high, low, port)) {
      displaced = null;
      return displacedLockedAt;
    }
    if (locked != null && heardAt - lockedAt >= LONG_NANOS) {
      displaced = locked;
      displacedLockedAt = lockedAt;
    }
    return now;
  }

  /**
   * Called now and then: once a lock can no more be taken over, the socket is tied to its peer, so
   * that a flood from elsewhere ends in the operating system.
   *
   * @param flooded whether many packets of strangers came: then there is no waiting
   */
  void settle(long now, boolean flooded) {
    if (locked == null || settled) {
      return;
    }
    if (nearness <= LOCKED_BEFORE && !isBehindNat()) {
      return; // it may be a stranger, and the peer may be silent until it is spoken to
    }
    if (now - lockedAt >= settlesAfter(flooded) && !isDoubtful(now)) {
      settled = true;
      socket.connect(locked);
    }
  }

  private long settlesAfter(boolean flooded) {
    if (displaced != null) {
      return LONG_NANOS;
    }
    return nearness == SIGNALLED ? flooded ? 0 : SETTLE_NANOS : TAKE_OVER_NANOS;
  }

  /** Whether it took a call over and is silent. */
  private boolean isDoubtful(long now) {
    return displaced != null && now - heardAt >= SILENT_NANOS;
  }

  /** Whether the SDP's address is a private one that no packet can come from to here. */
  private boolean isBehindNat() {
    return isPrivate(signalled.address().getAddress()) && !isPrivate(locked.address().getAddress());
  }

  private static boolean isPrivate(InetAddress address) {
    byte[] raw = address.getAddress();
    boolean uniqueLocal = raw.length == 16 && (raw[0] & 0xFE) == 0xFC; // RFC 4193
    boolean carriers = raw.length == 4 && raw[0] == 100 && (raw[1] & 0xC0) == 64; // RFC 6598
    return uniqueLocal
        || carriers
        || address.isSiteLocalAddress()
        || address.isLinkLocalAddress()
        || address.isLoopbackAddress();
  }

  /** Where RTP goes; null before an address is known. */
  Peer target() {
    return locked != null ? locked : signalled;
  }

  /** Where RTCP goes; null before an address is known. */
  Peer rtcpTarget() {
    return lockedRtcp != null ? lockedRtcp : signalledRtcp;
  }

  boolean mayBeRtcp(long high, long low, int port) {
    return target().sameHost(high, low) || signalledRtcp.is(high, low, port);
  }
}
