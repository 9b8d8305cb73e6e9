package org.carillon.media.node;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.carillon.core.calls.AnsweringRule;
import org.carillon.core.calls.CallEnd;
import org.carillon.core.calls.CallEvent;
import org.carillon.core.calls.CallSession;
import org.carillon.core.calls.HangupCause;
import org.carillon.core.calls.MediaCommand;
import org.carillon.core.records.CallStatus;
import org.carillon.core.routing.RouteDecision;
import org.carillon.media.node.CallMoment.Part;
import org.carillon.media.rtp.PortsExhaustedException;
import org.carillon.media.sip.ReferRequest;
import org.carillon.media.sip.SipLoop;
import org.carillon.media.sip.UasRequest;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.sdp.SdpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A call that came in and that a SIP media application has (S3): its first leg. Opens the leg's
 * media, lets the application speak, and does to the leg what the application wants. Owned by the
 * SIP loop of the call's legs.
 */
final class ApplicationWay implements CallWay, ApplicationLeg {
  private static final Logger log = LoggerFactory.getLogger(ApplicationWay.class);

  private final NodeContext node;
  private final InboundCall call;
  private final RouteDecision.ToApplication way;

  private Optional<SessionMedia> media = Optional.empty();
  private Optional<SipBody> answerBody = Optional.empty();
  private Optional<LegAudio> audio = Optional.empty();
  private Optional<ApplicationSession> application = Optional.empty();
  private Optional<CommandRunner.Done> awaitingAck = Optional.empty();
  private Optional<SipLoop.Timeout> unanswered = Optional.empty();

  ApplicationWay(NodeContext node, InboundCall call, RouteDecision.ToApplication way) {
    this.node = node;
    this.call = call;
    this.way = way;
  }

  @Override
  public void begin() {
    if (openMedia()) {
      call.leg().provisional(180);
      startApplication();
    }
  }

  private boolean openMedia() {
    try {
      SessionMedia opened = SessionMedia.open(node.engine(), call.localAddress());
      media = Optional.of(opened);
      call.facts().meter().media(opened.stream(), Optional.empty());
      Optional<SipBody> offer = call.invite().offer();
      if (offer.isPresent()) {
        answerBody = Optional.of(opened.answer(offer.get()));
      } else {
        answerBody = Optional.of(opened.offer());
      }
      call.moment(Part.MEDIA, opened.summary());
      return true;
    } catch (SdpException e) {
      log.warn(
          "Call {} is refused with {}: {}. Carillon takes PCMU or PCMA over RTP/AVP or RTP/SAVP.",
          call.transactionId(),
          e.status(),
          e.getMessage());
      String phrase = e.status() == 400 ? "Bad Session Description" : "Not Acceptable Here";
      call.refuse(
          e.status(), phrase, HangupCause.NO_COMMON_CODEC.reason(false) + ": " + e.getMessage());
    } catch (PortsExhaustedException e) {
      log.error("Call {} is refused: {} Widen --rtp-ports.", call.transactionId(), e.getMessage());
      call.refuse(503, "No Media Ports", "No media port was free");
    } catch (IOException e) {
      log.error("Call {} is refused, no media socket: {}", call.transactionId(), e.getMessage(), e);
      call.refuse(503, "No Media", "No media socket could be opened");
    }
    return false;
  }

  private void startApplication() {
    SessionMedia opened = media.orElseThrow();
    LegAudio heard = new LegAudio(node, opened.stream(), call.leg().loop());
    audio = Optional.of(heard);
    heard.hearKeys();
    CallSession session =
        CallSession.inbound(
            node.config().accountId(), call.transactionId(), call.callId(), way, call.startedAt());
    ApplicationSession started = new ApplicationSession(node, call.leg().loop(), session);
    application = Optional.of(started);
    started.join(this);
    started.report(new CallEvent.NewInboundCall());
    unanswered =
        Optional.of(
            node.patience()
                .after(
                    call.leg().loop(),
                    AnsweringRule.UNANSWERED_LIMIT,
                    () -> {
                      call.ownCause(HangupCause.NOT_ANSWERED);
                      call.leg().reject(AnsweringRule.DEFAULT_REFUSAL);
                    }));
  }

