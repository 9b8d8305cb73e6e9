package org.carillon.core.ports;

import java.time.Instant;
import java.util.Map;

/**
 * The values of one metric in one minute, as one: what CloudWatch calls a statistic set.
 *
 * @param name the metric's name
 * @param unit in CloudWatch's words, such as {@code Count}
 * @param dimensions names and values
 * @param at the minute; when read, the beginning of the period
 * @param samples how many values
 * @param sum of the values
 * @param minimum the least value
 * @param maximum the greatest value
 */
public record MetricDatum(
    String name,
    String unit,
    Map<String, String> dimensions,
    Instant at,
    long samples,
    double sum,
    double minimum,
    double maximum) {
  public MetricDatum {
    dimensions = Map.copyOf(dimensions);
    if (samples < 1) {
      throw new IllegalArgumentException("a datum has at least one value");
    }
  }
}
