package org.carillon.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.carillon.core.ports.MetricDatum;
import org.carillon.core.ports.Metrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metrics of one machine: what is kept, and for how long. */
class SqliteMetricsTest {

  private static final Instant HOUR = Instant.parse("2026-03-01T10:00:00Z");

  @TempDir Path data;
  private DataDirectory directory;
  private SqliteMetrics metrics;

  @BeforeEach
  void open() {
    directory = DataDirectory.open(data);
    SqliteLibrary.unpack(directory);
    metrics = new SqliteMetrics(directory, 100);
  }

  @AfterEach
  void close() {
    metrics.close();
    directory.close();
  }

  @Test
  void whatWasPutOutlivesARestart() {
    metrics.put(List.of(datum("Throttles", HOUR)));
    close();
    open();
    assertThat(read("Throttles", HOUR, Duration.ofHours(1)))
        .containsExactly(datum("Throttles", HOUR));
  }

  @Test
  void whatIsOlderThanFifteenDaysGoes() {
    metrics.put(List.of(datum("Throttles", HOUR)));
    metrics.put(List.of(datum("Sip2xxCodes", HOUR.plus(Duration.ofDays(16)))));

    assertThat(read("Throttles", HOUR, Duration.ofHours(1))).isEmpty();
    assertThat(read("Sip2xxCodes", HOUR.plus(Duration.ofDays(16)), Duration.ofHours(1))).hasSize(1);
  }

  @Test
  void theOldestMinutesGoWhenThereAreTooMany() {
    for (int minute = 0; minute < 300; minute++) {
      metrics.put(List.of(datum("Throttles", HOUR.plus(Duration.ofMinutes(minute)))));
    }

    List<MetricDatum> kept = read("Throttles", HOUR, Duration.ofHours(10));
    // looked for once an hour: a hundred are kept then, and up to sixty come until the next look
    assertThat(kept).hasSizeBetween(100, 160);
    assertThat(kept.getLast().at()).isEqualTo(HOUR.plus(Duration.ofMinutes(299)));
  }

  private List<MetricDatum> read(String name, Instant from, Duration span) {
    return metrics.read(
        new Metrics.Query(
            name, Map.of("Region", "us-east-1"), from, from.plus(span), Duration.ofMinutes(1)));
  }

  private static MetricDatum datum(String name, Instant at) {
    return new MetricDatum(name, "Count", Map.of("Region", "us-east-1"), at, 1, 1, 1, 1);
  }
}
