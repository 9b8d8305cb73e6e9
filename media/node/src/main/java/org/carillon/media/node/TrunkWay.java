package org.carillon.media.node;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.carillon.core.calls.CallEnd;
import org.carillon.core.calls.CallEvent;
import org.carillon.core.calls.HangupCause;
import org.carillon.core.records.CallDirection;
import org.carillon.core.records.CallStatus;
import org.carillon.core.routing.RouteDecision.ToTrunk;
import org.carillon.core.routing.TrunkTarget;
import org.carillon.media.node.CallMoment.Part;
import org.carillon.media.node.TrunkMedia.Side;
import org.carillon.media.rtp.PortsExhaustedException;
import org.carillon.media.sip.ReferRequest;
import org.carillon.media.sip.SipCall;
import org.carillon.media.sip.SipLoop;
import org.carillon.media.sip.UacCall;
import org.carillon.media.sip.UasRequest;
import org.carillon.media.sip.dialog.Dialog;
import org.carillon.media.sip.message.ReasonPhrase;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.sdp.SdpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A call that goes on to a connector's host or a carrier (V2, V3): a back-to-back user agent (RFC
 * 7092) of two legs. The near leg is the one that brought the call, the far leg the one we place.
 * Owned by the SIP loop, which has both legs.
 *
 * <p>A party may be joined with somebody else by a transfer (RFC 5589). The other party leaves, and
 * the call goes on, with its record, until the party that stays hangs up.
 */
final class TrunkWay implements CallWay, Placement.Owner, Joint.Party {
  private static final Logger log = LoggerFactory.getLogger(TrunkWay.class);

  private final NodeContext node;
  private final InboundCall call;
  private final ToTrunk way;
  private final Placement far;

  private Optional<TrunkMedia> media = Optional.empty();
  private Optional<SessionRelay> sessions = Optional.empty();
  private boolean farIsCustomers;
  private Optional<Ringing> ringing = Optional.empty();
  private boolean over;

  private Optional<Transfer> transfer = Optional.empty();
  private Optional<Joint> joint = Optional.empty();
  private Side stays = Side.NEAR;
  private boolean left;

  TrunkWay(NodeContext node, InboundCall call, ToTrunk way) {
    this.node = node;
    this.call = call;
    this.way = way;
    this.far = new Placement(node, call.leg().loop(), call.transactionId(), way, this);
  }

  @Override
  public void begin() {
    if (call.invite().request().maxForwards() <= 0) {
      call.refuse(483, "Too Many Hops", "The call went in a circle");
      return;
    }
    try {
      media =
          Optional.of(
              TrunkMedia.open(
                  node,
                  call.invite().offer(),
                  call.localAddress(),
                  FarInvite.addressTowards(node, far.first(), call.localAddress())));
    } catch (PortsExhaustedException e) {
      log.error("Call {} is refused: {} Widen --rtp-ports.", call.transactionId(), e.getMessage());
      call.refuse(503, "No Media Ports", "No media port was free");
      return;
    } catch (IOException e) {
      log.error("Call {} is refused, no media socket:", call.transactionId(), e);
      call.refuse(503, "No Media", "No media socket could be opened");
      return;
    }
    ringing = media.map(opened -> new Ringing(call.transactionId(), call.leg(), opened));
    call.facts().meter().media(media.get().stream(Side.NEAR), media.map(m -> m.stream(Side.FAR)));
    far.begin();
  }

  // ---- what the near leg tells

  @Override
  public void onConfirmed(SipRequest ack) {
    TrunkMedia opened = media.orElseThrow();
    if (opened.awaitsNearAnswer()) {
      try {
        SipBody answer =
            opened.nearAnswer(ack.body().orElseThrow(() -> SdpException.malformed("no answer")));
        far.call().ifPresent(leg -> leg.acknowledge(answer));
      } catch (SdpException e) {
        log.warn(
            "Call {} is ended: the answer in its ACK is no use: {}",
            call.transactionId(),
            e.getMessage());
        call.ownCause(HangupCause.NO_COMMON_CODEC);
        call.leg().hangUp();
      }
    } else if (opened.isNearOutdated()) {
      renewNear(opened);
    }
  }

