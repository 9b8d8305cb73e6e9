package org.carillon.core.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every store of metrics does. */
public abstract class MetricsContract {

  private static final Map<String, String> CONNECTOR =
      Map.of("VoiceConnectorId", "abcdef1ghij2klmno3pqr4", "Region", "us-east-1");

  /** A whole hour, two hours ago: stores take no old values. */
  private final Instant hour =
      Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(2));

  /** The store under test. */
  protected abstract Metrics metrics();

  @Test
  void whatIsPutIsReadMinuteByMinute() {
    metrics().put(List.of(datum(CONNECTOR, 0, 3, 6, 1, 4), datum(CONNECTOR, 2, 1, 9, 9, 9)));

    assertThat(read(CONNECTOR, 1))
        .containsExactly(datum(CONNECTOR, 0, 3, 6, 1, 4), datum(CONNECTOR, 2, 1, 9, 9, 9));
  }

  @Test
  void valuesOfOneMinuteAreAddedUp() {
    metrics().put(List.of(datum(CONNECTOR, 0, 3, 6, 1, 4)));
    metrics().put(List.of(datum(CONNECTOR, 0, 1, 0.5, 0.5, 0.5)));

    assertThat(read(CONNECTOR, 1)).containsExactly(datum(CONNECTOR, 0, 4, 6.5, 0.5, 4));
  }

  @Test
  void aLongerPeriodHoldsItsMinutes() {
    metrics()
        .put(
            List.of(
                datum(CONNECTOR, 0, 1, 2, 2, 2),
                datum(CONNECTOR, 4, 1, 8, 8, 8),
                datum(CONNECTOR, 5, 1, 1, 1, 1)));

    assertThat(read(CONNECTOR, 5))
        .containsExactly(datum(CONNECTOR, 0, 2, 10, 2, 8), datum(CONNECTOR, 5, 1, 1, 1, 1));
  }

  @Test
  void onlyTheVeryDimensionsAreRead() {
    Map<String, String> region = Map.of("Region", "us-east-1");
    metrics().put(List.of(datum(CONNECTOR, 0, 1, 1, 1, 1), datum(region, 0, 1, 7, 7, 7)));

    assertThat(read(region, 1)).containsExactly(datum(region, 0, 1, 7, 7, 7));
    assertThat(read(Map.of("Region", "eu-west-1"), 1)).isEmpty();
  }

  @Test
  void tooManyDataAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                metrics()
                    .put(
                        Collections.nCopies(
                            Metrics.MAX_DATA + 1, datum(CONNECTOR, 0, 1, 1, 1, 1))));
  }

  private List<MetricDatum> read(Map<String, String> dimensions, int minutes) {
    return metrics()
        .read(
            new Metrics.Query(
                "InboundCallAttempts",
                dimensions,
                hour,
                hour.plus(Duration.ofHours(1)),
                Duration.ofMinutes(minutes)));
  }

  private MetricDatum datum(
      Map<String, String> dimensions,
      int minute,
      long samples,
      double sum,
      double min,
      double max) {
    return new MetricDatum(
        "InboundCallAttempts",
        "Count",
        dimensions,
        hour.plus(Duration.ofMinutes(minute)),
        samples,
        sum,
        min,
        max);
  }
}
