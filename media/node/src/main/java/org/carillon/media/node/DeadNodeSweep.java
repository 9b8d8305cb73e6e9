package org.carillon.media.node;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.carillon.core.records.CallRecords;
import org.carillon.core.records.NodeLeases;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes the calls that nodes which died left open, now and every minute from now on (O1). Any
 * number of nodes may do so at once: a call gets one record all the same.
 */
public final class DeadNodeSweep implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DeadNodeSweep.class);

  private static final Duration EVERY = Duration.ofMinutes(1);

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("call-sweep").factory());

  private DeadNodeSweep() {}

  /** Among many nodes: those without a lease are dead. */
  public static DeadNodeSweep start(CallRecords records, NodeLeases leases) {
    return start(
        () -> {
          int died = leases.removeExpired();
          if (died > 0) {
            log.warn("{} media nodes are dead: they did not say for minutes that they live.", died);
          }
          return records.closeCallsOfDeadNodes(leases::isHeld);
        });
  }

  /**
   * Where no other node can be: all but this one are dead.
   *
   * @param incarnation the one that lives
   */
  public static DeadNodeSweep start(CallRecords records, String incarnation) {
    return start(() -> records.closeCallsOfDeadNodes(incarnation::equals));
  }

  private static DeadNodeSweep start(IntSupplier sweep) {
    var started = new DeadNodeSweep();
    var _ =
        started.timer.scheduleWithFixedDelay(
            () -> sweep(sweep), 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    return started;
  }

  private static void sweep(IntSupplier sweep) {
    try {
      int closed = sweep.getAsInt();
      if (closed > 0) {
        log.info("{} calls that a node which is gone left open get their records.", closed);
      }
    } catch (RuntimeException e) {
      log.error("Calls left open cannot be looked for; tried again soon.", e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
