package org.carillon.functions.cdrwriter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.carillon.functions.cdrwriter.RecordStore.BUCKET;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.carillon.core.Account;
import org.carillon.core.ports.EventStream;
import org.carillon.core.ports.PortUnavailableException;
import org.carillon.core.ports.StreamRecord;
import org.carillon.core.records.CallFact;
import org.carillon.core.records.NodeLeases;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exactly one record a call, whatever happens (O1); on the embedded stores. */
class CallRecordsTest {

  @TempDir Path directory;
  private RecordStore store;
  private final CallFacts call = new CallFacts(UUID.randomUUID().toString(), "node-1");

  @BeforeEach
  void open() {
    store = new RecordStore(directory);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sae", "sea", "ase", "aes", "esa", "eas", "se", "es", "ssaaee", "sesese"})
  void factsInAnyOrderAndAnyNumberMakeTheSameOneRecord(String order) {
    store.setBucket(BUCKET);

    tell(order);

    assertThat(store.onlyConnectorRecord())
        .containsEntry("TransactionId", call.transactionId())
        .containsEntry("Status", "Completed")
        .containsEntry("BillableDurationSeconds", 6);
    assertThat(store.connectorRecords(BUCKET).getFirst())
        .endsWith("/2025/03/01/17.10.00.020_" + call.transactionId());
    assertThat(store.applicationRecords(BUCKET))
        .containsExactly(
            "Amazon-Chime-SMADRs/json/"
                + CallFacts.APPLICATION
                + "/2025/03/01/17.10.00.020_"
                + call.transactionId());
  }

  @Test
  void aCallThatGoesOnHasNoRecord() {
    store.setBucket(BUCKET);

    store.records.accept(call.started(), call.answered());

    assertThat(store.connectorRecords(BUCKET)).isEmpty();
  }

  @Test
  void manyWritersAtOnceStillMakeOneRecordACall() throws Exception {
    store.setBucket(BUCKET);
    CountDownLatch start = new CountDownLatch(1);
    try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> done = new ArrayList<>();
      for (int writer = 0; writer < 8; writer++) {
        String order = writer % 2 == 0 ? "sae" : "eas";
        done.add(
            writers.submit(
                () -> {
                  start.await();
                  tell(order);
                  return null;
                }));
      }
      start.countDown();
      for (Future<?> one : done) {
        one.get(30, TimeUnit.SECONDS);
      }
    }

    assertThat(store.connectorRecords(BUCKET)).hasSize(1);
    assertThat(store.applicationRecords(BUCKET)).hasSize(1);
  }

  @Test
  void withoutABucketNothingIsWrittenAlsoNotLater() {
    store.records.accept(call.started(), call.answered(), call.ended());
    store.setBucket(BUCKET);
    store.records.accept(call.ended());

    assertThat(store.connectorRecords(BUCKET)).isEmpty();
  }

  @Test
  void aWriteThatFailedIsMadeGoodInTheBucketThatHeldThen() {
    store.setBucket(BUCKET);
    store.objects.failOnce(new PortUnavailableException("the disk is full", null));
    assertThatThrownBy(() -> store.records.accept(call.started(), call.ended()))
        .isInstanceOf(PortUnavailableException.class);
    assertThat(store.connectorRecords(BUCKET)).isEmpty();

    store.setBucket("another-bucket");
    store.records.accept(call.ended());

    assertThat(store.connectorRecords(BUCKET)).hasSize(1);
    assertThat(store.applicationRecords(BUCKET)).hasSize(1);
    assertThat(store.connectorRecords("another-bucket")).isEmpty();
  }

  @Test
  void aBucketThatIsRefusedDoesNotHoldUpTheOtherCalls() {
    store.setBucket(BUCKET);
    store.objects.failOnce(new IllegalArgumentException("no such bucket name"));
    CallFacts other = new CallFacts(UUID.randomUUID().toString(), "node-1");

    store.records.accept(call.started(), call.ended(), other.started(), other.ended());

    assertThat(store.onlyConnectorRecord()).containsEntry("TransactionId", other.transactionId());
  }

