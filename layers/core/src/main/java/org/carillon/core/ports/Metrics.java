package org.carillon.core.ports;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The store of metrics (O2). Values of the same metric, dimensions and minute are added up. */
public interface Metrics {

  /** Most data of one call of {@link #put}. */
  int MAX_DATA = 1_000;

  /** Most data of one answer of {@link #read}. */
  int MAX_READ = 1_440;

  /**
   * Keeps data. May block; calls hand theirs to a queue before this.
   *
   * @throws PortUnavailableException when they were not all kept: put them again
   * @throws IllegalArgumentException for more than {@link #MAX_DATA}
   */
  void put(List<MetricDatum> data);

  /**
   * Reads a metric, one datum a period that has values, oldest first.
   *
   * @throws PortUnavailableException when it cannot be read
   */
  List<MetricDatum> read(Query query);

  /**
   * What to read.
   *
   * @param name the metric's name
   * @param dimensions exactly these
   * @param from the first moment
   * @param to the moment after the last
   * @param period whole minutes
   */
  record Query(
      String name, Map<String, String> dimensions, Instant from, Instant to, Duration period) {
    public Query {
      dimensions = Map.copyOf(dimensions);
      if (period.toSeconds() < 60 || period.toSeconds() % 60 != 0) {
        throw new IllegalArgumentException("a period is whole minutes: " + period);
      }
      if (!from.isBefore(to) || Duration.between(from, to).dividedBy(period) > MAX_READ) {
        throw new IllegalArgumentException("from " + from + " to " + to + " by " + period);
      }
    }
  }
}
