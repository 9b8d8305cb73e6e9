package org.carillon.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.carillon.media.rtp.Counters.Counter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaReportTest {
  private final Counters counters = new Counters();

  @ParameterizedTest(name = "{0} lost, {1} ms: {2}")
  @CsvSource({
    // by the formulas of G.107: R 93.2, 90.8, 85.9, 77.4, 66.1, 20.8, 17.3, 0
    "0,    0,   4.4",
    "0,    100, 4.35",
    "0,    200, 4.23",
    "0.05, 0,   3.93",
    "0.1,  0,   3.42",
    "0.3,  300, 1.28",
    "1,    0,   1.18",
    "1,    9999, 1.0"
  })
  void theScoreIsThatOfTheEModel(double loss, double delay, double mos) {
    assertThat(EModel.mos(loss, delay)).isCloseTo(mos, within(0.02)).isBetween(1.0, 4.4);
  }

  @Test
  void nothingSentIsNothingKnown() {
    MediaReport report = MediaReport.between(Counters.NONE, Counters.NONE);
    assertThat(report.mos()).isEqualTo(-1);
    assertThat(report.received().jitterMillis()).isEqualTo(-1);
    assertThat(report.roundTripMillis()).isEqualTo(-1);
    assertThat(report.sent().lost()).isZero();
  }

  @Test
  void anIntervalIsTheDifferenceAndMeansAreOfItAlone() {
    counters.add(Counter.PACKETS_RECEIVED, 1000);
    counters.set(Counter.LOST, 10);
    counters.add(Counter.JITTER_SUM, 900_000);
    counters.add(Counter.JITTER_SAMPLES, 100);
    long[] before = counters.values();
    counters.add(Counter.PACKETS_RECEIVED, 950);
    counters.add(Counter.RTP_BYTES_RECEIVED, 950 * 172);
    counters.set(Counter.LOST, 60);
    counters.add(Counter.JITTER_SUM, 2_000_000);
    counters.add(Counter.JITTER_SAMPLES, 1000);
    counters.add(Counter.ROUND_TRIP_SUM, 65_536);
    counters.add(Counter.ROUND_TRIPS, 10);

    MediaReport minute = MediaReport.between(before, counters.values());
    assertThat(minute.received().packets()).isEqualTo(950);
    assertThat(minute.received().bytes()).isEqualTo(163_400);
    assertThat(minute.received().lost()).isEqualTo(50);
    assertThat(minute.received().jitterMillis()).isEqualTo(2);
    assertThat(minute.roundTripMillis()).isEqualTo(100);
    assertThat(minute.received().mos()).isCloseTo(3.87, within(0.05));
    assertThat(minute.mos()).as("nothing went the other way").isEqualTo(minute.received().mos());
    assertThat(MediaReport.between(Counters.NONE, counters.values()).received().lost())
        .isEqualTo(60);
  }

  @Test
  void whatWasLostBeforeUsIsNotOurLoss() {
    counters.add(Counter.PACKETS_SENT, 100);
    counters.add(Counter.GAPS, 7);
    counters.set(Counter.REMOTE_LOST, 9);
    counters.set(Counter.GAPS_AT_REPORT, 6);
    MediaReport report = MediaReport.between(Counters.NONE, counters.values());
    assertThat(report.sent().lost()).isEqualTo(3);
  }
}
