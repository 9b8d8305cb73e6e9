package org.carillon.media.sip;

import org.carillon.media.sip.message.SipBody;

/** A request that we sent and that waits for its final answer. Belongs to the SIP loop. */
public interface UacRequest {

  /**
   * Gives the ACK of a re-INVITE's 2xx a body. Called inside {@link ResponseHandler#onResponse};
   * without effect for other methods.
   */
  void acknowledge(SipBody body);
}
