package org.carillon.media.sip;

import org.carillon.media.sip.message.SipBody;

/**
 * A leg that we call: we are the UAC of its INVITE. Made by {@link SipEndpoint#invite}.
 *
 * <p>The stack retransmits the INVITE, acknowledges every final answer, and ends further 2xx of a
 * forked INVITE with ACK and BYE: the first 2xx wins (RFC 3261 section 13.2.2.4).
 */
public non-sealed interface UacCall extends SipCall {

  /**
   * Gives the ACK of the 2xx a body: the SDP answer when the INVITE had no offer. Called inside
   * {@link CallListener#onAnswered}; the ACK goes out when that method returns. After {@link
   * #acknowledgeLater} it is called later, and sends the ACK.
   *
   * <p>Called inside {@link CallListener#onProvisional} of a reliable answer, it gives the PRACK a
   * body.
   *
   * @param body null for none
   */
  void acknowledge(SipBody body);

  /** Whether the peer has answered anything to the INVITE, be it 100 Trying. */
  boolean isProceeding();

  /**
   * Called inside {@link CallListener#onAnswered}: the ACK waits for {@link #acknowledge}. Without
   * it within 64*T1 the leg is ended with {@link CallEnd.Cause#NO_ACK}.
   */
  void acknowledgeLater();
}
