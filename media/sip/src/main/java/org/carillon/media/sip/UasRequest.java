package org.carillon.media.sip;

import java.util.List;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.transport.SipSource;

/**
 * A request that waits for our answer: one inside a dialog, or one outside (OPTIONS). Belongs to
 * the SIP loop.
 */
public interface UasRequest {

  SipRequest request();

  SipSource source();

  /** The loop that owns this request. Safe from any thread. */
  SipLoop loop();

  /**
   * Sends an answer; a 2xx to a re-INVITE is repeated until its ACK comes. Does nothing after a
   * final answer.
   *
   * @param status 100 to 699
   * @param reason the reason phrase, or null for the status's own
   * @param body null for none
   */
  void respond(int status, String reason, SipBody body, List<HeaderField> headers);

  /** {@link #respond(int, String, SipBody, List)} with nothing but a status. */
  default void respond(int status) {
    respond(status, null, null, List.of());
  }
}
