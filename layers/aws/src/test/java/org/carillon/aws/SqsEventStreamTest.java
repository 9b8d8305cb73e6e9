package org.carillon.aws;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.carillon.core.ports.EventStream;
import org.carillon.core.ports.EventStreamContract;
import org.carillon.core.ports.PortUnavailableException;
import org.carillon.core.ports.StreamRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The event stream on ElasticMQ, and what it does while the queue is away. */
class SqsEventStreamTest extends EventStreamContract {

  private static final Duration POLL = Duration.ofSeconds(1);
  private static final long SPOOL_BYTES = 10_000_000;

  private static LocalServices.ElasticMq elasticMq;
  private static SqsClient client;

  @TempDir Path temporary;
  private SqsEventStream stream;

  @BeforeAll
  static void start() throws IOException {
    elasticMq = LocalServices.ElasticMq.start(LocalServices.freePort());
    client = elasticMq.client();
  }

  @AfterAll
  static void stop() {
    client.close();
    elasticMq.close();
  }

  @BeforeEach
  void open() throws IOException {
    String url = LocalServices.createFifoQueue(client, "facts-" + UUID.randomUUID());
    stream = stream(client, url, temporary.resolve("spool"), SPOOL_BYTES);
  }

  @AfterEach
  void close() throws IOException {
    stream.close();
  }

  private static SqsEventStream stream(SqsClient sqs, String url, Path spool, long spoolBytes)
      throws IOException {
    return new SqsEventStream(new SqsQueue(sqs, url), Spool.open(spool, spoolBytes), POLL);
  }

  @Override
  protected EventStream stream() {
    return stream;
  }

  private static StreamRecord record(String key, int n) {
    return new StreamRecord(key + "-" + n, key, Map.of("n", (long) n));
  }

  @Test
  void charactersThatSqsDoesNotTakeArriveAllTheSame() throws Exception {
    StreamRecord odd =
        new StreamRecord("odd", "call", Map.of("t", "\u0000 \u001f \ufffe \uffff \ud83d\ude00"));
    stream.append(odd).get(30, SECONDS);
    BlockingQueue<StreamRecord> received = new LinkedBlockingQueue<>();

    try (var subscription = stream.subscribe(received::addAll)) {
      assertThat(subscription).isNotNull();
      assertThat(received.poll(30, SECONDS)).isEqualTo(odd);
    }
  }

  @Test
  void whileSqsIsAwayRecordsAreSpooledAndArriveInOrderWhenItIsBack() throws Exception {
    int port = LocalServices.freePort();
    Path spool = temporary.resolve("away");
    BlockingQueue<StreamRecord> received = new LinkedBlockingQueue<>();
    String url = "http://127.0.0.1:" + port + "/000000000000/facts.fifo";
    try (SqsClient sqs = quick(port);
        SqsEventStream away = stream(sqs, url, spool, SPOOL_BYTES)) {
      appendAll(away, 0, 30);
      assertThat(segments(spool)).isNotEmpty();

      try (LocalServices.ElasticMq back = LocalServices.ElasticMq.start(port)) {
        try (SqsClient admin = back.client()) {
          LocalServices.createFifoQueue(admin, "facts");
        }
        appendAll(away, 30, 40);
        try (var subscription = away.subscribe(received::addAll)) {
          assertThat(subscription).isNotNull();
          for (int n = 0; n < 40; n++) {
            assertThat(received.poll(60, SECONDS)).isEqualTo(record("call", n));
          }
        }
      }
    }
    assertThat(segments(spool)).isEmpty();
  }

  @Test
  void whatAnEarlierProcessSpooledIsSentByTheNext() throws Exception {
    int port = LocalServices.freePort();
    Path spool = temporary.resolve("earlier");
    String url = "http://127.0.0.1:" + port + "/000000000000/facts.fifo";
    try (SqsClient sqs = quick(port);
        SqsEventStream away = stream(sqs, url, spool, SPOOL_BYTES)) {
      appendAll(away, 0, 5);
    }
    assertThat(segments(spool)).isNotEmpty();
    BlockingQueue<StreamRecord> received = new LinkedBlockingQueue<>();

    try (LocalServices.ElasticMq back = LocalServices.ElasticMq.start(port);
        SqsClient sqs = back.client()) {
      LocalServices.createFifoQueue(sqs, "facts");
      try (SqsEventStream next = stream(sqs, url, spool, SPOOL_BYTES);
          var subscription = next.subscribe(received::addAll)) {
        assertThat(subscription).isNotNull();
        for (int n = 0; n < 5; n++) {
          assertThat(received.poll(60, SECONDS)).isEqualTo(record("call", n));
        }
      }
    }
  }

  @Test
  void aProcessWhoseDiskIsLostGivesWhatIsSpooledToAnHeir() throws Exception {
    Path spool = temporary.resolve("lost");
    String url = "http://127.0.0.1:" + LocalServices.freePort() + "/000000000000/facts.fifo";
    List<StreamRecord> inherited = new ArrayList<>();
    try (SqsClient sqs = quick(URI.create(url).getPort());
        SqsEventStream away = stream(sqs, url, spool, SPOOL_BYTES)) {
      appendAll(away, 0, 30);

      away.close(inherited::addAll);
    }
    assertThat(inherited).hasSize(30).first().isEqualTo(record("call", 0));
    assertThat(segments(spool)).isEmpty();
  }

  @Test
  void whatTheHeirDoesNotTakeStaysInTheSpool() throws Exception {
    Path spool = temporary.resolve("refused");
    String url = "http://127.0.0.1:" + LocalServices.freePort() + "/000000000000/facts.fifo";
    try (SqsClient sqs = quick(URI.create(url).getPort());
        SqsEventStream away = stream(sqs, url, spool, SPOOL_BYTES)) {
      appendAll(away, 0, 3);

      assertThatExceptionOfType(PortUnavailableException.class)
          .isThrownBy(
              () ->
                  away.close(
                      records -> {
                        throw new PortUnavailableException("the table is away too", null);
                      }));
    }
    assertThat(segments(spool)).isNotEmpty();
  }

  @Test
  void whenTheSpoolIsFullTooTheAppendSaysSo() throws Exception {
    int port = LocalServices.freePort();
    String url = "http://127.0.0.1:" + port + "/000000000000/facts.fifo";
    try (SqsClient sqs = quick(port);
        SqsEventStream away = stream(sqs, url, temporary.resolve("full"), 60)) {
      away.append(record("call", 1)).get(30, SECONDS);

      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(() -> away.append(record("call", 2)).get(30, SECONDS))
          .withCauseInstanceOf(PortUnavailableException.class)
          .withMessageContaining("is full");
    }
  }

  @Test
  void afterClosingAnAppendIsRefused() throws Exception {
    stream.close();

    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> stream.append(record("call", 1)).get(30, SECONDS))
        .withCauseInstanceOf(PortUnavailableException.class);
  }

  private static SqsClient quick(int port) {
    return LocalServices.client(SqsClient.builder(), LocalServices.loopback(port))
        .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1)))
        .build();
  }

  private static void appendAll(EventStream stream, int from, int to) throws Exception {
    List<CompletableFuture<Void>> appends = new ArrayList<>();
    for (int n = from; n < to; n++) {
      appends.add(stream.append(record("call", n)));
    }
    CompletableFuture.allOf(appends.toArray(CompletableFuture[]::new)).get(60, SECONDS);
  }

  private static List<Path> segments(Path spool) throws IOException {
    try (var files = Files.list(spool)) {
      return files.filter(file -> file.toString().endsWith(".jsonl")).toList();
    }
  }
}
