package org.carillon.core.ports;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What every event stream does. An adapter's test extends it and gives a fresh stream. */
public abstract class EventStreamContract {

  /** Longest wait for something that must happen, in seconds. */
  private static final int LIMIT = 30;

  /** The stream under test, empty at the start of each test. */
  protected abstract EventStream stream();

  private final BlockingQueue<StreamRecord> received = new LinkedBlockingQueue<>();

  private static StreamRecord record(String key, int n) {
    return new StreamRecord(key + "-" + n, key, Map.of("n", (long) n));
  }

  private void append(StreamRecord entry) throws Exception {
    stream().append(entry).get(LIMIT, SECONDS);
  }

  private List<StreamRecord> take(int count) throws InterruptedException {
    List<StreamRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      StreamRecord next = received.poll(LIMIT, SECONDS);
      assertThat(next).as("record %s of %s, after %s", i + 1, count, records).isNotNull();
      records.add(next);
    }
    return records;
  }

  @Test
  void aRecordArrivesAsItWasAppended() throws Exception {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("text", "Zürich 😀 <&> \" \n");
    body.put("list", Arrays.asList(1L, 2.5, true, null));
    StreamRecord sent = new StreamRecord("id-1", "call-1", body);
    append(sent);

    try (var subscription = stream().subscribe(received::addAll)) {
      assertThat(subscription).isNotNull();
      assertThat(take(1)).containsExactly(sent);
    }
  }

  @Test
  void recordsOfOneKeyKeepTheirOrderThoughNobodyWaitsForTheFirst() throws Exception {
    List<CompletableFuture<Void>> appends = new ArrayList<>();
    for (int n = 0; n < 50; n++) {
      appends.add(stream().append(record("call-a", n)));
      appends.add(stream().append(record("call-b", n)));
    }
    CompletableFuture.allOf(appends.toArray(CompletableFuture[]::new)).get(LIMIT, SECONDS);

    List<StreamRecord> all;
    try (var subscription = stream().subscribe(received::addAll)) {
      assertThat(subscription).isNotNull();
      all = take(100);
    }

    for (String key : List.of("call-a", "call-b")) {
      assertThat(all.stream().filter(r -> r.key().equals(key)).map(r -> r.body().get("n")))
          .hasSize(50)
          .isSorted();
    }
  }

  @Test
  void recordsAppendedWhileSubscribedArriveToo() throws Exception {
    try (var subscription = stream().subscribe(received::addAll)) {
      assertThat(subscription).isNotNull();
      append(record("call", 1));
      assertThat(take(1)).containsExactly(record("call", 1));
      append(record("call", 2));
      assertThat(take(1)).containsExactly(record("call", 2));
    }
  }

  @Test
  void aBatchHoldsOneKeyAndNoKeyIsHandedOverTwiceAtOnce() throws Exception {
    for (int n = 0; n < 5; n++) {
      append(record("call-a", n));
      append(record("call-b", n));
      append(record("call-c", n));
    }
    Map<String, Integer> inHand = new ConcurrentHashMap<>();
    BlockingQueue<String> faults = new LinkedBlockingQueue<>();

    EventStream.Consumer consumer =
        batch -> {
          String key = batch.getFirst().key();
          if (batch.stream().anyMatch(r -> !r.key().equals(key))) {
            faults.add("mixed batch " + batch);
          }
          if (inHand.merge(key, 1, Integer::sum) > 1) {
            faults.add("twice at once " + key);
          }
          LockSupport.parkNanos(2_000_000); // long enough to be caught in the act
          inHand.merge(key, -1, Integer::sum);
          received.addAll(batch);
        };
    try (var subscription = stream().subscribe(consumer)) {
      assertThat(subscription).isNotNull();
      take(15);
    }

    assertThat(faults).isEmpty();
  }

  @Test
  void aBatchWhoseConsumerThrowsComesAgainInOrderWhileOtherKeysGoOn() throws Exception {
    append(record("bad", 1));
    append(record("bad", 2));
    append(record("good", 1));
    AtomicInteger failures = new AtomicInteger();
    CompletableFuture<Void> goodSeen = new CompletableFuture<>();

    EventStream.Consumer consumer =
        batch -> {
          if (batch.getFirst().key().equals("good")) {
            goodSeen.complete(null);
          } else if (failures.get() < 2 || !goodSeen.isDone()) {
            failures.incrementAndGet();
            throw new IllegalStateException("the store behind the consumer is away");
          }
          received.addAll(batch);
        };
    List<StreamRecord> all;
    try (var subscription = stream().subscribe(consumer)) {
      assertThat(subscription).isNotNull();
      all = take(3);
    }

    assertThat(failures).hasValueGreaterThanOrEqualTo(2);
    assertThat(all)
        .containsExactlyInAnyOrder(record("good", 1), record("bad", 1), record("bad", 2));
    assertThat(all.indexOf(record("bad", 1))).isLessThan(all.indexOf(record("bad", 2)));
  }

  @Test
  void aRecordThatWasDealtWithIsGoneAndTheRestWaitsForTheNextSubscription() throws Exception {
    append(record("call", 1));
    try (var subscription = stream().subscribe(received::addAll)) {
      assertThat(subscription).isNotNull();
      take(1);
    }
    append(record("call", 2));

    try (var subscription = stream().subscribe(received::addAll)) {
      assertThat(subscription).isNotNull();
      assertThat(take(1)).containsExactly(record("call", 2));
    }
    assertThat(received).isEmpty();
  }

  @Test
  void appendingAnIdAgainWhileItWaitsKeepsOne() throws Exception {
    append(record("call", 1));
    append(record("call", 1));
    append(record("call", 2));

    try (var subscription = stream().subscribe(received::addAll)) {
      assertThat(subscription).isNotNull();
      assertThat(take(2)).containsExactly(record("call", 1), record("call", 2));
    }
  }

  @Test
  void aConsumerSeesEveryRecordOfManyKeys() throws Exception {
    List<CompletableFuture<Void>> appends = new ArrayList<>();
    for (int key = 0; key < 200; key++) {
      appends.add(stream().append(record("call-" + key, 1)));
    }
    CompletableFuture.allOf(appends.toArray(CompletableFuture[]::new)).get(LIMIT, SECONDS);

    try (var subscription = stream().subscribe(received::addAll)) {
      assertThat(subscription).isNotNull();
      assertThat(take(200)).extracting(StreamRecord::key).doesNotHaveDuplicates();
    }
  }

  @Test
  void aLargeBodyArrivesWholeAndATooLargeOneIsRefused() throws Exception {
    StreamRecord large =
        new StreamRecord(
            "large", "call", Map.of("t", "x".repeat(StreamRecord.MAX_BODY_BYTES - 20)));
    append(large);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                stream()
                    .append(
                        new StreamRecord(
                            "larger",
                            "call",
                            Map.of("t", "x".repeat(StreamRecord.MAX_BODY_BYTES)))));

    try (var subscription = stream().subscribe(received::addAll)) {
      assertThat(subscription).isNotNull();
      assertThat(take(1)).containsExactly(large);
    }
  }

  @Test
  void namesThatAQueueWouldNotTakeAreRefused() {
    for (String name : List.of("", "a b", "a\nb", "é", "x".repeat(129))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new StreamRecord(name, "key", Map.of()));
      assertThatIllegalArgumentException().isThrownBy(() -> new StreamRecord("id", name, Map.of()));
    }
  }
}