  private void isAnsweredOrEnded() {
    unanswered.ifPresent(SipLoop.Timeout::cancel);
    unanswered = Optional.empty();
  }

  // ---- what the application wants of the leg, on the loop

  @Override
  public String callId() {
    return call.callId();
  }

  @Override
  public LegAudio audio() {
    return audio.orElseThrow();
  }

  @Override
  public boolean isAnswered() {
    return call.facts().isAnswered();
  }

  /** Answers once the call's start can no longer be lost; done when the ACK is here. */
  @Override
  public void answer(CommandRunner.Done done) {
    if (call.facts().isAnswered()) {
      done.accept(Optional.empty());
      return;
    }
    var _ = call.facts().startDurable().thenRun(() -> call.onLoop(() -> sendAnswer(done)));
  }

  private void sendAnswer(CommandRunner.Done done) {
    if (call.isEnded() || call.facts().isAnswered()) {
      return;
    }
    isAnsweredOrEnded();
    awaitingAck = Optional.of(done);
    SessionMedia opened = media.orElseThrow();
    opened.stream()
        .onMediaTimeout(
            node.config().mediaTimeout(), (stream, quiet) -> call.onLoop(this::mediaTimedOut));
    opened.start();
    call.leg().answer(answerBody.orElseThrow(), List.of(), call.facts()::answered);
  }

  /** A caller who is gone sends neither audio nor BYE. */
  private void mediaTimedOut() {
    if (!call.isEnded()) {
      log.warn("Call {} is ended: nothing was heard of its caller.", call.transactionId());
      call.endsWith(new CallEnd(CallStatus.FAILED, 0, "No media"));
      call.ownCause(HangupCause.PEER_LOST);
      call.leg().hangUp();
    }
  }

  @Override
  public void hangUp(MediaCommand.Hangup hangup) {
    call.ownCause(HangupCause.APPLICATION);
    if (call.facts().isAnswered()) {
      call.leg().hangUp();
    } else {
      call.leg().reject(hangup.sipResponseCode());
    }
  }

  @Override
  public void stop() {
    call.stop();
  }

  @Override
  public void endsWith(CallEnd end) {
    call.endsWith(end);
  }

  @Override
  public void voiceFocusIs(boolean on) {
    call.facts().voiceFocus(on);
  }

  @Override
  public void applicationIs(String applicationId) {
    call.facts().applicationIs(applicationId);
  }

  // ---- what the leg tells, on the loop

  @Override
  public void onConfirmed(SipRequest ack) {
    SessionMedia opened = media.orElseThrow();
    if (!opened.isAgreed()) {
      try {
        opened.accept(
            ack.body().orElseThrow(() -> new IllegalArgumentException("no answer in the ACK")));
      } catch (SdpException | IllegalArgumentException e) {
        log.warn(
            "Call {} is ended: the answer in its ACK is no use: {}",
            call.transactionId(),
            e.getMessage());
        call.ownCause(HangupCause.NO_COMMON_CODEC);
        call.leg().hangUp();
        return;
      }
    }
    if (!opened.hasKeyEvents()) {
      audio().hearTones();
    }
    Optional<CommandRunner.Done> done = awaitingAck;
    awaitingAck = Optional.empty();
    done.ifPresent(next -> next.accept(Optional.empty()));
  }

  @Override
  public void onRequest(UasRequest request) {
    SessionChange.answer(request, media);
  }

  @Override
  public void onAcknowledged(SipRequest ack) {
    SessionChange.acknowledged(ack, media);
  }

  @Override
  public void onRefer(ReferRequest refer) {
    application.orElseThrow().refuseTransfer(refer);
  }

  @Override
  public void onEnded(CallEvent.HungUp hungUp) {
    isAnsweredOrEnded();
    application.ifPresentOrElse(
        session -> session.legEnded(hungUp), () -> media.ifPresent(SessionMedia::close));
  }
}
