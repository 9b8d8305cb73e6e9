package org.carillon.core.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.carillon.core.CoreFixture;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemPage;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import org.carillon.core.ports.PortUnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls per second of a connector over several nodes (V2). */
class CallRatesTest {

  private static final int THREADS = 8;

  private final CoreFixture core = new CoreFixture();
  private final AtomicLong milliseconds = new AtomicLong();
  private final AtomicInteger writes = new AtomicInteger();
  private boolean away;

  private final Items store =
      new Items() {
        @Override
        public java.util.Optional<Item> get(ItemKey key) {
          if (away) {
            throw new PortUnavailableException("away", new IllegalStateException());
          }
          return core.items.get(key);
        }

        @Override
        public ItemPage query(ItemQuery query) {
          return core.items.query(query);
        }

        @Override
        public void write(List<ItemWrite> changes) {
          writes.incrementAndGet();
          core.items.write(changes);
        }
      };
  private final CallRates one = new CallRates(store, core.account, core.clock);
  private final CallRates two = new CallRates(store, core.account, core.clock);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 9, 10, 37, 100})
  void nodesTogetherLetTheLimitThroughAndThenAsManyASecond(int limit) {
    assertThat(burst(limit)).isEqualTo(limit);

    int calls = 0;
    for (int i = 0; i < 40; i++) {
      core.pass(Duration.ofMillis(100));
      calls += burst(limit);
    }

    assertThat(calls).isBetween(4 * limit - Math.max(1, limit / 5), 4 * limit);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 100})
  void manyThreadsOfTwoNodesAtOnceGetTheLimitAndNoMore(int limit) throws Exception {
    LongAdder taken = new LongAdder();

    atOnce(
        node -> {
          while (node.take("c", limit)) {
            taken.increment();
          }
        });

    assertThat(taken.sum()).isEqualTo(limit);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 100})
  void whileTimePassesManyThreadsOfTwoNodesGetNoMoreThanTheLimitASecond(int limit)
      throws Exception {
    int seconds = 3;
    LongAdder taken = new LongAdder();

    atOnce(
        node -> {
          while (milliseconds.get() < seconds * 1000L) {
            taken.add(node.take("c", limit) ? 1 : 0);
          }
        },
        () -> {
          while (milliseconds.getAndAdd(5) < seconds * 1000L) {
            LockSupport.parkNanos(100_000); // others have their turn between two moments
          }
        });

    assertThat(taken.sum())
        .as("a full bucket, and what came into it")
        .isBetween((long) limit, (1L + seconds) * limit);
  }

  @Test
  void farFromTheLimitTenCallsCostAWrite() {
    assertThat(IntStream.range(0, 50).filter(i -> one.take("c", 100)).count()).isEqualTo(50);

    assertThat(writes).hasValueLessThanOrEqualTo(5);
  }

  @Test
  void overTheLimitRefusalsCostNothing() {
    burst(1);
    int before = writes.get();

    for (int i = 0; i < 1000; i++) {
      assertThat(one.take("c", 1)).isFalse();
    }

    assertThat(writes).hasValue(before);
  }

  @Test
  void aPauseSavesUpNoMoreThanOneSecond() {
    burst(10);
    core.pass(Duration.ofHours(1));

    assertThat(burst(10)).isEqualTo(10);
  }

  @Test
  void connectorsDoNotShareTheirLimit() {
    assertThat(one.take("c", 1)).isTrue();
    assertThat(one.take("c", 1)).isFalse();
    assertThat(one.take("d", 1)).isTrue();
  }

  @Test
  void withTheStoreAwayCallsGoThrough() {
    away = true;

    assertThat(IntStream.range(0, 20).allMatch(i -> one.take("c", 1))).isTrue();
  }

  /** Runs it on many threads of both nodes, and the others beside it; waits for all. */
  private void atOnce(Consumer<CallRates> calls, Runnable... others) throws Exception {
    InstantSource clock = () -> core.clock.instant().plusMillis(milliseconds.get());
    CyclicBarrier start = new CyclicBarrier(2 * THREADS);
    List<Future<?>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      for (int i = 0; i < 2; i++) {
        CallRates node = new CallRates(store, core.account, clock);
        for (int j = 0; j < THREADS; j++) {
          running.add(
              threads.submit(
                  () -> {
                    start.await();
                    calls.accept(node);
                    return null;
                  }));
        }
      }
      for (Runnable other : others) {
        running.add(threads.submit(other));
      }
      for (Future<?> each : running) {
        each.get(30, TimeUnit.SECONDS);
      }
    }
  }

  /** As many calls as the two nodes let through now, taking turns. */
  private int burst(int limit) {
    int calls = 0;
    for (int i = 0; i < 2 * limit + 10; i++) {
      CallRates node = i % 2 == 0 ? one : two;
      calls += node.take("c", limit) ? 1 : 0;
    }
    return calls;
  }
}
