package org.carillon.media.node;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.carillon.media.sip.SipCall.State;
import org.carillon.media.sip.UacCall;
import org.carillon.media.sip.UasCall;
import org.carillon.media.sip.message.HeaderName;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.sdp.SdpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the provisional answers of the called side on to the caller. The first one with a session
 * description lets early media flow; when branches of a forked call describe themselves one after
 * the other, the last one is heard, and the caller is told no other description (RFC 3261 section
 * 13.2.1). Owned by the SIP loop of the call.
 */
final class Ringing {
  private static final Logger log = LoggerFactory.getLogger(Ringing.class);

  private static final int SESSION_PROGRESS = 183;
  private static final Duration PUT_OFF = Duration.ofMillis(100);

  private final String transactionId;
  private final UasCall caller;
  private final TrunkMedia media;
  private boolean earlyMedia;

  Ringing(String transactionId, UasCall caller, TrunkMedia media) {
    this.transactionId = transactionId;
    this.caller = caller;
    this.media = media;
  }

  /**
   * A provisional answer came. While a change of the session waits for its answer, no other
   * description can be an answer: such a response is put off.
   *
   * @param from the leg it came in
   * @param description how its branch describes its session, when it had not done so before
   */
  void heard(UacCall from, SipResponse response, Optional<SipBody> description) {
    if (description.isPresent() && caller.isChanging()) {
      from.loop().schedule(PUT_OFF, () -> heardLater(from, response, description));
      return;
    }
    if (description.isPresent() && !media.awaitsFarOffer()) {
      try {
        SipBody told = media.inviteAnswer(description.get(), response.toTag(), false);
        media.start();
        if (!earlyMedia) {
          earlyMedia = true;
          tell(SESSION_PROGRESS, told, response);
        }
        return;
      } catch (SdpException e) {
        log.debug("Early media of {} is left out: {}", transactionId, e.getMessage());
      }
    }
    if (!earlyMedia) {
      tell(response.status(), null, response);
    }
  }

  private void heardLater(UacCall from, SipResponse response, Optional<SipBody> description) {
    if (from.state() == State.EARLY && caller.state() == State.EARLY) {
      heard(from, response, description);
    }
  }

  /** Reliably when it came so and the caller knows how (RFC 3262). */
  private void tell(int status, SipBody body, SipResponse came) {
    if (came.has(HeaderName.RSEQ)) {
      caller.provisionalReliably(status, body, List.of());
    } else {
      caller.provisional(status, body, List.of());
    }
  }
}
