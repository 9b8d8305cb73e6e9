package org.carillon.media.sip;

import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponse;

/**
 * What a leg tells its user. All methods run on the leg's SIP loop and must not block: hand long
 * work to another thread and come back with {@link SipLoop#execute}.
 *
 * <p>An exception thrown here is logged and ends the leg with {@link CallEnd.Cause#FAILED}.
 */
public interface CallListener {

  /**
   * UAC: a provisional answer other than 100 Trying came. 183 may carry an SDP answer. When a proxy
   * forked the INVITE, answers of several early dialogs come; {@link SipCall#dialog} is that of
   * this one meanwhile, and until the next comes. A reliable answer (RFC 3262) comes once and in
   * order; its PRACK is sent when this method returns.
   */
  default void onProvisional(UacCall call, SipResponse response) {}

  /**
   * UAC: the first 2xx came. Its ACK is sent when this method returns, unless {@link
   * UacCall#acknowledgeLater} was called.
   */
  default void onAnswered(UacCall call, SipResponse response) {}

  /** UAS: the ACK of our 2xx came. It carries the SDP answer when our 200 carried the offer. */
  default void onConfirmed(UasCall call, SipRequest ack) {}

  /**
   * UAS: the PRACK of a reliable provisional answer came (RFC 3262); the stack has answered it. It
   * carries the SDP answer when the provisional answer carried the offer.
   */
  default void onProvisionalAcknowledged(UasCall call, SipRequest prack) {}

  /** The ACK of our 2xx to a re-INVITE came. */
  default void onAcknowledged(SipCall call, SipRequest ack) {}

  /**
   * A request inside the dialog that the stack does not answer itself: a re-INVITE, an UPDATE or
   * PRACK with an offer, INFO and so on. Must be answered, now or later.
   *
   * <p>A B2BUA passes a re-INVITE on with {@link SipCall#request} on its other leg, and answers
   * this one when that answer comes, with its body or its failure status. When the re-INVITE has no
   * offer, it calls {@link UacRequest#acknowledgeLater} there and gives the ACK its body when
   * {@link #onAcknowledged} brings the answer. The stack has refused with 491 or 500 what crosses a
   * change of the session that is not finished (RFC 3261 section 14.2, RFC 3311 section 5.2), and
   * answers UPDATE without body, which changes nothing but the peer's address and the session
   * timer.
   */
  default void onRequest(SipCall call, UasRequest request) {
    request.respond(
        switch (request.request().method()) {
          case "INVITE", "UPDATE", "PRACK" -> 488;
          default -> 501;
        });
  }

  /**
   * The peer gave up its re-INVITE, which {@link #onRequest} brought and nobody has answered; the
   * stack has answered it 487 (RFC 3261 section 9.2). A B2BUA gives up what it sent on, by {@link
   * UacRequest#cancel}.
   */
  default void onRequestCancelled(SipCall call, UasRequest request) {}

  /**
   * The peer wants us to call somebody (REFER, RFC 3515), for a transfer. Comes only when {@link
   * SipConfig#methods} has REFER; one at a time, another gets 491 until the first one's outcome was
   * told. A REFER outside a dialog is refused with 403.
   */
  default void onRefer(SipCall call, ReferRequest refer) {
    refer.refuse(603, null);
  }

  /**
   * The stack refreshed the session with a re-INVITE of the last session description sent (RFC 4028
   * section 7.4), and the peer accepted; its answer may have changed.
   */
  default void onRefreshed(SipCall call, SipResponse response) {}

  /** The leg has ended. Called exactly once for each leg, last of all. */
  void onEnded(SipCall call, CallEnd end);
}
