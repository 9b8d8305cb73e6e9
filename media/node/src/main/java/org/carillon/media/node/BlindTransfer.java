package org.carillon.media.node;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.carillon.core.calls.CallEnd;
import org.carillon.core.calls.HangupCause;
import org.carillon.core.metrics.Throttling;
import org.carillon.core.ports.PortUnavailableException;
import org.carillon.core.records.CallDirection;
import org.carillon.core.records.CallFact;
import org.carillon.core.records.CallFact.TrunkUse;
import org.carillon.core.records.CallStatus;
import org.carillon.core.routing.InviteFacts;
import org.carillon.core.routing.RejectReason;
import org.carillon.core.routing.RouteDecision;
import org.carillon.core.routing.TrunkTarget;
import org.carillon.media.node.CallMoment.Part;
import org.carillon.media.node.TrunkMedia.Side;
import org.carillon.media.sip.ReferRequest;
import org.carillon.media.sip.SipCall;
import org.carillon.media.sip.UacCall;
import org.carillon.media.sip.UasRequest;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.message.SipUri;
import org.carillon.media.sip.sdp.SdpException;
import org.carillon.media.sip.transport.SipSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A transfer to a number: a call out of the connector, by the same rules and with a record of its
 * own. Owned by the SIP loop; routing is asked on a virtual thread.
 */
final class BlindTransfer extends Transfer implements Placement.Owner, Joint.Party {
  private static final Logger log = LoggerFactory.getLogger(BlindTransfer.class);

  private final String transactionId = UUID.randomUUID().toString();
  private final String legId = UUID.randomUUID().toString();
  private final Instant askedAt;
  private final CallFacts facts;
  private Optional<Placement> placement = Optional.empty();
  private Optional<RouteDecision.ToTrunk> way = Optional.empty(); // set before placement begins
  private Optional<Joint> joint = Optional.empty();
  private boolean ended;

  BlindTransfer(NodeContext node, TrunkWay call, Side from, ReferRequest refer) {
    super(node, call, from, refer);
    this.askedAt = node.now();
    this.facts = new CallFacts(node, transactionId);
  }

  @Override
  void begin() {
    call.handsOver(this, stays);
    InviteFacts asked = asked();
    NodeContext.offLoop(() -> route(asked));
  }

  private boolean isOurs(InetAddress named) {
    SipSource source = refer.source();
    return named.equals(
            node.sip().localAddressFor(source.transport(), source.remote()).getAddress())
        || node.config().advertised().filter(named::equals).isPresent();
  }

  /** The call as if whoever asks placed it: who called, or who was called, is its caller. */
  private InviteFacts asked() {
    SipUri target = refer.referTo().uri();
    boolean ours = FarInvite.literal(target.host()).filter(this::isOurs).isPresent();
    InviteFacts before = call.call().invite().facts();
    String caller = stays == Side.FAR ? before.fromUser() : call.way().to();
    return new InviteFacts(
        InboundInvite.user(target),
        ours ? "" : InboundInvite.cut(target.host()),
        InboundInvite.user(target),
        caller,
        "",
        Map.of(),
        refer.source().transport().name(),
        InboundInvite.hostAndPort(refer.source()),
        InboundInvite.cut(refer.request().callId()),
        stays == Side.FAR ? before.authenticatedUser() : Optional.empty(),
        call.party(stays.other()).isSecure(),
        Optional.empty(),
        Optional.of(call.voiceConnectorId()));
  }

  // ---- routing, on a virtual thread

  private void route(InviteFacts asked) {
    try {
      RouteDecision decision = node.services().routing().decide(asked);
      if (decision instanceof RouteDecision.Authenticate wanted) {
        Authentication.Claim claim = node.authentication().claim(refer.request(), wanted);
        NodeContext.onLoop(loop(), () -> authenticate(asked, wanted, claim));
        return;
      }
      NodeContext.onLoop(loop(), () -> routed(asked, decision));
    } catch (PortUnavailableException e) {
      log.error("A transfer is refused, the configuration cannot be read: {}", e.getMessage());
      RouteDecision.Reject unreadable =
          RejectReason.CONFIGURATION_UNREADABLE.reject(asked.sipCallId());
      node.meters().refused(unreadable.reason());
      NodeContext.onLoop(loop(), () -> refuse(unreadable.sipStatus(), unreadable.reasonPhrase()));
    } catch (RuntimeException e) {
      log.error("A transfer is refused, routing failed. Report this as a defect.", e);
      NodeContext.onLoop(loop(), () -> refuse(500, "Server Internal Error"));
    }
  }

