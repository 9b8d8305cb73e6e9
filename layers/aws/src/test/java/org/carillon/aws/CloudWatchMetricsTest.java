package org.carillon.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.carillon.core.ports.MetricDatum;
import org.carillon.core.ports.Metrics;
import org.carillon.core.ports.MetricsContract;
import org.carillon.core.ports.PortUnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

/** Metrics as they go over the wire to CloudWatch (its query protocol). */
class CloudWatchMetricsTest extends MetricsContract {

  private final List<MetricDatum> data = new CopyOnWriteArrayList<>();
  private volatile boolean refusing;
  private RestStub stub;
  private CloudWatchClient client;

  @BeforeEach
  void start() throws IOException {
    stub = RestStub.start(this::answer);
    client = LocalServices.client(CloudWatchClient.builder(), stub.endpoint()).build();
  }

  @AfterEach
  void stop() {
    client.close();
    stub.close();
  }

  @Override
  protected Metrics metrics() {
    return new CloudWatchMetrics(client, "Carillon/VoiceConnector");
  }

  @Test
  void whatCloudWatchDoesNotTakeIsToldSoThatItComesAgain() {
    refusing = true;
    assertThatExceptionOfType(PortUnavailableException.class)
        .isThrownBy(
            () ->
                metrics()
                    .put(
                        List.of(
                            new MetricDatum(
                                "Throttles", "Count", Map.of(), Instant.EPOCH, 1, 1, 1, 1))))
        .withMessageContaining("Carillon/VoiceConnector: not allowed (AccessDenied");
  }

  private RestStub.Response answer(RestStub.Request request) {
    Map<String, String> form = new HashMap<>();
    for (String pair : new String(request.body(), UTF_8).split("&")) {
      String[] sides = pair.split("=", 2);
      form.put(URLDecoder.decode(sides[0], UTF_8), URLDecoder.decode(sides[1], UTF_8));
    }
    assertThat(form).containsEntry("Namespace", "Carillon/VoiceConnector");
    if (refusing) {
      return xml(
          403,
          "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>"
              + "<Message>no</Message></Error></ErrorResponse>");
    }
    return switch (form.get("Action")) {
      case "PutMetricData" -> put(form);
      case "GetMetricStatistics" -> get(form);
      default -> xml(400, "<ErrorResponse/>");
    };
  }

  private RestStub.Response put(Map<String, String> form) {
    for (int i = 1; form.containsKey(at(i) + "MetricName"); i++) {
      data.add(
          new MetricDatum(
              form.get(at(i) + "MetricName"),
              form.get(at(i) + "Unit"),
              dimensions(form, at(i)),
              Instant.parse(form.get(at(i) + "Timestamp")),
              (long) Double.parseDouble(form.get(at(i) + "StatisticValues.SampleCount")),
              Double.parseDouble(form.get(at(i) + "StatisticValues.Sum")),
              Double.parseDouble(form.get(at(i) + "StatisticValues.Minimum")),
              Double.parseDouble(form.get(at(i) + "StatisticValues.Maximum"))));
    }
    return xml(200, "<PutMetricDataResponse/>");
  }

  private static String at(int i) {
    return "MetricData.member." + i + ".";
  }

  private static Map<String, String> dimensions(Map<String, String> form, String under) {
    Map<String, String> dimensions = new HashMap<>();
    for (int i = 1; form.containsKey(under + "Dimensions.member." + i + ".Name"); i++) {
      String dimension = under + "Dimensions.member." + i;
      dimensions.put(form.get(dimension + ".Name"), form.get(dimension + ".Value"));
    }
    return dimensions;
  }

  private RestStub.Response get(Map<String, String> form) {
    Duration period = Duration.ofSeconds(Long.parseLong(form.get("Period")));
    Instant start = Instant.parse(form.get("StartTime"));
    Instant end = Instant.parse(form.get("EndTime"));
    Map<Long, List<MetricDatum>> found = new TreeMap<>(java.util.Comparator.reverseOrder());
    for (MetricDatum datum : data) {
      if (datum.name().equals(form.get("MetricName"))
          && datum.dimensions().equals(dimensions(form, ""))
          && !datum.at().isBefore(start)
          && datum.at().isBefore(end)) {
        long index = Duration.between(start, datum.at()).dividedBy(period);
        found.computeIfAbsent(index, key -> new ArrayList<>()).add(datum);
      }
    }
    StringBuilder points = new StringBuilder();
    found.forEach(
        (index, some) ->
            points.append(
                """
                <member><Timestamp>%s</Timestamp><Unit>%s</Unit><SampleCount>%s</SampleCount>\
                <Sum>%s</Sum><Minimum>%s</Minimum><Maximum>%s</Maximum></member>\
                """
                    .formatted(
                        start.plus(period.multipliedBy(index)),
                        some.getFirst().unit(),
                        some.stream().mapToLong(MetricDatum::samples).sum(),
                        some.stream().mapToDouble(MetricDatum::sum).sum(),
                        some.stream().mapToDouble(MetricDatum::minimum).min().orElseThrow(),
                        some.stream().mapToDouble(MetricDatum::maximum).max().orElseThrow())));
    return xml(
        200,
        "<GetMetricStatisticsResponse><GetMetricStatisticsResult><Datapoints>"
            + points
            + "</Datapoints></GetMetricStatisticsResult></GetMetricStatisticsResponse>");
  }

  private static RestStub.Response xml(int status, String body) {
    return new RestStub.Response(status, Map.of("Content-Type", "text/xml"), body.getBytes(UTF_8));
  }
}
