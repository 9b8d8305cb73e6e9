package org.carillon.core.connectors;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A block of IP addresses in CIDR notation (RFC 4632, RFC 4291), such as {@code 198.51.100.0/24}.
 *
 * @param address the first address
 * @param prefix how many leading bits all addresses of the block share
 */
public record CidrBlock(InetAddress address, int prefix) {

  private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
  private static final Pattern PREFIX = Pattern.compile("0|[1-9]\\d{0,2}");

  /**
   * A block as a client writes it. All bits after the prefix must be zero, so that nobody allows
   * more hosts than the text says at first sight.
   *
   * @return empty when it is none
   */
  public static Optional<CidrBlock> of(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !PREFIX.matcher(text.substring(slash + 1)).matches()) {
      return Optional.empty();
    }
    int prefix = Integer.parseInt(text.substring(slash + 1));
    return literal(text.substring(0, slash))
        .filter(address -> prefix <= address.getAddress().length * 8)
        .map(address -> new CidrBlock(address, prefix))
        .filter(CidrBlock::endsInZeros);
  }

  /** The address of a literal; empty for anything else, names included. Nothing is looked up. */
  public static Optional<InetAddress> literal(String text) {
    if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException noAddress) {
      return Optional.empty();
    }
  }

  static CidrBlock constant(String text) {
    return of(text).orElseThrow(() -> new IllegalArgumentException(text));
  }

  /** Whether it is one of IPv4. */
  public boolean isIpv4() {
    return address instanceof Inet4Address;
  }

  /** Whether an address lies in it. */
  public boolean contains(InetAddress other) {
    return sameFamily(other) && equalBits(other, prefix);
  }

  /** Whether all of another block lies in it. */
  boolean contains(CidrBlock other) {
    return other.prefix >= prefix && contains(other.address);
  }

  /** Whether some address lies in both. */
  boolean overlaps(CidrBlock other) {
    return sameFamily(other.address) && equalBits(other.address, Math.min(prefix, other.prefix));
  }

  private boolean sameFamily(InetAddress other) {
    return address.getAddress().length == other.getAddress().length;
  }

  private boolean equalBits(InetAddress other, int bits) {
    byte[] mine = address.getAddress();
    byte[] theirs = other.getAddress();
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((mine[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  private boolean endsInZeros() {
    byte[] bytes = address.getAddress();
    for (int bit = prefix; bit < bytes.length * 8; bit++) {
      if ((bytes[bit / 8] & (0x80 >> (bit % 8))) != 0) {
        return false;
      }
    }
    return true;
  }
}
