package org.carillon.media.rtp;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.BitSet;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Gives out pairs of an even RTP port and the odd RTCP port after it (RFC 3550 section 11).
 *
 * <p>Goes round the range, so that a freed port rests as long as possible and late packets of one
 * call do not reach the next.
 */
final class PortRange {
  private static final int ANY_PORT_ATTEMPTS = 200;

  private final int first;
  private final int pairs;
  private final ReentrantLock lock = new ReentrantLock();
  private final BitSet used = new BitSet();
  private int cursor;

  /** Two bound sockets; {@code index} is what {@link #release} wants back. */
  record Lease(PacketPoller.Socket rtp, PacketPoller.Socket rtcp, int index) {}

  PortRange(MediaConfig config) {
    first = MediaConfig.evenFrom(config.firstPort());
    pairs = config.firstPort() == 0 ? 0 : (config.lastPort() - first + 1) / 2;
  }

  Lease bind(InetAddress local, PacketPoller poller) throws IOException {
    return pairs == 0 ? bindAny(local, poller) : bindInRange(local, poller);
  }

  private Lease bindInRange(InetAddress local, PacketPoller poller) throws IOException {
    for (int attempt = 0; attempt < pairs; attempt++) {
      int index = take();
      if (index < 0) {
        break;
      }
      try {
        Lease lease = bindPair(local, first + 2 * index, index, poller);
        if (lease != null) {
          return lease;
        }
      } catch (IOException | RuntimeException e) {
        release(index);
        throw e;
      }
      // another program has one of the two ports
      release(index);
    }
    throw new PortsExhaustedException(
        "no RTP port pair is free in "
            + first
            + "-"
            + (first + 2 * pairs - 1)
            + " on "
            + local.getHostAddress()
            + ": widen the RTP port range");
  }

  private Lease bindAny(InetAddress local, PacketPoller poller) throws IOException {
    for (int attempt = 0; attempt < ANY_PORT_ATTEMPTS; attempt++) {
      PacketPoller.Socket rtp = poller.bind(new InetSocketAddress(local, 0));
      int port = rtp.localAddress().getPort();
      // not kept: Linux takes a port that it chose itself away when the socket is untied from a
      // peer
      rtp.close();
      Lease lease = bindPair(local, port & ~1, -1, poller);
      if (lease != null) {
        return lease;
      }
    }
    throw new PortsExhaustedException(
        "the operating system has no two neighbouring free UDP ports on " + local.getHostAddress());
  }

  /** Binds both or neither; null when one is taken. */
  private static Lease bindPair(InetAddress local, int port, int index, PacketPoller poller)
      throws IOException {
    PacketPoller.Socket rtp;
    try {
      rtp = poller.bind(new InetSocketAddress(local, port));
    } catch (BindException e) {
      return addressInUse(e);
    }
    try {
      return new Lease(rtp, poller.bind(new InetSocketAddress(local, port + 1)), index);
    } catch (BindException e) {
      rtp.close();
      return addressInUse(e);
    } catch (IOException | RuntimeException e) {
      rtp.close();
      throw e;
    }
  }

  private static Lease addressInUse(BindException e) throws BindException {
    // the JDK also says BindException for an address that is not this machine's
    if (e.getMessage() != null && e.getMessage().contains("in use")) {
      return null;
    }
    throw e;
  }

  private int take() {
    lock.lock();
    try {
      int index = used.nextClearBit(cursor);
      if (index >= pairs) {
        index = used.nextClearBit(0);
      }
      if (index >= pairs) {
        return -1;
      }
      used.set(index);
      cursor = (index + 1) % pairs;
      return index;
    } finally {
      lock.unlock();
    }
  }

  /** Gives a pair back whose sockets are closed. */
  void release(int index) {
    if (index >= 0) {
      lock.lock();
      try {
        used.clear(index);
      } finally {
        lock.unlock();
      }
    }
  }
}
