package org.carillon.media.node;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.carillon.core.calls.AnsweringRule;
import org.carillon.core.calls.CallEnd;
import org.carillon.core.calls.CallEvent;
import org.carillon.core.calls.CallSession;
import org.carillon.core.calls.HangupCause;
import org.carillon.core.calls.MediaCommand;
import org.carillon.core.ports.PortUnavailableException;
import org.carillon.core.records.CallDirection;
import org.carillon.core.records.CallFact;
import org.carillon.core.records.CallStatus;
import org.carillon.core.routing.InviteFacts;
import org.carillon.core.routing.RouteDecision;
import org.carillon.core.routing.RouteTarget;
import org.carillon.media.node.CallMoment.Part;
import org.carillon.media.rtp.PortsExhaustedException;
import org.carillon.media.sip.CallListener;
import org.carillon.media.sip.SipCall;
import org.carillon.media.sip.SipLoop;
import org.carillon.media.sip.UasCall;
import org.carillon.media.sip.UasRequest;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.sdp.SdpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One inbound call from its INVITE to its record: asks for its way, opens its media, lets its
 * application speak, and tells the three facts of its life. Owned by the SIP loop of its leg; what
 * may block runs on virtual threads that come back to the loop.
 */
final class InboundCall implements CallListener {
  private static final Logger log = LoggerFactory.getLogger(InboundCall.class);

  private static final List<HeaderField> RETRY_LATER = List.of(HeaderField.of("Retry-After", "5"));

  private final NodeContext node;
  private final UasCall leg;
  private final Consumer<InboundCall> onGone;
  private final String transactionId = UUID.randomUUID().toString();
  private final String callId = UUID.randomUUID().toString();
  private final Instant startedAt;
  private final InviteFacts invite;
  private final Optional<SipBody> offer;
  private final InetAddress localAddress;

  private CompletableFuture<Void> startDurable = new CompletableFuture<>();
  private Optional<SessionMedia> media = Optional.empty();
  private Optional<SipBody> answerBody = Optional.empty();
  private Optional<ApplicationSession> application = Optional.empty();
  private Optional<String> applicationId = Optional.empty();
  private Optional<CallEnd> decidedEnd = Optional.empty();
  private HangupCause ownCause = HangupCause.NODE_STOPPED;
  private Optional<CommandRunner.Done> awaitingAck = Optional.empty();
  private Optional<Instant> answeredAt = Optional.empty();
  private Optional<SipLoop.Timeout> unanswered = Optional.empty();
  private boolean ended;

  InboundCall(
      NodeContext node,
      UasCall leg,
      SipRequest request,
      InviteFacts invite,
      InetAddress localAddress,
      Consumer<InboundCall> onGone) {
    this.node = node;
    this.leg = leg;
    this.invite = invite;
    this.offer = request.body();
    this.localAddress = localAddress;
    this.onGone = onGone;
    this.startedAt = node.now();
  }

  String transactionId() {
    return transactionId;
  }

  UasCall leg() {
    return leg;
  }

  /** Asks for the call's way. */
  void begin() {
    moment(Part.SIP, "INVITE from " + invite.fromUser() + " for " + invite.requestUser());
    NodeContext.offLoop(this::route);
  }

  /** The node ends the call: it is shutting down. */
  void stop() {
    if (!ended) {
      ownCause = HangupCause.NODE_STOPPED;
      leg.hangUp(List.of(HeaderField.of("Reason", "SIP;cause=503;text=\"Node is shutting down\"")));
    }
  }

  // ---- routing, on a virtual thread

  private void route() {
    try {
      RouteDecision decision = node.services().routing().decide(invite);
      startDurable = node.facts().append(started(decision));
      onLoop(() -> routed(decision));
    } catch (PortUnavailableException e) {
      startDurable = node.facts().append(started(null));
      log.error(
          "Call {} is refused, the configuration cannot be read: {}",
          transactionId,
          e.getMessage());
      onLoop(() -> refuse(503, "Service Unavailable", "The configuration could not be read"));
    } catch (RuntimeException e) {
      startDurable = node.facts().append(started(null));
      log.error("Call {} is refused, routing failed. Report this as a defect.", transactionId, e);
      onLoop(() -> refuse(500, "Server Internal Error", "Routing failed"));
    }
  }

