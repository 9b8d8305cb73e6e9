package org.carillon.core.routing;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A call that an application places (S5, S6): its first leg, made by the API, or its second, of
 * CallAndBridge. Its caller id was checked by whoever asks.
 *
 * @param callee whom
 * @param callerId the number the callee sees: E.164, or as LEG-A's caller named itself
 * @param headers custom header fields of the INVITE
 */
public record PlacedCall(Callee callee, String callerId, Map<String, String> headers) {

  public PlacedCall {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /** Whom an application calls. */
  public sealed interface Callee {

    /** A telephone number, by the carriers. */
    record Telephone(String e164) implements Callee {}

    /**
     * A user of a Voice Connector's own system.
     *
     * @param arn the connector's, {@code arn:aws:chime:REGION:ACCOUNT:vc/ID}, or a group's, {@code
     *     ...:vcg/ID}
     * @param user the Request-URI's user part
     */
    record ConnectorUser(String arn, String user) implements Callee {}

    /** A SIP URI; whoever asks has seen that the operator allows that. */
    record Uri(String uri) implements Callee {}
  }
}
