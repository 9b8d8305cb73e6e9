package org.carillon.media.node;

import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.sdp.SdpException;

/** The session description of one leg, that its peer may change (RFC 3264). */
interface LegMedia {

  /** Whether both sides have described themselves. */
  boolean isAgreed();

  /**
   * Answers an offer of the peer. Nothing changes when it is refused.
   *
   * @throws SdpException 400 or 488
   */
  SipBody answer(SipBody offer) throws SdpException;

  /** Our description, for a peer that made no offer. */
  SipBody offer();
}
