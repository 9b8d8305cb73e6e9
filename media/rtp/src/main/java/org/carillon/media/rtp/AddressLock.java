package org.carillon.media.rtp;

import java.net.Inet6Address;
import java.net.InetSocketAddress;

/**
 * Who may send to a stream, and where its packets go (symmetric RTP, RFC 4961). The address of the
 * SDP counts until a first plausible packet locks its source. Belongs to the stream's media thread
 * but for {@link #learned}.
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

  // the signalled address may take the lock over from a quicker source for this long
  private static final long TAKE_OVER_NANOS = 5_000_000_000L;
  private static final long SETTLE_NANOS = 3_000_000_000L;
  // longer than our answer needs to whoever asked for the change; after it the old source is as any
  // other, for some exchanges send from one address whatever they signal
  private static final long UNDER_WAY_NANOS = 1_000_000_000L;

  private final PacketPoller poller;
  private final PacketPoller.Socket socket;
  private volatile InetSocketAddress learned;

  private Peer signalled;
  private Peer signalledRtcp;
  private Peer locked;
  private Peer lockedRtcp;
  private long lockedAt;
  private Peer former;
  private long signalledAt;
  private boolean takenOver;
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
      former = locked;
      signalledAt = now;
      signalled = rtp;
      locked = null;
      lockedRtcp = null;
      takenOver = false;
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
    return !takenOver && !settled && signalled.is(high, low, port)
        ? Source.CANDIDATE
        : Source.STRANGER;
  }

  private boolean isUnderWay(long high, long low, int port, long now) {
    return former != null
        && now - signalledAt < UNDER_WAY_NANOS
        && former.is(high, low, port)
        && !signalled.is(high, low, port);
  }

  /** Locks on the source of a plausible packet. */
  void lock(long high, long low, int port, long now) {
    if (signalled.is(high, low, port)) {
      // it may take over once, from a source that was quicker
      takenOver = locked != null;
      locked = signalled;
      lockedRtcp = null;
    } else {
      boolean ipv6 = signalled.address().getAddress() instanceof Inet6Address;
      locked = Peer.of(high, low, port, ipv6, poller);
      if (!signalledRtcp.sameHost(high, low) && port < 65535) {
        lockedRtcp = Peer.of(high, low, port + 1, ipv6, poller);
      }
    }
    lockedAt = now;
    learned = locked.address();
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
    long wait =
        signalled.is(locked.high(), locked.low(), locked.port())
            ? flooded ? 0 : SETTLE_NANOS
            : TAKE_OVER_NANOS;
    if (now - lockedAt >= wait) {
      settled = true;
      socket.connect(locked);
    }
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
