package org.carillon.media.sip;

import java.time.Duration;
import java.util.Optional;
import org.carillon.media.sip.message.SipBody;

/** A request that we sent and that waits for its final answer. Belongs to the SIP loop. */
public interface UacRequest {

  /**
   * Gives the ACK of a re-INVITE's 2xx a body. Called inside {@link ResponseHandler#onResponse};
   * without effect for other methods. After {@link #acknowledgeLater} it is called later, and sends
   * the ACK.
   *
   * @param body null for none
   */
  void acknowledge(SipBody body);

  /**
   * Called inside {@link ResponseHandler#onResponse} with the 2xx of a re-INVITE: the ACK waits for
   * {@link #acknowledge}. Without it within 64*T1 the leg is ended.
   */
  void acknowledgeLater();

  /**
   * Gives a re-INVITE up: CANCEL is sent when a provisional answer is there (RFC 3261 section 9.1);
   * the final answer comes all the same, usually 487. Without effect for other methods and after a
   * final answer.
   */
  void cancel();

  /**
   * How long to wait before the request is sent again: after 491 the random time of RFC 3261
   * section 14.1, after another answer what its Retry-After says. Empty when there is no point in
   * it.
   */
  Optional<Duration> retryAfter();
}
