package org.carillon.media.node;

import java.io.IOException;
import java.util.Optional;
import org.carillon.core.calls.ActionError;
import org.carillon.core.calls.ActionResult;
import org.carillon.core.calls.CallEnd;
import org.carillon.core.calls.HangupCause;
import org.carillon.core.calls.MediaCommand;
import org.carillon.core.calls.PlacementFailure;
import org.carillon.core.ports.PortUnavailableException;
import org.carillon.core.records.CallStatus;
import org.carillon.core.routing.PlacedCall;
import org.carillon.core.routing.RouteDecision;
import org.carillon.core.routing.RouteDecision.ToTrunk;
import org.carillon.media.node.CallMoment.Part;
import org.carillon.media.sip.SipLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A CallAndBridge under way (S6): asks for the way, has the second leg called, lets the first hear
 * a ringback, and connects the two when the second is answered. Owned by the SIP loop of the call.
 */
final class Bridging implements OutboundLeg.Progress {
  private static final Logger log = LoggerFactory.getLogger(Bridging.class);

  private final NodeContext node;
  private final ApplicationSession session;
  private final ApplicationLeg first;
  private final MediaCommand.Bridge command;
  private final CommandRunner.Done done;

  private Optional<OutboundLeg> second = Optional.empty();
  private Optional<SipLoop.Timeout> limit = Optional.empty();
  private boolean over;

  Bridging(
      NodeContext node,
      ApplicationSession session,
      ApplicationLeg first,
      MediaCommand.Bridge command,
      CommandRunner.Done done) {
    this.node = node;
    this.session = session;
    this.first = first;
    this.command = command;
    this.done = done;
  }

  /** Asks for the way. */
  void begin() {
    if (!node.live().hasRoom(node.config().maxCalls())) {
      log.error(
          "Call {}: no second leg, the node has {} calls already.",
          session.transactionId(),
          node.config().maxCalls());
      fail(ActionError.SYSTEM);
      return;
    }
    limit =
        Optional.of(node.patience().after(session.loop(), command.timeout(), this::notAnswered));
    PlacedCall asked = new PlacedCall(callee(), command.callerId(), command.headers());
    NodeContext.offLoop(() -> route(asked));
  }

  private PlacedCall.Callee callee() {
    return switch (command.target()) {
      case MediaCommand.BridgeTarget.Pstn(String number) -> new PlacedCall.Callee.Telephone(number);
      case MediaCommand.BridgeTarget.Connector(String arn, String user) ->
          new PlacedCall.Callee.ConnectorUser(arn, user);
      case MediaCommand.BridgeTarget.SipUri(String uri) -> new PlacedCall.Callee.Uri(uri);
    };
  }

  private void route(PlacedCall asked) {
    try {
      RouteDecision decision = node.services().routing().decide(asked);
      session.onLoop(() -> routed(decision));
    } catch (PortUnavailableException e) {
      log.error(
          "Call {}: no second leg, the configuration cannot be read: {}",
          session.transactionId(),
          e.getMessage());
      session.onLoop(() -> fail(ActionError.SYSTEM));
    } catch (RuntimeException e) {
      log.error(
          "Call {}: no second leg, routing failed. Report this as a defect.",
          session.transactionId(),
          e);
      session.onLoop(() -> fail(ActionError.SYSTEM));
    }
  }

  private void routed(RouteDecision decision) {
    if (over) {
      return;
    }
    if (!(decision instanceof ToTrunk way)) {
      if (decision instanceof RouteDecision.Reject reject) {
        session.moment(Part.ROUTING, reject.cdrReason());
        node.meters().refused(reject.reason());
        log.warn("Call {}: no second leg: {}", session.transactionId(), reject.advice());
      }
      fail(PlacementFailure.of(decision));
      return;
    }
    session.moment(Part.ROUTING, way.to() + " -> " + way.targets().getFirst().host());
    try {
      OutboundLeg leg =
          OutboundLeg.open(
              node,
              session,
              new OutboundLeg.Plan(command.newCallId(), command.newCallId(), way),
              Optional.of(first.audio().stream()),
              this);
      second = Optional.of(leg);
      leg.place(session.applicationId());
    } catch (IOException e) {
      log.error(
          "Call {}: no second leg, no media port: {} Widen --rtp-ports.",
          session.transactionId(),
          e.getMessage());
      fail(ActionError.SYSTEM);
      return;
    }
    command.ringback().ifPresent(this::playRingback);
  }

  private void playRingback(MediaCommand.PlayAudio tone) {
    MediaCommand.PlayAudio looped =
        new MediaCommand.PlayAudio(tone.callId(), tone.bucket(), tone.key(), Integer.MAX_VALUE, "");
    first
        .audio()
        .play(
            looped,
            (error, result) -> {
              if (error.isPresent()) {
                cancel(HangupCause.APPLICATION);
                fail(ActionError.RINGTONE_INVALID);
              }
            });
  }

  private void notAnswered() {
    cancel(HangupCause.CALLEE);
    fail(ActionError.CALL_NOT_ANSWERED);
  }

  private void cancel(HangupCause cause) {
    if (!over) {
      second.ifPresent(
          leg ->
              leg.cancel(
                  new CallEnd(CallStatus.FAILED, OutboundLeg.CANCELLED, cause.reason(false))));
    }
  }

  /** The first leg is gone, or the call is over: the second is not wanted any more. */
  void abort() {
    cancel(HangupCause.CALLER);
    settle();
  }

  private void fail(ActionError error) {
    if (settle()) {
      done.accept(Optional.of(error));
    }
  }

  /** Whether it was under way until now. */
  private boolean settle() {
    if (over) {
      return false;
    }
    over = true;
    limit.ifPresent(SipLoop.Timeout::cancel);
    if (command.ringback().isPresent()) {
      first.audio().stop();
    }
    return true;
  }

  @Override
  public void onRinging(boolean earlyMedia) {
    if (!over && earlyMedia && command.ringback().isEmpty()) {
      second.ifPresent(leg -> first.audio().bridge(leg.audio()));
    }
  }

  @Override
  public void onAnswered() {
    OutboundLeg leg = second.orElseThrow();
    if (settle()) {
      session.join(leg);
      first.audio().bridge(leg.audio());
      session.moment(Part.MEDIA, "both legs are bridged");
      done.succeeded(new ActionResult.Bridged(command.participant(node.now())));
    }
  }

  @Override
  public void onNotTaken(CallEnd end) {
    fail(ActionError.CALL_NOT_ANSWERED);
  }
}
