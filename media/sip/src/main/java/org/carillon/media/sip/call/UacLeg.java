package org.carillon.media.sip.call;

import java.util.List;
import java.util.Optional;
import org.carillon.media.sip.CallEnd;
import org.carillon.media.sip.OutgoingInvite;
import org.carillon.media.sip.SipCall;
import org.carillon.media.sip.SipLoop;
import org.carillon.media.sip.UacCall;
import org.carillon.media.sip.digest.DigestClient;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.HeaderName;
import org.carillon.media.sip.message.Methods;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipRequestBuilder;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.transaction.ClientTransaction;
import org.carillon.media.sip.transaction.ClientTransactionUser;
import org.carillon.media.sip.transaction.ServerTransaction;
import org.carillon.media.sip.transport.Route;
import org.carillon.media.sip.transport.SipDestination;
import org.carillon.media.sip.transport.SipSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The UAC side of a call (RFC 3261 sections 9.1 and 13.2). Owned by its loop. */
final class UacLeg extends Leg implements UacCall, ClientTransactionUser {
  private static final int MAX_RAISES = 2;
  private static final Logger LOG = LoggerFactory.getLogger(UacLeg.class);

  private OutgoingInvite wanted;
  private SipDestination destination;
  private List<SipDestination> others = List.of();
  private long cseq;
  private Optional<DigestClient> digest = Optional.empty();
  private List<HeaderField> authorization = List.of();
  private ClientTransaction invite;
  private AnswerAck ack;
  private EarlyDialogs early = new EarlyDialogs();
  private SipBody prackBody;
  private int raises;
  private SipLoop.Timeout patience;
  private boolean hangUpWanted;
  private boolean cancelSent;
  private boolean rangOut;
  private List<HeaderField> hangUpHeaders = List.of();

  UacLeg(UserAgent agent, String callId) {
    super(agent, callId, newTag());
    ack = new AnswerAck(this, this::onAckSent, this::noWayForAck);
  }

  /** Finds the destination and sends the INVITE. */
  void start(OutgoingInvite outgoing) {
    wanted = outgoing;
    outgoing.credentials().ifPresent(this::credentials);
    digest = digest();
    outgoing
        .destination()
        .ifPresentOrElse(
            only -> sendTo(List.of(only)),
            () ->
                agent
                    .resolver()
                    .resolveAll(outgoing.requestUri(), this::sendTo, this::unreachable));
  }

  private void unreachable(String reason) {
    agent.forget(this);
    end(CallEnd.of(CallEnd.Cause.TRANSPORT, 503, reason));
  }

  private void sendTo(List<SipDestination> found) {
    if (state == State.TERMINATED) {
      return;
    }
    destination = found.getFirst();
    others = List.copyOf(found.subList(1, found.size()));
    patience = loop().schedule(agent.timers().invite(), this::ringOut);
    send();
  }

  private void send() {
    Route route = Route.to(destination);
    cseq++;
    SipRequestBuilder request =
        new SipRequestBuilder(Methods.INVITE, wanted.requestUri())
            .header(HeaderName.VIA, agent.transactions().newVia(route))
            .header(HeaderName.MAX_FORWARDS, wanted.maxForwards())
            .header(HeaderName.FROM, wanted.from().withTag(localTag))
            .header(HeaderName.TO, wanted.to().withoutTag())
            .header(HeaderName.CALL_ID, callId)
            .header(HeaderName.CSEQ, cseq + " INVITE")
            .header(HeaderName.CONTACT, agent.contact(destination))
            .headers(agent.capabilities(wanted.body().isPresent()))
            .headers(session.requestHeaders())
            .headers(wanted.headers())
            .headers(authorization)
            .body(wanted.body().orElse(null));
    wanted.body().ifPresent(this::sentBody);
    invite = agent.transactions().send(request.build(), route, this);
  }

  /** Tries the next place when one failed before it said anything (RFC 3263 section 4.3). */
  private boolean failOver(String reason) {
    if (!hasMorePlaces()) {
      return false;
    }
    destination = others.getFirst();
    others = others.subList(1, others.size());
    LOG.info("Call {} goes on to {}: {}", callId, destination, reason);
    send();
    return true;
  }

  private boolean hasMorePlaces() {
    return !others.isEmpty() && !hangUpWanted && state == State.PROCEEDING;
  }

  @Override
  SipCall self() {
    return this;
  }

  @Override
  boolean isInviteOpen() {
    return state == State.PROCEEDING || state == State.EARLY;
  }

  @Override
  boolean isCaller() {
    return true;
  }

  @Override
  DialogState dialogWith(Optional<String> remoteTag) {
    DialogState own = super.dialogWith(remoteTag);
    return own != null || early == null ? own : early.find(remoteTag);
  }

