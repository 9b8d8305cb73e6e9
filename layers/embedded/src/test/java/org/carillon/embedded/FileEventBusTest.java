package org.carillon.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.carillon.core.ports.EventBus.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events as files of one machine. */
class FileEventBusTest {

  @TempDir Path folder;

  @Test
  void aFullFileIsPutAsideAndTheOldestGo() throws IOException {
    try (var bus = new FileEventBus(folder, 2_000)) {
      for (int i = 0; i < 300; i++) {
        bus.publish(event(i));
      }
    }

    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(21);
      assertThat(all).allSatisfy(file -> assertThat(Files.size(file)).isLessThanOrEqualTo(2_000));
    }
    assertThat(Files.readString(folder.resolve("events.jsonl"))).contains("\"n\":299");
  }

  @Test
  void aLineThatADyingProcessBeganIsCutOff() throws IOException {
    try (var bus = new FileEventBus(folder, 100_000)) {
      bus.publish(event(1));
    }
    Path file = folder.resolve("events.jsonl");
    Files.writeString(file, "{\"version\":\"0\",\"id\"", StandardOpenOption.APPEND);

    try (var bus = new FileEventBus(folder, 100_000)) {
      bus.publish(event(2));
    }
    assertThat(Files.readAllLines(file)).hasSize(2).allMatch(line -> line.endsWith("}"));
  }

  private static Event event(int n) {
    return new Event(
        "id-" + n, Instant.EPOCH, "111122223333", "us-east-1", "Chime", List.of(), Map.of("n", n));
  }
}
