package org.carillon.core.routing;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a new INVITE (RFC 3261 section 8.1.1) when its way is asked for. Who it came
 * from is for routing to find out, of its source address and the host it was sent to.
 *
 * @param requestUser the user part of the request URI, percent-decoded: the number that was dialled
 * @param requestHost the host of the request URI, without port and brackets
 * @param toUser the user part of the To header's URI
 * @param fromUser the user part of the From header's URI: the caller's number when it is one
 * @param fromName the From header's display name, empty when it has none
 * @param headers the INVITE's headers, first field of each name; of the identities ({@code
 *     P-Asserted-Identity}, {@code P-Preferred-Identity}, {@code Identity}) all, with commas
 *     between. {@link CustomSipHeaders} picks what the application may see
 * @param transport {@code UDP}, {@code TCP} or {@code TLS}
 * @param sourceAddress the address and port the INVITE came from, as {@code 192.0.2.1:5060} or
 *     {@code [2001:db8::1]:5060}
 * @param sipCallId the Call-ID header
 * @param authenticatedUser the user name whose digest was right (RFC 8760), after an {@link
 *     RouteDecision.Authenticate}
 * @param secureMedia whether the offer is for SRTP (RFC 4568)
 * @param location the PIDF-LO document of the body (RFC 4119), when the INVITE carries one; empty
 *     text when it carries one that cannot be read, or a body of which it cannot be told
 * @param transferOf the connector of the call in which a REFER asks for this one (RFC 3515); the
 *     request host is then that of the Refer-To, empty where that names this node or none
 */
public record InviteFacts(
    String requestUser,
    String requestHost,
    String toUser,
    String fromUser,
    String fromName,
    Map<String, String> headers,
    String transport,
    String sourceAddress,
    String sipCallId,
    Optional<String> authenticatedUser,
    boolean secureMedia,
    Optional<String> location,
    Optional<String> transferOf) {
  public InviteFacts {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /** The facts of an INVITE itself. */
  public InviteFacts(
      String requestUser,
      String requestHost,
      String toUser,
      String fromUser,
      String fromName,
      Map<String, String> headers,
      String transport,
      String sourceAddress,
      String sipCallId,
      Optional<String> authenticatedUser,
      boolean secureMedia,
      Optional<String> location) {
    this(
        requestUser,
        requestHost,
        toUser,
        fromUser,
        fromName,
        headers,
        transport,
        sourceAddress,
        sipCallId,
        authenticatedUser,
        secureMedia,
        location,
        Optional.empty());
  }

  /** The same INVITE after its digest was found right. */
  public InviteFacts authenticatedAs(String user) {
    return new InviteFacts(
        requestUser,
        requestHost,
        toUser,
        fromUser,
        fromName,
        headers,
        transport,
        sourceAddress,
        sipCallId,
        Optional.of(user),
        secureMedia,
        location,
        transferOf);
  }
}
