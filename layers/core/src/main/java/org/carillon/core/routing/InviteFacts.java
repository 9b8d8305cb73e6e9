package org.carillon.core.routing;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is known of a new INVITE (RFC 3261 section 8.1.1) when its way is asked for.
 *
 * @param origin the trunk it came over
 * @param requestUser the user part of the request URI, percent-decoded: the number that was dialled
 * @param requestHost the host of the request URI
 * @param toUser the user part of the To header's URI
 * @param fromUser the user part of the From header's URI: the caller's number when it is one
 * @param headers the INVITE's headers, first value of each; {@link CustomSipHeaders} picks what the
 *     application may see
 * @param transport {@code UDP}, {@code TCP} or {@code TLS}
 * @param sourceAddress the address and port the INVITE came from, for log lines
 * @param sipCallId the Call-ID header
 */
public record InviteFacts(
    CallOrigin origin,
    String requestUser,
    String requestHost,
    String toUser,
    String fromUser,
    Map<String, String> headers,
    String transport,
    String sourceAddress,
    String sipCallId) {
  public InviteFacts {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }
}
