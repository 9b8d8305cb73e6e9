package org.carillon.media.sip.locate;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.carillon.media.sip.SipLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what was found on another thread back to the SIP loop. A loop that is overloaded takes no
 * tasks for a moment, and a call waits for this one, so it is tried again.
 */
final class LoopReturn {
  private static final Logger LOG = LoggerFactory.getLogger(LoopReturn.class);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int ATTEMPTS = 100;

  private LoopReturn() {}

  /** Runs the task on the loop, now or within ten seconds; not at all when the loop has ended. */
  static void run(SipLoop loop, Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException e) {
      Thread.ofVirtual().name("sip-loop-return").start(() -> insist(loop, task));
    }
  }

  private static void insist(SipLoop loop, Runnable task) {
    for (int i = 0; i < ATTEMPTS; i++) {
      LockSupport.parkNanos(PAUSE.toNanos());
      try {
        loop.execute(task);
        return;
      } catch (RejectedExecutionException e) {
        LOG.debug("The SIP loop takes no answer of DNS: {}", e.getMessage());
      }
    }
  }
}
