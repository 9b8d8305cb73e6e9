package org.carillon.aws;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.carillon.core.ports.Metrics;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/** Metrics in CloudWatch, under a namespace of ours: it keeps those of AWS for itself. */
final class CloudWatchMetrics implements Metrics {

  private final CloudWatchClient client;
  private final String namespace;

  CloudWatchMetrics(CloudWatchClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  @Override
  public void put(List<org.carillon.core.ports.MetricDatum> data) {
    if (data.size() > MAX_DATA) { // as many as CloudWatch takes in one request, too
      throw new IllegalArgumentException("at most " + MAX_DATA + " data, not " + data.size());
    }
    if (data.isEmpty()) {
      return;
    }
    List<MetricDatum> sent = data.stream().map(CloudWatchMetrics::datum).toList();
    try {
      client.putMetricData(r -> r.namespace(namespace).metricData(sent));
    } catch (SdkException e) {
      throw AwsErrors.unavailable("metrics of " + namespace, e);
    }
  }

  private static MetricDatum datum(org.carillon.core.ports.MetricDatum datum) {
    return MetricDatum.builder()
        .metricName(datum.name())
        .unit(StandardUnit.fromValue(datum.unit()))
        .dimensions(dimensions(datum.dimensions()))
        .timestamp(datum.at())
        .statisticValues(
            s ->
                s.sampleCount((double) datum.samples())
                    .sum(datum.sum())
                    .minimum(datum.minimum())
                    .maximum(datum.maximum()))
        .build();
  }

  private static List<Dimension> dimensions(Map<String, String> dimensions) {
    List<Dimension> all = new ArrayList<>();
    dimensions.forEach(
        (name, value) -> all.add(Dimension.builder().name(name).value(value).build()));
    all.sort(Comparator.comparing(Dimension::name));
    return all;
  }

  @Override
  public List<org.carillon.core.ports.MetricDatum> read(Query query) {
    List<Datapoint> points;
    try {
      points =
          client
              .getMetricStatistics(
                  r ->
                      r.namespace(namespace)
                          .metricName(query.name())
                          .dimensions(dimensions(query.dimensions()))
                          .startTime(query.from())
                          .endTime(query.to())
                          .period((int) query.period().toSeconds())
                          .statistics(
                              Statistic.SAMPLE_COUNT,
                              Statistic.SUM,
                              Statistic.MINIMUM,
                              Statistic.MAXIMUM))
              .datapoints();
    } catch (SdkException e) {
      throw AwsErrors.unavailable("metrics of " + namespace, e);
    }
    return points.stream()
        .map(
            point ->
                new org.carillon.core.ports.MetricDatum(
                    query.name(),
                    point.unitAsString(),
                    query.dimensions(),
                    point.timestamp(),
                    point.sampleCount().longValue(),
                    point.sum(),
                    point.minimum(),
                    point.maximum()))
        .sorted(Comparator.comparing(org.carillon.core.ports.MetricDatum::at))
        .toList();
  }
}
