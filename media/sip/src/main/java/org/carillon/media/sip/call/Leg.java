package org.carillon.media.sip.call;

import java.util.List;
import java.util.Optional;
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
  private AnswerRepeater reinviteAnswer;
  private DialogRequest ownInvite;
  private UasDialogRequest peerInvite;
  private boolean ended;

  Leg(UserAgent agent, String callId, String localTag) {
    this.agent = agent;
    this.callId = callId;
    this.localTag = localTag;
  }

  abstract SipCall self();

  /** An ACK inside the dialog that does not belong to a re-INVITE. */
  abstract void onFirstAck(SipRequest ack);

  /** The peer sent BYE; it has its 200. */
  abstract void onBye();

  /** Whether the INVITE that made the leg still waits for a final answer. */
  abstract boolean isInviteOpen();

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
    if (method.equals(Methods.INVITE)) {
      if (ownInvite != null || peerInvite != null || isInviteOpen()) {
        throw new IllegalStateException("Another INVITE of this leg is not answered yet");
      }
      ownInvite = request;
    }
    request.send();
    return request;
  }

  void ownInviteDone(DialogRequest request) {
    if (request.equals(ownInvite)) {
      ownInvite = null;
    }
  }

  // ---- requests of the peer inside the dialog

  void onRequest(ServerTransaction tx) {
    SipRequest request = tx.request();
    if (!dialog.advance(request.cseq().number())) {
      tx.respond(tx.response(500, "CSeq is out of order").build());
      return;
    }
    dialog.heardFrom(tx.source());
    if (request.is(Methods.BYE)) {
      tx.respond(agent.answer(tx, 200, null).build());
      if (state != State.TERMINATED) {
        onBye();
        end(byeReceived(request));
        agent.forget(this);
      }
    } else if (state == State.TERMINATED) {
      tx.respond(tx.response(481).build());
    } else if (request.is(Methods.INVITE)) {
      onReinvite(tx);
    } else {
      UasDialogRequest open = new UasDialogRequest(this, tx);
      notify(user -> user.onRequest(self(), open));
    }
  }

  private static CallEnd byeReceived(SipRequest bye) {
    return new CallEnd(
        CallEnd.Cause.BYE_RECEIVED, 0, "The peer hung up", bye.header(HeaderName.REASON));
  }

  private void onReinvite(ServerTransaction tx) {
    if (ownInvite != null) {
      tx.respond(tx.response(491).build()); // section 14.2: both sides changed the session at once
    } else if (isInviteOpen() || peerInvite != null || reinviteAnswer != null) {
      tx.respond(tx.response(500).header("Retry-After", "2").build());
    } else {
      peerInvite = new UasDialogRequest(this, tx);
      UasDialogRequest open = peerInvite;
      tx.user(open);
      notify(user -> user.onRequest(self(), open));
    }
  }

  void peerInviteDone(UasDialogRequest request) {
    if (request.equals(peerInvite)) {
      peerInvite = null;
    }
  }

  void repeatUntilAck(AnswerRepeater repeater) {
    reinviteAnswer = repeater;
    repeater.start();
  }

  void onAck(SipRequest ack, SipSource source) {
    if (dialog != null) {
      dialog.heardFrom(source);
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

  /** BYE sent because the dialog is of no use any more. */
  void abandon(CallEnd end) {
    if (state != State.TERMINATED) {
      sendBye(List.of());
      end(end);
    }
  }

  void noAck() {
    abandon(CallEnd.of(CallEnd.Cause.NO_ACK, 408, "The caller never acknowledged our answer"));
  }

  /** Ends the leg and tells its user, once. */
  void end(CallEnd end) {
    state = State.TERMINATED;
    if (reinviteAnswer != null) {
      reinviteAnswer.stop();
      reinviteAnswer = null;
    }
    if (peerInvite != null) {
      UasDialogRequest open = peerInvite;
      peerInvite = null;
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
