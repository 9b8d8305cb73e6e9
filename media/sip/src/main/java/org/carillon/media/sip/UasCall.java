package org.carillon.media.sip;

import java.util.List;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.SipBody;

/**
 * A leg that a peer called: we are the UAS of its INVITE.
 *
 * <p>The stack sends 100 Trying when nothing was sent within 200 ms (RFC 3261 section 17.2.1),
 * repeats the last answer to retransmitted INVITEs, repeats a 2xx until its ACK comes (section
 * 13.3.1.4), answers CANCEL with 200 and the INVITE with 487.
 */
public non-sealed interface UasCall extends SipCall {

  /**
   * Sends a provisional answer, 101 to 199, for example 180 Ringing or 183 with early media. Does
   * nothing when a final answer was sent or the leg has ended.
   *
   * @param body session description or null
   */
  void provisional(int status, SipBody body, List<HeaderField> headers);

  /**
   * The same, sent reliably when the caller knows how (RFC 3262): repeated until its PRACK comes.
   * {@link #provisional} does so only when the caller requires it. The next reliable answer, and a
   * 2xx after one with a body, wait for that PRACK; without it in 64*T1 the call is answered 504
   * and ends with {@link CallEnd.Cause#NO_ACK}.
   */
  void provisionalReliably(int status, SipBody body, List<HeaderField> headers);

  /** {@link #provisional(int, SipBody, List)} without body and extra header fields. */
  default void provisional(int status) {
    provisional(status, null, List.of());
  }

  /**
   * Sends 200 OK and repeats it until the ACK comes. Without ACK within 64*T1 the leg is ended with
   * BYE and {@link CallEnd.Cause#NO_ACK}. Does nothing when a final answer was sent or the leg has
   * ended (the caller may have cancelled a moment ago).
   *
   * @param body the SDP answer, or the offer when the INVITE had none; null for none
   * @param onSent run on the loop when the 2xx is sent, which may be later (RFC 3262 section 3);
   *     never when it is not sent
   */
  void answer(SipBody body, List<HeaderField> headers, Runnable onSent);

  /** {@link #answer(SipBody, List, Runnable)} without more. */
  default void answer(SipBody body, List<HeaderField> headers) {
    answer(body, headers, () -> {});
  }

  /** {@link #answer(SipBody, List)} without extra header fields. */
  default void answer(SipBody body) {
    answer(body, List.of());
  }

  /**
   * Sends a final answer, 300 to 699, and ends the leg with {@link CallEnd.Cause#REJECTED}. Does
   * nothing when a final answer was sent or the leg has ended.
   *
   * @param reason the reason phrase, or null for the status's own
   */
  void reject(int status, String reason, List<HeaderField> headers);

  /** {@link #reject(int, String, List)} with the status's own reason phrase. */
  default void reject(int status) {
    reject(status, null, List.of());
  }

  /**
   * Leaves the INVITE without any answer, as a peer does that is not there: nothing is sent to it
   * and its repetitions, and the leg ends with {@link CallEnd.Cause#TIMED_OUT}. Does nothing when a
   * provisional answer was sent or the leg has ended.
   */
  void ignore();
}