  private CallFact.CallStarted started(RouteDecision decision) {
    String from = invite.fromUser();
    String to = invite.requestUser();
    Optional<String> rule = Optional.empty();
    Optional<String> target = Optional.empty();
    if (decision instanceof RouteDecision.ToApplication way) {
      from = way.from();
      to = way.to();
      rule = Optional.of(way.ruleId());
      target = Optional.of(way.targets().getFirst().applicationId());
    }
    return new CallFact.CallStarted(
        transactionId,
        node.incarnation(),
        startedAt,
        callId,
        invite.sipCallId(),
        CallDirection.INBOUND,
        from,
        to,
        rule,
        target,
        CallFact.TrunkUse.NONE);
  }

  // ---- the way is known, on the loop

  private void routed(RouteDecision decision) {
    switch (decision) {
      case RouteDecision.Reject reject -> {
        moment(Part.ROUTING, reject.cdrReason());
        log.warn(
            "Call {} is refused with {}: {}", transactionId, reject.sipStatus(), reject.advice());
        refuse(reject.sipStatus(), reject.reasonPhrase(), reject.cdrReason());
      }
      case RouteDecision.Authenticate _, RouteDecision.ToTrunk _ ->
          refuse(501, "Not Implemented", "Calls through connectors are not there yet");
      case RouteDecision.ToApplication way -> {
        RouteTarget target = way.targets().getFirst();
        applicationId = Optional.of(target.applicationId());
        moment(
            Part.ROUTING, "SIP rule " + way.ruleId() + " -> application " + target.applicationId());
        if (!ended && openMedia()) {
          leg.provisional(180);
          startApplication(way);
        }
      }
    }
  }

  private boolean openMedia() {
    try {
      SessionMedia opened = SessionMedia.open(node.engine(), localAddress);
      media = Optional.of(opened);
      if (offer.isPresent()) {
        answerBody = Optional.of(opened.answer(offer.get()));
      } else {
        answerBody = Optional.of(opened.offer());
      }
      moment(Part.MEDIA, opened.summary());
      return true;
    } catch (SdpException e) {
      log.warn(
          "Call {} is refused with {}: {}. Carillon takes PCMU or PCMA over RTP/AVP.",
          transactionId,
          e.status(),
          e.getMessage());
      String phrase = e.status() == 400 ? "Bad Session Description" : "Not Acceptable Here";
      refuse(e.status(), phrase, HangupCause.NO_COMMON_CODEC.reason(false) + ": " + e.getMessage());
    } catch (PortsExhaustedException e) {
      log.error("Call {} is refused: {} Widen --rtp-ports.", transactionId, e.getMessage());
      refuse(503, "No Media Ports", "No media port was free");
    } catch (IOException e) {
      log.error("Call {} is refused, no media socket: {}", transactionId, e.getMessage(), e);
      refuse(503, "No Media", "No media socket could be opened");
    }
    return false;
  }

  private void refuse(int status, String phrase, String cdrReason) {
    if (!ended) {
      decidedEnd = Optional.of(new CallEnd(CallStatus.FAILED, status, cdrReason));
      leg.reject(status, phrase, status == 503 ? RETRY_LATER : List.of());
    }
  }

  private void startApplication(RouteDecision.ToApplication way) {
    SessionMedia opened = media.orElseThrow();
    LegAudio audio = new LegAudio(node.loader(), opened.stream(), this::onLoop);
    opened.stream().onDigits(digit -> onLoop(() -> audio.onDigit(digit)));
    CallSession session =
        CallSession.inbound(node.config().accountId(), transactionId, callId, way, startedAt);
    ApplicationSession started = new ApplicationSession(node, this, session, audio);
    application = Optional.of(started);
    started.report(new CallEvent.NewInboundCall());
    unanswered =
        Optional.of(
            leg.loop()
                .schedule(
                    AnsweringRule.UNANSWERED_LIMIT,
                    () -> {
                      ownCause = HangupCause.NOT_ANSWERED;
                      leg.reject(AnsweringRule.DEFAULT_REFUSAL);
                    }));
  }