  /**
   * Whoever answered is not the branch whose session the near side was told: it is offered anew.
   */
  private void renewNear(TrunkMedia opened) {
    Runnable refused =
        () -> {
          if (!opened.isUnderstood()) {
            endUnheard("who answered has no codec of the caller's");
          }
        };
    PartyMedia partner = opened.party(Side.FAR);
    new Renewal(transactionId(), opened, Side.NEAR, call.leg(), partner::received, refused).begin();
  }

  @Override
  public void onRequest(UasRequest request) {
    onRequest(request, Side.NEAR);
  }

  /** Of either leg; it may have been handed on before the call was joined with another. */
  @Override
  public void onRequestCancelled(UasRequest request) {
    sessions.ifPresent(relay -> relay.cancelled(request));
    joint.ifPresent(with -> with.cancelled(request));
  }

  @Override
  public void onRefer(ReferRequest refer) {
    onRefer(refer, Side.NEAR);
  }

  @Override
  public void onAcknowledged(SipRequest ack) {
    onAcknowledged(ack, Side.NEAR);
  }

  private void onAcknowledged(SipRequest ack, Side from) {
    if (joint.isPresent()) {
      joint.get().acknowledged(this, ack);
    } else {
      sessions.ifPresent(relay -> relay.acknowledged(ack, from));
    }
  }

  private void onRequest(UasRequest request, Side from) {
    if (joint.isPresent()) {
      if (from == stays) {
        joint.get().forward(this, request);
      } else {
        request.respond(481); // it has left the call
      }
    } else if (far.call().isEmpty() || (isEarlyChange(request.request()) && far.isForked())) {
      SessionRelay.respondLater(request);
    } else {
      relay().forward(request, from, leg(from.other()));
    }
  }

  private static boolean isEarlyChange(SipRequest request) {
    return request.is("UPDATE") || request.is("PRACK");
  }

  @Override
  public boolean onFirstLegGone() {
    left = isHandedOver() && stays == Side.FAR;
    return left;
  }

  @Override
  public void onEnded(CallEvent.HungUp hungUp) {
    over = true;
    far.end();
    call.leg().hangUp();
    transfer.ifPresent(Transfer::cancel);
    joint.ifPresent(with -> with.ended(this, CallStatus.COMPLETED));
    media.ifPresent(TrunkMedia::close);
  }

  private SessionRelay relay() {
    if (sessions.isEmpty()) {
      sessions = Optional.of(new SessionRelay(call.transactionId(), media.orElseThrow()));
    }
    return sessions.get();
  }

  // ---- the far leg

  @Override
  public void trying(TrunkTarget target) {
    farIsCustomers = target.kind() == TrunkTarget.Kind.CONNECTOR_HOST;
    if (target.isConnectors()) {
      call.facts().voiceConnectorIs(target.ownerId());
    }
  }

  @Override
  public boolean othersWait() {
    return call.facts().isElsewhere();
  }

  @Override
  public FarInvite invite(TrunkTarget target) {
    return FarInvite.of(
        node, Optional.of(call.invite()), way, target, media.orElseThrow().farAddress());
  }

  @Override
  public SipBody offer(TrunkTarget target) throws SdpException {
    return media.orElseThrow().farOffer(target.secureMedia());
  }

  /** Who calls without an offer wants the callee's (RFC 3261 section 13.2.1). */
  @Override
  public boolean asksForOffer(TrunkTarget target) {
    boolean asks = media.orElseThrow().awaitsFarOffer();
    if (asks) {
      media.get().renewFar(target.secureMedia());
    }
    return asks;
  }

  /** What the caller offers cannot be taken, or not be offered on. */
  @Override
  public void onNoOffer(SdpException e) {
    log.warn("Call {} is refused with {}: {}", call.transactionId(), e.status(), e.getMessage());
    call.refuse(
        e.status(),
        e.status() == 400 ? "Bad Session Description" : "Not Acceptable Here",
        HangupCause.NO_COMMON_CODEC.reason(false) + ": " + e.getMessage());
  }

