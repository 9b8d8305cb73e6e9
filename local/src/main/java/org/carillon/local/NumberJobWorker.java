package org.carillon.local;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.carillon.core.Account;
import org.carillon.core.carriers.NumberJobRunner;
import org.carillon.core.carriers.NumberJobs;
import org.carillon.core.porting.PortIns;
import org.carillon.core.ports.Ports;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works on number imports and removals in the one-machine mode, one after the other, and completes
 * port-ins at their FOC dates.
 */
final class NumberJobWorker implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(NumberJobWorker.class);

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** How long a stop waits for the slice in hand; its progress is stored after it. */
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  /**
   * One turn; after it the open jobs are looked at again, so that a new one is not kept waiting.
   */
  private static final Duration TURN = Duration.ofMinutes(1);

  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("number-jobs").factory());

  private NumberJobWorker() {}

  /**
   * Starts to work.
   *
   * @param alone whether no other process works on the same jobs
   */
  static NumberJobWorker start(Account account, Ports ports, InstantSource clock, boolean alone) {
    var started = new NumberJobWorker();
    var jobs = new NumberJobs(ports.items(), clock);
    var runner = new NumberJobRunner(ports.items(), ports.objects(), jobs, alone);
    var portIns = PortIns.of(ports.items(), account, clock);
    var _ =
        started.worker.scheduleWithFixedDelay(
            () -> {
              try {
                boolean worked = runner.run(clock.instant().plus(TURN));
                int portedIn = portIns.completeDue();
                log.debug("Number jobs: {}, port-ins: {}.", worked, portedIn);
              } catch (RuntimeException e) {
                log.error("The jobs on the number pool cannot go on; tried again soon.", e);
              }
            },
            0,
            LOOK_EVERY.toMillis(),
            TimeUnit.MILLISECONDS);
    return started;
  }

  @Override
  public void close() {
    worker.shutdownNow();
    try {
      if (!worker.awaitTermination(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        log.warn("A job on the number pool is cut short; it goes on at the next start.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
