package org.carillon.media.node;

import org.carillon.core.calls.CallEvent.HungUp;
import org.carillon.core.calls.HangupCause;
import org.carillon.media.sip.CallEnd;

/** Puts the SIP stack's end of a leg into the core's words. */
final class LegEnding {

  private LegEnding() {}

  /**
   * @param callId the leg
   * @param end what the stack says
   * @param ownCause why we ended it, if it was us
   */
  static HungUp of(String callId, CallEnd end, HangupCause ownCause) {
    return switch (end.cause()) {
      case CANCELLED -> new HungUp(callId, end.status(), HangupCause.CALLER);
      case BYE_RECEIVED -> new HungUp(callId, 0, HangupCause.CALLER);
      case BYE_SENT -> new HungUp(callId, 0, ownCause);
      case REJECTED -> new HungUp(callId, end.status(), ownCause);
      case NO_ACK, TIMED_OUT, TRANSPORT -> new HungUp(callId, end.status(), HangupCause.PEER_LOST);
      case FAILED -> new HungUp(callId, end.status(), HangupCause.NODE_STOPPED);
    };
  }

  /** The same of a leg that we called: whoever hangs up there is the callee. */
  static HungUp ofOutbound(String callId, CallEnd end, HangupCause ownCause) {
    HungUp hungUp = of(callId, end, ownCause);
    return hungUp.cause() == HangupCause.CALLER
        ? new HungUp(callId, hungUp.sipResponseCode(), HangupCause.CALLEE)
        : hungUp;
  }
}
