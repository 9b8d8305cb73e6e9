package org.carillon.core.routing;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.carillon.core.access.Secret;
import org.carillon.core.carriers.Transport;

/**
 * Where the media nodes of the installation's other regions take calls that are handed over to them
 * (V6), as the operator says.
 *
 * @param nodes by AWS region; one name may stand for many nodes
 * @param secret what the regions share: without one nothing is handed over or taken
 */
public record RegionNodes(Map<String, Node> nodes, Optional<Secret> secret) {

  static final String NODES = "CARILLON_REGION_NODES";
  static final String SECRET = "CARILLON_REGION_SECRET";

  /** As many characters as 128 random bits have in hex. */
  private static final int LEAST_SECRET = 32;

  private static final Pattern NODE =
      Pattern.compile(
          "(?<region>[a-z]{2}(-[a-z]+)+-\\d)=(?<host>[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+\\])"
              + "(:(?<port>\\d{1,5}))?(;transport=(?<transport>[A-Za-z]+))?");

  /**
   * One region's.
   *
   * @param host a name or an address
   * @param port 1 to 65535; 0 leaves it to DNS (RFC 3263)
   * @param transport with TLS the media between the regions is SRTP
   */
  public record Node(String host, int port, Transport transport) {}

  public RegionNodes {
    nodes = Map.copyOf(nodes);
  }

  /** No other region is known. */
  public static RegionNodes none() {
    return new RegionNodes(Map.of(), Optional.empty());
  }

  /**
   * From {@code CARILLON_REGION_NODES}, such as {@code
   * us-west-2=sip.us-west-2.example.com:5061;transport=tls} (several separated by commas; TLS where
   * no transport is named), and {@code CARILLON_REGION_SECRET}, the same in all regions. A node
   * with the secret alone takes calls and hands none over.
   *
   * @throws IllegalStateException when one is wrong; the message names it and not the secret
   */
  public static RegionNodes fromEnvironment(Map<String, String> environment) {
    Map<String, Node> nodes = new LinkedHashMap<>();
    for (String one : environment.getOrDefault(NODES, "").split(",")) {
      if (!one.isBlank()) {
        put(nodes, one.strip());
      }
    }
    String secret = environment.getOrDefault(SECRET, "").strip();
    if (secret.isEmpty() && !nodes.isEmpty()) {
      throw new IllegalStateException(
          NODES + " wants " + SECRET + ", the same text in all regions, such as 64 hex digits.");
    }
    if (!secret.isEmpty() && secret.length() < LEAST_SECRET) {
      throw new IllegalStateException(SECRET + " has at least " + LEAST_SECRET + " characters.");
    }
    return new RegionNodes(nodes, Optional.of(secret).filter(it -> !it.isEmpty()).map(Secret::new));
  }

  private static void put(Map<String, Node> nodes, String one) {
    Matcher node = NODE.matcher(one);
    if (node.matches()) {
      int port = Optional.ofNullable(node.group("port")).map(Integer::parseInt).orElse(0);
      Optional<Transport> transport =
          transport(Optional.ofNullable(node.group("transport")).orElse(Transport.TLS.name()));
      if (port <= 65_535
          && transport.isPresent()
          && nodes.put(node.group("region"), new Node(node.group("host"), port, transport.get()))
              == null) {
        return;
      }
    }
    throw new IllegalStateException(
        NODES
            + " is REGION=HOST[:PORT][;transport=udp|tcp|tls],... with each region once, not "
            + one
            + ".");
  }

  private static Optional<Transport> transport(String name) {
    return Arrays.stream(Transport.values())
        .filter(it -> it.name().equals(name.toUpperCase(Locale.ROOT)))
        .findFirst();
  }
}
