package org.carillon.core.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.carillon.contract.Json;
import org.carillon.core.metrics.MetricScope;
import org.junit.jupiter.api.Test;

/** What a record of a connector's logs holds, and where it goes (V9). */
class LogRecordTest {

  private static final String CONNECTOR = "abcdef1ghij2klmno3pqr4";
  private static final LogRecord.Source SOURCE =
      new LogRecord.Source(
          "0a1b2c3d-0000-4000-8000-000000000000",
          "7f1c0d36-5a52-4c2f-9c3c-5c0a7a9d3b11",
          MetricScope.ofConnector(CONNECTOR, "us-west-2"),
          Instant.parse("2026-01-31T23:59:59.5Z"));

  @Test
  void aSipMessageHasTheGuidesFields() {
    LogRecord made = LogRecord.sipMessage(SOURCE, "BYE sip:a@b SIP/2.0\r\n\r\n");

    assertThat(made.stream().group()).isEqualTo("/aws/ChimeVoiceConnectorSipMessages/" + CONNECTOR);
    assertThat(made.stream().name()).isEqualTo("2026-01-31-0a1b2c3d");
    assertThat(made.entry().at()).isEqualTo(SOURCE.at());
    assertThat(made.entry().text()).doesNotContain("\n");
    assertThat(Json.readObject(made.entry().text().getBytes(UTF_8)))
        .isEqualTo(
            Map.of(
                "voice_connector_id",
                CONNECTOR,
                "aws_region",
                "us-west-2",
                "event_timestamp",
                1_769_903_999_500L,
                "call_id",
                "7f1c0d36-5a52-4c2f-9c3c-5c0a7a9d3b11",
                "sip_message",
                "BYE sip:a@b SIP/2.0\r\n\r\n"));
  }

  @Test
  void mediaMetricsNameTheParties() {
    LogRecord made =
        LogRecord.mediaMetrics(
            SOURCE,
            new LogRecord.Parties("+12065550100", "anonymous", "+12065550100"),
            Map.of("cust2vc_rtp_packets", 5L));

    assertThat(made.stream().group()).isEqualTo("/aws/ChimeVoiceConnectorLogs/" + CONNECTOR);
    assertThat(Json.readObject(made.entry().text().getBytes(UTF_8)))
        .containsEntry("from_sip_user", "+12065550100")
        .containsEntry("from_country", "US")
        .containsEntry("to_sip_user", "anonymous")
        .doesNotContainKey("to_country")
        .containsEntry("cust2vc_rtp_packets", 5)
        .containsKey("endpoint_id");
  }
}