  private void isAnsweredOrEnded() {
    unanswered.ifPresent(SipLoop.Timeout::cancel);
    unanswered = Optional.empty();
  }

  // ---- what the application wants of the leg, on the loop

  /** Answers once the call's start can no longer be lost; done when the ACK is here. */
  void answer(CommandRunner.Done done) {
    if (answeredAt.isPresent()) {
      done.accept(Optional.empty());
      return;
    }
    var _ = startDurable.thenRun(() -> onLoop(() -> sendAnswer(done)));
  }

  private void sendAnswer(CommandRunner.Done done) {
    if (ended || answeredAt.isPresent()) {
      return;
    }
    Instant now = node.now();
    answeredAt = Optional.of(now);
    isAnsweredOrEnded();
    awaitingAck = Optional.of(done);
    media.orElseThrow().start();
    leg.answer(answerBody.orElseThrow());
    node.facts().appendPatiently(new CallFact.CallAnswered(transactionId, node.incarnation(), now));
    moment(Part.SIP, "200 OK");
  }

  /** Ends the leg for the application. */
  void hangUp(MediaCommand.Hangup hangup) {
    ownCause = HangupCause.APPLICATION;
    if (answeredAt.isPresent()) {
      leg.hangUp();
    } else {
      leg.reject(hangup.sipResponseCode());
    }
  }

  /** The application got another target after a failover. */
  void applicationIs(String id) {
    applicationId = Optional.of(id);
  }

  /** How the call ends, decided before its leg does. */
  void endsWith(CallEnd end) {
    decidedEnd = Optional.of(end);
  }

  // ---- what the leg tells, on the loop

  @Override
  public void onConfirmed(UasCall call, SipRequest ack) {
    SessionMedia opened = media.orElseThrow();
    if (!opened.isAgreed()) {
      try {
        opened.accept(
            ack.body().orElseThrow(() -> new IllegalArgumentException("no answer in the ACK")));
      } catch (SdpException | IllegalArgumentException e) {
        log.warn(
            "Call {} is ended: the answer in its ACK is no use: {}", transactionId, e.getMessage());
        ownCause = HangupCause.NO_COMMON_CODEC;
        leg.hangUp();
        return;
      }
    }
    Optional<CommandRunner.Done> done = awaitingAck;
    awaitingAck = Optional.empty();
    done.ifPresent(next -> next.accept(Optional.empty()));
  }

  @Override
  public void onRequest(SipCall call, UasRequest request) {
    SessionChange.answer(request, media);
  }

  @Override
  public void onEnded(SipCall call, org.carillon.media.sip.CallEnd end) {
    ended = true;
    isAnsweredOrEnded();
    CallEvent.HungUp hungUp = LegEnding.of(callId, end, ownCause);
    CallEnd recorded = decidedEnd.orElseGet(() -> CallEnd.of(hungUp, answeredAt.isPresent()));
    node.facts()
        .appendPatiently(
            new CallFact.CallEnded(
                transactionId,
                node.incarnation(),
                node.now(),
                recorded.status(),
                recorded.sipStatus(),
                recorded.reason(),
                answeredAt,
                applicationId,
                Optional.empty()));
    moment(Part.SIP, "ended: " + end.reason());
    application.ifPresentOrElse(
        session -> session.legEnded(hungUp), () -> media.ifPresent(SessionMedia::close));
    onGone.accept(this);
  }

  void moment(Part part, String text) {
    node.moment(transactionId, part, text);
  }

  void onLoop(Runnable task) {
    NodeContext.onLoop(leg.loop(), task);
  }
}
