package org.carillon.local;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.carillon.core.numbers.NumberLifecycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sweep of phone numbers in the one JVM, as the schedule does it on AWS (N9, N10). */
final class NumberSweep implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(NumberSweep.class);
  private static final Duration EVERY = Duration.ofMinutes(5);

  private final NumberLifecycle lifecycle;
  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("number-sweep").factory());

  private NumberSweep(NumberLifecycle lifecycle) {
    this.lifecycle = lifecycle;
  }

  /** Sweeps now and every few minutes until it is closed. */
  static NumberSweep start(NumberLifecycle lifecycle) {
    var sweep = new NumberSweep(lifecycle);
    var _ =
        sweep.sweeper.scheduleWithFixedDelay(sweep::sweep, 0, EVERY.toSeconds(), TimeUnit.SECONDS);
    return sweep;
  }

  private void sweep() {
    try {
      NumberLifecycle.Sweep done;
      do {
        done = lifecycle.sweep();
        if (done.released() > 0) {
          log.info("{} deleted phone numbers went back to the pool.", done.released());
        }
      } while (done.more() && !Thread.currentThread().isInterrupted());
    } catch (RuntimeException e) {
      log.error("The sweep of phone numbers failed; it is tried again in {}.", EVERY, e);
    }
  }

  /** Ends the sweep that runs; the store is closed behind it. */
  @Override
  public void close() {
    sweeper.shutdownNow();
    try {
      if (!sweeper.awaitTermination(5, TimeUnit.SECONDS)) {
        log.warn("The sweep of phone numbers did not end.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
