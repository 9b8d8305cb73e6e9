package org.carillon.media.sip.call;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.carillon.media.sip.CallEnd;
import org.carillon.media.sip.CallListener;
import org.carillon.media.sip.ResponseHandler;
import org.carillon.media.sip.SipCall;
import org.carillon.media.sip.SipCall.State;
import org.carillon.media.sip.SipLoop;
import org.carillon.media.sip.UacRequest;
import org.carillon.media.sip.dialog.Dialog;
import org.carillon.media.sip.digest.DigestClient;
import org.carillon.media.sip.digest.SipCredentials;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.HeaderName;
import org.carillon.media.sip.message.Methods;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.transaction.ServerTransaction;
import org.carillon.media.sip.transaction.Tags;
import org.carillon.media.sip.transport.SipSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the legs of both sides share: the dialog, requests inside it, and the end. */
abstract class Leg {
  private static final Logger LOG = LoggerFactory.getLogger(Leg.class);

  /**
   * Stands where the user's listener was: an ended leg is kept by its last transactions for 32 s.
   */
  private static final CallListener NOBODY = (call, end) -> {};

  final UserAgent agent;
  final String callId;
  final String localTag;
  State state = State.PROCEEDING;
  DialogState dialog;
  private SipCredentials credentials;
  private CallListener listener;
  final SessionTimer session;
  private AnswerRepeater reinviteAnswer;

  /** Our INVITE or UPDATE that changes the session and is not answered, or not acknowledged. */
  private DialogRequest ownChange;

  /** The peer's. */
  private UasDialogRequest peerChange;

  /** The last session description sent, for a refresh; not kept when the peer takes UPDATE. */
  private SipBody lastBody;

  /** A REFER of the peer that is not answered, or whose outcome is not told yet. */
  private Referral referral;

  private boolean ended;

  Leg(UserAgent agent, String callId, String localTag) {
    this.agent = agent;
    this.callId = callId;
    this.localTag = localTag;
    this.session = new SessionTimer(this);
  }

  abstract SipCall self();

  /** An ACK inside the dialog that does not belong to a re-INVITE. */
  abstract void onFirstAck(SipRequest ack);

  /** The peer sent BYE; it has its 200. */
  abstract void onBye();

  /** Whether the INVITE that made the leg still waits for a final answer. */
  abstract boolean isInviteOpen();

  /**
   * Whether that INVITE's offer, ours or the peer's, waits for an answer in a dialog that it made
   * (RFC 3311 section 5): each branch of a fork answers by itself.
   */
  private boolean isFirstOfferOpen(DialogState in) {
    return isInviteOpen() && !in.isOfferAnswered();
  }

  /** Whether we sent that INVITE, and so chose the Call-ID. */
  abstract boolean isCaller();

  /** A PRACK of the peer. */
  abstract void onPrack(DialogState named, ServerTransaction tx);

  /** The dialog with that tag of the peer, or null. */
  DialogState dialogWith(Optional<String> remoteTag) {
    return dialog != null && dialog.remoteTag.equals(remoteTag) ? dialog : null;
  }

  void listener(CallListener user) {
    listener = user;
  }

  /** See {@link SipCall#callId}. */
  public String callId() {
    return callId;
  }

  /** See {@link SipCall#loop}. */
  public SipLoop loop() {
    return agent.loop();
  }

  /** See {@link SipCall#state}. */
  public State state() {
    agent.requireLoop();
    return state;
  }

  /** See {@link SipCall#dialog}. */
  public Optional<Dialog> dialog() {
    agent.requireLoop();
    return Optional.ofNullable(dialog).map(DialogState::view);
  }

  /** See {@link SipCall#credentials}. */
  public void credentials(SipCredentials proof) {
    agent.requireLoop();
    credentials = proof;
  }

  /** Answers the challenges to one request; empty without credentials. */
  Optional<DigestClient> digest() {
    return Optional.ofNullable(credentials).map(DigestClient::new);
  }

  /** See {@link SipCall#request}. */
  public UacRequest request(
      String method, SipBody body, List<HeaderField> headers, ResponseHandler handler) {
    agent.requireLoop();
    if (dialog == null || state == State.TERMINATED) {
      throw new IllegalStateException("The leg has no dialog to send " + method + " in");
    }
    DialogRequest request = new DialogRequest(this, method, body, headers, handler);
    if (request.changesSession()) {
      boolean first = method.equals(Methods.INVITE) ? isInviteOpen() : isFirstOfferOpen(dialog);
      if (isChanging() || first) {
        request.refuse();
        return request;
      }
      ownChange = request;
    }
    request.send();
    return request;
  }

