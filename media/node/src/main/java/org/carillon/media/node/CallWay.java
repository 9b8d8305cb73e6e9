package org.carillon.media.node;

import org.carillon.core.calls.CallEvent;
import org.carillon.media.sip.ReferRequest;
import org.carillon.media.sip.UasRequest;
import org.carillon.media.sip.message.SipRequest;

/**
 * What becomes of a call once its way is known: an application has it, or a trunk. Everything runs
 * on the SIP loop of the call's first leg.
 */
interface CallWay {

  /** Takes the call, which is not answered yet. */
  void begin();

  /** The first leg acknowledged our 200 OK. */
  void onConfirmed(SipRequest ack);

  /** The first leg sent a request inside its dialog; it must be answered. */
  void onRequest(UasRequest request);

  /** The first leg's peer gave up its re-INVITE, which nobody had answered; it has its 487. */
  default void onRequestCancelled(UasRequest request) {}

  /** The ACK of our 2xx to the first leg's re-INVITE came. */
  default void onAcknowledged(SipRequest ack) {}

  /** The first leg's peer wants the call transferred (RFC 3515); it must be answered. */
  default void onRefer(ReferRequest refer) {
    refer.refuse(603, null);
  }

  /**
   * The first leg has ended.
   *
   * @return whether the call goes on without it, since its party was transferred away; then the way
   *     ends the call with {@link InboundCall#finish}
   */
  default boolean onFirstLegGone() {
    return false;
  }

  /** The call has ended. What the way holds is freed; nothing more is asked of it. */
  void onEnded(CallEvent.HungUp hungUp);
}