  // ---- on the loop

  private void authenticate(
      InviteFacts asked, RouteDecision.Authenticate wanted, Authentication.Claim claim) {
    switch (node.authentication()
        .check(refer.request(), refer.source().remote().getAddress(), wanted, claim)) {
      case Authentication.Verdict.Known(String user) ->
          NodeContext.offLoop(() -> route(asked.authenticatedAs(user)));
      case Authentication.Verdict.Challenge(List<HeaderField> headers) -> {
        refer.refuse(Authentication.CHALLENGE, "Proxy Authentication Required", headers);
        refuse(Authentication.CHALLENGE, "credentials are asked for");
      }
      case Authentication.Verdict.Refuse(RejectReason reason) -> {
        RouteDecision.Reject reject = reason.reject(asked.sourceAddress());
        node.meters().refused(reason);
        log.warn("A transfer in call {} is refused: {}", call.transactionId(), reject.advice());
        refuse(reject.sipStatus(), reject.reasonPhrase());
      }
    }
  }

  /** What is refused before it is a call has no record. */
  private void refuse(int status, String phrase) {
    refer.refuse(status, phrase);
    facts.meter().ended(Optional.empty());
    fail(status, phrase);
  }

  private void routed(InviteFacts asked, RouteDecision decision) {
    if (isOver() || call.hasLeft()) {
      refuse(487, "Request Terminated"); // who asked, or who was to be transferred, is gone
      return;
    }
    switch (decision) {
      case RouteDecision.Reject reject -> {
        started(asked, asked.fromUser(), asked.requestUser(), () -> rejected(reject));
      }
      case RouteDecision.ToTrunk trunk -> {
        Runnable next = () -> begin(trunk).ifPresentOrElse(this::rejected, () -> place(trunk));
        started(asked, trunk.from(), trunk.to(), next);
      }
      case RouteDecision.ToApplication application -> refuse(403, "Not A Number");
      case RouteDecision.Authenticate wanted -> refuse(500, "Server Internal Error");
    }
  }

  /** It counts as a call more, on the node and at the connector. */
  private Optional<RouteDecision.Reject> begin(RouteDecision.ToTrunk trunk) {
    InboundCalls all = call.call().all();
    Optional<RouteDecision.Reject> full =
        all.transferBegins(refer.request().callId(), trunk.emergency());
    if (full.isPresent()) {
      return full;
    }
    Optional<RouteDecision.Reject> tooMany = all.active().begin(trunk);
    if (tooMany.isPresent()) {
      all.transferGone();
    }
    return tooMany;
  }

  private void rejected(RouteDecision.Reject reject) {
    node.meters().refused(reject.reason());
    log.warn("A transfer in call {} is refused: {}", call.transactionId(), reject.advice());
    if (Throttling.isOne(reject)) {
      facts.meter().throttled();
    }
    refer.refuse(reject.sipStatus(), reject.reasonPhrase());
    recordEnd(new CallEnd(CallStatus.FAILED, reject.sipStatus(), reject.cdrReason()));
    fail(reject.sipStatus(), reject.cdrReason());
  }

  /** Tells the start away from the loop, since that may read the store, and goes on. */
  private void started(InviteFacts asked, String from, String to, Runnable next) {
    CallFact.CallStarted start = start(asked, from, to);
    NodeContext.offLoop(
        () -> {
          facts.started(start);
          NodeContext.onLoop(loop(), () -> goOn(next));
        });
  }

  private void goOn(Runnable next) {
    if (isOver()) {
      refer.refuse(487, "Request Terminated"); // the call ended while the start was told
      abandon();
    } else {
      next.run();
    }
  }

  private CallFact.CallStarted start(InviteFacts asked, String from, String to) {
    return new CallFact.CallStarted(
        transactionId,
        node.incarnation(),
        askedAt,
        legId,
        asked.sipCallId(),
        CallDirection.OUTBOUND,
        from,
        to,
        Optional.empty(),
        Optional.empty(),
        new TrunkUse(asked.transferOf(), asked.authenticatedUser(), Optional.empty()));
  }

