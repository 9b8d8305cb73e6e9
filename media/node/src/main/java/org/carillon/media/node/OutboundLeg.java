package org.carillon.media.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.UUID;
import org.carillon.core.calls.CallEnd;
import org.carillon.core.calls.CallEvent;
import org.carillon.core.calls.HangupCause;
import org.carillon.core.calls.MediaCommand;
import org.carillon.core.records.CallDirection;
import org.carillon.core.records.CallFact;
import org.carillon.core.records.CallStatus;
import org.carillon.core.routing.RouteDecision.ToTrunk;
import org.carillon.core.routing.TrunkTarget;
import org.carillon.media.node.CallMoment.Part;
import org.carillon.media.rtp.RtpStream;
import org.carillon.media.sip.ReferRequest;
import org.carillon.media.sip.SipCall;
import org.carillon.media.sip.UacCall;
import org.carillon.media.sip.UasRequest;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.sdp.SdpException;
import org.carillon.media.sip.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A leg that an application calls (S5, S6): LEG-A of a call made by the API, or LEG-B of
 * CallAndBridge. It is placed once its start can no longer be lost, and has one record whatever
 * becomes of it. Owned by the SIP loop of its call.
 */
final class OutboundLeg implements ApplicationLeg, Placement.Owner {
  private static final Logger log = LoggerFactory.getLogger(OutboundLeg.class);

  private static final int SIP = 5060;

  /** What becomes of the leg before it is answered. On the loop; one of the last two, once. */
  interface Progress {
    /** It rings, or what the callee sends can be heard already. */
    void onRinging(boolean earlyMedia);

    /** It was answered; audio flows. */
    void onAnswered();

    /** Nobody took it. Its record is written and its ports are free. */
    void onNotTaken(CallEnd end);
  }

  /**
   * What is placed.
   *
   * @param factsId under which its facts and record are kept: the transaction of a first leg, the
   *     call id of a second
   * @param callId the leg's id
   * @param way where it goes
   */
  record Plan(String factsId, String callId, ToTrunk way) {}

  private final NodeContext node;
  private final ApplicationSession session;
  private final Plan plan;
  private final Progress progress;
  private final CallFacts facts;
  private final OutboundMedia media;
  private final LegAudio audio;
  private final Placement placement;

  private HangupCause ownCause = HangupCause.APPLICATION;
  private Optional<CallEnd> decidedEnd = Optional.empty();
  private boolean ringing;

  /** Of every INVITE of the leg, whichever target it goes to: its record names one (O1). */
  private final String sipCallId = "carillon-" + UUID.randomUUID();

  private boolean answered;
  private boolean ended;

  private OutboundLeg(
      NodeContext node,
      ApplicationSession session,
      Plan plan,
      OutboundMedia media,
      Progress progress) {
    this.node = node;
    this.session = session;
    this.plan = plan;
    this.progress = progress;
    this.media = media;
    this.facts = new CallFacts(node, plan.factsId(), session.transactionId());
    this.audio = new LegAudio(node, media.stream(), session.loop());
    this.placement = new Placement(node, session.loop(), session.transactionId(), plan.way(), this);
  }

  /**
   * Opens the leg's media; {@link #place} has it called.
   *
   * @param beside the stream it will be bridged with, if any
   * @throws IOException when no media port is free
   */
  static OutboundLeg open(
      NodeContext node,
      ApplicationSession session,
      Plan plan,
      Optional<RtpStream> beside,
      Progress progress)
      throws IOException {
    OutboundMedia media =
        OutboundMedia.open(
            node.engine(), localAddress(node, plan.way().targets().getFirst()), beside);
    OutboundLeg leg = new OutboundLeg(node, session, plan, media, progress);
    leg.audio.hearKeys();
    leg.facts.meter().media(media.stream(), Optional.empty());
    return leg;
  }

  /** Our address towards a target; a name's is not known yet, and taken for the first of ours. */
  private static InetAddress localAddress(NodeContext node, TrunkTarget target) {
    Optional<InetSocketAddress> simulated =
        target.kind() == TrunkTarget.Kind.SIMULATED_CARRIER
            ? node.config().simulatedCarrier()
            : Optional.empty();
    return simulated
        .or(() -> FarInvite.literal(target.host()).map(it -> new InetSocketAddress(it, SIP)))
        .map(peer -> node.sip().localAddressFor(Transport.UDP, peer).getAddress())
        .orElseGet(() -> node.sip().localAddresses().getFirst().getAddress());
  }

