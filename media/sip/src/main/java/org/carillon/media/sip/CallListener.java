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

  /** UAC: a provisional answer other than 100 Trying came. 183 may carry an SDP answer. */
  default void onProvisional(UacCall call, SipResponse response) {}

  /** UAC: the first 2xx came. Its ACK is sent when this method returns. */
  default void onAnswered(UacCall call, SipResponse response) {}

  /** UAS: the ACK of our 2xx came. It carries the SDP answer when our 200 carried the offer. */
  default void onConfirmed(UasCall call, SipRequest ack) {}

  /** The ACK of our 2xx to a re-INVITE came. */
  default void onAcknowledged(SipCall call, SipRequest ack) {}

  /**
   * A request inside the dialog other than ACK, BYE and CANCEL, which the stack answers itself: a
   * re-INVITE, UPDATE, INFO and so on. Must be answered, now or later.
   */
  default void onRequest(SipCall call, UasRequest request) {
    request.respond(request.request().method().equals("INVITE") ? 488 : 501);
  }

  /** The leg has ended. Called exactly once for each leg, last of all. */
  void onEnded(SipCall call, CallEnd end);
}
