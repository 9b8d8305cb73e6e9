package org.carillon.local;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.carillon.core.audit.TrailDelivery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Events and audit records leave every few moments, and all of them before a stop. */
final class TrailDeliveries implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TrailDeliveries.class);

  private final TrailDelivery delivery;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofVirtual().name("trail-delivery").factory());

  private TrailDeliveries(TrailDelivery delivery) {
    this.delivery = delivery;
  }

  static TrailDeliveries start(TrailDelivery delivery, Duration every) {
    var deliveries = new TrailDeliveries(delivery);
    var _ =
        deliveries.thread.scheduleWithFixedDelay(
            () -> deliveries.deliver(false),
            every.toMillis(),
            every.toMillis(),
            TimeUnit.MILLISECONDS);
    return deliveries;
  }

  private void deliver(boolean all) {
    try {
      var delivered = delivery.deliver(all);
      log.debug("{} events and {} audit records left", delivered.events(), delivered.records());
    } catch (RuntimeException e) {
      log.error("Events or audit records cannot leave and wait: {}", e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    thread.close(); // waits for a delivery in hand
    deliver(true);
  }
}