  private void place(RouteDecision.ToTrunk decided) {
    way = Optional.of(decided);
    Placement placing = new Placement(node, loop(), transactionId, decided, this);
    try {
      open(
          () ->
              TrunkMedia.beside(
                  node,
                  staying(),
                  FarInvite.addressTowards(node, placing.first(), stayingAddress())));
    } catch (IOException | SdpException e) {
      refer.refuse(503, "No Media");
      recordEnd(new CallEnd(CallStatus.FAILED, 503, "No media port was free"));
      fail(503, e.getMessage());
      return;
    }
    refer.accept();
    facts.meter().taken(false);
    facts.meter().media(Side.FAR, newStream());
    placement = Optional.of(placing);
    moment(Part.SIP, "transfer of call " + call.transactionId() + " to " + decided.to());
    placing.begin();
  }

  private void recordEnd(CallEnd end) {
    if (!ended) {
      ended = true;
      facts.ended(end);
      way.ifPresent(this::countOut);
    }
  }

  private void countOut(RouteDecision.ToTrunk counted) {
    call.call().active().end(counted);
    call.call().all().transferGone();
  }

  @Override
  void abandon() {
    placement.ifPresent(Placement::end);
    if (facts.isStarted()) {
      recordEnd(new CallEnd(CallStatus.FAILED, 487, HangupCause.CALLER.reason(false)));
    }
  }

  // ---- the new leg

  @Override
  public void trying(TrunkTarget target) {
    moment(Part.SIP, target.host() + " is called");
  }

  @Override
  public FarInvite invite(TrunkTarget target) {
    return FarInvite.of(node, Optional.empty(), way.orElseThrow(), target, media().farAddress());
  }

  @Override
  public SipBody offer(TrunkTarget target) throws SdpException {
    return media().farOffer(target.secureMedia());
  }

  @Override
  public void onNoOffer(SdpException why) {
    onNotTaken(why.status(), HangupCause.NO_COMMON_CODEC.reason(false));
  }

  @Override
  public void onPlaced(UacCall leg) {
    facts.meter().legIs(Side.FAR, leg.callId());
  }

  @Override
  public void onProvisional(SipResponse response, Optional<SipBody> description) {
    refer.progress(response.status(), response.reason());
  }

  @Override
  public void onNotTaken(int sipStatus, String cdrReason) {
    recordEnd(new CallEnd(CallStatus.FAILED, sipStatus, cdrReason));
    fail(sipStatus, cdrReason);
  }

  @Override
  public void onAnswered(UacCall leg, Optional<SipBody> description) {
    try {
      SipBody answer =
          description.orElseThrow(() -> SdpException.notAcceptable("the answer has no session"));
      facts.answered();
      joint = Optional.of(join(this, answer));
      moment(Part.SIP, "200 OK");
    } catch (SdpException e) {
      placement.ifPresent(Placement::end);
      onNotTaken(488, HangupCause.NO_COMMON_CODEC.reason(false));
    }
  }

  @Override
  public void onRequest(SipCall leg, UasRequest request) {
    joint.ifPresentOrElse(with -> with.forward(this, request), () -> request.respond(491));
  }

  @Override
  public void onRequestCancelled(UasRequest request) {
    joint.ifPresent(with -> with.cancelled(request));
  }

  @Override
  public void onFarAcknowledged(SipRequest ack) {
    joint.ifPresent(with -> with.acknowledged(this, ack));
  }

  @Override
  public void onRefer(SipCall leg, ReferRequest other) {
    other.refuse(403, "Only The Customer's Side Transfers");
  }

  @Override
  public void onEnded(org.carillon.media.sip.CallEnd end) {
    boolean normal = end.cause() == org.carillon.media.sip.CallEnd.Cause.BYE_RECEIVED;
    joint.ifPresent(with -> with.ended(this, status(normal)));
  }

  private void moment(Part part, String text) {
    node.moment(transactionId, part, text);
  }

  @Override
  public SipCall leg() {
    return placement.flatMap(Placement::call).orElseThrow();
  }

  @Override
  public void partnerEnded(CallStatus how) {
    HangupCause cause = how == CallStatus.COMPLETED ? HangupCause.CALLER : HangupCause.PEER_LOST;
    recordEnd(new CallEnd(how, 0, cause.reason(true)));
    placement.ifPresent(Placement::end);
  }
}
