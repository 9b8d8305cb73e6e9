package org.carillon.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PacingFiguresTest {

  private final PacingFigures.Counting counting = new PacingFigures.Counting();

  @Test
  void lateness_of_a_share_is_that_of_the_latest_packet_in_it() {
    counting.add(98, 50_000);
    counting.add(1, 4_950_000);
    counting.add(1, 70_000_000);

    PacingFigures figures = figures();

    assertThat(figures.packets()).isEqualTo(100);
    assertThat(figures.lateness(0.50)).isEqualTo(100_000);
    assertThat(figures.lateness(0.99)).isEqualTo(5_000_000);
    assertThat(figures.lateness(1)).isEqualTo(70_100_000);
  }

  @Test
  void what_was_before_does_not_count_and_what_is_very_late_counts_as_the_most() {
    counting.add(10, 0);
    PacingFigures before = figures();
    counting.add(2, 3_000_000_000L);

    PacingFigures since = figures().since(before);

    assertThat(since.packets()).isEqualTo(2);
    assertThat(since.lateness(0.5)).isGreaterThan(PacingFigures.MOST_NANOS);
    assertThat(PacingFigures.none().lateness(0.99)).isZero();
  }

  private PacingFigures figures() {
    return PacingFigures.none().with(counting);
  }
}
