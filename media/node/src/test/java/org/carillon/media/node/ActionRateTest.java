package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ActionRateTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void soManyWithinASecondAndNoMore() {
    ActionRate rate = new ActionRate(2);
    long start = Long.MAX_VALUE - SECOND / 2; // the clock may wrap
    assertThat(rate.admit(start)).isTrue();
    assertThat(rate.admit(start + SECOND / 2)).isTrue();
    assertThat(rate.admit(start + SECOND - 1)).isFalse();
    assertThat(rate.admit(start + SECOND)).isTrue();
    assertThat(rate.admit(start + SECOND)).isFalse();
  }
}
