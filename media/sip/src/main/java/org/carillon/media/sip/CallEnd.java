package org.carillon.media.sip;

import java.util.Optional;

/**
 * Why a leg ended.
 *
 * @param cause what happened
 * @param status the SIP status that goes with it: the final answer's for REJECTED, 487 for
 *     CANCELLED, 408 for TIMED_OUT and NO_ACK, 503 for TRANSPORT, 500 for FAILED, 0 after a BYE
 * @param reason one clear line for a log or record
 * @param reasonHeader the peer's {@code Reason} header field value (RFC 3326), if it sent one
 */
public record CallEnd(Cause cause, int status, String reason, Optional<String> reasonHeader) {

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
    /** Our 2xx was never acknowledged (RFC 3261 section 13.3.1.4); BYE was sent. */
    NO_ACK,
    /** No final answer came in time, or the peer answered 408 or 481 inside the dialog. */
    TIMED_OUT,
    /** The peer cannot be reached. */
    TRANSPORT,
    /** The user of the stack threw, or the endpoint was closed. */
    FAILED
  }

  /** An end without a Reason header field. */
  public static CallEnd of(Cause cause, int status, String reason) {
    return new CallEnd(cause, status, reason, Optional.empty());
  }
}
