package org.carillon.media.sip.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.carillon.media.sip.CallEnd;
import org.carillon.media.sip.ResponseHandler;
import org.carillon.media.sip.SipCall;
import org.carillon.media.sip.UacRequest;
import org.carillon.media.sip.digest.DigestClient;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.Methods;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.transaction.ClientTransaction;
import org.carillon.media.sip.transaction.ClientTransactionUser;
import org.carillon.media.sip.transport.SendFailure;

/** A request that we sent inside a dialog (RFC 3261 section 12.2.1). */
final class DialogRequest implements UacRequest, ClientTransactionUser {
  private final Leg leg;
  private final String method;
  private final ResponseHandler handler;
  private final SipBody body;
  private final List<HeaderField> headers;
  private final Optional<DigestClient> digest;
  private List<HeaderField> authorization = List.of();
  private SipBody ackBody;
  private DialogSender.Prepared ack;

  DialogRequest(
      Leg leg, String method, SipBody body, List<HeaderField> headers, ResponseHandler handler) {
    this.leg = leg;
    this.method = method;
    this.body = body;
    this.headers = List.copyOf(headers);
    this.digest = leg.digest();
    this.handler = handler;
  }

  void send() {
    List<HeaderField> fields = new ArrayList<>(headers);
    fields.addAll(authorization);
    leg.agent
        .sender()
        .prepare(
            leg.dialog,
            method,
            leg.dialog.nextCseq(),
            body,
            fields,
            ready -> leg.agent.transactions().send(ready.request(), ready.route(), this),
            reason -> leg.agent.later(() -> fail(503, reason)));
  }

  @Override
  public void acknowledge(SipBody body) {
    ackBody = body;
  }

  @Override
  public void onResponse(ClientTransaction transaction, SipResponse response) {
    if (response.status() == 100) {
      return;
    }
    if (ack != null) {
      sendAck();
      return;
    }
    if (answersChallenge(transaction, response)) {
      send();
      return;
    }
    boolean refresh = method.equals(Methods.INVITE) || method.equals(Methods.UPDATE);
    if (response.isSuccess() && refresh) {
      leg.dialog.refreshTarget(response);
    }
    if (response.isFinal()) {
      leg.ownInviteDone(this);
    }
    leg.notify(user -> handler.onResponse(this, response));
    if (response.isSuccess() && method.equals(Methods.INVITE)) {
      acknowledge(response);
    }
    if (response.status() == 481 || response.status() == 408) {
      // The peer does not know the dialog any more (section 12.2.1.2).
      leg.abandon(
          CallEnd.of(CallEnd.Cause.TIMED_OUT, response.status(), "The peer has lost the dialog"));
    }
  }

  private boolean answersChallenge(ClientTransaction transaction, SipResponse response) {
    List<HeaderField> fields =
        digest.map(client -> client.answer(transaction.request(), response)).orElse(List.of());
    if (fields.isEmpty() || leg.state == SipCall.State.TERMINATED) {
      return false;
    }
    authorization = fields;
    return true;
  }

  private void acknowledge(SipResponse response) {
    leg.agent
        .sender()
        .prepare(
            leg.dialog,
            Methods.ACK,
            response.cseq().number(),
            ackBody,
            authorization,
            ready -> {
              ack = ready;
              sendAck();
            },
            reason -> fail(503, reason));
  }

  private void sendAck() {
    leg.agent.transactions().sendRequest(ack.request(), ack.route(), SendFailure.IGNORED);
  }

  @Override
  public void onTimeout(ClientTransaction transaction) {
    fail(408, "The peer did not answer " + method);
    leg.abandon(CallEnd.of(CallEnd.Cause.TIMED_OUT, 408, "The peer did not answer " + method));
  }

  @Override
  public void onTransportError(ClientTransaction transaction, String reason) {
    fail(503, reason);
  }

  private void fail(int status, String reason) {
    leg.ownInviteDone(this);
    leg.notify(user -> handler.onFailure(this, status, reason));
  }
}
