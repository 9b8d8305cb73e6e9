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

/** A request of the peer inside a dialog that waits for its answer. Owned by the leg's loop. */
final class UasDialogRequest implements UasRequest {
  private final Leg leg;
  private final DialogState dialog;
  private final ServerTransaction transaction;
  private final SipRequest request;

  /** Whether it came before the INVITE's answer, which starts the session timer. */
  private final boolean early;

  UasDialogRequest(Leg leg, DialogState dialog, ServerTransaction transaction) {
    this.leg = leg;
    this.dialog = dialog;
    this.transaction = transaction;
    this.request = transaction.request();
    this.early = leg.isInviteOpen();
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

  /** The peer gave the re-INVITE up. */
  void cancelled() {
    if (transaction.isOpen()) {
      respond(487);
      leg.notify(user -> user.onRequestCancelled(leg.self(), this));
    }
  }

  @Override
  public void respond(int status, String reason, SipBody body, List<HeaderField> headers) {
    leg.agent.requireLoop();
    if (!transaction.isOpen()) {
      return;
    }
    boolean refresh = request.is(Methods.INVITE) || request.is(Methods.UPDATE);
    boolean success = status >= 200 && status < 300;
    SipResponseBuilder builder = leg.agent.answer(transaction, status, reason);
    if (refresh && status > 100 && status < 300) {
      builder.header("Contact", leg.agent.contact(source()));
    }
    if (refresh && success) {
      dialog.refreshTarget(request);
      if (!early) {
        builder.headers(leg.session.accept(request));
      }
    }
    if (success && (refresh || request.is(Methods.PRACK))) {
      leg.sentBody(body);
    }
    SipResponse response = builder.headers(headers).body(body).build();
    if (response.isFinal()) {
      leg.peerRequestDone(this);
    }
    if (success && request.is(Methods.INVITE)) {
      leg.repeatUntilAck(
          new AnswerRepeater(leg.loop(), leg.agent.timers(), transaction, response, leg::noAck));
    } else {
      transaction.respond(response);
    }
  }
}
