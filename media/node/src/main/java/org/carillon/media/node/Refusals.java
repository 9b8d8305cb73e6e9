package org.carillon.media.node;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.carillon.core.metrics.Metric;
import org.carillon.core.metrics.MetricUnit;
import org.carillon.core.ports.MetricDatum;
import org.carillon.core.routing.RejectReason;

/** How many calls a node refused, and why (V2, O2). Safe from any thread. */
final class Refusals {

  /** The metric; ours, not the guide's. */
  static final String NAME = "NodeRefusedCalls";

  /** Its dimension beside the region: the name of a {@link RejectReason}. */
  static final String REASON = "Reason";

  private final String region;
  private final Map<RejectReason, Integer> counts = new EnumMap<>(RejectReason.class);

  /**
   * @param region the installation's
   */
  Refusals(String region) {
    this.region = region;
  }

  synchronized void add(RejectReason reason) {
    counts.merge(reason, 1, Integer::sum);
  }

  /** What was refused since the last take, by reason. */
  synchronized List<MetricDatum> take(Instant at) {
    List<MetricDatum> data = new ArrayList<>();
    counts.forEach(
        (reason, count) ->
            data.add(
                new MetricDatum(
                    NAME,
                    MetricUnit.COUNT.wireName(),
                    Map.of(Metric.REGION, region, REASON, reason.name()),
                    at.truncatedTo(ChronoUnit.MINUTES),
                    1,
                    count,
                    count,
                    count)));
    counts.clear();
    return data;
  }
}
