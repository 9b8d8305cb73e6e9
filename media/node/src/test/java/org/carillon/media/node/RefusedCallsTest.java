package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.carillon.core.ports.EventStream;
import org.carillon.core.ports.StreamRecord;
import org.carillon.core.records.CallFact;
import org.carillon.core.records.CallStatus;
import org.carillon.core.routing.RoutingQuestion;
import org.carillon.media.sip.CallEnd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node that is to end takes no more calls and keeps those it has (O10). */
@Timeout(60)
class RefusedCallsTest {
  private static final String NUMBER = "+12065550100";

  @TempDir Path data;

  @Test
  void newCallsAreRefusedWhileTheOldOneGoesOn() throws Exception {
    try (Callee callee = Callee.answering();
        TestNode node = TestNode.trunk(data, Trunks.to(callee.target()));
        Caller first = Caller.onLoopback();
        Caller second = Caller.onLoopback()) {
      first.dial(NUMBER, node.sip());
      first.awaitAnswer();
      assertThat(node.node().takesCalls()).isTrue();

      node.node().refuseCalls();
      second.dial(NUMBER, node.sip());

      assertThat(second.awaitEnd().status()).isEqualTo(503);
      assertThat(second.awaitEnd().response().orElseThrow().header("Retry-After")).contains("10");
      assertThat(node.node().takesCalls()).isFalse();
      assertThat(node.node().room()).isZero();
      assertThat(node.node().activeCalls()).isEqualTo(1);
      first.hangUp();
      assertThat(node.ends(2))
          .anySatisfy(end -> assertThat(end.status()).isEqualTo(CallStatus.COMPLETED));
      Await.until("no calls", () -> node.node().activeCalls() == 0);
    }
  }

  @Test
  void aNodeThatHasItsTimeStillTakesCallsForHelp() throws Exception {
    try (Callee callee = Callee.answering();
        TestNode node = TestNode.trunk(data, Trunks.to(callee.target()));
        Caller ordinary = Caller.onLoopback();
        Caller urgent = Caller.onLoopback();
        Caller late = Caller.onLoopback()) {
      node.node().refuseCallsButForHelp();
      ordinary.dial(NUMBER, node.sip());
      urgent.dial("911", node.sip());

      assertThat(ordinary.awaitEnd().status()).isEqualTo(503);
      urgent.awaitAnswer();
      assertThat(node.node().takesCalls()).isFalse();

      node.node().refuseCalls();
      node.node().refuseCallsButForHelp(); // too late
      late.dial("911", node.sip());

      assertThat(late.awaitEnd().status()).isEqualTo(503);
      urgent.hangUp();
      Await.until("no calls", () -> node.node().activeCalls() == 0);
    }
  }

  @Test
  void aCallerWhoGivesUpWhileTheWayIsAskedForHasARecordToo() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch known = new CountDownLatch(1);
    RoutingQuestion slow =
        facts -> {
          asked.countDown();
          await(known);
          return TestNode.toApplication().decide(facts);
        };
    try (TestNode node = TestNode.trunk(data, slow);
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      await(asked);

      caller.hangUp();
      assertThat(caller.awaitEnd().cause()).isEqualTo(CallEnd.Cause.CANCELLED);
      known.countDown();

      assertThat(node.ended().status()).isEqualTo(CallStatus.FAILED);
      assertThat(node.ended().sipStatus()).isEqualTo(487);
      assertThat(node.facts()).hasSize(2).first().isInstanceOf(CallFact.CallStarted.class);
      Await.until("no calls", () -> node.node().activeCalls() == 0);
    }
  }

  @Test
  void afterAFloodOfRefusalsEachHasARecordAgain() throws Exception {
    HeldStream held = new HeldStream();
    try (TestNode node = TestNode.overStream(data, ScriptedFunction.onInbound("[]"), held::over);
        RawCaller flood = new RawCaller(node.sip());
        Caller later = Caller.onLoopback()) {
      node.node().refuseCalls();
      for (int i = 0; i < 500; i++) {
        flood.invite(i);
        assertThat(flood.awaitStatus(i, 200)).isEqualTo(503);
      }
      assertThat(held.count()).isBetween(1, 400); // a start and an end each, of 200 at most

      held.release();
      Await.until("those are written", () -> 2 * ends(node) == held.count());
      long before = ends(node);
      later.dial(NUMBER, node.sip());

      assertThat(later.awaitEnd().status()).isEqualTo(503);
      Await.until("it has a record", () -> ends(node) == before + 1);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long ends(TestNode node) {
    return node.facts().stream().filter(CallFact.CallEnded.class::isInstance).count();
  }

  /** An event stream that takes nothing before it is let go. */
  private static final class HeldStream {
    private final CompletableFuture<Void> released = new CompletableFuture<>();
    private final AtomicInteger held = new AtomicInteger();

    EventStream over(EventStream stream) {
      return new EventStream() {
        @Override
        public CompletableFuture<Void> append(StreamRecord entry) {
          held.incrementAndGet();
          return released.thenCompose(go -> stream.append(entry));
        }

        @Override
        public Subscription subscribe(Consumer consumer) {
          return stream.subscribe(consumer);
        }
      };
    }

    void release() {
      released.complete(null);
    }

    int count() {
      return held.get();
    }
  }
}
