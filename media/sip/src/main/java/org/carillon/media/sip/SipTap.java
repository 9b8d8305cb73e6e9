package org.carillon.media.sip;

import org.carillon.media.sip.message.SipMessage;

/**
 * Sees every message that an endpoint sends or receives, retransmissions too, but not what was too
 * broken to be one. Called on the SIP loop for each: returns at once and never throws.
 */
@FunctionalInterface
public interface SipTap {

  /** Sees nothing. */
  SipTap NONE = (sent, message) -> {};

  /**
   * A message passed.
   *
   * @param sent whether we send it
   */
  void onMessage(boolean sent, SipMessage message);
}