  /** See {@link SipCall#isChanging}. */
  public boolean isChanging() {
    return ownChange != null || peerChange != null || reinviteAnswer != null;
  }

  /** See {@link SipCall#changeMethod}. */
  public Optional<String> changeMethod() {
    agent.requireLoop();
    if (dialog == null || isChanging()) {
      return Optional.empty();
    }
    return switch (state) {
      case CONFIRMED -> Optional.of(Methods.INVITE);
      case EARLY ->
          !isFirstOfferOpen(dialog) && dialog.allowsUpdate()
              ? Optional.of(Methods.UPDATE)
              : Optional.empty();
      case PROCEEDING, ACCEPTED, TERMINATED -> Optional.empty();
    };
  }

  void ownRequestDone(DialogRequest request) {
    if (request.equals(ownChange)) {
      ownChange = null;
    }
  }

  /** The random pause after 491 (RFC 3261 section 14.1): the caller waits longer, so one wins. */
  Duration glarePause() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    int tens = isCaller() ? random.nextInt(210, 401) : random.nextInt(0, 201);
    return Duration.ofMillis(tens * 10L);
  }

  // ---- the session timer

  /** A body of ours that describes the session was sent. */
  void sentBody(SipBody body) {
    if (body != null) {
      lastBody = body;
    }
    if (dialog != null && dialog.allowsUpdate()) {
      lastBody = null;
    }
  }

  /** Refreshes the session by UPDATE, or by re-INVITE if the peer does not take that. */
  void refreshSession() {
    if (state != State.CONFIRMED || isChanging()) {
      return; // what goes on is a refresh too, if it succeeds
    }
    boolean update = dialog.allowsUpdate();
    if (!update && lastBody == null) {
      LOG.warn("Call {} cannot be refreshed: its peer takes no UPDATE, and it has no SDP", callId);
      return;
    }
    String method = update ? Methods.UPDATE : Methods.INVITE;
    request(method, update ? null : lastBody, List.of(), new Refresh(this));
  }

  // ---- requests of the peer inside the dialog

  void onRequest(ServerTransaction tx) {
    SipRequest request = tx.request();
    DialogState named = dialogWith(request.fromTag());
    if (!named.advance(request.cseq().number())) {
      tx.respond(tx.response(500, "CSeq is out of order").build());
      return;
    }
    named.heardFrom(tx.source());
    if (request.is(Methods.BYE)) {
      tx.respond(agent.answer(tx, 200, null).build());
      if (state != State.TERMINATED) {
        onBye();
        end(byeReceived(request));
        agent.forget(this);
      }
    } else if (state == State.TERMINATED) {
      tx.respond(tx.response(481).build());
    } else {
      dispatch(named, tx);
    }
  }

  private void dispatch(DialogState named, ServerTransaction tx) {
    SipRequest request = tx.request();
    boolean offer = request.bodyLength() > 0;
    switch (request.method()) {
      case Methods.INVITE -> onChange(named, tx, isInviteOpen());
      case Methods.UPDATE -> {
        if (offer) {
          onChange(named, tx, isFirstOfferOpen(named));
        } else {
          new UasDialogRequest(this, named, tx).respond(200);
        }
      }
      case Methods.PRACK -> onPrack(named, tx);
      case Methods.REFER -> onRefer(tx);
      default -> tell(new UasDialogRequest(this, named, tx));
    }
  }

  private void onRefer(ServerTransaction tx) {
    Optional<Referral> wish = Referral.of(this, tx);
    if (wish.isEmpty()) {
      tx.respond(tx.response(400, "Refer-To is missing or broken").build());
    } else if (referral != null) {
      tx.respond(tx.response(491).build()); // one after the other
    } else {
      referral = wish.get();
      notify(user -> user.onRefer(self(), wish.get()));
    }
  }

  void referralDone(Referral done) {
    if (done.equals(referral)) {
      referral = null;
    }
  }

  void tell(UasDialogRequest open) {
    notify(user -> user.onRequest(self(), open));
  }

  private static CallEnd byeReceived(SipRequest bye) {
    return new CallEnd(
        CallEnd.Cause.BYE_RECEIVED,
        0,
        "The peer hung up",
        bye.header(HeaderName.REASON),
        Optional.empty());
  }

  /** A re-INVITE or an offer in UPDATE (RFC 3261 section 14.2, RFC 3311 section 5.2). */
  private void onChange(DialogState named, ServerTransaction tx, boolean firstOpen) {
    if (ownChange != null || (firstOpen && isCaller())) {
      tx.respond(tx.response(491).build()); // both sides changed the session at once
    } else if (firstOpen || peerChange != null || reinviteAnswer != null) {
      int seconds = ThreadLocalRandom.current().nextInt(0, 11);
      tx.respond(tx.response(500).header("Retry-After", Integer.toString(seconds)).build());
    } else {
      UasDialogRequest change = new UasDialogRequest(this, named, tx);
      tx.user(change);
      tellChange(change);
    }
  }

  /** The peer wants to change the session; no other change goes on meanwhile. */
  void tellChange(UasDialogRequest change) {
    peerChange = change;
    tell(change);
  }

  void peerRequestDone(UasDialogRequest request) {
    if (request.equals(peerChange)) {
      peerChange = null;
    }
  }

  void repeatUntilAck(AnswerRepeater repeater) {
    reinviteAnswer = repeater;
    repeater.start();
  }

  void onAck(SipRequest ack, SipSource source) {
    DialogState named = dialogWith(ack.fromTag());
    if (named != null) {
      named.heardFrom(source);
    }
    if (reinviteAnswer != null && reinviteAnswer.isAcknowledgedBy(ack.cseq().number())) {
      reinviteAnswer.stop();
      reinviteAnswer = null;
      notify(user -> user.onAcknowledged(self(), ack));
    } else {
      onFirstAck(ack);
    }
  }

  // ---- the end

  void sendBye(List<HeaderField> headers) {
    if (ownChange != null) {
      ownChange.acknowledgeNow(); // BYE follows the ACK
    }
    sendBye(headers, new ByeWatch(this, headers, digest()));
  }

  void sendBye(List<HeaderField> headers, ByeWatch watch) {
    long cseq = dialog.nextCseq();
    agent
        .sender()
        .prepare(
            dialog,
            Methods.BYE,
            cseq,
            null,
            headers,
            ready -> agent.transactions().send(ready.request(), ready.route(), watch),
            reason -> {
              LOG.warn("No BYE for call {}: {}", callId, reason);
              agent.forget(this);
            });
  }

  /**
   * Ends the leg because its dialog is of no use any more: with BYE, or, while its INVITE has no
   * final answer, by ending that (RFC 3261 section 15).
   */
  void abandon(CallEnd end) {
    if (state == State.TERMINATED) {
      return;
    }
    if (isInviteOpen()) {
      end(abandonInvite(end));
    } else {
      sendBye(List.of());
      end(end);
    }
  }

  /**
   * Ends the INVITE that still waits for a final answer.
   *
   * @param why the leg ends
   * @return how it ends, with the status that the INVITE got from us, if any
   */
  abstract CallEnd abandonInvite(CallEnd why);

  /**
   * The peer does not know a dialog any more, or does not answer in it. One of a fork's branches
   * that is not the leg's now takes nobody along.
   */
  void lost(DialogState in, CallEnd end) {
    if (dialog != null && dialog.remoteTag.equals(in.remoteTag)) {
      abandon(end);
    }
  }

  void noAck() {
    abandon(CallEnd.of(CallEnd.Cause.NO_ACK, 408, "The answer was never acknowledged"));
  }

  /** Ends the leg and tells its user, once. */
  void end(CallEnd end) {
    state = State.TERMINATED;
    if (reinviteAnswer != null) {
      reinviteAnswer.stop();
      reinviteAnswer = null;
    }
    session.stop();
    lastBody = null;
    if (referral != null) {
      referral.legEnded();
      referral = null;
    }
    if (peerChange != null) {
      UasDialogRequest open = peerChange;
      peerChange = null;
      open.respond(487);
    }
    if (ended) {
      return;
    }
    ended = true;
    // Later on the loop, so that nobody is called back inside a call of his own.
    agent.later(
        () -> {
          try {
            listener.onEnded(self(), end);
          } catch (RuntimeException e) {
            LOG.error("The listener of call {} failed on its end", callId, e);
          } finally {
            listener = NOBODY;
          }
        });
  }

  /** Tells the user something; a user that throws loses the leg. */
  void notify(Consumer<CallListener> event) {
    try {
      event.accept(listener);
    } catch (RuntimeException e) {
      LOG.error("The listener of call {} failed; the call is ended", callId, e);
      fail();
    }
  }

  /** Ends the leg because the user failed or the endpoint closes. */
  abstract void fail();

  static String newTag() {
    return Tags.next();
  }
}