  /** Tells the leg's start and, once that is durable, has it called. */
  void place(String applicationId) {
    node.live().legPlaced();
    ToTrunk way = plan.way();
    boolean toConnector = way.targets().getFirst().kind() == TrunkTarget.Kind.CONNECTOR_HOST;
    boolean second = !plan.factsId().equals(session.transactionId());
    CallFact.CallStarted start =
        new CallFact.CallStarted(
            plan.factsId(),
            node.incarnation(),
            node.now(),
            plan.callId(),
            sipCallId,
            CallDirection.OUTBOUND,
            way.from(),
            way.to(),
            Optional.empty(),
            Optional.of(applicationId),
            new CallFact.TrunkUse(
                toConnector ? Optional.of(way.voiceConnectorId()) : Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            second ? Optional.of(session.transactionId()) : Optional.empty());
    NodeContext.offLoop(
        () -> {
          facts.started(start);
          var _ = facts.startDurable().thenRun(() -> session.onLoop(this::begin));
        });
  }

  private void begin() {
    if (!ended) {
      facts.meter().taken(true);
      placement.begin();
    }
  }

  /** Gives up a leg that is not answered: CANCEL, or nothing where nothing was sent. */
  void cancel(CallEnd end) {
    if (!ended && !answered) {
      over(decidedEnd.orElse(end));
      audio.close();
    }
  }

  private void over(CallEnd end) {
    ended = true;
    placement.end();
    facts.ended(end);
    node.live().legGone();
  }

  // ---- what the application wants of it

  @Override
  public String callId() {
    return plan.callId();
  }

  @Override
  public LegAudio audio() {
    return audio;
  }

  @Override
  public boolean isAnswered() {
    return answered;
  }

  @Override
  public void answer(CommandRunner.Done done) {
    done.accept(Optional.empty());
  }

  @Override
  public void hangUp(MediaCommand.Hangup hangup) {
    hangUp(HangupCause.APPLICATION);
  }

  private void hangUp(HangupCause cause) {
    if (ended) {
      return;
    }
    if (answered) {
      ownCause = cause;
      placement.call().ifPresent(SipCall::hangUp);
    } else {
      notTaken(new CallEnd(CallStatus.FAILED, CANCELLED, cause.reason(false)));
    }
  }

  /** What the callee answers to our CANCEL (RFC 3261 section 9.2). */
  static final int CANCELLED = 487;

  @Override
  public void stop() {
    hangUp(HangupCause.NODE_STOPPED);
  }

  @Override
  public void endsWith(CallEnd end) {
    decidedEnd = Optional.of(end);
  }

  @Override
  public void voiceFocusIs(boolean on) {
    facts.voiceFocus(on);
  }

  @Override
  public void applicationIs(String applicationId) {
    facts.applicationIs(applicationId);
  }

  // ---- what the placement wants and tells

  @Override
  public void trying(TrunkTarget target) {
    if (target.kind() == TrunkTarget.Kind.CONNECTOR_HOST) {
      facts.voiceConnectorIs(target.ownerId());
    }
  }

  @Override
  public FarInvite invite(TrunkTarget target) {
    return FarInvite.of(
            node,
            Optional.empty(),
            plan.way(),
            target,
            media.stream().advertisedAddress().getAddress())
        .withCallId(sipCallId);
  }

  @Override
  public SipBody offer(TrunkTarget target) throws SdpException {
    return media.offer(target.secureMedia());
  }

  @Override
  public void onNoOffer(SdpException e) {
    notTaken(new CallEnd(CallStatus.FAILED, e.status(), HangupCause.NO_COMMON_CODEC.reason(false)));
  }

  @Override
  public void onPlaced(UacCall leg) {
    facts.meter().legIs(TrunkMedia.Side.NEAR, leg.callId());
  }

  @Override
  public void onProvisional(SipResponse response, Optional<SipBody> description) {
    if (ended || answered) {
      return;
    }
    if (description.isPresent()) {
      try {
        media.accept(description.get());
      } catch (SdpException e) {
        log.debug("Early media of {} is left out: {}", plan.way().to(), e.getMessage());
      }
    }
    if (!ringing || media.isAgreed()) {
      ringing = true;
      progress.onRinging(media.isAgreed());
    }
  }

  @Override
  public void onAnswered(UacCall leg, Optional<SipBody> description) {
    if (ended) {
      leg.hangUp();
      return;
    }
    try {
      media.accept(
          description.orElseThrow(() -> SdpException.notAcceptable("the answer has no session")));
    } catch (SdpException e) {
      log.warn(
          "Call {}: the session description of {} is no use: {}",
          session.transactionId(),
          plan.way().to(),
          e.getMessage());
      notTaken(new CallEnd(CallStatus.FAILED, 488, HangupCause.NO_COMMON_CODEC.reason(false)));
      return;
    }
    answered = true;
    media.stream()
        .onMediaTimeout(
            node.config().mediaTimeout(), (stream, quiet) -> session.onLoop(this::mediaTimedOut));
    if (!media.hasKeyEvents()) {
      audio.hearTones();
    }
    facts.answered();
    session.moment(Part.MEDIA, media.summary());
    progress.onAnswered();
  }

  private void mediaTimedOut() {
    if (!ended) {
      log.warn(
          "Call {}: the leg to {} is ended, nothing was heard of it.",
          session.transactionId(),
          plan.way().to());
      decidedEnd = Optional.of(new CallEnd(CallStatus.FAILED, 0, "No media"));
      hangUp(HangupCause.PEER_LOST);
    }
  }

  @Override
  public void onRequest(SipCall leg, UasRequest request) {
    SessionChange.answer(request, Optional.of(media));
  }

  @Override
  public void onFarAcknowledged(SipRequest ack) {
    SessionChange.acknowledged(ack, Optional.of(media));
  }

  @Override
  public void onRefer(SipCall leg, ReferRequest refer) {
    session.refuseTransfer(refer);
  }

  @Override
  public void onNotTaken(int status, String cdrReason) {
    notTaken(new CallEnd(CallStatus.FAILED, status, cdrReason));
  }

  private void notTaken(CallEnd end) {
    if (!ended) {
      CallEnd told = decidedEnd.orElse(end);
      over(told);
      audio.close();
      session.moment(Part.SIP, plan.way().to() + " did not answer: " + told.reason());
      progress.onNotTaken(told);
    }
  }

  @Override
  public void onEnded(org.carillon.media.sip.CallEnd end) {
    if (ended) {
      return;
    }
    CallEvent.HungUp hungUp = LegEnding.ofOutbound(plan.callId(), end, ownCause);
    over(decidedEnd.orElseGet(() -> CallEnd.of(hungUp, true)));
    // which asks what was recorded before it closes the audio of a leg that it has
    session.legEnded(hungUp);
    audio.close();
  }
}
