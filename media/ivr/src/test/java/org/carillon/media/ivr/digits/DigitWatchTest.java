package org.carillon.media.ivr.digits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys that ReceiveDigits waits for: 1 s between them, all dropped after 5 s. */
class DigitWatchTest {
  private final List<String> matched = new ArrayList<>();
  private long now;

  @Test
  void aMatchIsToldAtOnceAndWhole() {
    DigitWatch watch = watch("^\\d{2}#$");
    press(watch, "11#");
    assertThat(matched).containsExactly("11#");
    press(watch, "22#");
    assertThat(matched).as("it stays registered").containsExactly("11#", "22#");
  }

  @Test
  void aMatchThatMayGrowWaitsForThePause() {
    DigitWatch watch = watch("\\d{1,4}");
    press(watch, "12");
    assertThat(matched).isEmpty();
    pause(watch, 999);
    assertThat(matched).isEmpty();
    pause(watch, 1);
    assertThat(matched).containsExactly("12");
  }

  @Test
  void whatDoesNotMatchIsDroppedAfterThePause() {
    DigitWatch watch = watch("12");
    press(watch, "9");
    pause(watch, 1000);
    assertThat(watch.deadline()).isEmpty();
    press(watch, "12");
    assertThat(matched).containsExactly("12");
  }

  @Test
  void whatIsLeftIsDroppedSoLongAfterTheFirstKey() {
    DigitWatch watch = watch("1{8}");
    for (int i = 0; i < 6; i++) {
      press(watch, "1");
      pause(watch, 900);
    }
    // the sixth key came 4.5 s after the first; at 5 s all six went, so eight more are needed
    press(watch, "1111111");
    assertThat(matched).isEmpty();
    press(watch, "1");
    assertThat(matched).containsExactly("11111111");
  }

  @Test
  void endlessKeysTakeBoundedMemory() {
    DigitWatch watch = watch("never");
    for (int i = 0; i < 100_000; i++) {
      watch.pressed(now, '1');
    }
    assertThat(matched).isEmpty();
  }

  private DigitWatch watch(String regex) {
    return new DigitWatch(
        keys -> keys.matches(regex), Duration.ofSeconds(1), Duration.ofSeconds(5), matched::add);
  }

  private void press(DigitWatch watch, String keys) {
    for (int i = 0; i < keys.length(); i++) {
      watch.pressed(now, keys.charAt(i));
    }
  }

  private void pause(DigitWatch watch, long millis) {
    now += millis * 1_000_000;
    watch.passed(now);
  }
}
