package org.carillon.media.sip.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Timers on a clock that the test turns. */
class TimerWheelTest {
  private static final long MILLI = 1_000_000;

  private final TimerWheel wheel = new TimerWheel(0);
  private final List<String> fired = new ArrayList<>();

  private TimerWheel.Timer timer(String name, long millis) {
    TimerWheel.Timer timer = new TimerWheel.Timer(() -> fired.add(name));
    wheel.add(timer, millis * MILLI);
    return timer;
  }

  private void turnTo(long millis) {
    wheel.advance(millis * MILLI, Runnable::run);
  }

  @Test
  void timersFireOnceAndNotBeforeTheirTime() {
    timer("late", 500);
    timer("early", 100);

    turnTo(99);
    assertThat(fired).isEmpty();
    turnTo(120);
    assertThat(fired).containsExactly("early");
    turnTo(520);
    turnTo(5_000);
    assertThat(fired).containsExactly("early", "late");
    assertThat(wheel.size()).isZero();
  }

  @Test
  void cancelledTimerDoesNotFire() {
    TimerWheel.Timer timer = timer("never", 100);
    wheel.cancel(timer);
    wheel.cancel(timer);

    turnTo(1_000);

    assertThat(fired).isEmpty();
    assertThat(wheel.size()).isZero();
  }

  @Test
  void timerCancelledBeforeItIsSetStaysOff() {
    TimerWheel.Timer timer = new TimerWheel.Timer(() -> fired.add("never"));
    wheel.cancel(timer);
    wheel.add(timer, 100 * MILLI);

    turnTo(1_000);

    assertThat(fired).isEmpty();
  }

  @Test
  void timerMayCancelAnotherThatIsDueToo() {
    TimerWheel.Timer[] second = new TimerWheel.Timer[1];
    wheel.add(new TimerWheel.Timer(() -> wheel.cancel(second[0])), 100 * MILLI);
    second[0] = timer("second", 100);

    turnTo(1_000);

    assertThat(fired).isEmpty();
    assertThat(wheel.size()).isZero();
  }

  @Test
  void timerMaySetAnother() {
    wheel.add(new TimerWheel.Timer(() -> timer("next", 300)), 100 * MILLI);

    turnTo(200);
    assertThat(fired).isEmpty();
    turnTo(400);
    assertThat(fired).containsExactly("next");
  }

  @Test
  void timersBeyondOneTurnOfTheWheelWait() {
    long day = TimeUnit.DAYS.toMillis(1);
    timer("tomorrow", day);

    for (long now = 0; now < day - 10; now += 30_000) {
      turnTo(now);
    }
    assertThat(fired).isEmpty();
    turnTo(day + 20);
    assertThat(fired).containsExactly("tomorrow");
  }

  @Test
  void longPauseFiresEverythingThatWasMissed() {
    timer("a", 10);
    timer("b", 40_000);
    timer("c", 90_000);

    turnTo(100_000);

    assertThat(fired).containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void waitingAsLongAsItSaysMissesNoTimer() {
    Random random = new Random(17);
    long[] now = {0};
    long[] worst = {0};
    int count = 2_000;
    for (int i = 0; i < count; i++) {
      long at = random.nextInt(200_000);
      wheel.add(
          new TimerWheel.Timer(
              () -> {
                fired.add("x");
                worst[0] = Math.max(worst[0], now[0] - at * MILLI);
                assertThat(now[0]).isGreaterThanOrEqualTo(at * MILLI);
              }),
          at * MILLI);
    }

    for (int i = 0; wheel.size() > 0 && i < 100_000; i++) {
      now[0] += Math.max(1, wheel.untilNext(now[0]));
      wheel.advance(now[0], Runnable::run);
    }

    assertThat(fired).hasSize(count);
    assertThat(worst[0]).isLessThan(20 * MILLI);
    assertThat(wheel.untilNext(now[0])).isEqualTo(Long.MAX_VALUE);
  }
}
