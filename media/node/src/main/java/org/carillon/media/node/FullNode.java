package org.carillon.media.node;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.carillon.core.calls.CallEnd;
import org.carillon.core.records.CallFact;
import org.carillon.core.records.CallFact.TrunkUse;
import org.carillon.core.records.CallStatus;
import org.carillon.core.routing.ActiveCalls;
import org.carillon.core.routing.InviteFacts;
import org.carillon.core.routing.RouteDecision.Reject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down the calls that a full node refuses, whose they are not known: each has a record and
 * counts as throttled, as far as there is room for records. Safe from any thread; what is written
 * waits on virtual threads, so many at once at most.
 */
final class FullNode {
  private static final Logger log = LoggerFactory.getLogger(FullNode.class);

  /** A flood must not fill the event stream with its own refusals. */
  private static final int WAITING = 200;

  private final NodeContext node;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger left = new AtomicInteger();

  FullNode(NodeContext node) {
    this.node = node;
  }

  /** An INVITE was answered 503. */
  void refused(InviteFacts facts) {
    if (!node.facts().hasRoom()) {
      left.incrementAndGet();
    } else if (waiting.incrementAndGet() > WAITING) {
      left.incrementAndGet();
      done();
    } else {
      NodeContext.offLoop(() -> write(facts));
    }
  }

  private void done() {
    if (waiting.decrementAndGet() == 0) {
      int without = left.getAndSet(0);
      if (without > 0) {
        log.warn("{} more calls were refused with 503 and have no record.", without);
      }
    }
  }

  private void write(InviteFacts asked) {
    try {
      Reject reject = ActiveCalls.nodeIsFull(asked.sipCallId());
      String transactionId = UUID.randomUUID().toString();
      CallFacts facts = new CallFacts(node, transactionId);
      facts.started(
          new CallFact.CallStarted(
              transactionId,
              node.incarnation(),
              node.now(),
              UUID.randomUUID().toString(),
              asked.sipCallId(),
              reject.direction(),
              asked.fromUser(),
              asked.requestUser(),
              Optional.empty(),
              Optional.empty(),
              TrunkUse.NONE));
      facts.meter().throttled();
      facts.ended(new CallEnd(CallStatus.FAILED, reject.sipStatus(), reject.cdrReason()));
      facts.startDurable().join();
      log.warn("Call {} is refused with 503: {}", transactionId, reject.advice());
    } catch (CompletionException e) {
      log.error("A call that was refused with 503 has no record:", e);
    } finally {
      done();
    }
  }
}
