package org.carillon.functions.cdrwriter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.functions.cdrwriter.CallFacts.START;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.carillon.core.records.CallDirection;
import org.carillon.core.records.CallFact;
import org.carillon.core.records.CallFact.CallAnswered;
import org.carillon.core.records.CallFact.CallEnded;
import org.carillon.core.records.CallFact.CallStarted;
import org.carillon.core.records.CallStatus;
import org.carillon.core.routing.RejectReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls out are counted for reputation, each once, of their facts (N12). */
class OutboundReputationCountTest {

  @TempDir Path directory;
  private RecordStore store;

  @BeforeEach
  void open() {
    store = new RecordStore(directory);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sae", "eas", "ssaaee", "sesesese"})
  void aCallIsCountedOnceHoweverItsFactsCome(String order) {
    store.setBucket(RecordStore.BUCKET);
    String id = UUID.randomUUID().toString();
    order.chars().forEach(kind -> store.records.accept(fact(id, (char) kind, true)));

    assertThat(onlyRow())
        .containsEntry("PhoneNumber", "+12065550100")
        .containsEntry("Calls", 1)
        .containsEntry("AnsweredCalls", 1)
        .containsEntry("TalkSeconds", 58);
  }

  @Test
  void callsThatEndTogetherAreAllCounted() throws Exception {
    int calls = 60;
    List<Future<?>> told = new ArrayList<>();
    try (ExecutorService writers = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < calls; i++) {
        String id = UUID.randomUUID().toString();
        for (int again = 0; again < 2; again++) {
          told.add(
              writers.submit(() -> store.records.accept(fact(id, 's', true), fact(id, 'e', true))));
        }
      }
      for (Future<?> one : told) {
        one.get();
      }
    }

    assertThat(onlyRow()).containsEntry("Calls", calls).containsEntry("PeakCallsPerMinute", calls);
  }

  @ParameterizedTest
  @EnumSource(names = {"COUNTRY_NOT_ALLOWED", "WRONG_CREDENTIALS", "TOO_MANY_WRONG_CREDENTIALS"})
  void refusedCallsAndCallsInAreNot(RejectReason reason) {
    String refused = UUID.randomUUID().toString();
    store.records.accept(
        fact(refused, 's', true),
        new CallEnded(
            refused,
            "node",
            START,
            CallStatus.FAILED,
            403,
            reason.reject("x").cdrReason(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
    CallFacts in = new CallFacts(UUID.randomUUID().toString(), "node");
    store.records.accept(in.started(), in.answered(), in.ended());

    assertThat(store.reputation("2025-03-01"))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .isEmpty();
  }

  @Test
  void withoutABucketForRecordsCallsAreCountedToo() {
    String id = UUID.randomUUID().toString();
    store.records.accept(fact(id, 's', false), fact(id, 'e', false));

    assertThat(onlyRow()).containsEntry("Calls", 1).containsEntry("AnsweredCalls", 0);
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> onlyRow() {
    List<Map<String, Object>> rows = (List<Map<String, Object>>) store.reputation("2025-03-01");
    assertThat(rows).hasSize(1);
    return rows.getFirst();
  }

  private static CallFact fact(String id, char kind, boolean answered) {
    Instant answer = START.plusSeconds(2);
    return switch (kind) {
      case 's' ->
          new CallStarted(
              id,
              "node",
              START,
              "cccccccc-0000-4000-8000-00000000000a",
              "a84b4c76e66710@127.0.0.1",
              CallDirection.OUTBOUND,
              "+12065550100",
              "+14255550111",
              Optional.empty(),
              Optional.empty(),
              CallFact.TrunkUse.NONE);
      case 'a' -> new CallAnswered(id, "node", answer);
      default ->
          new CallEnded(
              id,
              "node",
              START.plusSeconds(60),
              answered ? CallStatus.COMPLETED : CallStatus.FAILED,
              answered ? 0 : 486,
              answered ? "OK" : "486 Busy Here",
              answered ? Optional.of(answer) : Optional.empty(),
              Optional.empty(),
              Optional.empty());
    };
  }
}
