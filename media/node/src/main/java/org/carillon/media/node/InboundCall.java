package org.carillon.media.node;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.carillon.core.calls.CallEnd;
import org.carillon.core.calls.CallEvent;
import org.carillon.core.calls.HangupCause;
import org.carillon.core.metrics.Throttling;
import org.carillon.core.ports.PortUnavailableException;
import org.carillon.core.records.CallDirection;
import org.carillon.core.records.CallFact;
import org.carillon.core.records.CallFact.TrunkUse;
import org.carillon.core.records.CallStatus;
import org.carillon.core.routing.ActiveCalls;
import org.carillon.core.routing.InviteFacts;
import org.carillon.core.routing.RejectReason;
import org.carillon.core.routing.RouteDecision;
import org.carillon.media.node.CallMoment.Part;
import org.carillon.media.sip.CallListener;
import org.carillon.media.sip.ReferRequest;
import org.carillon.media.sip.SipCall;
import org.carillon.media.sip.UasCall;
import org.carillon.media.sip.UasRequest;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.SipRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call from the INVITE that brought it to its record: asks for its way, lets the way have it,
 * and tells the facts of its life. Owned by the SIP loop of its first leg; what may block runs on
 * virtual threads that come back to the loop.
 */
final class InboundCall implements CallListener {
  private static final Logger log = LoggerFactory.getLogger(InboundCall.class);

  private static final List<HeaderField> RETRY_LATER = List.of(HeaderField.of("Retry-After", "5"));

  private final NodeContext node;
  private final UasCall leg;
  private final InboundCalls all;
  private Optional<RouteDecision.ToTrunk> counted = Optional.empty();
  private final String transactionId = UUID.randomUUID().toString();
  private final String callId = UUID.randomUUID().toString();
  private final Instant startedAt;
  private final InboundInvite invite;
  private final InetAddress localAddress;
  private final CallFacts facts;

  private Optional<CallWay> way = Optional.empty();
  private Optional<CallEnd> decidedEnd = Optional.empty();
  private HangupCause ownCause = HangupCause.NODE_STOPPED;
  private boolean ended;

  /** Whether the way is being asked for; a call that ends meanwhile is closed when it is known. */
  private boolean asking;

  private Optional<CallEvent.HungUp> goneMeanwhile = Optional.empty();

  InboundCall(
      NodeContext node,
      UasCall leg,
      InboundInvite invite,
      InetAddress localAddress,
      InboundCalls all) {
    this.node = node;
    this.leg = leg;
    this.invite = invite;
    this.localAddress = localAddress;
    this.all = all;
    this.startedAt = node.now();
    this.facts = new CallFacts(node, transactionId);
    if (node.services().routing().isHandedOver(invite.facts())) {
      facts.areElsewhere();
    }
    facts.meter().legIs(TrunkMedia.Side.NEAR, invite.request().callId());
    facts.meter().onMessage(TrunkMedia.Side.NEAR, false, invite.request());
  }

  String transactionId() {
    return transactionId;
  }

  /** The id of the call's first leg, as applications know it. */
  String callId() {
    return callId;
  }

  UasCall leg() {
    return leg;
  }

  InboundInvite invite() {
    return invite;
  }

  Instant startedAt() {
    return startedAt;
  }

  /** The address of this machine that the first leg's peer reaches. */
  InetAddress localAddress() {
    return localAddress;
  }

  CallFacts facts() {
    return facts;
  }

  /** The calls through connectors, counted. */
  ActiveCalls active() {
    return all.active();
  }

  /** All calls of this node. */
  InboundCalls all() {
    return all;
  }

  /** The calls of this node that go through connectors. */
  List<TrunkWay> trunkCalls() {
    return all.calls().stream()
        .flatMap(other -> other.way.stream())
        .filter(TrunkWay.class::isInstance)
        .map(TrunkWay.class::cast)
        .toList();
  }

  boolean isEnded() {
    return ended;
  }

  /** Asks for the call's way. */
  void begin() {
    ask(invite.facts());
  }

  private void ask(InviteFacts asked) {
    asking = true;
    NodeContext.offLoop(() -> route(asked));
  }

  /** The node ends the call: it is shutting down. */
  void stop() {
    if (!ended) {
      ownCause = HangupCause.NODE_STOPPED;
      if (way.map(CallWay::onFirstLegGone).orElse(false)) {
        finish(new CallEvent.HungUp(callId, 0, ownCause)); // its party is, or is being, transferred
        return;
      }
      leg.hangUp(List.of(HeaderField.of("Reason", "SIP;cause=503;text=\"Node is shutting down\"")));
    }
  }

