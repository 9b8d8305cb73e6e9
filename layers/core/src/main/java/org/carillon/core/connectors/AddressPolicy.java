package org.carillon.core.connectors;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which addresses and names of other hosts a connector may name (V2, V3). The guide wants public
 * ones; on one machine and in a private network there are others.
 */
public enum AddressPolicy {
  /** Addresses that the Internet routes, and names that the public DNS can know. */
  PUBLIC,
  /** Private and loopback ones as well. */
  ANY;

  // the IANA special-purpose registries: what is not globally reachable
  private static final List<CidrBlock> NOT_ROUTED =
      Stream.of(
              "0.0.0.0/8",
              "10.0.0.0/8",
              "100.64.0.0/10",
              "127.0.0.0/8",
              "169.254.0.0/16",
              "172.16.0.0/12",
              "192.0.0.0/24",
              "192.0.2.0/24",
              "192.168.0.0/16",
              "198.18.0.0/15",
              "198.51.100.0/24",
              "203.0.113.0/24",
              "224.0.0.0/3",
              "2001:db8::/32",
              "3fff::/20")
          .map(CidrBlock::constant)
          .toList();

  private static final CidrBlock GLOBAL_UNICAST_V6 = CidrBlock.constant("2000::/3");

  private static final String LABEL = "[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";
  private static final Pattern NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
  private static final Pattern DIGITS = Pattern.compile("\\d+");
  private static final int MAX_NAME = 253;

  /** Top-level names that never stand in the public DNS (RFC 6761, RFC 6762, ICANN). */
  private static final Set<String> PRIVATE_NAMES =
      Set.of("localhost", "local", "internal", "invalid", "test", "onion");

  /** What is wrong with a block of hosts, in words; empty when it is good. */
  public Optional<String> problem(CidrBlock block) {
    boolean good = this == ANY || isRouted(block);
    return good ? Optional.empty() : Optional.of("must hold publicly routable addresses only");
  }

  /** What is wrong with a host, an IP address or a DNS name, in words; empty when it is good. */
  public Optional<String> problem(String host) {
    Optional<InetAddress> literal = CidrBlock.literal(host);
    if (literal.isPresent()) {
      return problem(literal.get());
    }
    int dot = host.lastIndexOf('.');
    String top = host.substring(dot + 1).toLowerCase(Locale.ROOT);
    if (host.length() > MAX_NAME
        || !NAME.matcher(host).matches()
        || DIGITS.matcher(top).matches()) {
      return Optional.of("must be an IP address or a DNS name, such as sbc.example.com");
    }
    boolean good = this == ANY || (dot > 0 && !PRIVATE_NAMES.contains(top));
    return good ? Optional.empty() : Optional.of("must be a name of the public DNS");
  }

  private Optional<String> problem(InetAddress address) {
    if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
      return Optional.of("must be the address of one host");
    }
    boolean good = this == ANY || isRouted(new CidrBlock(address, address.getAddress().length * 8));
    return good ? Optional.empty() : Optional.of("must be a publicly routable address");
  }

  private static boolean isRouted(CidrBlock block) {
    return (block.isIpv4() || GLOBAL_UNICAST_V6.contains(block))
        && NOT_ROUTED.stream().noneMatch(block::overlaps);
  }
}
