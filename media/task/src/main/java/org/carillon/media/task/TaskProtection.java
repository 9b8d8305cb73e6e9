package org.carillon.media.task;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps ECS from stopping the task, by scaling or by a deployment, while it has calls (O10). Looks
 * every few seconds; its timer's thread owns all state.
 */
final class TaskProtection implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TaskProtection.class);

  /** How long ECS protects a task that says nothing more: it may have died. */
  static final int MINUTES = 60;

  private static final Duration RENEW_AFTER = Duration.ofMinutes(MINUTES / 2);
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final EcsAgent ecs;
  private final IntSupplier calls;
  private final InstantSource clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofVirtual().name("task-protection").factory());

  private Instant renewed = Instant.EPOCH;
  private boolean on;

  private TaskProtection(EcsAgent ecs, IntSupplier calls, InstantSource clock) {
    this.ecs = ecs;
    this.calls = calls;
    this.clock = clock;
  }

  /** Begins to look; where no container agent is, nothing is done. */
  static TaskProtection start(EcsAgent ecs, IntSupplier calls, InstantSource clock) {
    return start(ecs, calls, clock, LOOK);
  }

  static TaskProtection start(
      EcsAgent ecs, IntSupplier calls, InstantSource clock, Duration every) {
    TaskProtection protection = new TaskProtection(ecs, calls, clock);
    if (ecs.protects()) {
      var _ =
          protection.timer.scheduleWithFixedDelay(
              protection::look, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    } else {
      log.info("No ECS container agent is here; the task is not protected while it has calls.");
    }
    return protection;
  }

  private void look() {
    boolean wanted = calls.getAsInt() > 0;
    Instant now = clock.instant();
    if (wanted == on && (!wanted || now.isBefore(renewed.plus(RENEW_AFTER)))) {
      return;
    }
    try {
      ecs.protect(wanted, MINUTES);
      on = wanted;
      renewed = now;
    } catch (IOException | RuntimeException e) { // tried again at the next look
      log.warn("The task's protection could not be set to {}: {}", wanted, e.getMessage());
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
