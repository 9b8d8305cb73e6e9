package org.carillon.media.task;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drains a node whose deployment was followed by another (O10): it takes no more calls, so that
 * those it has, which protect it from ECS, come to an end. A node that drains does so to its end,
 * also when the later deployment is taken back: ECS starts another in its place. Its timer's thread
 * owns all state.
 */
final class DeploymentWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DeploymentWatch.class);

  /** How often ECS is asked: all nodes of an account share its few calls a second. */
  static final Duration ASK = Duration.ofMinutes(1);

  /** So many times in a row: a new node may be well and then not. */
  private static final int TIMES = 2;

  private static final Duration LOOK = Duration.ofSeconds(5);

  /** Whether a later deployment has taken this one's place. */
  interface Question {
    /**
     * Asks.
     *
     * @throws IOException when that cannot be learnt now; the message has the reason
     */
    boolean isReplaced() throws IOException;
  }

  private final Question question;
  private final IntSupplier calls;
  private final Runnable drain;
  private final Runnable end;
  private final InstantSource clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofVirtual().name("deployment-watch").factory());

  private Instant next;
  private int inARow;
  private boolean draining;
  private boolean ended;

  private DeploymentWatch(
      Question question,
      IntSupplier calls,
      Runnable drain,
      Runnable end,
      InstantSource clock,
      Instant first) {
    this.question = question;
    this.calls = calls;
    this.drain = drain;
    this.end = end;
    this.clock = clock;
    this.next = first;
  }

  /**
   * Begins to ask.
   *
   * @param calls how many calls the node has
   * @param drain makes it take no more
   * @param end told once when it drains and has none
   */
  static DeploymentWatch start(
      Question question, IntSupplier calls, Runnable drain, Runnable end, InstantSource clock) {
    // nodes that started together do not ask together
    long spread = ThreadLocalRandom.current().nextLong(ASK.toMillis());
    Instant first = clock.instant().plusMillis(spread);
    return start(new DeploymentWatch(question, calls, drain, end, clock, first), LOOK);
  }

  /** As the other, with the first question at once. */
  static DeploymentWatch start(
      Question question,
      IntSupplier calls,
      Runnable drain,
      Runnable end,
      InstantSource clock,
      Duration look) {
    return start(new DeploymentWatch(question, calls, drain, end, clock, clock.instant()), look);
  }

  private static DeploymentWatch start(DeploymentWatch watch, Duration look) {
    var _ =
        watch.timer.scheduleWithFixedDelay(watch::look, 0, look.toMillis(), TimeUnit.MILLISECONDS);
    return watch;
  }

  private void look() {
    try {
      if (!draining && !clock.instant().isBefore(next)) {
        next = clock.instant().plus(ASK);
        ask();
      }
      if (draining && !ended && calls.getAsInt() == 0) {
        ended = true;
        log.info("The last call has ended; this node of an old deployment ends.");
        end.run();
      }
    } catch (RuntimeException e) { // the timer would end with it
      log.error("The watch over deployments failed. Report this as a defect.", e);
    }
  }

  private void ask() {
    try {
      inARow = question.isReplaced() ? inARow + 1 : 0;
    } catch (IOException e) { // asked again; until it is known the node takes calls
      inARow = 0;
      log.warn("Whether another deployment has followed could not be learnt: {}", e.getMessage());
    }
    if (inARow >= TIMES) {
      draining = true;
      log.info(
          "A later deployment has taken this one's place: no more calls are taken but those for"
              + " help; {} go on.",
          calls.getAsInt());
      drain.run();
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
