package org.carillon.core.access.policy;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A range of IPv4 or IPv6 addresses in CIDR form, such as {@code 203.0.113.0/24}; one address
 * without a length.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record AddressRange(byte[] network, int prefixLength) {

  // literals only: nothing here may ask a name server
  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  /**
   * Reads a range.
   *
   * @throws IllegalArgumentException when it is none
   */
  static AddressRange of(String text) {
    int slash = text.indexOf('/');
    byte[] network =
        bytes(slash < 0 ? text : text.substring(0, slash)).orElseThrow(AddressRange::no);
    int most = network.length * 8;
    if (slash < 0) {
      return new AddressRange(network, most);
    }
    String length = text.substring(slash + 1);
    if (!length.matches("\\d{1,3}") || Integer.parseInt(length) > most) {
      throw no();
    }
    return new AddressRange(network, Integer.parseInt(length));
  }

  private static IllegalArgumentException no() {
    return new IllegalArgumentException(
        "an IP address or a range is wanted: 203.0.113.0/24 or 2001:db8::/32");
  }

  /** Whether an address lies in it; what is no address does not. */
  boolean contains(String address) {
    byte[] given = bytes(address).orElse(new byte[0]);
    if (given.length != network.length) {
      return false;
    }
    for (int bit = 0; bit < prefixLength; bit++) {
      int mask = 0x80 >> (bit & 7);
      if ((given[bit >> 3] & mask) != (network[bit >> 3] & mask)) {
        return false;
      }
    }
    return true;
  }

  /** An IPv4 address written as IPv6 (::ffff:203.0.113.1) is the IPv4 address. */
  private static Optional<byte[]> bytes(String address) {
    if (!IPV4.matcher(address).matches() && !IPV6.matcher(address).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(address).getAddress());
    } catch (IllegalArgumentException notOne) {
      return Optional.empty();
    }
  }
}
