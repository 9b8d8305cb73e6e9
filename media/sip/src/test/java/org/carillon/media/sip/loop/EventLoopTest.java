package org.carillon.media.sip.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The loop and the channels that it watches. */
class EventLoopTest {

  @Test
  void channelThatWasClosedBeforeTheStartIsLeftOut() throws Exception {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (EventLoop loop = new EventLoop("test-loop");
        DatagramChannel open = DatagramChannel.open().bind(any);
        DatagramChannel sender = DatagramChannel.open()) {
      CountDownLatch ready = new CountDownLatch(1);
      try (DatagramChannel given = DatagramChannel.open().bind(any)) {
        loop.register(given, () -> {});
      }
      loop.register(open, ready::countDown);

      loop.start();

      sender.send(ByteBuffer.wrap(new byte[] {1}), open.getLocalAddress());
      assertThat(ready.await(5, TimeUnit.SECONDS)).isTrue();
    }
  }

  /**
   * No timer and no channel would wake the loop: a task whose wake-up is lost would wait for ever.
   */
  @Test
  void everyTaskOfAnotherThreadWakesTheLoop() throws Exception {
    try (EventLoop loop = new EventLoop("test-loop")) {
      loop.start();
      Semaphore ran = new Semaphore(0);
      for (int i = 0; i < 100_000; i++) {
        loop.execute(ran::release);
        // Busy for a moment, so that the next task comes at another point of the loop's round.
        for (int pause = i % 64; pause > 0; pause--) {
          Thread.onSpinWait();
        }
        assertThat(ran.tryAcquire(5, TimeUnit.SECONDS)).as("task %d ran", i).isTrue();
      }
    }
  }

  @Test
  void anOverloadedLoopStillTakesWhatCallsWaitFor() throws Exception {
    try (EventLoop loop = new EventLoop("test-loop")) {
      CountDownLatch resumed = new CountDownLatch(1);
      for (int i = 0; i < 100_000; i++) {
        loop.execute(() -> {});
      }
      assertThatThrownBy(() -> loop.execute(() -> {}))
          .isInstanceOf(RejectedExecutionException.class)
          .hasMessageContaining("overloaded");

      loop.resume(resumed::countDown);
      loop.start();

      assertThat(resumed.await(5, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aLoopThatHasEndedTakesNothing() throws Exception {
    EventLoop loop = new EventLoop("test-loop");

    loop.close();

    assertThatThrownBy(() -> loop.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
    assertThatThrownBy(() -> loop.resume(() -> {})).isInstanceOf(RejectedExecutionException.class);
  }
}
