package org.carillon.media.sip.call;

import org.carillon.media.sip.ResponseHandler;
import org.carillon.media.sip.UacRequest;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.transaction.ClientTransaction;
import org.carillon.media.sip.transaction.ClientTransactionUser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request that we sent outside any dialog. */
record OutgoingRequest(ResponseHandler handler) implements UacRequest, ClientTransactionUser {
  private static final Logger LOG = LoggerFactory.getLogger(OutgoingRequest.class);

  @Override
  public void acknowledge(SipBody body) {
    // Only INVITE has an ACK, and INVITE is never sent this way.
  }

  @Override
  public void onResponse(ClientTransaction transaction, SipResponse response) {
    if (response.status() > 100) {
      tell(() -> handler.onResponse(this, response));
    }
  }

  @Override
  public void onTimeout(ClientTransaction transaction) {
    tell(() -> handler.onFailure(this, 408, "The peer did not answer"));
  }

  @Override
  public void onTransportError(ClientTransaction transaction, String reason) {
    tell(() -> handler.onFailure(this, 503, reason));
  }

  private void tell(Runnable event) {
    try {
      event.run();
    } catch (RuntimeException e) {
      LOG.error("The handler of a request's answer failed", e);
    }
  }
}
