package org.carillon.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another JVM that runs {@link CrashingWriter} and can be killed without warning. */
final class ChildProcess implements AutoCloseable {

  private final Process process;
  private final BufferedReader output;

  private ChildProcess(Process process) {
    this.process = process;
    this.output = process.inputReader(UTF_8);
  }

  static ChildProcess start(Path data) throws IOException {
    return new ChildProcess(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                CrashingWriter.class.getName(),
                data.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  long pid() {
    return process.pid();
  }

  void awaitLine(String line) throws IOException {
    assertThat(output.readLine()).isEqualTo(line);
  }

  /** Reads lines, kills the process while it goes on, and gives what it said until then. */
  List<String> linesUntilKilledAfter(int count) throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add(output.readLine());
    }
    // Not process.destroyForcibly(), which would close the output unread.
    assertThat(process.toHandle().destroyForcibly()).isTrue();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      lines.add(line);
    }
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    // The last line may have been cut by the kill: then it was not acknowledged.
    assertThat(lines).doesNotContainNull();
    return lines.subList(0, lines.size() - 1);
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
