package org.carillon.media.sip.call;

import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.transaction.ClientTransaction;
import org.carillon.media.sip.transaction.ClientTransactionUser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the answers to a CANCEL, or to the BYE of a fork: the leg does not depend on them. */
record CancelWatch(Leg leg) implements ClientTransactionUser {
  private static final Logger LOG = LoggerFactory.getLogger(CancelWatch.class);

  @Override
  public void onResponse(ClientTransaction transaction, SipResponse response) {
    LOG.debug(
        "{} of call {} was answered {}",
        transaction.request().method(),
        leg.callId,
        response.status());
  }

  @Override
  public void onTimeout(ClientTransaction transaction) {
    LOG.debug("{} of call {} was not answered", transaction.request().method(), leg.callId);
  }

  @Override
  public void onTransportError(ClientTransaction transaction, String reason) {
    LOG.debug("{} of call {}: {}", transaction.request().method(), leg.callId, reason);
  }
}
