package org.carillon.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.carillon.core.ports.Logs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Log records as files of one machine. */
class FileLogsTest {

  private static final String GROUP = "/aws/ChimeVoiceConnectorLogs/abcdef1ghij2klmno3pqr4";

  @TempDir Path data;
  private DataDirectory directory;

  @BeforeEach
  void open() {
    directory = DataDirectory.open(data);
  }

  @AfterEach
  void close() {
    directory.close();
  }

  @Test
  void aFullFileIsPutAsideAndTheOldestGo() throws IOException {
    var logs = new FileLogs(directory, 1_000);
    for (int n = 0; n < 600; n++) {
      logs.append(
          new Logs.Stream(GROUP, "day"),
          List.of(
              new Logs.Entry(
                  Instant.EPOCH, "{\"n\":%d,\"pad\":\"%s\"}".formatted(n, "x".repeat(90)))));
    }

    try (Stream<Path> all = Files.list(data.resolve("logs" + GROUP))) {
      List<Path> files = all.toList();
      assertThat(files).hasSizeBetween(35, 40);
      assertThat(files).allSatisfy(file -> assertThat(Files.size(file)).isLessThanOrEqualTo(1_000));
    }
    assertThat(Files.readString(data.resolve("logs" + GROUP + "/day.jsonl"))).contains("\"n\":599");
  }

  @Test
  void filesOfLastMonthGo() throws IOException {
    var logs = new FileLogs(directory, 1_000);
    List<Logs.Entry> one = List.of(new Logs.Entry(Instant.EPOCH, "{}"));
    logs.append(new Logs.Stream(GROUP, "old"), one);
    Path old = data.resolve("logs" + GROUP + "/old.jsonl");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(31))));
    logs.append(new Logs.Stream(GROUP, "new"), one);

    assertThat(old).doesNotExist();
    assertThat(data.resolve("logs" + GROUP + "/new.jsonl")).exists();
  }
}
