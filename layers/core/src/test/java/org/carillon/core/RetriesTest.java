package org.carillon.core;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.carillon.contract.ApiException;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemConflictException;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemWrite;
import org.junit.jupiter.api.Test;

/** Changes that meet: each goes through, or says that nothing was changed. */
class RetriesTest {

  @Test
  void manyThatCountTheSameAtOnceAllGoThrough() throws Exception {
    MemoryItems items = new MemoryItems();
    ItemKey key = new ItemKey("account/111122223333", "count");
    items.write(ItemWrite.create(key, Map.of("Value", 0L)));
    int clients = 64;

    List<Future<Boolean>> taken = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < clients; i++) {
        taken.add(
            threads.submit(
                () ->
                    Retries.onConflict(
                        () -> {
                          Item count = items.get(key).orElseThrow();
                          long before = (Long) count.body().get("Value");
                          items.write(ItemWrite.replace(count, Map.of("Value", before + 1)));
                          return true;
                        })));
      }
    }

    for (Future<Boolean> one : taken) {
      assertThat(one.get(30, SECONDS)).isTrue();
    }
    assertThat(items.get(key).orElseThrow().body()).containsEntry("Value", (long) clients);
  }

  @Test
  void whoNeverGetsThroughIsToldThatNothingWasChanged() {
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(
            () ->
                Retries.onConflict(
                    () -> {
                      throw new ItemConflictException(new ItemKey("p", "s"));
                    }))
        .withMessageContaining("Nothing was changed");
  }
}
