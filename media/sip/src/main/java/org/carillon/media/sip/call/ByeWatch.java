package org.carillon.media.sip.call;

import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.transaction.ClientTransaction;
import org.carillon.media.sip.transaction.ClientTransactionUser;

/**
 * Forgets a leg when its BYE is answered or lost; either way the dialog is over (section 15.1.1).
 */
record ByeWatch(Leg leg) implements ClientTransactionUser {

  @Override
  public void onResponse(ClientTransaction transaction, SipResponse response) {
    if (response.isFinal()) {
      leg.agent.forget(leg);
    }
  }

  @Override
  public void onTimeout(ClientTransaction transaction) {
    leg.agent.forget(leg);
  }

  @Override
  public void onTransportError(ClientTransaction transaction, String reason) {
    leg.agent.forget(leg);
  }
}
