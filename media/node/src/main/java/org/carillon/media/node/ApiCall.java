package org.carillon.media.node;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.carillon.core.calls.CallEnd;
import org.carillon.core.calls.CallEvent;
import org.carillon.core.calls.CallSession;
import org.carillon.core.calls.HangupCause;
import org.carillon.core.calls.NewCall;
import org.carillon.core.ports.PortUnavailableException;
import org.carillon.core.records.CallDirection;
import org.carillon.core.records.CallFact;
import org.carillon.core.records.CallStatus;
import org.carillon.core.routing.PlacedCall;
import org.carillon.core.routing.RejectReason;
import org.carillon.core.routing.RouteDecision;
import org.carillon.core.routing.RouteDecision.ToTrunk;
import org.carillon.media.node.CallMoment.Part;
import org.carillon.media.sip.SipLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A call that the API made (S5): its function is told, its leg is called, and the function is told
 * what comes of it. Owned by the SIP loop that it is placed on.
 */
final class ApiCall implements OutboundLeg.Progress {
  private static final Logger log = LoggerFactory.getLogger(ApiCall.class);

  private static final int UNAVAILABLE = 503;
  private static final int NOT_ANSWERED = 480;

  private final NodeContext node;
  private final NewCall wanted;
  private final String callId = UUID.randomUUID().toString();
  private final ApplicationSession session;

  private Optional<OutboundLeg> leg = Optional.empty();
  private Optional<SipLoop.Timeout> limit = Optional.empty();
  private boolean rang;

  private ApiCall(NodeContext node, NewCall wanted) {
    this.node = node;
    this.wanted = wanted;
    this.session =
        new ApplicationSession(
            node,
            node.sip().loop(),
            CallSession.outbound(
                node.config().accountId(),
                wanted.transactionId(),
                callId,
                wanted.application(),
                wanted.from(),
                wanted.to(),
                wanted.sipHeaders(),
                node.now()));
  }

  /** Places a call. Asks for its way, so it may block: not to be called on a loop. */
  static void place(NodeContext node, NewCall wanted) {
    if (MeetingApiCall.isFor(wanted)) {
      placeToMeeting(node, wanted);
      return;
    }
    ApiCall call = new ApiCall(node, wanted);
    call.session.moment(Part.ROUTING, "CreateSipMediaApplicationCall to " + wanted.to());
    call.route();
  }

  private static void placeToMeeting(NodeContext node, NewCall wanted) {
    try {
      MeetingApiCall.place(node, wanted);
    } catch (IOException e) {
      log.error(
          "Call {} is not placed, no media port: {} Widen --rtp-ports.",
          wanted.transactionId(),
          e.getMessage());
      ApiCall call = new ApiCall(node, wanted);
      call.session.onLoop(() -> call.refused(UNAVAILABLE, "No media port was free"));
    }
  }

  private void route() {
    try {
      RouteDecision decision =
          node.services()
              .routing()
              .decide(new PlacedCall(wanted.callee(), wanted.from(), wanted.sipHeaders()));
      switch (decision) {
        case ToTrunk way -> session.onLoop(() -> begin(way));
        case RouteDecision.Reject reject -> {
          node.meters().refused(reject.reason());
          log.warn("Call {} is not placed: {}", wanted.transactionId(), reject.advice());
          session.onLoop(() -> refused(reject.sipStatus(), reject.cdrReason()));
        }
        case RouteDecision.Authenticate _, RouteDecision.ToApplication _ ->
            throw new IllegalStateException("no way out: " + decision);
      }
    } catch (PortUnavailableException e) {
      log.error(
          "Call {} is not placed, the configuration cannot be read: {}",
          wanted.transactionId(),
          e.getMessage());
      RouteDecision.Reject unreadable =
          RejectReason.CONFIGURATION_UNREADABLE.reject(wanted.transactionId());
      node.meters().refused(unreadable.reason());
      session.onLoop(() -> refused(unreadable.sipStatus(), unreadable.cdrReason()));
    } catch (RuntimeException e) {
      log.error(
          "Call {} is not placed, routing failed. Report this as a defect.",
          wanted.transactionId(),
          e);
      session.onLoop(() -> refused(UNAVAILABLE, "Routing failed"));
    }
  }

  private void begin(ToTrunk way) {
    try {
      OutboundLeg opened =
          OutboundLeg.open(
              node,
              session,
              new OutboundLeg.Plan(wanted.transactionId(), callId, way),
              Optional.empty(),
              this);
      leg = Optional.of(opened);
      session.join(opened);
      session.report(new CallEvent.NewOutboundCall(wanted.arguments()));
      limit =
          Optional.of(node.patience().after(session.loop(), NewCall.RING_LIMIT, this::notAnswered));
      opened.place(wanted.application().applicationId());
    } catch (IOException e) {
      log.error(
          "Call {} is not placed, no media port: {} Widen --rtp-ports.",
          wanted.transactionId(),
          e.getMessage());
      refused(UNAVAILABLE, "No media port was free");
    }
  }

  /**
   * No leg was ever there; the function is told of the call and of its end, and it has a record.
   */
  private void refused(int status, String cdrReason) {
    CallFacts facts = new CallFacts(node, wanted.transactionId(), wanted.transactionId());
    CallEnd end = new CallEnd(CallStatus.FAILED, status, cdrReason);
    NodeContext.offLoop(
        () -> {
          facts.started(
              new CallFact.CallStarted(
                  wanted.transactionId(),
                  node.incarnation(),
                  node.now(),
                  callId,
                  callId,
                  CallDirection.OUTBOUND,
                  wanted.from(),
                  wanted.to(),
                  Optional.empty(),
                  Optional.of(wanted.application().applicationId()),
                  CallFact.TrunkUse.NONE));
          facts.ended(end);
        });
    session.report(new CallEvent.NewOutboundCall(wanted.arguments()));
    session.report(new CallEvent.HungUp(callId, status, HangupCause.CALLEE));
  }

  private void notAnswered() {
    limit = Optional.empty();
    CallEnd end = new CallEnd(CallStatus.FAILED, NOT_ANSWERED, HangupCause.CALLEE.reason(false));
    leg.ifPresent(
        ringing -> {
          ringing.cancel(end);
          onNotTaken(end);
        });
  }

  @Override
  public void onRinging(boolean earlyMedia) {
    if (!rang) {
      rang = true;
      session.report(new CallEvent.Ringing(callId));
    }
  }

  @Override
  public void onAnswered() {
    limit.ifPresent(SipLoop.Timeout::cancel);
    session.report(new CallEvent.CallAnswered(callId));
  }

  @Override
  public void onNotTaken(CallEnd end) {
    limit.ifPresent(SipLoop.Timeout::cancel);
    session.legEnded(new CallEvent.HungUp(callId, end.sipStatus(), HangupCause.CALLEE));
  }
}
