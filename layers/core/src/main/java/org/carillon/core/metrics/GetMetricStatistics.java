package org.carillon.core.metrics;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Account;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.connectors.Connectors;
import org.carillon.core.ports.MetricDatum;
import org.carillon.core.ports.Metrics;

/**
 * GetMetricStatistics of the operator's API (O2): one metric over a time, as CloudWatch answers it.
 * Without times the last hour; without a connector what has none.
 */
public final class GetMetricStatistics implements Operation<OperatorDocument, OperatorDocument> {

  private static final Duration USUAL_SPAN = Duration.ofHours(1);
  private static final int MINUTE = 60;

  private final Metrics metrics;
  private final Connectors connectors;
  private final Account account;
  private final InstantSource clock;

  /** Over these metrics. */
  public GetMetricStatistics(
      Metrics metrics, Connectors connectors, Account account, InstantSource clock) {
    this.metrics = metrics;
    this.connectors = connectors;
    this.account = account;
    this.clock = clock;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    Map<String, Object> members = request.members();
    String name = (String) members.get("MetricName");
    Optional<String> connector = Optional.ofNullable((String) members.get("VoiceConnectorId"));
    String region =
        Optional.ofNullable((String) members.get("Region")).orElseGet(() -> regionOf(connector));
    Instant end = time(members, "EndTime").orElseGet(clock::instant);
    Instant start = time(members, "StartTime").orElseGet(() -> end.minus(USUAL_SPAN));
    long period = ((Number) members.getOrDefault("Period", MINUTE)).longValue();
    List<Map<String, Object>> points =
        metrics.read(query(name, Metric.dimensions(connector, region), start, end, period)).stream()
            .map(GetMetricStatistics::point)
            .toList();
    return new OperatorDocument(Map.of("Label", name, "Datapoints", points));
  }

  private String regionOf(Optional<String> connector) {
    return connector
        .map(id -> connectors.require(id).voiceConnector().awsRegionAsString())
        .orElse(account.region());
  }

  private static Optional<Instant> time(Map<String, Object> members, String name) {
    return Optional.ofNullable((String) members.get(name)).map(Instant::parse);
  }

  private static Metrics.Query query(
      String name, Map<String, String> dimensions, Instant start, Instant end, long period) {
    if (period % MINUTE != 0) {
      throw new ApiException(ErrorType.BAD_REQUEST, "Period: seconds, a multiple of 60.");
    }
    if (!start.isBefore(end)) {
      throw new ApiException(ErrorType.BAD_REQUEST, "StartTime: must lie before EndTime.");
    }
    if (Duration.between(start, end).toSeconds() / period > Metrics.MAX_READ) {
      throw new ApiException(
          ErrorType.BAD_REQUEST,
          "Period: at most "
              + Metrics.MAX_READ
              + " periods lie between StartTime and EndTime. Ask for longer ones.");
    }
    return new Metrics.Query(name, dimensions, start, end, Duration.ofSeconds(period));
  }

  private static Map<String, Object> point(MetricDatum datum) {
    Map<String, Object> point = new LinkedHashMap<>();
    point.put("Timestamp", datum.at().toString());
    point.put("Unit", datum.unit());
    point.put("SampleCount", (double) datum.samples());
    point.put("Sum", datum.sum());
    point.put("Average", datum.sum() / datum.samples());
    point.put("Minimum", datum.minimum());
    point.put("Maximum", datum.maximum());
    return point;
  }
}