  @Test
  void aRecordOfTheStreamThatIsNoFactIsLeftOut() {
    store.setBucket(BUCKET);

    store.records.accept(
        List.of(
            new StreamRecord("1", "k", Map.of("Fact", "CallBegun")),
            call.started().toRecord(),
            new StreamRecord("2", "k", Map.of()),
            call.ended().toRecord()));

    assertThat(store.connectorRecords(BUCKET)).hasSize(1);
  }

  @Test
  void callsOfADeadNodeAreClosedOnceWithWhatIsKnown() {
    store.setBucket(BUCKET);
    CallFacts alive = new CallFacts(UUID.randomUUID().toString(), "node-2");
    store.records.accept(call.started(), call.answered(), alive.started());

    assertThat(store.records.closeCallsOfDeadNodes("node-2"::equals)).isEqualTo(1);
    store.records.closeCallsOfDeadNodes("node-2"::equals);

    try (EventStream.Subscription _ = store.ports.callFacts().subscribe(store.records)) {
      await(() -> !store.connectorRecords(BUCKET).isEmpty());
      store.records.accept(call.ended()); // the node was not that dead, but it is late
      assertThat(store.onlyConnectorRecord())
          .containsEntry("TransactionId", call.transactionId())
          .containsEntry("Status", "Failed")
          .containsEntry("StatusMessage", "The media node was lost during the call")
          .containsEntry("BillableDurationSeconds", 0);
      assertThat(store.records.closeCallsOfDeadNodes("node-2"::equals)).isZero();
    }
  }

  @Test
  void anEndTheDeadNodeToldItselfComesFirst() throws Exception {
    store.setBucket(BUCKET);
    store.records.accept(call.started(), call.answered());
    store.ports.callFacts().append(call.ended().toRecord()).get(10, TimeUnit.SECONDS);

    store.records.closeCallsOfDeadNodes("node-2"::equals);

    try (EventStream.Subscription _ = store.ports.callFacts().subscribe(store.records)) {
      await(() -> !store.connectorRecords(BUCKET).isEmpty());
      assertThat(store.onlyConnectorRecord()).containsEntry("Status", "Completed");
    }
  }

  @Test
  void nodesThatSweepAtOnceMakeOneRecordOfACallAndSpareThoseThatLive() throws Exception {
    store.setBucket(BUCKET);
    Account account = new Account("111122223333", "us-east-1");
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    NodeLeases leases = new NodeLeases(store.ports.items(), account, now::get);
    CallFacts live = new CallFacts(UUID.randomUUID().toString(), "node-2");
    leases.take("node-1");
    store.records.accept(call.started(), call.answered());
    now.updateAndGet(time -> time.plus(NodeLeases.GOOD_FOR).plusSeconds(1));
    leases.take("node-2");
    store.records.accept(live.started());

    try (EventStream.Subscription _ = store.ports.callFacts().subscribe(store.records);
        ExecutorService nodes = Executors.newFixedThreadPool(4)) {
      List<Future<Integer>> sweeps = new ArrayList<>();
      for (int node = 0; node < 4; node++) {
        sweeps.add(
            nodes.submit(
                () -> {
                  leases.removeExpired();
                  return store.records.closeCallsOfDeadNodes(leases::isHeld);
                }));
      }
      for (Future<Integer> sweep : sweeps) {
        assertThat(sweep.get(20, TimeUnit.SECONDS)).isLessThanOrEqualTo(1);
      }
      await(() -> !store.connectorRecords(BUCKET).isEmpty());
      await(() -> store.records.closeCallsOfDeadNodes(leases::isHeld) == 0);
    }

    assertThat(store.onlyConnectorRecord()).containsEntry("TransactionId", call.transactionId());
    assertThat(leases.renew("node-1")).as("the dead node knows when it comes back").isFalse();
    assertThat(leases.renew("node-2")).isTrue();
  }

  /** Tells facts one by one: s for started, a for answered, e for ended. */
  private void tell(String order) {
    order.chars().forEach(kind -> store.records.accept(fact((char) kind)));
  }

  private CallFact fact(char kind) {
    return switch (kind) {
      case 's' -> call.started();
      case 'a' -> call.answered();
      case 'e' -> call.ended();
      default -> throw new IllegalArgumentException("no such fact: " + kind);
    };
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
      LockSupport.parkNanos(5_000_000);
    }
  }
}
