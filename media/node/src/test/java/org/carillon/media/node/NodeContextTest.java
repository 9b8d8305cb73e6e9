package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.carillon.media.sip.loop.EventLoop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The way back to the loop of a call (S4, O2). */
@Timeout(30)
class NodeContextTest {

  @Test
  void whatACallWaitsForComesBackToAnOverloadedLoop() throws Exception {
    try (EventLoop loop = new EventLoop("test-loop")) {
      overload(loop);
      CountDownLatch ran = new CountDownLatch(1);

      boolean taken = NodeContext.onLoop(loop, ran::countDown);
      loop.start();

      assertThat(taken).isTrue();
      assertThat(ran.await(5, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void whatAPeerSendsDoesNotPileUpBeforeAnOverloadedLoop() throws Exception {
    try (EventLoop loop = new EventLoop("test-loop")) {
      overload(loop);
      final int waiting = loop.queued();

      assertThat(NodeContext.offer(loop, () -> {})).isFalse();

      assertThat(loop.queued()).isEqualTo(waiting);
    }
  }

  @Test
  void aLoopThatIsGoneRunsNothing() throws Exception {
    EventLoop loop = new EventLoop("test-loop");
    loop.close();

    assertThat(NodeContext.onLoop(loop, () -> {})).isFalse();
  }

  /** Gives the loop, which does not run yet, all the tasks that it takes. */
  private static void overload(EventLoop loop) {
    try {
      while (true) {
        loop.execute(() -> {});
      }
    } catch (RejectedExecutionException full) {
      assertThat(full).hasMessageContaining("overloaded");
    }
  }
}
