package org.carillon.media.task;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.carillon.core.ports.MetricDatum;
import org.carillon.core.ports.Metrics;
import org.carillon.core.ports.PortUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells once a minute how many calls the node has: the service grows by the average of all nodes.
 */
final class ActiveCallMetric implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ActiveCallMetric.class);

  /** Its name, with the dimensions Region and {@link #INSTALLATION}. */
  static final String NAME = "NodeActiveCallCount";

  /** Whose nodes they are, by the name of their table: two stages in a region grow apart. */
  static final String INSTALLATION = "Installation";

  private static final Duration EVERY = Duration.ofMinutes(1);

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("active-calls").factory());

  private ActiveCallMetric() {}

  static ActiveCallMetric start(
      Metrics metrics, String region, String installation, IntSupplier calls, InstantSource clock) {
    var metric = new ActiveCallMetric();
    var _ =
        metric.timer.scheduleAtFixedRate(
            () ->
                tell(
                    metrics,
                    Map.of("Region", region, INSTALLATION, installation),
                    calls.getAsInt(),
                    clock),
            0,
            EVERY.toMillis(),
            TimeUnit.MILLISECONDS);
    return metric;
  }

  private static void tell(
      Metrics metrics, Map<String, String> dimensions, int calls, InstantSource clock) {
    try {
      metrics.put(
          List.of(
              new MetricDatum(NAME, "Count", dimensions, clock.instant(), 1, calls, calls, calls)));
    } catch (PortUnavailableException e) {
      log.warn("The number of calls could not be told: {}", e.getMessage());
    } catch (RuntimeException e) { // the timer would end with it
      log.error("The number of calls could not be told. Report this as a defect.", e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
