package org.carillon.local;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.carillon.core.lifecycle.AccountLifecycle;
import org.carillon.core.numbers.NumberLifecycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What time alone asks for, in the one JVM as the schedules do it on AWS: at the start and every
 * few minutes from then on (N9, N10, S7, P1).
 */
final class Sweeps implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Sweeps.class);
  private static final Duration EVERY = Duration.ofMinutes(5);

  private final NumberLifecycle numbers;
  private final AccountLifecycle account;
  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("sweeps").factory());

  private Sweeps(NumberLifecycle numbers, AccountLifecycle account) {
    this.numbers = numbers;
    this.account = account;
  }

  /** Sweeps now and every few minutes until it is closed. */
  static Sweeps start(NumberLifecycle numbers, AccountLifecycle account) {
    return start(numbers, account, EVERY);
  }

  /** As the other, with another pause between the sweeps. */
  static Sweeps start(NumberLifecycle numbers, AccountLifecycle account, Duration every) {
    var sweeps = new Sweeps(numbers, account);
    var _ =
        sweeps.sweeper.scheduleWithFixedDelay(
            sweeps::sweep, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    return sweeps;
  }

  private void sweep() {
    whileMore("phone numbers", this::sweepNumbers);
    whileMore("the account", this::sweepAccount);
  }

  private boolean sweepNumbers() {
    NumberLifecycle.Sweep done = numbers.sweep();
    if (done.released() > 0) {
      log.info("{} deleted phone numbers went back to the pool.", done.released());
    }
    return done.more();
  }

  private boolean sweepAccount() {
    AccountLifecycle.Sweep done = account.sweep();
    if (done.done() > 0) {
      log.info("{} things whose time is over were cleared away.", done.done());
    }
    return done.more();
  }

  /** One that fails does not keep the other from its turn. */
  private static void whileMore(String what, BooleanSupplier sweep) {
    try {
      boolean more;
      do {
        more = sweep.getAsBoolean();
      } while (more && !Thread.currentThread().isInterrupted());
    } catch (RuntimeException e) {
      log.error("The sweep of {} failed; it is tried again in some minutes.", what, e);
    }
  }

  /** Ends the sweep that runs; the store is closed behind it. */
  @Override
  public void close() {
    sweeper.shutdownNow();
    try {
      if (!sweeper.awaitTermination(5, TimeUnit.SECONDS)) {
        log.warn("The sweeps did not end.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
