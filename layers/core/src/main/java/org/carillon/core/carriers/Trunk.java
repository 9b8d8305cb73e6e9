package org.carillon.core.carriers;

import java.util.List;
import java.util.Optional;

/**
 * One SIP trunk of a carrier.
 *
 * @param name unique among the carrier's trunks
 * @param host an address or a host name
 * @param port 1 to 65535
 * @param username for digest, when the authentication needs it
 * @param sealedPassword sealed and in base64; {@link Carriers#password} opens it
 * @param priority 1 to 100, 1 first
 * @param weight 1 to 100: its share among trunks of one priority
 * @param sourceAddresses addresses and networks its calls come from
 */
public record Trunk(
    String name,
    String host,
    int port,
    Transport transport,
    TrunkAuthentication authentication,
    Optional<String> username,
    Optional<String> sealedPassword,
    int priority,
    int weight,
    List<String> sourceAddresses) {

  public Trunk {
    sourceAddresses = List.copyOf(sourceAddresses);
  }
}
