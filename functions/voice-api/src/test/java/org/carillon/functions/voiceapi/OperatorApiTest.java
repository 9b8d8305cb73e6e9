package org.carillon.functions.voiceapi;

import static java.time.temporal.ChronoUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.carillon.contract.Contract;
import org.carillon.contract.Json;
import org.carillon.core.connectors.SipNetwork;
import org.carillon.core.metrics.Metric;
import org.carillon.core.ports.MetricDatum;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The operator's own API under {@code /carillon/v1/}: signed, checked and refused as the others.
 */
class OperatorApiTest {

  @TempDir Path data;

  @Test
  void aQuotaIsSetListedAndReset() throws Exception {
    try (var local = new LocalApi(data)) {
      var client = new OperatorClient(local.endpoint(), local.key());

      var set = client.call("PUT", "/carillon/v1/quotas/VoiceConnectors", Map.of("Value", 12));
      assertThat(set.status()).isEqualTo(200);
      assertThat(set.body().get("Quota").toString()).contains("QuotaCode=VoiceConnectors, ");

      var listed = client.call("GET", "/carillon/v1/quotas", Map.of());
      assertThat((List<?>) listed.body().get("Quotas"))
          .anySatisfy(quota -> assertThat(quota.toString()).contains("Value=12, "));

      assertThat(client.call("DELETE", "/carillon/v1/quotas/VoiceConnectors", Map.of()).status())
          .isEqualTo(204);
    }
  }

  @Test
  void badInputIsRefusedByMember() throws Exception {
    try (var local = new LocalApi(data)) {
      var client = new OperatorClient(local.endpoint(), local.key());

      var refused = client.call("PUT", "/carillon/v1/quotas/VoiceConnectors", Map.of("Value", -1));
      assertThat(refused.status()).isEqualTo(400);
      assertThat((String) refused.body().get("Message")).contains("Value must be at least 0");
      assertThat(client.call("PUT", "/carillon/v1/quotas/x", Map.of("Value", 1)).status())
          .isEqualTo(404);
    }
  }

  @Test
  void aKeyIsMadeListedDisabledAndEnabled() throws Exception {
    try (var local = new LocalApi(data)) {
      var client = new OperatorClient(local.endpoint(), local.key());

      var made = client.call("POST", "/carillon/v1/keys", Map.of("Description", "voices"));
      assertThat(made.status()).isEqualTo(201);
      Map<?, ?> key = (Map<?, ?>) made.body().get("Key");
      assertThat((String) key.get("KeyArn")).startsWith("arn:aws:kms:us-east-1:111122223333:key/");
      assertThat(key.get("KeySpec")).isEqualTo("SYMMETRIC_DEFAULT");

      String path = "/carillon/v1/keys/" + key.get("KeyId");
      assertThat(client.call("POST", path + "?operation=disable", Map.of()).status())
          .isEqualTo(204);
      assertThat(client.call("GET", "/carillon/v1/keys", Map.of()).body().get("Keys").toString())
          .contains("Enabled=false, Description=voices");
      assertThat(client.call("POST", path + "?operation=enable", Map.of()).status()).isEqualTo(204);
      assertThat(client.call("GET", path + "/grants", Map.of()).body())
          .containsEntry("Grants", List.of());
      assertThat(client.call("DELETE", path + "/grants/0a", Map.of()).status()).isEqualTo(404);
      assertThat(client.call("GET", "/carillon/v1/keys/none/grants", Map.of()).status())
          .isEqualTo(404);
      assertThat(client.call("POST", "/carillon/v1/keys", Map.of("KeySpec", "AES_512")).status())
          .isEqualTo(400);
    }
  }

  @Test
  void metricsAreReadOverATime() throws Exception {
    try (var local = new LocalApi(data)) {
      var client = new OperatorClient(local.endpoint(), local.key());
      Instant minute = local.clock.instant().minus(Duration.ofMinutes(10)).truncatedTo(MINUTES);
      Map<String, String> region = Map.of("Region", "us-east-1");
      local
          .ports()
          .metrics()
          .put(
              List.of(
                  new MetricDatum("InboundCallAttempts", "Count", region, minute, 4, 4, 1, 1),
                  new MetricDatum(
                      "InboundCallAttempts", "Count", region, minute.plusSeconds(60), 1, 1, 1, 1)));
      String path = "/carillon/v1/metrics?MetricName=InboundCallAttempts";

      var lastHour = client.call("GET", path, Map.of());
      assertThat(lastHour.status()).isEqualTo(200);
      assertThat(lastHour.body()).containsEntry("Label", "InboundCallAttempts");
      List<?> points = (List<?>) lastHour.body().get("Datapoints");
      assertThat(points).hasSize(2);
      assertThat(points.getFirst().toString())
          .contains("Unit=Count", "SampleCount=4.0", "Sum=4.0", "Average=1.0", "Maximum=1.0");
      assertThat(points.getFirst().toString())
          .contains("Timestamp=" + minute.toString().replace("Z", ".000Z"));

      assertThat(client.call("GET", path + "&Period=90", Map.of()).body().get("Message").toString())
          .startsWith("Period: ");
      assertThat(client.call("GET", path + "&StartTime=2020-01-01T00:00:00Z", Map.of()).status())
          .isEqualTo(400);
      assertThat(
              client
                  .call("GET", path + "&VoiceConnectorId=zzzzzzzzzzzzzzzzzzzzzz", Map.of())
                  .status())
          .isEqualTo(404);
      assertThat(client.call("GET", "/carillon/v1/metrics?MetricName=x", Map.of()).status())
          .isEqualTo(400);
    }
  }

  /** The API names the metrics that there are. */
  @Test
  void theModelNamesTheMetricsOfTheGuide() throws Exception {
    Map<String, Object> model =
        Json.readObject(Contract.class.getResourceAsStream("carillon-metrics.json").readAllBytes());
    assertThat(((Map<?, ?>) ((Map<?, ?>) model.get("shapes")).get("MetricName")).get("enum"))
        .isEqualTo(Arrays.stream(Metric.values()).map(Metric::wireName).toList());
  }

  /** Our own model has no operation that is not built: there is no client that would expect it. */
  @Test
  void everyModeledOperationIsBuilt() throws Exception {
    try (var local = new LocalApi(data)) {
      var table =
          new OperationTable(LocalApi.ACCOUNT, local.ports(), SipNetwork.hosted(), local.clock);
      assertThat(Contract.load().operatorOperations())
          .isNotEmpty()
          .allSatisfy(operation -> assertThat(table.find(operation)).isPresent());
    }
  }
}
