package org.carillon.media.sip.call;

import java.util.List;
import org.carillon.media.sip.SipLoop;
import org.carillon.media.sip.UasRequest;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.Methods;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.message.SipResponseBuilder;
import org.carillon.media.sip.transaction.ServerTransaction;
import org.carillon.media.sip.transport.SipSource;

/** A request of the peer inside a dialog that waits for its answer. */
final class UasDialogRequest implements UasRequest {
  private final Leg leg;
  private final ServerTransaction transaction;
  private final SipRequest request;

  UasDialogRequest(Leg leg, ServerTransaction transaction) {
    this.leg = leg;
    this.transaction = transaction;
    this.request = transaction.request();
  }

  @Override
  public SipRequest request() {
    return request;
  }

  @Override
  public SipSource source() {
    return transaction.source();
  }

  @Override
  public SipLoop loop() {
    return leg.loop();
  }

  @Override
  public void respond(int status, String reason, SipBody body, List<HeaderField> headers) {
    leg.agent.requireLoop();
    if (!transaction.isOpen()) {
      return;
    }
    boolean refresh = request.is(Methods.INVITE) || request.is(Methods.UPDATE);
    SipResponseBuilder builder = leg.agent.answer(transaction, status, reason);
    if (refresh && status > 100 && status < 300) {
      builder.header("Contact", leg.agent.contact(source()));
    }
    SipResponse response = builder.headers(headers).body(body).build();
    if (response.isFinal()) {
      leg.peerInviteDone(this);
    }
    if (response.isSuccess() && refresh) {
      leg.dialog.refreshTarget(request);
    }
    if (response.isSuccess() && request.is(Methods.INVITE)) {
      leg.repeatUntilAck(
          new AnswerRepeater(leg.loop(), leg.agent.timers(), transaction, response, leg::noAck));
    } else {
      transaction.respond(response);
    }
  }
}
