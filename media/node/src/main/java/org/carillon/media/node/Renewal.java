package org.carillon.media.node;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.carillon.media.node.TrunkMedia.Side;
import org.carillon.media.sip.ResponseHandler;
import org.carillon.media.sip.SipCall;
import org.carillon.media.sip.UacRequest;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.sdp.SdpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A re-INVITE of ours that tells one party what its partner can do, when that changed without the
 * partner's asking: a transfer (RFC 5589). What crosses it is waited for (491, RFC 3261 section
 * 14.1); a party that refuses keeps its session, and who asked for it is told. Owned by the SIP
 * loop.
 */
final class Renewal implements ResponseHandler {
  private static final Logger log = LoggerFactory.getLogger(Renewal.class);

  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final int RETRIES = 5;

  private final String transactionId;
  private final TrunkMedia media;
  private final Side side;
  private final SipCall leg;
  private final Supplier<Optional<SipBody>> partner;
  private final Runnable onRefused;
  private int retries = RETRIES;

  /**
   * @param media with the party's stream and its partner's
   * @param side the party's
   * @param partner what the partner described last, asked anew each time
   * @param onRefused told on the loop when the party keeps the session it has
   */
  Renewal(
      String transactionId,
      TrunkMedia media,
      Side side,
      SipCall leg,
      Supplier<Optional<SipBody>> partner,
      Runnable onRefused) {
    this.transactionId = transactionId;
    this.media = media;
    this.side = side;
    this.leg = leg;
    this.partner = partner;
    this.onRefused = onRefused;
  }

  /** Sends it, unless the party is gone. */
  void begin() {
    if (leg.state() != SipCall.State.CONFIRMED) {
      return;
    }
    if (leg.isChanging()) {
      onFailure(null, 491, "another change is not finished");
      return;
    }
    try {
      SipBody description =
          partner.get().orElseThrow(() -> SdpException.notAcceptable("there is no session"));
      leg.request("INVITE", media.offer(side.other(), description), List.of(), this);
    } catch (SdpException e) {
      keepsItsSession(e.getMessage());
    }
  }

  @Override
  public void onResponse(UacRequest request, SipResponse response) {
    if (!response.isFinal()) {
      return;
    }
    if (!response.isSuccess()) {
      notTaken(request.retryAfter().orElse(PAUSE), response.status());
      return;
    }
    try {
      media.answer(
          side,
          response.body().orElseThrow(() -> SdpException.notAcceptable("there is no answer")));
    } catch (SdpException e) {
      keepsItsSession(e.getMessage());
    }
  }

  @Override
  public void onFailure(UacRequest request, int status, String reason) {
    notTaken(PAUSE, status);
  }

  private void notTaken(Duration pause, int status) {
    if (status == 491 && retries-- > 0) {
      leg.loop().schedule(pause, this::begin);
    } else {
      keepsItsSession("status " + status);
    }
  }

  private void keepsItsSession(String why) {
    log.warn("Call {}: a party did not take its new session: {}", transactionId, why);
    onRefused.run();
  }
}
