package org.carillon.embedded;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.carillon.core.ports.EventStream;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.ports.PortUnavailableException;
import org.carillon.core.ports.Ports;
import org.carillon.core.ports.StreamRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the durable queue does over restarts and at its end. */
class SqliteEventStreamTest {

  @TempDir Path data;

  private EmbeddedPorts open() {
    return EmbeddedPorts.open(data, EmbeddedContractTest.NO_FUNCTIONS);
  }

  private static StreamRecord record(int n) {
    return new StreamRecord("id-" + n, "call", Map.of("n", (long) n));
  }

  @Test
  void aRecordThatItsConsumerFailedOnIsThereAfterARestart() throws Exception {
    BlockingQueue<StreamRecord> received = new LinkedBlockingQueue<>();
    try (EmbeddedPorts embedded = open()) {
      embedded.ports().callFacts().append(record(1)).get(10, SECONDS);
      CountDownLatch failed = new CountDownLatch(1);
      try (var subscription =
          embedded
              .ports()
              .callFacts()
              .subscribe(
                  batch -> {
                    failed.countDown();
                    throw new AssertionError("also an Error is only a failure");
                  })) {
        assertThat(subscription).isNotNull();
        assertThat(failed.await(10, SECONDS)).isTrue();
      }
    }

    try (EmbeddedPorts embedded = open();
        var subscription = embedded.ports().callFacts().subscribe(received::addAll)) {
      assertThat(subscription).isNotNull();
      assertThat(received.poll(30, SECONDS)).isEqualTo(record(1));
    }
  }

  /** The file as the first version of the queue left it. */
  @Test
  void whatWaitsInAFileOfTheFirstVersionIsDelivered() throws Exception {
    open().close();
    Path file = data.resolve("call-facts.db");
    for (Path part : List.of(file, data.resolve("call-facts.db-wal"))) {
      Files.deleteIfExists(part);
    }
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE records (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,"
              + " key TEXT NOT NULL, body BLOB NOT NULL)");
      statement.execute("CREATE INDEX records_of_key ON records (key, seq)");
      statement.execute(
          "CREATE TABLE keys (key TEXT PRIMARY KEY, due INTEGER NOT NULL, failures INTEGER NOT"
              + " NULL)");
      statement.execute("CREATE INDEX keys_by_due ON keys (due)");
      statement.execute("INSERT INTO records (id, key, body) VALUES ('id-1', 'call', '{\"n\":1}')");
      statement.execute("INSERT INTO keys VALUES ('call', 1700000000000, 0)");
      statement.execute("PRAGMA user_version = 1");
    }

    BlockingQueue<StreamRecord> received = new LinkedBlockingQueue<>();
    try (EmbeddedPorts embedded = open();
        var subscription = embedded.ports().callFacts().subscribe(received::addAll)) {
      assertThat(subscription).isNotNull();
      assertThat(received.poll(30, SECONDS)).isEqualTo(record(1));
    }
  }

  @Test
  void closingWaitsForTheBatchInHandAndTheRecordIsDone() throws Exception {
    BlockingQueue<String> events = new LinkedBlockingQueue<>();
    CountDownLatch inHand = new CountDownLatch(1);
    try (EmbeddedPorts embedded = open()) {
      EventStream stream = embedded.ports().callFacts();
      stream.append(record(1)).get(10, SECONDS);
      CountDownLatch letGo = new CountDownLatch(1);
      EventStream.Subscription subscription =
          stream.subscribe(
              batch -> {
                inHand.countDown();
                assertThat(letGo.await(30, SECONDS)).isTrue();
                events.add("dealt with");
              });
      assertThat(inHand.await(10, SECONDS)).isTrue();
      Thread closer =
          Thread.ofVirtual()
              .start(
                  () -> {
                    subscription.close();
                    events.add("closed");
                  });
      letGo.countDown();
      closer.join();
    }
    assertThat(events).containsExactly("dealt with", "closed");

    try (EmbeddedPorts embedded = open()) {
      BlockingQueue<StreamRecord> received = new LinkedBlockingQueue<>();
      embedded.ports().callFacts().append(record(2)).get(10, SECONDS);
      try (var subscription = embedded.ports().callFacts().subscribe(received::addAll)) {
        assertThat(subscription).isNotNull();
        assertThat(received.poll(30, SECONDS)).isEqualTo(record(2));
      }
    }
  }

  @Test
  void ofTwoSubscriptionsOneGetsARecord() throws Exception {
    BlockingQueue<StreamRecord> received = new LinkedBlockingQueue<>();
    try (EmbeddedPorts embedded = open()) {
      EventStream stream = embedded.ports().callFacts();
      try (var one = stream.subscribe(received::addAll);
          var two = stream.subscribe(received::addAll)) {
        assertThat(List.of(one, two)).doesNotHaveDuplicates();
        for (int n = 0; n < 50; n++) {
          stream.append(record(n)).get(10, SECONDS);
        }
        for (int n = 0; n < 50; n++) {
          assertThat(received.poll(30, SECONDS)).isEqualTo(record(n));
        }
      }
    }
    assertThat(received).isEmpty();
  }

  @Test
  void afterClosingEveryPortSaysSo() throws Exception {
    EmbeddedPorts embedded = open();
    Ports ports = embedded.ports();
    embedded.close();

    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> ports.callFacts().append(record(1)).get(10, SECONDS))
        .withCauseInstanceOf(PortUnavailableException.class);
    assertThatExceptionOfType(PortUnavailableException.class)
        .isThrownBy(() -> ports.items().get(new ItemKey("p", "s")));
    assertThatExceptionOfType(PortUnavailableException.class)
        .isThrownBy(() -> ports.items().query(ItemQuery.partition("p", "", 1)));
  }
}
