package org.carillon.core.carriers;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/**
 * Addresses that a carrier's calls come from: one address, or a network in CIDR form.
 *
 * @param text in one spelling, such as {@code 192.0.2.0/24}: networks that are the same are equal
 */
record SourceNetwork(String text) {

  /**
   * Reads one; names are not looked up.
   *
   * @return empty when it is not an address or a network, or a network with bits set behind its
   *     prefix
   */
  static Optional<SourceNetwork> of(String text) {
    int slash = text.indexOf('/');
    Optional<InetAddress> literal = literal(slash < 0 ? text : text.substring(0, slash));
    if (literal.isEmpty()) {
      return Optional.empty();
    }
    InetAddress address = literal.get();
    byte[] bytes = address.getAddress();
    int bits = bytes.length * 8;
    int length = slash < 0 ? bits : length(text.substring(slash + 1), bits);
    if (length < 0 || !Arrays.equals(bytes, masked(bytes, length))) {
      return Optional.empty();
    }
    return Optional.of(new SourceNetwork(text(address, length)));
  }

  /** An address in its usual spelling: four parts for IPv4, not fewer as some programs take. */
  static Optional<InetAddress> literal(String text) {
    try {
      InetAddress address = InetAddress.ofLiteral(text);
      boolean usual = text.contains(":") || address.getHostAddress().equals(text);
      return usual ? Optional.of(address) : Optional.empty();
    } catch (IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
  }

  /** The networks that hold an address, the narrowest first. */
  static SourceNetwork[] around(InetAddress address) {
    byte[] bytes = address.getAddress();
    int bits = bytes.length * 8;
    SourceNetwork[] networks = new SourceNetwork[bits + 1];
    for (int i = 0; i <= bits; i++) {
      networks[i] = new SourceNetwork(text(of(masked(bytes, bits - i)), bits - i));
    }
    return networks;
  }

  /** Whether calls can come from there over a network: not multicast, not "any address". */
  boolean isUsable() {
    InetAddress address = InetAddress.ofLiteral(text.substring(0, text.indexOf('/')));
    return !address.isMulticastAddress()
        && !address.isLinkLocalAddress()
        && !address.isAnyLocalAddress()
        && !text.endsWith("/0");
  }

  private static int length(String text, int bits) {
    if (!text.matches("\\d{1,3}")) {
      return -1;
    }
    int length = Integer.parseInt(text);
    return length <= bits ? length : -1;
  }

  private static byte[] masked(byte[] address, int length) {
    byte[] masked = address.clone();
    for (int i = 0; i < masked.length; i++) {
      int kept = Math.clamp(length - i * 8L, 0, 8);
      masked[i] = (byte) (masked[i] & (0xff00 >> kept));
    }
    return masked;
  }

  private static String text(InetAddress address, int length) {
    return address.getHostAddress() + "/" + length;
  }

  private static InetAddress of(byte[] address) {
    try {
      return InetAddress.getByAddress(address);
    } catch (java.net.UnknownHostException impossible) {
      throw new IllegalArgumentException("an address has 4 or 16 bytes", impossible);
    }
  }
}
