package org.carillon.media.sip.call;

import java.time.Duration;
import java.util.Optional;
import org.carillon.media.sip.ResponseHandler;
import org.carillon.media.sip.UacRequest;
import org.carillon.media.sip.message.Methods;
import org.carillon.media.sip.message.SipResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the answer to a session refresh of ours (RFC 4028 section 10). A refusal changes nothing:
 * the session goes on until it expires.
 */
record Refresh(Leg leg) implements ResponseHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Refresh.class);

  @Override
  public void onResponse(UacRequest request, SipResponse response) {
    if (response.isProvisional()) {
      return;
    }
    if (response.isSuccess()) {
      if (response.cseq().method().equals(Methods.INVITE)) {
        leg.notify(user -> user.onRefreshed(leg.self(), response));
      }
      return;
    }
    LOG.debug("The refresh of call {} was answered {}", leg.callId, response.status());
    Optional<Duration> pause = request.retryAfter();
    pause.ifPresent(wait -> leg.loop().schedule(wait, leg::refreshSession));
  }

  @Override
  public void onFailure(UacRequest request, int status, String reason) {
    LOG.debug("The refresh of call {} failed: {} {}", leg.callId, status, reason);
  }
}