  @Override
  void onPrack(DialogState named, ServerTransaction tx) {
    tx.respond(tx.response(481).build()); // we answered no INVITE provisionally
  }

  @Override
  public Optional<SipSource> source() {
    return Optional.ofNullable(dialog).map(DialogState::source);
  }

  @Override
  public boolean isProceeding() {
    agent.requireLoop();
    return state != State.PROCEEDING || (invite != null && invite.isProceeding());
  }

  @Override
  public void acknowledge(SipBody body) {
    agent.requireLoop();
    if (isInviteOpen()) {
      prackBody = body;
    } else if (ack != null) {
      ack.release(body);
    }
    sentBody(body);
  }

  @Override
  public void acknowledgeLater() {
    agent.requireLoop();
    if (ack != null) {
      ack.hold();
    }
  }

  @Override
  public void hangUp(List<HeaderField> headers) {
    agent.requireLoop();
    switch (state) {
      case PROCEEDING, EARLY -> {
        if (!hangUpWanted) {
          hangUpWanted = true;
          hangUpHeaders = List.copyOf(headers);
          cancel();
        }
      }
      case CONFIRMED -> {
        if (ack != null && ack.isWaiting()) {
          ack.send(); // RFC 3261 section 15: BYE follows the ACK
        }
        bye(headers);
      }
      case ACCEPTED, TERMINATED -> {}
    }
  }

  private void ringOut() {
    rangOut = true;
    hangUp();
  }

  private void bye(List<HeaderField> headers) {
    sendBye(headers);
    end(CallEnd.of(CallEnd.Cause.BYE_SENT, 0, "We hung up"));
  }

  // A CANCEL that overtakes its INVITE would be refused, so it waits for a provisional answer.
  private void cancel() {
    if (invite == null) {
      agent.forget(this);
      end(cancelled());
    } else if (invite.isProceeding() && !cancelSent) {
      cancelSent = true;
      SipRequest cancel = invite.cancel().headers(hangUpHeaders).build();
      agent.transactions().send(cancel, invite.route(), new CancelWatch(this));
      stopPatience();
      patience = loop().schedule(agent.timers().transactionTimeout(), this::giveUp);
    }
  }

  /** No final answer within 64*T1 after CANCEL: the INVITE counts as cancelled (section 9.1). */
  private void giveUp() {
    if (isInviteOpen()) {
      agent.forget(this);
      end(cancelled());
    }
  }

  private CallEnd cancelled() {
    if (rangOut) {
      return CallEnd.of(CallEnd.Cause.TIMED_OUT, 408, "The peer never answered the INVITE");
    }
    return CallEnd.of(CallEnd.Cause.CANCELLED, 487, "We gave up before the peer answered");
  }

  private void stopPatience() {
    if (patience != null) {
      patience.cancel();
      patience = null;
    }
  }

  // ---- answers to the INVITE

  @Override
  public void onResponse(ClientTransaction transaction, SipResponse response) {
    if (response.isProvisional()) {
      onProvisional(transaction, response);
    } else if (response.isSuccess()) {
      onSuccess(transaction, response);
    } else {
      onRefusal(transaction, response);
    }
  }

  private void onProvisional(ClientTransaction transaction, SipResponse response) {
    if (!isInviteOpen()) {
      return;
    }
    if (hangUpWanted) {
      cancel();
      return;
    }
    if (response.status() == 100) {
      return;
    }
    if (response.toTag().isEmpty()) {
      notify(user -> user.onProvisional(this, response));
      return;
    }
    early
        .of(transaction.request(), response, transaction.source())
        .ifPresent(branch -> onEarly(branch, response));
  }

  private void onEarly(EarlyDialogs.Early branch, SipResponse response) {
    long rseq = EarlyDialogs.rseq(response);
    if (rseq >= 0 && !branch.advance(rseq)) {
      return; // repeated, or out of order: it will come again (RFC 3262 section 4)
    }
    state = State.EARLY;
    dialog = branch.dialog;
    if (rseq >= 0 && response.bodyLength() > 0) {
      branch.dialog.offerAnswered();
    }
    prackBody = null;
    notify(user -> user.onProvisional(this, response));
    if (rseq >= 0 && state != State.TERMINATED) {
      new Prack(this, branch.dialog, response, prackBody).send(List.of());
    }
    prackBody = null;
  }

