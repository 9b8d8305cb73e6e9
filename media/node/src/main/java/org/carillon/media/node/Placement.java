package org.carillon.media.node;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.carillon.core.routing.Failover;
import org.carillon.core.routing.RouteDecision.ToTrunk;
import org.carillon.core.routing.TrunkTarget;
import org.carillon.media.node.CallMoment.Part;
import org.carillon.media.sip.CallEnd;
import org.carillon.media.sip.CallListener;
import org.carillon.media.sip.ReferRequest;
import org.carillon.media.sip.SipCall;
import org.carillon.media.sip.SipLoop;
import org.carillon.media.sip.UacCall;
import org.carillon.media.sip.UasRequest;
import org.carillon.media.sip.message.ReasonPhrase;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.sdp.SdpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A leg that we call: targets are tried in turn until one takes it (V2, V3, S4). Ends every leg
 * that comes too late. Owned by the SIP loop, which has all legs of a call.
 */
final class Placement {
  private static final Logger log = LoggerFactory.getLogger(Placement.class);

  private static final int TRYING = 100;

  private static final CallEnd CANNOT_PLACE =
      CallEnd.of(CallEnd.Cause.FAILED, 503, "the call could not be placed");

  private static final CallEnd NO_ANSWER_AT_ALL =
      CallEnd.of(CallEnd.Cause.TIMED_OUT, 408, "no answer at all");

  /** A target that does not say even 100 Trying for so long is passed by when there is another. */
  private static final Duration SILENT_TARGET = Duration.ofSeconds(5);

  /** Whose leg it is. All of it runs on the loop, but for {@link #invite}. */
  interface Owner {

    /** A target is tried. */
    void trying(TrunkTarget target);

    /**
     * Whether the node that handed the call over has further targets: then the last one here may
     * not be silent for long either.
     */
    default boolean othersWait() {
      return false;
    }

    /**
     * Writes the INVITE for a target, without its offer. Called away from the loop for a target
     * with a password, which is opened then.
     */
    FarInvite invite(TrunkTarget target);

    /**
     * The offer to a target.
     *
     * @throws SdpException when there is none for it: nothing more is tried
     */
    SipBody offer(TrunkTarget target) throws SdpException;

    /** Whether targets are asked for their offer instead; then {@link #offer} is not called. */
    default boolean asksForOffer(TrunkTarget target) {
      return false;
    }

    /** The leg's peer gave up its re-INVITE, which nobody had answered; it has its 487. */
    default void onRequestCancelled(UasRequest request) {}

    /** The ACK of our 2xx to a re-INVITE came. */
    default void onFarAcknowledged(SipRequest ack) {}

    /** There is no offer: the call cannot be placed. */
    void onNoOffer(SdpException e);

    /** The INVITE was sent. */
    void onPlaced(UacCall leg);

    /**
     * A provisional answer of the target in hand, which may have forked the call: each branch has
     * its own To tag.
     *
     * @param description how the branch describes its session, when it had not done so before
     */
    void onProvisional(SipResponse response, Optional<SipBody> description);

    /**
     * The target in hand took the call; its leg is the one from now on.
     *
     * @param description of the 2xx, else the one that the same branch gave before, else the last
     *     one of any branch
     */
    void onAnswered(UacCall leg, Optional<SipBody> description);

    /** A request inside the leg; it must be answered. */
    void onRequest(SipCall leg, UasRequest request);

    /** Its peer wants the call transferred (RFC 3515); it must be answered. */
    default void onRefer(SipCall leg, ReferRequest refer) {
      refer.refuse(603, null);
    }

    /**
     * No target took it.
     *
     * @param status the final status for a caller
     * @param cdrReason the record's {@code StatusMessage}
     */
    void onNotTaken(int status, String cdrReason);

    /** The leg that was answered has ended. */
    void onEnded(CallEnd end);
  }

  private final NodeContext node;
  private final SipLoop loop;
  private final String transactionId;
  private final Failover failover;
  private final Owner owner;

  private Optional<Leg> current = Optional.empty();
  private boolean over;

  /**
   * @param loop the one that has the call
   * @param way its targets are tried in their order
   */
  Placement(NodeContext node, SipLoop loop, String transactionId, ToTrunk way, Owner owner) {
    this.node = node;
    this.loop = loop;
    this.transactionId = transactionId;
    this.failover = new Failover(way.targets(), node.health()::isOut, way.emergency());
    this.owner = owner;
  }

  /** The target that is tried first. */
  TrunkTarget first() {
    return failover.first();
  }

  /** Tries the first target. */
  void begin() {
    next(failover.first());
  }

  /** The leg to the target in hand, once its INVITE was sent. */
  Optional<UacCall> call() {
    return current.flatMap(leg -> leg.call);
  }

  /**
   * Whether several ring, of whom nobody has answered: then what is sent inside the leg may reach
   * another one than the one who is heard.
   */
  boolean isForked() {
    return current.filter(leg -> !leg.answered && leg.branches.size() > 1).isPresent();
  }

  /** Ends the leg, in whatever state it is; the owner hears nothing more. */
  void end() {
    over = true;
    call().ifPresent(SipCall::hangUp);
    current.ifPresent(Leg::stopWaiting);
  }

  private void next(TrunkTarget target) {
    owner.trying(target);
    Leg leg = new Leg(target);
    current = Optional.of(leg);
    leg.place();
  }

