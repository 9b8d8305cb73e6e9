package org.carillon.media.sip;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.carillon.media.sip.message.HeaderName;
import org.carillon.media.sip.message.NameAddress;
import org.carillon.media.sip.message.SipParseException;
import org.carillon.media.sip.message.SipResponse;

/**
 * Why a leg ended.
 *
 * @param cause what happened
 * @param status the SIP status that goes with it: the final answer's for REJECTED, 487 for
 *     CANCELLED, 408 for TIMED_OUT and NO_ACK, 503 for TRANSPORT, 500 for FAILED, 0 after a BYE
 * @param reason one clear line for a log or record
 * @param reasonHeader the peer's {@code Reason} header field value (RFC 3326), if it sent one
 * @param response the peer's final answer for REJECTED of a UAC leg, for example with the Contacts
 *     of a redirection ({@link #contacts}), Retry-After or Warning
 */
public record CallEnd(
    Cause cause,
    int status,
    String reason,
    Optional<String> reasonHeader,
    Optional<SipResponse> response) {

  private static final int MAX_CONTACTS = 10;

  /** What ended a leg. */
  public enum Cause {
    /** UAS: the caller gave up before we answered. UAC: we gave up before the peer answered. */
    CANCELLED,
    /** A final answer of 300 to 699: ours for a UAS leg, the peer's for a UAC leg. */
    REJECTED,
    /** The peer sent BYE. */
    BYE_RECEIVED,
    /** We sent BYE. */
    BYE_SENT,
    /**
     * Our 2xx was never acknowledged (RFC 3261 section 13.3.1.4), or nobody gave the ACK of the
     * peer's 2xx its body; BYE was sent. Or our reliable provisional answer had no PRACK (RFC
     * 3262).
     */
    NO_ACK,
    /**
     * No final answer came in time, the peer answered 408 or 481 inside the dialog, or the session
     * expired without a refresh (RFC 4028).
     */
    TIMED_OUT,
    /** The peer cannot be reached. */
    TRANSPORT,
    /** The user of the stack threw, or the endpoint was closed. */
    FAILED
  }

  /** An end without a Reason header field. */
  public static CallEnd of(Cause cause, int status, String reason) {
    return new CallEnd(cause, status, reason, Optional.empty(), Optional.empty());
  }

  /**
   * Where a 3xx answer says that the callee is, best first (by {@code q}, RFC 3261 section
   * 8.1.3.4); none for other ends. Contacts that cannot be read are left out, and at most 10 are
   * given.
   */
  public List<NameAddress> contacts() {
    if (response.isEmpty() || status < 300 || status > 399) {
      return List.of();
    }
    return response.get().values(HeaderName.CONTACT).stream()
        .map(CallEnd::read)
        .flatMap(Optional::stream)
        .sorted(Comparator.comparingDouble(CallEnd::preference).reversed())
        .limit(MAX_CONTACTS)
        .toList();
  }

  private static Optional<NameAddress> read(String contact) {
    try {
      return Optional.of(NameAddress.parse(contact));
    } catch (SipParseException e) {
      // The others may be good; without any, the call is refused.
      return Optional.empty();
    }
  }

  private static double preference(NameAddress contact) {
    String q = contact.parameters().get("q").orElse("1");
    return q.matches("[01](\\.[0-9]{0,3})?") ? Double.parseDouble(q) : 0;
  }
}
