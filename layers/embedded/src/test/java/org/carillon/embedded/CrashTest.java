package org.carillon.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemPage;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.ports.Ports;
import org.carillon.core.ports.StoredObject;
import org.carillon.core.ports.StreamRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A killed process loses nothing it acknowledged (design 6), and leaves nothing half-done. */
class CrashTest {

  @TempDir Path data;

  @Test
  void everythingThatWasAcknowledgedIsThereAfterAKill() throws Exception {
    List<String> acknowledged;
    try (ChildProcess child = ChildProcess.start(data)) {
      child.awaitLine("open");
      acknowledged = child.linesUntilKilledAfter(600);
    }
    assertThat(acknowledged).noneMatch(line -> line.startsWith("!"));

    try (EmbeddedPorts embedded = EmbeddedPorts.open(data, EmbeddedContractTest.NO_FUNCTIONS)) {
      Ports ports = embedded.ports();
      for (int n : numbers(acknowledged, "item ")) {
        assertThat(ports.items().get(new ItemKey("crash", "a" + n))).as("item %s", n).isPresent();
      }
      for (int n : numbers(acknowledged, "object ")) {
        StoredObject object =
            ports.objects().get("crash", "folder-" + n % 10 + "/" + n, 1_000_000).orElseThrow();
        assertThat(object.content()).isEqualTo(CrashingWriter.content(n));
        assertThat(object.contentType()).isEqualTo("text/x-test");
        assertThat(object.metadata()).isEqualTo(Map.of("n", "" + n));
      }
      everyTransactionIsWhole(ports);
      everyObjectIsWhole(ports);
      theRecordsComeInOrder(ports, numbers(acknowledged, "record "));
    }
    try (Stream<Path> parts = Files.list(data.resolve("s3-parts"))) {
      assertThat(parts).isEmpty();
    }
  }

  private static List<Integer> numbers(List<String> lines, String prefix) {
    List<Integer> numbers =
        lines.stream()
            .filter(line -> line.startsWith(prefix))
            .map(line -> Integer.valueOf(line.substring(prefix.length())))
            .toList();
    assertThat(numbers).as(prefix).hasSizeGreaterThan(100);
    return numbers;
  }

  private static void everyTransactionIsWhole(Ports ports) {
    ItemPage a = ports.items().query(ItemQuery.partition("crash", "a", 1000));
    ItemPage b = ports.items().query(ItemQuery.partition("crash", "b", 1000));
    assertThat(a.items()).hasSameSizeAs(b.items());
  }

  private static void everyObjectIsWhole(Ports ports) {
    for (String key : ports.objects().list("crash", "", 10_000)) {
      int n = Integer.parseInt(key.substring(key.indexOf('/') + 1));
      assertThat(ports.objects().get("crash", key, 1_000_000).orElseThrow().content())
          .isEqualTo(CrashingWriter.content(n));
    }
  }

  private static void theRecordsComeInOrder(Ports ports, List<Integer> acknowledged)
      throws InterruptedException {
    BlockingQueue<StreamRecord> received = new LinkedBlockingQueue<>();
    Set<Integer> missing = new HashSet<>(acknowledged);
    List<StreamRecord> all = new ArrayList<>();
    try (var subscription = ports.callFacts().subscribe(received::addAll)) {
      assertThat(subscription).isNotNull();
      while (!missing.isEmpty()) {
        StreamRecord next = received.poll(30, TimeUnit.SECONDS);
        assertThat(next).as("still missing: %s", missing).isNotNull();
        missing.remove(((Long) next.body().get("n")).intValue());
        all.add(next);
      }
    }
    for (int key = 0; key < 4; key++) {
      String name = "key-" + key;
      assertThat(all.stream().filter(r -> r.key().equals(name)).map(r -> (Long) r.body().get("n")))
          .isSorted();
    }
  }
}