  @Override
  public void onPlaced(UacCall leg) {
    call.facts().meter().legIs(Side.FAR, leg.callId());
  }

  @Override
  public void onNotTaken(int sipStatus, String cdrReason) {
    call.refuse(sipStatus, ReasonPhrase.of(sipStatus), cdrReason);
  }

  @Override
  public void onAnswered(UacCall leg, Optional<SipBody> description) {
    try {
      TrunkMedia opened = media.orElseThrow();
      SipBody theirs =
          description.orElseThrow(() -> SdpException.notAcceptable("the answer has no session"));
      SipBody near =
          opened.awaitsFarOffer()
              ? opened.farOffer(theirs)
              : opened.inviteAnswer(theirs, leg.dialog().flatMap(Dialog::remoteTag), true);
      if (opened.awaitsNearAnswer()) {
        leg.acknowledgeLater(); // with the answer of the near side's ACK
      }
      var _ = call.facts().startDurable().thenRun(() -> call.onLoop(() -> answerNear(near)));
    } catch (SdpException e) {
      log.warn(
          "Call {} is ended: the session description of {} is no use: {}",
          call.transactionId(),
          way.voiceConnectorId(),
          e.getMessage());
      call.refuse(488, "Not Acceptable Here", HangupCause.NO_COMMON_CODEC.reason(false));
    }
  }

  private void answerNear(SipBody body) {
    if (!over) {
      TrunkMedia opened = media.orElseThrow();
      opened.onTimeout(
          node.config().mediaTimeout(), side -> call.onLoop(() -> mediaTimedOut(side)));
      opened.start();
      // an UPDATE has made the INVITE's answer an old one
      SipBody answer = opened.isChanged() ? null : body;
      call.leg().answer(answer, List.of(), () -> answerSent(opened));
    }
  }

  private void answerSent(TrunkMedia opened) {
    call.facts().answered();
    call.moment(Part.MEDIA, opened.summary());
  }

  private void mediaTimedOut(Side side) {
    endUnheard("nothing was heard of its " + (side == Side.NEAR ? "calling" : "called") + " side");
  }

  /** A peer that is gone sends neither audio nor BYE: both legs are ended. */
  private void endUnheard(String why) {
    if (!over && !isHandedOver()) {
      log.warn("Call {} is ended: {}.", call.transactionId(), why);
      call.endsWith(new CallEnd(CallStatus.FAILED, 0, "No media"));
      call.ownCause(HangupCause.PEER_LOST);
      call.leg().hangUp();
    }
  }

  @Override
  public void onProvisional(SipResponse response, Optional<SipBody> description) {
    if (!call.facts().isAnswered()) {
      ringing.orElseThrow().heard(far.call().orElseThrow(), response, description);
    }
  }

  @Override
  public void onRequest(SipCall leg, UasRequest request) {
    onRequest(request, Side.FAR);
  }

  @Override
  public void onFarAcknowledged(SipRequest ack) {
    onAcknowledged(ack, Side.FAR);
  }

  @Override
  public void onRefer(SipCall leg, ReferRequest refer) {
    onRefer(refer, Side.FAR);
  }

  @Override
  public void onEnded(org.carillon.media.sip.CallEnd end) {
    boolean normal =
        switch (end.cause()) {
          case BYE_RECEIVED, BYE_SENT, CANCELLED -> true;
          case REJECTED, NO_ACK, TIMED_OUT, TRANSPORT, FAILED -> false;
        };
    if (!isHandedOver()) {
      endNear(normal, end.status());
    } else if (stays == Side.FAR) {
      finish(normal ? HangupCause.CALLEE : HangupCause.PEER_LOST, end.status());
    } else {
      left = true;
    }
  }

  private void endNear(boolean normal, int status) {
    over = true;
    if (!normal) {
      call.endsWith(new CallEnd(CallStatus.FAILED, status, HangupCause.PEER_LOST.reason(true)));
    }
    call.ownCause(normal ? HangupCause.CALLEE : HangupCause.PEER_LOST);
    call.leg().hangUp();
  }

