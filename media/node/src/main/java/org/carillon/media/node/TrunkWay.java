package org.carillon.media.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.carillon.core.calls.CallEnd;
import org.carillon.core.calls.CallEvent;
import org.carillon.core.calls.HangupCause;
import org.carillon.core.records.CallStatus;
import org.carillon.core.routing.RouteDecision.ToTrunk;
import org.carillon.core.routing.TrunkTarget;
import org.carillon.media.node.CallMoment.Part;
import org.carillon.media.node.TrunkMedia.Side;
import org.carillon.media.rtp.PortsExhaustedException;
import org.carillon.media.sip.SipCall;
import org.carillon.media.sip.UacCall;
import org.carillon.media.sip.UasRequest;
import org.carillon.media.sip.message.ReasonPhrase;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.sdp.SdpException;
import org.carillon.media.sip.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A call that goes on to a connector's host or a carrier (V2, V3): a back-to-back user agent (RFC
 * 7092) of two legs. The near leg is the one that brought the call, the far leg the one we place;
 * targets are tried in turn until one takes it. Owned by the SIP loop, which has both legs.
 */
final class TrunkWay implements CallWay, Placement.Owner {
  private static final Logger log = LoggerFactory.getLogger(TrunkWay.class);

  private static final int SIP = 5060;

  private final NodeContext node;
  private final InboundCall call;
  private final ToTrunk way;
  private final Placement far;

  private Optional<TrunkMedia> media = Optional.empty();
  private Optional<SessionRelay> sessions = Optional.empty();
  private boolean earlyMedia;
  private boolean over;

  TrunkWay(NodeContext node, InboundCall call, ToTrunk way) {
    this.node = node;
    this.call = call;
    this.way = way;
    this.far = new Placement(node, call.leg().loop(), call.transactionId(), way.targets(), this);
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
              TrunkMedia.open(node, call.invite().offer(), call.localAddress(), farAddress()));
    } catch (PortsExhaustedException e) {
      log.error("Call {} is refused: {} Widen --rtp-ports.", call.transactionId(), e.getMessage());
      call.refuse(503, "No Media Ports", "No media port was free");
      return;
    } catch (IOException e) {
      log.error("Call {} is refused, no media socket:", call.transactionId(), e);
      call.refuse(503, "No Media", "No media socket could be opened");
      return;
    }
    call.facts().meter().media(media.get().stream(Side.NEAR), media.map(m -> m.stream(Side.FAR)));
    far.begin();
  }

  /** Our address towards the targets; a name's is not known yet and taken for the near side's. */
  private InetAddress farAddress() {
    return FarInvite.literal(far.first().host())
        .map(host -> node.sip().localAddressFor(Transport.UDP, new InetSocketAddress(host, SIP)))
        .map(InetSocketAddress::getAddress)
        .orElse(call.localAddress());
  }

  // ---- what the near leg tells

  @Override
  public void onConfirmed(SipRequest ack) {
    TrunkMedia opened = media.orElseThrow();
    if (opened.awaitsNearAnswer()) {
      try {
        opened.nearAnswer(ack.body().orElseThrow(() -> SdpException.malformed("no answer")));
      } catch (SdpException e) {
        log.warn(
            "Call {} is ended: the answer in its ACK is no use: {}",
            call.transactionId(),
            e.getMessage());
        call.ownCause(HangupCause.NO_COMMON_CODEC);
        call.leg().hangUp();
      }
    }
  }

  @Override
  public void onRequest(UasRequest request) {
    far.call()
        .ifPresentOrElse(
            other -> relay().forward(request, Side.NEAR, other), () -> request.respond(491));
  }

  @Override
  public void onEnded(CallEvent.HungUp hungUp) {
    over = true;
    far.end();
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
    if (target.kind() == TrunkTarget.Kind.CONNECTOR_HOST) {
      call.facts().voiceConnectorIs(target.ownerId());
    }
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
  public void onNotTaken(int status, String cdrReason) {
    call.refuse(status, ReasonPhrase.of(status), cdrReason);
  }

  @Override
  public void onRequest(SipCall leg, UasRequest request) {
    relay().forward(request, Side.FAR, call.leg());
  }

  @Override
  public void onAnswered(UacCall leg, SipResponse response) {
    try {
      SipBody near = nearBody(response);
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

  /** A 2xx without session description repeats that of the provisional answer before it. */
  private SipBody nearBody(SipResponse response) throws SdpException {
    TrunkMedia opened = media.orElseThrow();
    if (response.body().isPresent()) {
      return opened.farAnswer(response.body().get());
    }
    if (opened.hasFarAnswer()) {
      return opened.nearBody();
    }
    throw SdpException.notAcceptable("the answer has no session");
  }

  private void answerNear(SipBody body) {
    if (!over) {
      TrunkMedia opened = media.orElseThrow();
      opened.onTimeout(
          node.config().mediaTimeout(), side -> call.onLoop(() -> mediaTimedOut(side)));
      opened.start();
      call.leg().answer(body);
      call.facts().answered();
      call.moment(Part.MEDIA, media.orElseThrow().summary());
      call.moment(Part.SIP, "200 OK");
    }
  }

  /** A peer that is gone sends neither audio nor BYE: both legs are ended. */
  private void mediaTimedOut(Side side) {
    if (!over) {
      log.warn(
          "Call {} is ended: nothing was heard of its {} side for {} s.",
          call.transactionId(),
          side == Side.NEAR ? "calling" : "called",
          node.config().mediaTimeout().toSeconds());
      call.endsWith(new CallEnd(CallStatus.FAILED, 0, "No media"));
      call.ownCause(HangupCause.PEER_LOST);
      call.leg().hangUp();
    }
  }

  @Override
  public void onProvisional(SipResponse response) {
    if (call.facts().isAnswered()) {
      return;
    }
    Optional<SipBody> body = response.body();
    if (body.isPresent() && !earlyMedia) {
      try {
        TrunkMedia opened = media.orElseThrow();
        SipBody near = opened.farAnswer(body.get());
        earlyMedia = true;
        opened.start();
        call.leg().provisional(183, near, List.of());
        return;
      } catch (SdpException e) {
        log.debug("Early media of {} is left out: {}", call.transactionId(), e.getMessage());
      }
    }
    if (!earlyMedia) {
      call.leg().provisional(response.status());
    }
  }

  @Override
  public void onEnded(org.carillon.media.sip.CallEnd end) {
    over = true;
    boolean normal =
        switch (end.cause()) {
          case BYE_RECEIVED, BYE_SENT, CANCELLED -> true;
          case REJECTED, NO_ACK, TIMED_OUT, TRANSPORT, FAILED -> false;
        };
    if (!normal) {
      call.endsWith(
          new CallEnd(CallStatus.FAILED, end.status(), HangupCause.PEER_LOST.reason(true)));
    }
    call.ownCause(normal ? HangupCause.CALLEE : HangupCause.PEER_LOST);
    call.leg().hangUp();
  }
}
