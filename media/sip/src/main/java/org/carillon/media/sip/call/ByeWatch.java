package org.carillon.media.sip.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.carillon.media.sip.digest.DigestClient;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.transaction.ClientTransaction;
import org.carillon.media.sip.transaction.ClientTransactionUser;

/**
 * Forgets a leg when its BYE is answered or lost; either way the dialog is over (section 15.1.1).
 * Only a challenge is answered with another BYE.
 *
 * @param headers extra header fields of the BYE
 * @param digest answers challenges, if the leg has credentials
 */
record ByeWatch(Leg leg, List<HeaderField> headers, Optional<DigestClient> digest)
    implements ClientTransactionUser {

  @Override
  public void onResponse(ClientTransaction transaction, SipResponse response) {
    if (response.isProvisional()) {
      return;
    }
    List<HeaderField> authorization =
        digest.map(client -> client.answer(transaction.request(), response)).orElse(List.of());
    if (authorization.isEmpty()) {
      leg.agent.forget(leg);
    } else {
      List<HeaderField> all = new ArrayList<>(headers);
      all.addAll(authorization);
      leg.sendBye(all, this);
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
