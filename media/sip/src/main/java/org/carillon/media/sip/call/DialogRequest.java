package org.carillon.media.sip.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.carillon.media.sip.CallEnd;
import org.carillon.media.sip.ResponseHandler;
import org.carillon.media.sip.SipCall;
import org.carillon.media.sip.UacRequest;
import org.carillon.media.sip.digest.DigestClient;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.HeaderName;
import org.carillon.media.sip.message.Methods;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.transaction.ClientTransaction;
import org.carillon.media.sip.transaction.ClientTransactionUser;

/** A request that we sent inside a dialog (RFC 3261 section 12.2.1). Owned by the leg's loop. */
final class DialogRequest implements UacRequest, ClientTransactionUser {
  private static final int MAX_RAISES = 2;

  private final Leg leg;
  private final DialogState dialog;
  private final String method;
  private final ResponseHandler handler;
  private final SipBody body;
  private final List<HeaderField> headers;
  private final Optional<DigestClient> digest;
  private final AnswerAck ack;
  private List<HeaderField> authorization = List.of();
  private Optional<Duration> retryAfter = Optional.empty();
  private int raises;
  private ClientTransaction open;
  private boolean cancelWanted;

  /** Whether it speaks of the session timer, which the answer to the INVITE starts. */
  private boolean timed;

  DialogRequest(
      Leg leg, String method, SipBody body, List<HeaderField> headers, ResponseHandler handler) {
    this.leg = leg;
    this.dialog = leg.dialog;
    this.method = method;
    this.body = body;
    this.headers = List.copyOf(headers);
    this.digest = leg.digest();
    this.handler = handler;
    this.ack = new AnswerAck(leg, () -> leg.ownRequestDone(this), reason -> fail(503, reason));
  }

  /** Whether it is an INVITE, or an UPDATE with an offer: another one must wait for it. */
  boolean changesSession() {
    return method.equals(Methods.INVITE) || (method.equals(Methods.UPDATE) && body != null);
  }

  /** It would cross another change of the session, so it is not sent: told later, as 491. */
  void refuse() {
    retryAfter = Optional.of(leg.glarePause());
    leg.agent.later(() -> fail(491, "Another change of the session is not finished"));
  }

  private boolean refreshes() {
    return method.equals(Methods.INVITE) || method.equals(Methods.UPDATE);
  }

  void send() {
    List<HeaderField> fields = new ArrayList<>(headers);
    if (refreshes()) {
      timed = !leg.isInviteOpen();
      fields.addAll(leg.session.requestHeaders());
    }
    fields.addAll(authorization);
    leg.agent
        .sender()
        .prepare(
            dialog,
            method,
            dialog.nextCseq(),
            body,
            fields,
            ready -> open = leg.agent.transactions().send(ready.request(), ready.route(), this),
            reason -> leg.agent.later(() -> fail(503, reason)));
    if (refreshes()) {
      leg.sentBody(body);
    }
  }

  @Override
  public void acknowledge(SipBody content) {
    leg.sentBody(content);
    ack.release(content);
  }

  /** Sends the ACK if it waits for the user. */
  void acknowledgeNow() {
    if (ack.isWaiting()) {
      ack.send();
    }
  }

  @Override
  public void acknowledgeLater() {
    ack.hold();
  }

  @Override
  public void cancel() {
    leg.agent.requireLoop();
    if (method.equals(Methods.INVITE) && !cancelWanted) {
      cancelWanted = true;
      cancelIfAnswered();
    }
  }

  /** A CANCEL that overtakes its INVITE would be refused, so it waits for a provisional answer. */
  private void cancelIfAnswered() {
    if (open != null && open.isProceeding()) {
      ClientTransaction given = open;
      open = null;
      leg.agent.transactions().send(given.cancel().build(), given.route(), new CancelWatch(leg));
    }
  }

  @Override
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }

  @Override
  public void onResponse(ClientTransaction transaction, SipResponse response) {
    if (cancelWanted && response.isProvisional()) {
      cancelIfAnswered();
    }
    if (response.status() == 100) {
      return;
    }
    if (ack.isAnswered()) {
      ack.repeat();
      return;
    }
    if (leg.state != SipCall.State.TERMINATED && sendsAgain(transaction, response)) {
      return;
    }
    boolean needsAck = response.isSuccess() && method.equals(Methods.INVITE);
    if (response.isSuccess() && refreshes()) {
      dialog.refreshTarget(response);
      if (timed) {
        leg.session.onAnswer(response);
      }
    }
    if (response.isFinal() && !needsAck) {
      leg.ownRequestDone(this);
    }
    retryAfter = pause(response);
    leg.notify(user -> handler.onResponse(this, response));
    if (needsAck) {
      ack.answered(dialog, response.cseq().number(), authorization);
    }
    boolean lost = response.status() == 481 || response.status() == 408;
    if (lost && !method.equals(Methods.NOTIFY)) {
      // The peer does not know the dialog any more (section 12.2.1.2). A NOTIFY that nobody wants
      // ends its subscription only (RFC 5057 section 5.1).
      leg.lost(
          dialog,
          CallEnd.of(CallEnd.Cause.TIMED_OUT, response.status(), "The peer has lost the dialog"));
    }
  }

  /** Answers a challenge, or a session interval that is too short for the peer. */
  private boolean sendsAgain(ClientTransaction transaction, SipResponse response) {
    if (cancelWanted) {
      return false;
    }
    List<HeaderField> proof =
        digest.map(client -> client.answer(transaction.request(), response)).orElse(List.of());
    boolean raised =
        response.status() == 422
            && refreshes()
            && raises < MAX_RAISES
            && leg.session.raise(response);
    if (raised) {
      raises++;
      proof = digest.map(client -> client.again(transaction.request())).orElse(List.of());
    } else if (proof.isEmpty()) {
      return false;
    }
    authorization = proof;
    send();
    return true;
  }

  private Optional<Duration> pause(SipResponse response) {
    if (response.status() == 491) {
      return Optional.of(leg.glarePause());
    }
    return response
        .header(HeaderName.RETRY_AFTER)
        .map(text -> text.strip().split("[ ;(]", 2)[0])
        .filter(seconds -> response.status() >= 300 && seconds.matches("[0-9]{1,6}"))
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
  }

  @Override
  public void onTimeout(ClientTransaction transaction) {
    fail(408, "The peer did not answer " + method);
    leg.lost(dialog, CallEnd.of(CallEnd.Cause.TIMED_OUT, 408, "The peer did not answer " + method));
  }

  @Override
  public void onTransportError(ClientTransaction transaction, String reason) {
    fail(503, reason);
  }

  private void fail(int status, String reason) {
    leg.ownRequestDone(this);
    leg.notify(user -> handler.onFailure(this, status, reason));
  }
}
