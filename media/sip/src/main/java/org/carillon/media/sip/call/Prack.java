package org.carillon.media.sip.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.carillon.media.sip.digest.DigestClient;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.Methods;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.transaction.ClientTransaction;
import org.carillon.media.sip.transaction.ClientTransactionUser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The PRACK of one reliable provisional answer (RFC 3262 section 4). Owned by the leg's loop. */
final class Prack implements ClientTransactionUser {
  private static final Logger LOG = LoggerFactory.getLogger(Prack.class);

  private final Leg leg;
  private final DialogState dialog;
  private final SipBody body;
  private final List<HeaderField> headers;
  private final Optional<DigestClient> digest;

  Prack(Leg leg, DialogState dialog, SipResponse response, SipBody body) {
    this.leg = leg;
    this.dialog = dialog;
    this.body = body;
    this.digest = leg.digest();
    String answered = EarlyDialogs.rseq(response) + " " + response.cseq();
    this.headers = List.of(HeaderField.of("RAck", answered));
  }

  void send(List<HeaderField> authorization) {
    List<HeaderField> all = new ArrayList<>(headers);
    all.addAll(authorization);
    leg.agent
        .sender()
        .prepare(
            dialog,
            Methods.PRACK,
            dialog.nextCseq(),
            body,
            all,
            ready -> leg.agent.transactions().send(ready.request(), ready.route(), this),
            reason -> LOG.warn("No PRACK for call {}: {}", leg.callId, reason));
  }

  @Override
  public void onResponse(ClientTransaction transaction, SipResponse response) {
    if (response.isProvisional()) {
      return;
    }
    List<HeaderField> authorization =
        digest.map(client -> client.answer(transaction.request(), response)).orElse(List.of());
    if (!authorization.isEmpty()) {
      send(authorization);
    } else if (!response.isSuccess()) {
      // The call goes on: the peer ends it if it minds.
      LOG.debug("PRACK of call {} was answered {}", leg.callId, response.status());
    }
  }

  @Override
  public void onTimeout(ClientTransaction transaction) {
    LOG.debug("PRACK of call {} was not answered", leg.callId);
  }

  @Override
  public void onTransportError(ClientTransaction transaction, String reason) {
    LOG.debug("PRACK of call {}: {}", leg.callId, reason);
  }
}