  /** One target did not take the call: the next one is tried, or the owner is told. */
  private void notTaken(Leg leg, CallEnd end) {
    if (!leg.isCurrent()) {
      return;
    }
    node.moment(
        transactionId, Part.SIP, leg.target.host() + " did not take the call: " + end.reason());
    switch (leg.after(end)) {
      case Failover.Next.Try(TrunkTarget target) -> {
        log.info(
            "Call {}: {} did not take it ({}), {} is tried.",
            transactionId,
            leg.target.host(),
            end.reason(),
            target.host());
        next(target);
      }
      case Failover.Next.GiveUp(int status, String cdrReason) -> {
        over = true;
        owner.onNotTaken(status, cdrReason);
      }
    }
  }

  /** The leg to one target. */
  private final class Leg implements CallListener {
    private final TrunkTarget target;
    private Optional<UacCall> call = Optional.empty();
    private Optional<SipLoop.Timeout> silence = Optional.empty();
    private final Map<Optional<String>, Optional<SipBody>> branches = new LinkedHashMap<>(2);
    private Optional<SipBody> lastDescription = Optional.empty();
    private boolean rang;
    private boolean answered;

    Leg(TrunkTarget target) {
      this.target = target;
    }

    void place() {
      if (target.password().isPresent()) {
        // a sealed password is opened away from the loop
        NodeContext.offLoop(() -> prepare(task -> NodeContext.onLoop(loop, task)));
      } else {
        prepare(Runnable::run);
      }
    }

    /** Writes the INVITE and has it sent on the loop. */
    private void prepare(Consumer<Runnable> onLoop) {
      FarInvite invite;
      try {
        invite = owner.invite(target);
      } catch (RuntimeException e) {
        log.error("Call {} cannot be placed to {}:", transactionId, target.host(), e);
        onLoop.accept(() -> notTaken(this, CANNOT_PLACE));
        return;
      }
      onLoop.accept(() -> send(invite));
    }

    private void send(FarInvite invite) {
      if (!isCurrent()) {
        return;
      }
      Optional<SipBody> offer;
      try {
        offer = owner.asksForOffer(target) ? Optional.empty() : Optional.of(owner.offer(target));
      } catch (SdpException e) {
        over = true;
        owner.onNoOffer(e);
        return;
      }
      node.health().used(target);
      UacCall placed = node.sip().invite(invite.with(offer), this);
      call = Optional.of(placed);
      owner.onPlaced(placed);
      if (failover.hasNext() || owner.othersWait()) {
        silence = Optional.of(placed.loop().schedule(SILENT_TARGET, this::isSilent));
      }
    }

    /** Its CANCEL waits for an answer that may never come, so the next target is tried at once. */
    private void isSilent() {
      boolean silent = call.map(placed -> !placed.isProceeding()).orElse(true);
      if (isCurrent() && silent) {
        notTaken(this, NO_ANSWER_AT_ALL);
        call.ifPresent(SipCall::hangUp);
      }
    }

    void stopWaiting() {
      silence.ifPresent(SipLoop.Timeout::cancel);
      silence = Optional.empty();
    }

    /** What its end means for the call, and for what is known of the target. */
    Failover.Next after(CallEnd end) {
      if (rang && end.cause() == CallEnd.Cause.TIMED_OUT) {
        return Failover.unanswered();
      }
      node.health().refused(target, end);
      return failover.after(end.status(), ReasonPhrase.of(end.status()));
    }

    boolean isCurrent() {
      return !over && current.orElse(null) == this;
    }

    @Override
    public void onProvisional(UacCall leg, SipResponse response) {
      stopWaiting();
      rang |= response.status() > TRYING;
      if (isCurrent()) {
        owner.onProvisional(response, newDescription(response));
      }
    }

    /** The session description of an answer, unless its branch gave the same one before. */
    private Optional<SipBody> newDescription(SipResponse response) {
      Optional<SipBody> body = response.body();
      Optional<SipBody> before = branches.getOrDefault(response.toTag(), Optional.empty());
      branches.put(response.toTag(), body.or(() -> before));
      boolean known = body.map(SipBody::text).equals(before.map(SipBody::text));
      lastDescription = body.filter(_ -> !known).or(() -> lastDescription);
      return known ? Optional.empty() : body;
    }

    @Override
    public void onAnswered(UacCall leg, SipResponse response) {
      stopWaiting();
      if (isCurrent()) {
        answered = true;
        owner.onAnswered(
            leg,
            response
                .body()
                .or(() -> branches.getOrDefault(response.toTag(), Optional.empty()))
                .or(() -> lastDescription));
      } else {
        leg.hangUp();
      }
    }

    @Override
    public void onRequest(SipCall leg, UasRequest request) {
      if (isCurrent()) {
        owner.onRequest(leg, request);
      } else {
        request.respond(481);
      }
    }

    @Override
    public void onRequestCancelled(SipCall leg, UasRequest request) {
      owner.onRequestCancelled(request);
    }

    @Override
    public void onAcknowledged(SipCall leg, SipRequest ack) {
      if (isCurrent()) {
        owner.onFarAcknowledged(ack);
      }
    }

    @Override
    public void onRefer(SipCall leg, ReferRequest refer) {
      if (isCurrent()) {
        owner.onRefer(leg, refer);
      } else {
        refer.refuse(481, null);
      }
    }

    @Override
    public void onEnded(SipCall leg, CallEnd end) {
      stopWaiting();
      if (!isCurrent()) {
        return;
      }
      if (answered) {
        over = true;
        owner.onEnded(end);
      } else {
        notTaken(this, end);
      }
    }
  }
}
