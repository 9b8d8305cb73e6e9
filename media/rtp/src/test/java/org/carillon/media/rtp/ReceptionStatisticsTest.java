package org.carillon.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReceptionStatisticsTest {
  private static final long FRAME_NANOS = 20_000_000L;

  private final ReceptionStatistics statistics = new ReceptionStatistics();

  @Test
  void nothingReceivedIsNothingLost() {
    assertThat(statistics.lost()).isZero();
    assertThat(statistics.started()).isFalse();
  }

  @Test
  void lossIsCountedOverTheWrapOfTheSequence() {
    for (int i = 0; i < 100; i++) {
      if (i % 10 != 5) {
        statistics.packet(1, (65_500 + i) & 0xFFFF);
      }
    }
    assertThat(statistics.lost()).isEqualTo(10);
    assertThat(statistics.extendedMax()).isEqualTo(65_599);
    assertThat(statistics.fractionLost()).isEqualTo(256 * 10 / 100);
    assertThat(statistics.fractionLost()).as("since the last report").isZero();
  }

  @Test
  void lateAndDoublePacketsAreNotLoss() {
    for (int sequence : new int[] {1, 3, 2, 4, 4}) {
      statistics.packet(1, sequence);
    }
    assertThat(statistics.lost()).isEqualTo(-1);
  }

  @Test
  void aJumpIsARestartOnlyWhenItGoesOn() {
    statistics.packet(1, 100);
    statistics.packet(1, 30_000);
    assertThat(statistics.lost()).isZero();
    statistics.packet(1, 101);
    assertThat(statistics.lost()).isZero();
    statistics.packet(1, 40_000);
    statistics.packet(1, 40_001);
    assertThat(statistics.extendedMax()).isEqualTo(40_001);
    assertThat(statistics.lost()).isZero();
  }

  @Test
  void anotherSourceKeepsTheLossOfTheOneBefore() {
    statistics.packet(1, 1);
    statistics.packet(1, 3);
    statistics.packet(2, 500);
    assertThat(statistics.lost()).isEqualTo(1);
  }

  @Test
  void anEvenLineHasNoJitter() {
    for (int i = 0; i < 100; i++) {
      statistics.arrival(1000 + 160 * i, FRAME_NANOS * i, 8000);
    }
    assertThat(statistics.jitter()).isZero();
  }

  @Test
  void jitterConvergesToTheMeanDifference() {
    // every second packet is 4 ms (32 units) late: each difference is 32
    for (int i = 0; i < 500; i++) {
      statistics.arrival(160 * i, FRAME_NANOS * i + (i % 2) * 4_000_000L, 8000);
    }
    assertThat(statistics.jitter()).isBetween(31, 32);
  }
}
