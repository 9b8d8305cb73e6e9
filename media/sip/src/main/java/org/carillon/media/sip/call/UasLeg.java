package org.carillon.media.sip.call;

import java.time.Duration;
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
  private AnswerRepeater answer;
  private List<HeaderField> byeWanted;
  private SipLoop.Timeout ringing;

  UasLeg(UserAgent agent, ServerTransaction invite) {
    super(agent, invite.request().callId(), newTag());
    this.invite = invite;
    this.source = invite.source();
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
  public Optional<SipSource> source() {
    return Optional.of(dialog.source());
  }

  @Override
  public void provisional(int status, SipBody body, List<HeaderField> headers) {
    agent.requireLoop();
    if (status <= 100 || status >= 200) {
      throw new IllegalArgumentException("A provisional answer is 101 to 199, not " + status);
    }
    if (invite == null) {
      return;
    }
    state = State.EARLY;
    SipResponse response = answer(status, null, body, headers, true);
    invite.respond(response);
    stopRinging();
    ringAgain(response);
  }

  private void ringAgain(SipResponse response) {
    ringing =
        loop()
            .schedule(
                RINGING_AGAIN,
                () -> {
                  if (invite != null) {
                    invite.respond(response);
                    ringAgain(response);
                  }
                });
  }

  private void stopRinging() {
    if (ringing != null) {
      ringing.cancel();
      ringing = null;
    }
  }

  @Override
  public void answer(SipBody body, List<HeaderField> headers) {
    agent.requireLoop();
    if (invite == null) {
      return;
    }
    SipResponse response = answer(200, null, body, headers, true);
    stopRinging();
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
            CallEnd.Cause.CANCELLED, 487, "The caller gave up", cancel.header(HeaderName.REASON)));
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
