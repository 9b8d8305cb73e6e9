package org.carillon.media.sip.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.carillon.media.sip.CallEnd;
import org.carillon.media.sip.SipCall;
import org.carillon.media.sip.SipLoop;
import org.carillon.media.sip.UasCall;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.HeaderName;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.message.SipResponseBuilder;
import org.carillon.media.sip.transaction.ServerTransaction;
import org.carillon.media.sip.transport.SipSource;

/** The UAS side of a call (RFC 3261 section 13.3). Owned by its loop. */
final class UasLeg extends Leg implements UasCall {
  /** A proxy forgets a call that is silent for 3 minutes (timer C), so ringing is repeated. */
  private static final Duration RINGING_AGAIN = Duration.ofMinutes(1);

  private final SipSource source;
  private ServerTransaction invite;
  private final boolean offered;
  private final boolean reliableKnown;
  private final boolean reliableRequired;
  private ReliableAnswers reliable;
  private Runnable finalAnswer;
  private AnswerRepeater answer;
  private List<HeaderField> byeWanted;
  private SipLoop.Timeout ringing;

  UasLeg(UserAgent agent, ServerTransaction invite) {
    super(agent, invite.request().callId(), newTag());
    this.invite = invite;
    this.source = invite.source();
    this.offered = invite.request().bodyLength() > 0;
    this.reliableRequired = Extensions.isRequired(invite.request(), Extensions.RELIABLE);
    this.reliableKnown =
        agent.offers(Extensions.RELIABLE)
            && Extensions.isSupported(invite.request(), Extensions.RELIABLE);
    this.dialog = DialogState.uas(invite.request(), localTag, source);
  }

  @Override
  SipCall self() {
    return this;
  }

  @Override
  boolean isInviteOpen() {
    return invite != null;
  }

  @Override
  boolean isCaller() {
    return false;
  }

  @Override
  public Optional<SipSource> source() {
    return Optional.of(dialog.source());
  }

  @Override
  public void provisional(int status, SipBody body, List<HeaderField> headers) {
    provisional(status, body, headers, reliableRequired);
  }

  @Override
  public void provisionalReliably(int status, SipBody body, List<HeaderField> headers) {
    provisional(status, body, headers, reliableKnown);
  }

  private void provisional(int status, SipBody body, List<HeaderField> headers, boolean reliably) {
    agent.requireLoop();
    if (status <= 100 || status >= 200) {
      throw new IllegalArgumentException("A provisional answer is 101 to 199, not " + status);
    }
    if (invite == null || finalAnswer != null || state == State.TERMINATED) {
      return;
    }
    state = State.EARLY;
    sentBody(body);
    stopRinging();
    if (reliably) {
      sendReliably(status, body, headers);
    } else {
      invite.respond(answer(status, null, body, headers, true));
    }
    // A body that was sent reliably is there, so only the status is said again.
    SipBody again = reliably ? null : body;
    ringing = loop().schedule(RINGING_AGAIN, () -> provisional(status, again, headers, reliably));
  }

  private void sendReliably(int status, SipBody body, List<HeaderField> headers) {
    if (reliable == null) {
      reliable = new ReliableAnswers(loop(), agent.timers(), invite, this::noPrack);
    }
    reliable.send(
        rseq -> {
          List<HeaderField> fields = new ArrayList<>(headers);
          fields.addAll(agent.allowed()); // whether UPDATE may follow (RFC 3311 section 5.1)
          fields.add(HeaderField.of("Require", Extensions.RELIABLE));
          fields.add(HeaderField.of("RSeq", Long.toString(rseq)));
          return answer(status, null, body, fields, true);
        });
  }

  private void noPrack() {
    finish(answer(504, "No PRACK", null, List.of(), false));
    end(CallEnd.of(CallEnd.Cause.NO_ACK, 504, "The caller never acknowledged our ringing (PRACK)"));
  }

  @Override
  void onPrack(DialogState named, ServerTransaction tx) {
    SipRequest prack = tx.request();
    SipResponse acknowledged = reliable == null ? null : reliable.acknowledged(prack);
    if (acknowledged == null) {
      tx.respond(agent.answer(tx, 481, null).build());
      return;
    }
    boolean described = acknowledged.bodyLength() > 0;
    boolean newOffer = prack.bodyLength() > 0 && (offered || !described);
    if (described) {
      dialog.offerAnswered();
    }
    UasDialogRequest open = new UasDialogRequest(this, named, tx);
    if (newOffer) {
      onOffer(open);
    } else {
      open.respond(200);
      notify(user -> user.onProvisionalAcknowledged(this, prack));
    }
    if (invite == null) {
      return; // the user has rejected the call meanwhile
    }
    if (finalAnswer == null) {
      reliable.next();
    } else {
      finalAnswer.run();
    }
  }

  /**
   * A PRACK offers another session (RFC 3262 section 5). One that it may not offer now is refused
   * with 488: the PRACK has done its part, and cannot come again.
   */
  private void onOffer(UasDialogRequest prack) {
    if (isChanging() || !dialog.isOfferAnswered()) {
      prack.respond(488);
    } else {
      tellChange(prack);
    }
  }