  // ---- routing, on a virtual thread

  private void route(InviteFacts asked) {
    try {
      RouteDecision decision = node.services().routing().decide(asked);
      if (decision instanceof RouteDecision.Authenticate wanted
          && asked.authenticatedUser().isEmpty()) {
        facts.meter().belongsTo(wanted.voiceConnectorId(), CallDirection.OUTBOUND);
        Authentication.Claim claim = node.authentication().claim(invite.request(), wanted);
        onLoop(() -> wayTold(() -> authenticate(asked, wanted, claim)));
        return;
      }
      facts.started(started(asked, decision));
      onLoop(() -> wayTold(() -> routed(decision)));
    } catch (PortUnavailableException e) {
      facts.started(started(asked, null));
      log.error(
          "Call {} is refused, the configuration cannot be read: {}",
          transactionId,
          e.getMessage());
      onLoop(
          () ->
              wayTold(
                  () -> rejected(RejectReason.CONFIGURATION_UNREADABLE.reject(asked.sipCallId()))));
    } catch (RuntimeException e) {
      facts.started(started(asked, null));
      log.error("Call {} is refused, routing failed. Report this as a defect.", transactionId, e);
      onLoop(() -> wayTold(() -> refuse(500, "Server Internal Error", "Routing failed")));
    }
  }

  private CallFact.CallStarted started(InviteFacts asked, RouteDecision decision) {
    CallDirection direction = CallDirection.INBOUND;
    String from = asked.fromUser();
    String to = asked.requestUser();
    Optional<String> rule = Optional.empty();
    Optional<String> target = Optional.empty();
    Optional<String> connector = Optional.empty();
    Optional<String> proxySession = Optional.empty();
    switch (decision) {
      case RouteDecision.ToApplication way -> {
        from = way.from();
        to = way.to();
        rule = Optional.of(way.ruleId());
        target = Optional.of(way.targets().getFirst().applicationId());
        connector = way.voiceConnectorId();
      }
      case RouteDecision.ToTrunk way -> {
        direction = way.direction();
        from = way.from();
        to = way.to();
        connector = Optional.of(way.voiceConnectorId());
        proxySession = way.proxySessionId();
      }
      case RouteDecision.Reject way -> {
        direction = way.direction();
        connector = way.voiceConnectorId();
      }
      case RouteDecision.Authenticate way -> {
        direction = CallDirection.OUTBOUND;
        connector = Optional.of(way.voiceConnectorId());
      }
      case null -> {}
    }
    return new CallFact.CallStarted(
        transactionId,
        node.incarnation(),
        startedAt,
        callId,
        asked.sipCallId(),
        direction,
        from,
        to,
        rule,
        target,
        new TrunkUse(connector, asked.authenticatedUser(), proxySession));
  }

  // ---- the way is known, on the loop

  /** Goes on, or closes the call whose caller gave up while its way was asked for (O1). */
  private void wayTold(Runnable next) {
    asking = false;
    goneMeanwhile.ifPresentOrElse(this::close, next);
  }

  /** Asks the caller who it is, or again for the way when it said so (V2). */
  private void authenticate(
      InviteFacts asked, RouteDecision.Authenticate wanted, Authentication.Claim claim) {
    InetAddress source = leg.source().orElseThrow().remote().getAddress();
    switch (node.authentication().check(invite.request(), source, wanted, claim)) {
      case Authentication.Verdict.Known(String user) -> ask(asked.authenticatedAs(user));
      case Authentication.Verdict.Challenge(List<HeaderField> headers) -> {
        // the caller comes again with another INVITE: this one is no call and has no record
        leg.reject(Authentication.CHALLENGE, "Proxy Authentication Required", headers);
      }
      case Authentication.Verdict.Refuse(RejectReason reason) -> {
        CallFact.CallStarted start = started(asked, wanted);
        RouteDecision.Reject reject =
            reason.reject(
                asked.sourceAddress(),
                CallDirection.OUTBOUND,
                Optional.of(wanted.voiceConnectorId()));
        refuseRecorded(start, reject);
      }
    }
  }

  /** Tells the start away from the loop, since that may read the store, and refuses the call. */
  private void refuseRecorded(CallFact.CallStarted start, RouteDecision.Reject reject) {
    asking = true;
    NodeContext.offLoop(
        () -> {
          try {
            facts.started(start);
          } finally {
            onLoop(() -> wayTold(() -> rejected(reject)));
          }
        });
  }