  private void onSuccess(ClientTransaction transaction, SipResponse response) {
    DialogState made = DialogState.uac(transaction.request(), response, transaction.source());
    if (ack != null && ack.isOf(made)) {
      ack.repeat(); // our ACK was lost
      return;
    }
    if (!isInviteOpen()) {
      // Another branch of a fork answered too, or we gave up: thank and leave.
      leave(made, response.cseq().number());
      return;
    }
    stopPatience();
    DialogState known = early.find(made.remoteTag);
    if (known != null) {
      made.continueFrom(known);
    }
    early = null;
    wanted = null; // a leg is kept for half a minute after its call
    dialog = made;
    state = State.CONFIRMED;
    sentBody(null);
    session.onAnswer(response);
    if (!hangUpWanted) {
      notify(user -> user.onAnswered(this, response));
    }
    ack.answered(made, response.cseq().number(), authorization);
  }

  private void onAckSent() {
    if (hangUpWanted && state == State.CONFIRMED) {
      sendBye(hangUpHeaders);
      end(cancelled());
    }
  }

  private void noWayForAck(String reason) {
    LOG.warn("No ACK for call {}: {}", callId, reason);
    unreachable(reason);
  }

  private void leave(DialogState other, long number) {
    AnswerAck thanks =
        new AnswerAck(
            this,
            () -> leaveBye(other),
            reason -> LOG.debug("No ACK for a fork of call {}: {}", callId, reason));
    thanks.answered(other, number, authorization);
  }

  private void leaveBye(DialogState other) {
    agent
        .sender()
        .prepare(
            other,
            Methods.BYE,
            other.nextCseq(),
            null,
            List.of(),
            bye -> agent.transactions().send(bye.request(), bye.route(), new CancelWatch(this)),
            reason -> LOG.debug("No BYE for a fork of call {}: {}", callId, reason));
  }

  /** Sends the INVITE again with the password or the longer session that the refusal asked for. */
  private boolean sendsAgain(ClientTransaction transaction, SipResponse response) {
    if (hangUpWanted) {
      return false;
    }
    List<HeaderField> proof =
        digest.map(client -> client.answer(transaction.request(), response)).orElse(List.of());
    if (response.status() == 422 && raises < MAX_RAISES && session.raise(response)) {
      raises++;
      proof = digest.map(client -> client.again(transaction.request())).orElse(List.of());
    } else if (proof.isEmpty()) {
      return false;
    }
    authorization = proof;
    dialog = null; // the early dialogs are over with their INVITE
    early.clear();
    state = State.PROCEEDING;
    send();
    return true;
  }

  private void onRefusal(ClientTransaction transaction, SipResponse response) {
    if (!isInviteOpen()
        || sendsAgain(transaction, response)
        || (response.status() == 503 && failOver("it answered 503"))) {
      return;
    }
    stopPatience();
    agent.forget(this);
    boolean ours = hangUpWanted && response.status() == 487;
    end(
        ours
            ? cancelled()
            : new CallEnd(
                CallEnd.Cause.REJECTED,
                response.status(),
                "The peer answered " + response.status() + " " + response.reason(),
                response.header(HeaderName.REASON),
                Optional.of(response)));
  }

  @Override
  public void onTimeout(ClientTransaction transaction) {
    if (isInviteOpen() && !failOver("no answer")) {
      stopPatience();
      agent.forget(this);
      end(
          hangUpWanted
              ? cancelled()
              : CallEnd.of(CallEnd.Cause.TIMED_OUT, 408, "The peer did not answer the INVITE"));
    }
  }

  @Override
  public void onTransportError(ClientTransaction transaction, String reason) {
    if (isInviteOpen() && !failOver(reason)) {
      stopPatience();
      unreachable(reason);
    }
  }

  @Override
  public void onTerminated(ClientTransaction transaction) {
    if (!transaction.equals(invite)) {
      return; // it was refused, and another INVITE followed
    }
    invite = null;
    if (!hasMorePlaces()) {
      ack = null; // no more 2xx can come
      wanted = null;
      early = null;
      authorization = List.of();
      digest = Optional.empty();
    }
  }

  // ---- inside the dialog

  @Override
  void onFirstAck(SipRequest ack) {
    // A UAC gets no ACK but for re-INVITEs.
  }

  @Override
  void onBye() {
    stopPatience();
  }

  /** Its CANCEL is sent; a 2xx that crosses it is acknowledged and gets BYE. */
  @Override
  CallEnd abandonInvite(CallEnd why) {
    CallEnd end = hangUpWanted ? cancelled() : why;
    hangUpWanted = true;
    cancel();
    agent.forget(this);
    return end;
  }

  @Override
  void fail() {
    if (isInviteOpen()) {
      hangUpWanted = true;
      cancel();
    } else if (state != State.TERMINATED) {
      sendBye(List.of());
    }
    end(CallEnd.of(CallEnd.Cause.FAILED, 500, "The call failed inside the server"));
  }
}
