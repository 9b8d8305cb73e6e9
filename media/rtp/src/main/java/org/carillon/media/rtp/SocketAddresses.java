package org.carillon.media.rtp;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;

/** {@code struct sockaddr_in} and {@code sockaddr_in6} of Linux. */
final class SocketAddresses {
  /** Room for either. */
  static final int BYTES = 28;

  static final int IPV4_BYTES = 16;

  private static final ValueLayout.OfShort FAMILY = ValueLayout.JAVA_SHORT_UNALIGNED;
  private static final ValueLayout.OfInt SCOPE = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private SocketAddresses() {}

  static MemorySegment encode(InetSocketAddress address, Arena arena) {
    InetAddress ip = address.getAddress();
    boolean ipv6 = ip instanceof Inet6Address;
    MemorySegment raw = arena.allocate(ipv6 ? BYTES : IPV4_BYTES, 8);
    raw.set(FAMILY, 0, (short) (ipv6 ? LinuxCalls.AF_INET6 : LinuxCalls.AF_INET));
    raw.set(SHORT, 2, (short) address.getPort());
    MemorySegment.copy(ip.getAddress(), 0, raw, JAVA_BYTE, ipv6 ? 8 : 4, ip.getAddress().length);
    if (ip instanceof Inet6Address v6) {
      raw.set(SCOPE, 24, v6.getScopeId());
    }
    return raw;
  }

  /** Makes it the address that ends a connection of a datagram socket. */
  static void unspecified(MemorySegment raw) {
    raw.set(FAMILY, 0, (short) LinuxCalls.AF_UNSPEC);
  }

  static InetSocketAddress decode(MemorySegment raw) {
    byte[] ip = new byte[isIpv6(raw) ? 16 : 4];
    MemorySegment.copy(raw, JAVA_BYTE, isIpv6(raw) ? 8 : 4, ip, 0, ip.length);
    try {
      return new InetSocketAddress(InetAddress.getByAddress(ip), port(raw));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 and 16 bytes are always an address", e);
    }
  }

  static boolean isIpv6(MemorySegment raw) {
    return raw.get(FAMILY, 0) == LinuxCalls.AF_INET6;
  }

  static int port(MemorySegment raw) {
    return raw.get(SHORT, 2) & 0xFFFF;
  }

  static long high(MemorySegment raw) {
    return isIpv6(raw) ? raw.get(LONG, 8) : 0;
  }

  static long low(MemorySegment raw) {
    return isIpv6(raw) ? raw.get(LONG, 16) : raw.get(INT, 4) & 0xFFFFFFFFL;
  }
}
