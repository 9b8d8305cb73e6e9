package org.carillon.embedded;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.junit.jupiter.api.Test;

/** What is read twice is asked for once, and nobody reads what was written over. */
class ItemCacheTest {

  private static final ItemKey KEY = new ItemKey("account/1", "number/+12065550100");

  private final ItemCache cache = new ItemCache();
  private final AtomicInteger asked = new AtomicInteger();

  private ItemCache.Found found(ItemKey key, long version, int bytes) {
    asked.incrementAndGet();
    return new ItemCache.Found(
        Optional.of(new Item(key, version, Map.of(), Optional.empty(), Optional.empty())), bytes);
  }

  @Test
  void theSecondReadDoesNotAskTheStore() {
    long first = cache.get(KEY, key -> found(key, 1, 10)).orElseThrow().version();
    long second = cache.get(KEY, key -> found(key, 2, 10)).orElseThrow().version();

    assertThat(first).isEqualTo(1);
    assertThat(second).isEqualTo(1);
    assertThat(asked).hasValue(1);
  }

  @Test
  void thatThereIsNoItemIsKeptToo() {
    ItemCache.Found none = new ItemCache.Found(Optional.empty(), 0);
    cache.get(KEY, key -> none);

    assertThat(cache.get(KEY, key -> found(key, 1, 10))).isEmpty();
    assertThat(asked).hasValue(0);
  }

  @Test
  void aWriteMakesTheNextReadAsk() {
    cache.get(KEY, key -> found(key, 1, 10));

    cache.writing(List.of(KEY));
    long during = cache.get(KEY, key -> found(key, 1, 10)).orElseThrow().version();
    cache.written(List.of(KEY));

    assertThat(during).isEqualTo(1);
    assertThat(cache.get(KEY, key -> found(key, 2, 10)).orElseThrow().version()).isEqualTo(2);
  }

  @Test
  void whatWasReadBeforeAWriteEndedIsNotKept() {
    // the store is asked, and while it answers somebody writes
    cache.get(
        KEY,
        key -> {
          ItemCache.Found old = found(key, 1, 10);
          cache.writing(List.of(KEY));
          cache.written(List.of(KEY));
          return old;
        });

    assertThat(cache.get(KEY, key -> found(key, 2, 10)).orElseThrow().version()).isEqualTo(2);
  }

  @Test
  void whatWasReadLongestAgoMakesRoom() {
    List<ItemKey> keys = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      ItemKey key = new ItemKey("account/1", "number/" + i);
      keys.add(key);
      cache.get(key, k -> found(k, 1, 4_000));
    }
    asked.set(0);

    cache.get(keys.getLast(), key -> found(key, 1, 4_000));
    assertThat(asked).hasValue(0);
    cache.get(keys.getFirst(), key -> found(key, 1, 4_000));
    assertThat(asked).hasValue(1);
  }

  @Test
  void anItemLargerThanItsPartOfTheCacheIsNotKept() {
    cache.get(KEY, key -> found(key, 1, 380_000));
    cache.get(KEY, key -> found(key, 1, 380_000));

    assertThat(asked).hasValue(2);
  }

  @Test
  void manyReadersNeverSeeLessThanWasAcknowledged() throws Exception {
    AtomicLong store = new AtomicLong(); // the version in the store
    AtomicLong acknowledged = new AtomicLong();
    AtomicBoolean over = new AtomicBoolean();
    List<CompletableFuture<Long>> readers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      readers.add(
          CompletableFuture.supplyAsync(
              () -> {
                long reads = 0;
                while (!over.get()) {
                  long least = acknowledged.get();
                  long seen =
                      cache.get(KEY, key -> found(key, store.get(), 10)).orElseThrow().version();
                  if (seen < least) {
                    throw new AssertionError(seen + " after " + least + " was acknowledged");
                  }
                  reads++;
                }
                return reads;
              },
              task -> Thread.ofPlatform().daemon().start(task)));
    }

    for (long version = 1; version <= 20_000; version++) {
      cache.writing(List.of(KEY));
      store.set(version);
      cache.written(List.of(KEY));
      acknowledged.set(version);
    }
    over.set(true);

    for (CompletableFuture<Long> reader : readers) {
      assertThat(reader.get(30, SECONDS)).isPositive();
    }
  }
}
