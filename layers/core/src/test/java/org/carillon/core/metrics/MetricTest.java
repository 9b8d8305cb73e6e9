package org.carillon.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The list of metrics is the guide's, and the document shows it. */
class MetricTest {

  private static final Path DOCUMENT =
      Path.of(System.getProperty("carillon.home", "../.."), "docs", "metrics.md");
  private static final String BEGIN = "<!-- made from org.carillon.core.metrics.Metric -->\n";
  private static final String END = "<!-- end -->\n";
  private static final String COMMAND =
      "mvn -pl layers/core -am test -Dtest=MetricTest -Dcarillon.metrics.write=true"
          + " -Dsurefire.failIfNoSpecifiedTests=false";

  @Test
  void thereAreTheFortyFiveOfTheGuide() {
    assertThat(Arrays.stream(Metric.values()).map(Metric::wireName))
        .doesNotHaveDuplicates()
        .hasSize(45)
        .contains(
            "SmaActiveCallCount",
            "VoiceConnectorActiveCallCount",
            "Throttles",
            "Sip6xxCodes",
            "CustomerToVcRtpPackets",
            "VcToCustomerRtcpBytes",
            "RTTBetweenVcAndCustomer",
            "MOSBetweenVcAndRemote",
            "RemoteToVcPacketsLost",
            "VcToRemoteJitter");
  }

  @Test
  void dimensionsAreConnectorAndRegion() {
    assertThat(Metric.dimensions(Optional.of("abc"), "us-east-1"))
        .isEqualTo(Map.of("VoiceConnectorId", "abc", "Region", "us-east-1"));
    assertThat(Metric.dimensions(Optional.empty(), "us-east-1"))
        .isEqualTo(Map.of("Region", "us-east-1"));
  }

  @Test
  void theDocumentIsTheTable() throws IOException {
    String document = Files.readString(DOCUMENT);
    int from = document.indexOf(BEGIN);
    int to = document.indexOf(END);
    assertThat(from).isPositive().isLessThan(to);
    String made = document.substring(0, from) + BEGIN + table() + document.substring(to);
    if (Boolean.getBoolean("carillon.metrics.write")) {
      Files.writeString(DOCUMENT, made);
      document = made;
    }

    assertThat(document)
        .as("docs/metrics.md has drifted; write it again with: " + COMMAND)
        .isEqualTo(made);
  }

  private static String table() {
    StringBuilder text =
        new StringBuilder("\n| Metric | Unit | Values | Meaning |\n|---|---|---|---|\n");
    for (Metric metric : Metric.values()) {
      text.append(
          "| `%s` | %s | %s | %s |%n"
              .formatted(
                  metric.wireName(),
                  metric.unit().words(),
                  values(metric.kind()),
                  metric.meaning()));
    }
    return text.append('\n').toString().replace(System.lineSeparator(), "\n");
  }

  private static String values(Metric.Kind kind) {
    return switch (kind) {
      case CALL -> "1 a call";
      case ACTIVE -> "one a minute";
      case SIP -> "1 a message";
      case MEDIA -> "one a call and minute";
      case LOSS -> "one a call and minute, adding up";
    };
  }
}