  private void stopRinging() {
    if (ringing != null) {
      ringing.cancel();
      ringing = null;
    }
  }

  @Override
  public void answer(SipBody body, List<HeaderField> headers, Runnable onSent) {
    agent.requireLoop();
    if (invite == null || finalAnswer != null) {
      return;
    }
    finalAnswer =
        () -> {
          accept(body, headers);
          onSent.run();
        };
    // A 2xx waits for the PRACK of an answer with a session description (RFC 3262 section 3).
    if (reliable == null || !reliable.holdsBody()) {
      finalAnswer.run();
    }
  }

  private void accept(SipBody body, List<HeaderField> headers) {
    List<HeaderField> fields = new ArrayList<>(session.accept(invite.request()));
    fields.addAll(headers);
    SipResponse response = answer(200, null, body, fields, true);
    stopRinging();
    sentBody(body);
    state = State.ACCEPTED;
    answer = new AnswerRepeater(loop(), agent.timers(), invite, response, this::noAck);
    release();
    answer.start();
  }

  @Override
  public void reject(int status, String reason, List<HeaderField> headers) {
    agent.requireLoop();
    if (status < 300 || status > 699) {
      throw new IllegalArgumentException("A refusal is 300 to 699, not " + status);
    }
    if (invite != null) {
      SipResponse response = answer(status, reason, null, headers, false);
      finish(response);
      end(CallEnd.of(CallEnd.Cause.REJECTED, status, "We answered " + status));
    }
  }

  @Override
  public void ignore() {
    agent.requireLoop();
    if (invite != null && state == State.PROCEEDING) {
      invite.ignore();
      release();
      agent.forget(this);
      end(CallEnd.of(CallEnd.Cause.TIMED_OUT, 408, "We left the INVITE without an answer"));
    }
  }

  private SipResponse answer(
      int status, String reason, SipBody body, List<HeaderField> headers, boolean makesDialog) {
    SipResponseBuilder builder = agent.answer(invite, status, reason).toTag(localTag);
    if (makesDialog) {
      builder.recordRoute().header("Contact", agent.contact(source));
    }
    return builder.headers(headers).body(body).build();
  }

  private void finish(SipResponse response) {
    stopRinging();
    invite.respond(response);
    release();
    agent.forget(this);
  }

  /** The INVITE has its answer; its transaction lives on and need not keep the leg. */
  private void release() {
    invite.user(null);
    invite = null;
    finalAnswer = null;
    if (reliable != null) {
      reliable.stop();
      reliable = null;
    }
  }

  @Override
  public void hangUp(List<HeaderField> headers) {
    agent.requireLoop();
    switch (state) {
      case PROCEEDING, EARLY -> reject(480, null, headers);
      case ACCEPTED -> byeWanted = List.copyOf(headers);
      case CONFIRMED -> bye(headers);
      case TERMINATED -> {}
    }
  }

  private void bye(List<HeaderField> headers) {
    sendBye(headers);
    end(CallEnd.of(CallEnd.Cause.BYE_SENT, 0, "We hung up"));
  }

  // ---- events

  /** The caller gave up (RFC 3261 section 9.2). */
  void onCancel(SipRequest cancel) {
    if (invite == null) {
      return;
    }
    finish(answer(487, null, null, List.of(), false));
    end(
        new CallEnd(
            CallEnd.Cause.CANCELLED,
            487,
            "The caller gave up",
            cancel.header(HeaderName.REASON),
            Optional.empty()));
  }

  @Override
  void onFirstAck(SipRequest ack) {
    if (answer == null || !answer.isAcknowledgedBy(ack.cseq().number())) {
      return;
    }
    answer.stop();
    answer = null;
    if (state != State.ACCEPTED) {
      return;
    }
    state = State.CONFIRMED;
    notify(user -> user.onConfirmed(this, ack));
    if (byeWanted != null && state == State.CONFIRMED) {
      bye(byeWanted);
    }
  }

  @Override
  void onBye() {
    if (invite != null) {
      // BYE inside an early dialog: the INVITE still wants its answer (section 15.1.2).
      finish(answer(487, null, null, List.of(), false));
    }
    stopAnswer();
  }

  private void stopAnswer() {
    if (answer != null) {
      answer.stop();
      answer = null;
    }
  }

  @Override
  void noAck() {
    stopAnswer();
    if (byeWanted != null) {
      bye(byeWanted);
    } else {
      super.noAck();
    }
  }

  @Override
  CallEnd abandonInvite(CallEnd why) {
    finish(answer(480, null, null, List.of(), false));
    return CallEnd.of(why.cause(), 480, why.reason());
  }

  @Override
  void fail() {
    CallEnd end = CallEnd.of(CallEnd.Cause.FAILED, 500, "The call failed inside the server");
    if (invite != null) {
      finish(answer(500, null, null, List.of(), false));
    } else if (state != State.TERMINATED) {
      stopAnswer();
      sendBye(List.of());
    }
    end(end);
  }
}
