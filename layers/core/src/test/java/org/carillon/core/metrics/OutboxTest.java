package org.carillon.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.carillon.core.ports.PortUnavailableException;
import org.junit.jupiter.api.Test;

/** What calls hand over reaches its store, or is counted as lost. */
class OutboxTest {

  private final List<Integer> stored = Collections.synchronizedList(new ArrayList<>());

  @Test
  void whatWasHandedOverIsStoredInOrderAtTheLatestAtTheEnd() {
    try (var outbox = new Outbox<Integer>("numbers", 1_000, 10, stored::addAll)) {
      for (int i = 0; i < 500; i++) {
        assertThat(outbox.offer(i)).isTrue();
      }
    }
    assertThat(stored).hasSize(500).isSorted();
  }

  @Test
  void aStoreThatComesBackGetsWhatWaited() {
    AtomicInteger tries = new AtomicInteger();
    try (var outbox =
        new Outbox<Integer>(
            "numbers",
            10,
            10,
            some -> {
              if (tries.incrementAndGet() < 3) {
                throw new PortUnavailableException("away", null);
              }
              stored.addAll(some);
            })) {
      outbox.offer(1);
    }
    assertThat(stored).containsExactly(1);
    assertThat(tries).hasValue(3);
  }

  @Test
  void whatDoesNotFitIsLostAndCountedAndNobodyWaits() throws InterruptedException {
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    try (var outbox =
        new Outbox<Integer>(
            "numbers",
            5,
            1,
            some -> {
              busy.countDown();
              try {
                assertThat(free.await(10, TimeUnit.SECONDS)).isTrue();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              stored.addAll(some);
            })) {
      outbox.offer(0);
      assertThat(busy.await(10, TimeUnit.SECONDS)).isTrue();
      for (int i = 1; i <= 8; i++) {
        outbox.offer(i);
      }
      assertThat(outbox.lost()).isEqualTo(3);
      free.countDown();
    }
    assertThat(stored).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @Test
  void whatIsTooHeavyTogetherIsLost() throws InterruptedException {
    CountDownLatch free = new CountDownLatch(1);
    try (var outbox =
        new Outbox<Integer>(
            "numbers",
            1_000,
            1,
            some -> {
              try {
                assertThat(free.await(10, TimeUnit.SECONDS)).isTrue();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              stored.addAll(some);
            },
            one -> one,
            100)) {
      assertThat(outbox.offer(60)).isTrue();
      assertThat(outbox.offer(50)).isFalse();
      assertThat(outbox.offer(40)).isTrue();
      free.countDown();
    }
    assertThat(stored).containsExactly(60, 40);
  }

  @Test
  void whatAStoreRefusesIsLostAndTheRestGoesOn() {
    try (var outbox =
        new Outbox<Integer>(
            "numbers",
            10,
            1,
            some -> {
              if (some.contains(1)) {
                throw new IllegalArgumentException("not this");
              }
              stored.addAll(some);
            })) {
      outbox.offer(1);
      outbox.offer(2);
    }
    assertThat(stored).containsExactly(2);
  }

  @Test
  void aStoreThatStaysAwayDoesNotHoldUpTheEnd() {
    var outbox =
        new Outbox<Integer>(
            "numbers",
            10,
            10,
            some -> {
              throw new PortUnavailableException("away", null);
            });
    outbox.offer(1);
    outbox.offer(2);
    outbox.close();
    assertThat(outbox.lost()).isEqualTo(2);
  }
}