  private void routed(RouteDecision decision) {
    switch (decision) {
      case RouteDecision.Reject reject -> rejected(reject);
      case RouteDecision.Authenticate wanted -> {
        log.error(
            "Call {} is refused: routing asked again for a digest that was right. Report this as a"
                + " defect.",
            transactionId);
        refuse(500, "Server Internal Error", "Routing failed");
      }
      case RouteDecision.ToApplication application -> {
        moment(
            Part.ROUTING,
            "SIP rule "
                + application.ruleId()
                + " -> application "
                + application.targets().getFirst().applicationId());
        take(new ApplicationWay(node, this, application));
      }
      case RouteDecision.ToTrunk trunk -> {
        Optional<RouteDecision.Reject> tooMany = active().begin(trunk);
        if (tooMany.isPresent()) {
          rejected(tooMany.get());
          return;
        }
        counted = Optional.of(trunk);
        moment(
            Part.ROUTING,
            "connector " + trunk.voiceConnectorId() + " -> " + trunk.targets().getFirst().host());
        take(new TrunkWay(node, this, trunk));
      }
    }
  }

  private void rejected(RouteDecision.Reject reject) {
    moment(Part.ROUTING, reject.cdrReason());
    node.meters().refused(reject.reason());
    log.warn("Call {} is refused with {}: {}", transactionId, reject.sipStatus(), reject.advice());
    if (Throttling.isOne(reject)) {
      facts.meter().throttled();
    }
    refuse(reject.sipStatus(), reject.reasonPhrase(), reject.cdrReason());
  }

  private void take(CallWay taken) {
    way = Optional.of(taken);
    facts.meter().taken(taken instanceof ApplicationWay);
    taken.begin();
  }

  // ---- what the way wants, on the loop

  /** Refuses the call, which is not answered, and says so in its record. */
  void refuse(int status, String phrase, String cdrReason) {
    refuse(status, phrase, cdrReason, status == 503 ? RETRY_LATER : List.of());
  }

  /** {@link #refuse(int, String, String)} with these header fields. */
  void refuse(int status, String phrase, String cdrReason, List<HeaderField> headers) {
    if (!ended) {
      decidedEnd = Optional.of(new CallEnd(CallStatus.FAILED, status, cdrReason));
      leg.reject(status, phrase, headers);
    }
  }

  /** Why we are about to end the first leg. */
  void ownCause(HangupCause cause) {
    ownCause = cause;
  }

  /** How the call ends, decided before its leg does. */
  void endsWith(CallEnd end) {
    decidedEnd = Optional.of(end);
  }

  // ---- what the leg tells, on the loop

  @Override
  public void onConfirmed(UasCall call, SipRequest ack) {
    way.orElseThrow().onConfirmed(ack);
  }

  @Override
  public void onRequest(SipCall call, UasRequest request) {
    way.ifPresentOrElse(
        taken -> taken.onRequest(request), () -> SessionChange.answer(request, Optional.empty()));
  }

  @Override
  public void onRequestCancelled(SipCall call, UasRequest request) {
    way.ifPresent(taken -> taken.onRequestCancelled(request));
  }

  @Override
  public void onAcknowledged(SipCall call, SipRequest ack) {
    way.ifPresent(taken -> taken.onAcknowledged(ack));
  }

  @Override
  public void onRefer(SipCall call, ReferRequest refer) {
    way.ifPresentOrElse(taken -> taken.onRefer(refer), () -> refer.refuse(603, null));
  }

  @Override
  public void onEnded(SipCall call, org.carillon.media.sip.CallEnd end) {
    moment(Part.SIP, "ended: " + end.reason());
    if (!way.map(CallWay::onFirstLegGone).orElse(false)) {
      finish(LegEnding.of(callId, end, ownCause));
    }
  }

  /** Ends the call and tells so, once. */
  void finish(CallEvent.HungUp hungUp) {
    if (ended) {
      return;
    }
    ended = true;
    if (asking) {
      goneMeanwhile = Optional.of(hungUp); // the start must be told before the end
    } else {
      close(hungUp);
    }
  }

  private void close(CallEvent.HungUp hungUp) {
    if (facts.isStarted()) {
      facts.ended(decidedEnd.orElseGet(() -> CallEnd.of(hungUp, facts.isAnswered())));
      way.ifPresent(taken -> taken.onEnded(hungUp));
    } else {
      facts.meter().ended(Optional.empty());
    }
    counted.ifPresent(active()::end);
    all.gone(this);
  }

  void moment(Part part, String text) {
    node.moment(transactionId, part, text);
  }

  void onLoop(Runnable task) {
    NodeContext.onLoop(leg.loop(), task);
  }
}
