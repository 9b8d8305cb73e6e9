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

  /**
   * Our offer, for a peer whose re-INVITE made none (RFC 3261 section 14.1). What is agreed on
   * stays until its answer comes.
   */
  SipBody offer();

  /** Whether {@link #offer} waits for its answer. */
  boolean awaitsAnswer();

  /**
   * Takes the answer to {@link #offer}, which the ACK has.
   *
   * @throws SdpException when it is none, or chose what was not offered; then nothing has changed
   */
  void accept(SipBody answer) throws SdpException;

  /** No answer to {@link #offer} came: the session is as it was. */
  void withdraw();
}
