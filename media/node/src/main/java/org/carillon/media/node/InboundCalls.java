package org.carillon.media.node;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.carillon.core.ports.PortUnavailableException;
import org.carillon.core.routing.ActiveCalls;
import org.carillon.core.routing.InviteFacts;
import org.carillon.core.routing.RouteDecision;
import org.carillon.media.sip.CallEnd;
import org.carillon.media.sip.CallListener;
import org.carillon.media.sip.SipCall;
import org.carillon.media.sip.SipUser;
import org.carillon.media.sip.UasCall;
import org.carillon.media.sip.UasRequest;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.transport.SipSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The user above the SIP stack: makes a call of each INVITE and answers OPTIONS. The set of calls
 * is shared by the loops and by the node's end; each call belongs to its leg's loop.
 */
final class InboundCalls implements SipUser {
  private static final Logger log = LoggerFactory.getLogger(InboundCalls.class);

  private static final int NOTES_AT_ONCE = 64;

  /** How many calls for help a node takes beyond its limit: nobody can flood it with them. */
  private static final int EMERGENCY_PLACES = 100;

  /** What the node takes. */
  static final List<String> METHODS =
      List.of("INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "INFO", "UPDATE", "PRACK", "REFER");

  private static final List<HeaderField> CAPABILITIES =
      List.of(
          HeaderField.of("Allow", String.join(", ", METHODS)),
          HeaderField.of("Accept", "application/sdp, application/pidf+xml, multipart/mixed"),
          HeaderField.of("Accept-Encoding", "identity"),
          HeaderField.of("Supported", "100rel, timer"));

  private final NodeContext node;
  private final Set<InboundCall> calls = ConcurrentHashMap.newKeySet();
  private final AtomicInteger count = new AtomicInteger();
  private final ActiveCalls active = new ActiveCalls();
  private final FullNode fullNode;
  private final Semaphore notes = new Semaphore(NOTES_AT_ONCE);
  private volatile Intake intake = Intake.ALL;
  private volatile boolean draining;

  /** Which new calls are taken. */
  private enum Intake {
    ALL,
    FOR_HELP,
    NONE
  }

  InboundCalls(NodeContext node) {
    this.node = node;
    this.fullNode = new FullNode(node);
  }

  /** Calls now. */
  int count() {
    return count.get();
  }

  /** Whether there is room for one more. Calls for help have places of their own (E2). */
  private boolean hasRoom(boolean emergency) {
    int most = node.config().maxCalls() + (emergency ? EMERGENCY_PLACES : 0);
    return !draining && count.get() < most && node.facts().hasRoom(emergency);
  }

  /**
   * A transfer is about to place a call more, which counts as one.
   *
   * @param emergency whether it is for help
   * @return why not; empty when it was counted, and then {@link #transferGone} counts it out
   */
  Optional<RouteDecision.Reject> transferBegins(String sipCallId, boolean emergency) {
    if (!hasRoom(emergency)) {
      return Optional.of(ActiveCalls.nodeIsFull(sipCallId));
    }
    count.incrementAndGet();
    return Optional.empty();
  }

  /** The call that a transfer placed is over. */
  void transferGone() {
    count.decrementAndGet();
  }

  /** Those through connectors, by connector. */
  ActiveCalls active() {
    return active;
  }

  /** All of them. */
  Set<InboundCall> calls() {
    return calls;
  }

  @Override
  public CallListener onInvite(UasCall leg, SipRequest invite) {
    boolean help = InboundInvite.isForHelp(invite);
    if (!isWelcome(help) || !hasRoom(help)) {
      RouteDecision.Reject full = ActiveCalls.nodeIsFull(leg.callId());
      node.meters().refused(full.reason());
      leg.reject(
          full.sipStatus(), full.reasonPhrase(), List.of(HeaderField.of("Retry-After", "10")));
      InviteFacts facts = InboundInvite.read(invite, leg.source().orElseThrow()).facts();
      if (!node.services().routing().isHandedOver(facts)) {
        fullNode.refused(facts);
      }
      return new Refused();
    }
    SipSource source = leg.source().orElseThrow();
    InboundCall call =
        new InboundCall(
            node,
            leg,
            InboundInvite.read(invite, source),
            node.sip().localAddressFor(source.transport(), source.remote()).getAddress(),
            this);
    calls.add(call);
    count.incrementAndGet();
    call.begin();
    return call;
  }

  @Override
  public boolean isUrgent(SipRequest invite) {
    return InboundInvite.isForHelp(invite);
  }

  @Override
  public void onRequest(UasRequest request) {
    if (request.request().is("OPTIONS")) {
      request.respond(isRefusing() ? 503 : 200, null, null, CAPABILITIES);
      note(request);
    } else {
      request.respond(481); // INFO, UPDATE or BYE that belongs to no call (RFC 3261 section 12.2.2)
    }
  }

  /** Tells that a connector's own system lives; when too many tell at once, some are left out. */
  private void note(UasRequest request) {
    if (!notes.tryAcquire()) {
      return;
    }
    String host = request.request().requestUri().host();
    InetAddress source = request.source().remote().getAddress();
    NodeContext.offLoop(
        () -> {
          try {
            node.services().pings().accept(host, source);
          } catch (PortUnavailableException e) {
            log.warn("An OPTIONS ping of {} could not be noted: {}", host, e.getMessage());
          } finally {
            notes.release();
          }
        });
  }

  private boolean isWelcome(boolean emergency) {
    return intake == Intake.ALL || (emergency && intake == Intake.FOR_HELP);
  }

  /** Takes no more calls; those there are go on. */
  void refuse() {
    intake = Intake.NONE;
  }

  /** Takes no more calls but those for help (E2); those there are go on. */
  void refuseButForHelp() {
    if (intake == Intake.ALL) {
      intake = Intake.FOR_HELP;
    }
  }

  /** Whether calls other than those for help are refused. */
  boolean isRefusing() {
    return intake != Intake.ALL;
  }

  /** Takes no more calls and ends those there are. */
  void drain() {
    refuse();
    draining = true;
    for (InboundCall call : calls) {
      NodeContext.onLoop(call.leg().loop(), call::stop);
    }
  }

  void gone(InboundCall call) {
    calls.remove(call);
    count.decrementAndGet();
  }

  /** A call that was refused before it became one. */
  private static final class Refused implements CallListener {
    @Override
    public void onEnded(SipCall call, CallEnd end) {}
  }
}
