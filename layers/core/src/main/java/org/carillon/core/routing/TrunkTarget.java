package org.carillon.core.routing;

import java.util.Optional;
import org.carillon.core.ports.SealedSecret;

/**
 * One place to send a call to.
 *
 * @param kind whose place it is
 * @param ownerId the Voice Connector's id of a {@link Kind#CONNECTOR_HOST} or {@link
 *     Kind#REGION_NODE}, the host of a {@link Kind#SIP_URI}, else the carrier's id
 * @param region the AWS region of the connector; empty for a carrier
 * @param host an address or a host name; of the simulated carrier only a label
 * @param port 1 to 65535; 0 leaves it to DNS (RFC 3263)
 * @param transport {@code UDP}, {@code TCP} or {@code TLS}
 * @param username for digest, when the place asks for one
 * @param password the digest's password
 * @param secureMedia whether the call must be SRTP there (RFC 4568)
 */
public record TrunkTarget(
    Kind kind,
    String ownerId,
    Optional<String> region,
    String host,
    int port,
    String transport,
    Optional<String> username,
    Optional<SealedSecret> password,
    boolean secureMedia) {

  /** Whose place it is. */
  public enum Kind {
    /** A host of a connector's origination settings (V3). */
    CONNECTOR_HOST,
    /** A trunk of a carrier (D6). */
    CARRIER_TRUNK,
    /** The simulated carrier (D6), which runs beside the node. */
    SIMULATED_CARRIER,
    /** The host of a SIP URI that an application dials (S4). */
    SIP_URI,
    /** The media nodes of the connector's own region, another than this one (V6). */
    REGION_NODE
  }

  /** Whether a call there is the connector's whose id is {@link #ownerId}. */
  public boolean isConnectors() {
    return kind == Kind.CONNECTOR_HOST || kind == Kind.REGION_NODE;
  }
}