  /** Ends the call whose far party stayed when the near one left. */
  private void finish(HangupCause cause, int status) {
    over = true;
    call.finish(new CallEvent.HungUp(call.callId(), status, cause));
  }

  // ---- transfers

  private void onRefer(ReferRequest refer, Side from) {
    if (!isCustomers(from)) {
      refer.refuse(403, "Only The Customer's Side Transfers");
    } else if (!call.facts().isAnswered() || isHandedOver() || leg(from.other()).isChanging()) {
      refer.refuse(491, null);
    } else {
      Transfer.of(node, this, from, refer).begin();
    }
  }

  /** Strangers on the telephone network must not make calls at the account's expense. */
  boolean isCustomers(Side side) {
    return side == Side.FAR ? farIsCustomers : way.direction() == CallDirection.OUTBOUND;
  }

  boolean isHandedOver() {
    return transfer.isPresent() || joint.isPresent();
  }

  /** The side whose dialog has this Call-ID and these tags, ours and the peer's. */
  Optional<Side> sideOf(String callId, String localTag, String remoteTag) {
    return List.of(Side.values()).stream()
        .filter(side -> side == Side.NEAR || far.call().isPresent())
        .filter(side -> leg(side).callId().equals(callId))
        .filter(
            side ->
                leg(side)
                    .dialog()
                    .filter(it -> it.localTag().equals(localTag))
                    .filter(it -> it.remoteTag().equals(Optional.of(remoteTag)))
                    .isPresent())
        .findFirst();
  }

  /** Whether the party that wants the transfer has hung up. */
  boolean hasLeft() {
    return left;
  }

  String transactionId() {
    return call.transactionId();
  }

  SipLoop loop() {
    return call.leg().loop();
  }

  void moment(Part part, String text) {
    call.moment(part, text);
  }

  InboundCall call() {
    return call;
  }

  ToTrunk way() {
    return way;
  }

  /** The connector whose call it is now. */
  String voiceConnectorId() {
    return call.facts().voiceConnectorId().orElse(way.voiceConnectorId());
  }

  SipCall leg(Side side) {
    return side == Side.NEAR ? call.leg() : far.call().orElseThrow();
  }

  PartyMedia party(Side side) {
    return media.orElseThrow().party(side);
  }

  /** A transfer is under way: the other side may hang up without ending the call. */
  void handsOver(Transfer to, Side staying) {
    transfer = Optional.of(to);
    stays = staying;
  }

  /** The transfer failed: all is as before, unless whoever wanted it is gone already. */
  void keeps() {
    transfer = Optional.empty();
    if (!left || over) {
      return;
    }
    if (stays == Side.NEAR) {
      endNear(true, 0);
    } else {
      finish(HangupCause.CALLER, 0);
    }
  }

  /**
   * A party that had taken the session of a transfer is told again the one that it had before.
   *
   * @param moved its media in the transfer
   */
  void resume(Side side, PartyMedia moved) {
    if (!over && !isHandedOver()) {
      TrunkMedia own = media.orElseThrow();
      own.party(side).movedBackFrom(moved);
      Runnable refused = () -> endUnheard("a party stays with a stream that is gone");
      PartyMedia partner = own.party(side.other());
      new Renewal(transactionId(), own, side, leg(side), partner::received, refused).begin();
    }
  }

  /** The staying party talks with somebody else from now on; the bridge owns its stream. */
  void joined(Joint with) {
    transfer = Optional.empty();
    joint = Optional.of(with);
    media.ifPresent(opened -> opened.close(stays.other()));
    media = Optional.empty();
    call.moment(Part.SIP, "transferred");
  }

  /** The party that wanted the transfer had its time to hang up. */
  void dismiss() {
    if (!left && !over) {
      leg(stays.other()).hangUp();
    }
  }

  @Override
  public SipCall leg() {
    return leg(stays);
  }

  @Override
  public void partnerEnded(CallStatus how) {
    if (over) {
      return;
    }
    if (stays == Side.NEAR) {
      endNear(how == CallStatus.COMPLETED, 0);
    } else {
      finish(how == CallStatus.COMPLETED ? HangupCause.CALLEE : HangupCause.PEER_LOST, 0);
    }
  }
}
