package org.carillon.media.node;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.carillon.core.ports.PortUnavailableException;
import org.carillon.core.records.NodeLeases;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lease of a node of this process: taken before its first call, renewed while it lives, given
 * up after its last fact. Its timer's thread alone renews it.
 */
public final class HeldLease implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HeldLease.class);

  private static final Duration RENEW_EVERY = Duration.ofSeconds(20);

  private final NodeLeases leases;
  private final String nodeId;
  private final Runnable onLost;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("node-lease").factory());

  private HeldLease(NodeLeases leases, String nodeId, Runnable onLost) {
    this.leases = leases;
    this.nodeId = nodeId;
    this.onLost = onLost;
  }

  /**
   * Takes the lease and keeps it.
   *
   * @param nodeId the incarnation that the node will have
   * @param onLost told once when others take the node for dead; its calls have their records then
   * @throws PortUnavailableException when the store cannot be reached
   */
  public static HeldLease take(NodeLeases leases, String nodeId, Runnable onLost) {
    return take(leases, nodeId, onLost, RENEW_EVERY);
  }

  static HeldLease take(NodeLeases leases, String nodeId, Runnable onLost, Duration every) {
    leases.take(nodeId);
    var held = new HeldLease(leases, nodeId, onLost);
    var _ =
        held.timer.scheduleWithFixedDelay(
            held::renew, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    return held;
  }

  private void renew() {
    try {
      if (!leases.renew(nodeId)) {
        timer.shutdown();
        onLost.run();
      }
    } catch (PortUnavailableException e) {
      log.warn(
          "This node could not tell that it lives: {} After {} minutes others close its calls.",
          e.getMessage(),
          NodeLeases.GOOD_FOR.toMinutes());
    } catch (RuntimeException e) { // the timer would end with it
      log.error("The lease of this node could not be renewed. Report this as a defect.", e);
    }
  }

  /** Gives the lease up; to be called when the node has told all its facts. */
  @Override
  public void close() {
    timer.shutdownNow();
    try {
      leases.giveUp(nodeId);
    } catch (PortUnavailableException e) {
      log.warn("This node could not tell that it ends; its lease runs out: {}", e.getMessage());
    }
  }
}
