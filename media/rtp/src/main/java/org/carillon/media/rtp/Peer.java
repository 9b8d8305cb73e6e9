package org.carillon.media.rtp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * An address packets come from or go to, in a form that compares without allocation: IPv4 in the
 * low 32 bits of {@code low}, IPv6 in {@code high} and {@code low}.
 *
 * <p>{@code attachment} is the transport's own form of the address, made once.
 */
record Peer(long high, long low, int port, InetSocketAddress address, Object attachment) {

  static Peer of(InetSocketAddress address, PacketPoller poller) {
    return new Peer(
        high(address.getAddress()),
        low(address.getAddress()),
        address.getPort(),
        address,
        poller.encode(address));
  }

  /** The peer with the raw form of an address. */
  static Peer of(long high, long low, int port, boolean ipv6, PacketPoller poller) {
    byte[] raw =
        ipv6
            ? ByteBuffer.allocate(16).putLong(high).putLong(low).array()
            : ByteBuffer.allocate(4).putInt((int) low).array();
    try {
      return of(new InetSocketAddress(InetAddress.getByAddress(raw), port), poller);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 and 16 bytes are always an address", e);
    }
  }

  boolean is(long otherHigh, long otherLow, int otherPort) {
    return low == otherLow && high == otherHigh && port == otherPort;
  }

  boolean sameHost(long otherHigh, long otherLow) {
    return low == otherLow && high == otherHigh;
  }

  static long high(InetAddress address) {
    return address instanceof Inet6Address v6 ? ByteBuffer.wrap(v6.getAddress()).getLong(0) : 0;
  }

  static long low(InetAddress address) {
    ByteBuffer raw = ByteBuffer.wrap(address.getAddress());
    return address instanceof Inet6Address ? raw.getLong(8) : raw.getInt(0) & 0xFFFFFFFFL;
  }
}
