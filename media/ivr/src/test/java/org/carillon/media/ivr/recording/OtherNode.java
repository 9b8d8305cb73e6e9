package org.carillon.media.ivr.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Another process over the same spool, which can be killed without warning. */
final class OtherNode implements AutoCloseable {
  /** In the recording that it does not finish: one second of two channels, twice. */
  static final int SAMPLES = 32_000;

  private final Process process;
  private final BufferedReader output;

  private OtherNode(String... arguments) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            OtherNode.class.getName());
    builder.command().addAll(java.util.List.of(arguments));
    this.process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    this.output = process.inputReader(UTF_8);
  }

  /** One that keeps a recording that its store does not take, and makes another. */
  static OtherNode recording(Path spool) throws IOException {
    return new OtherNode("record", spool.toString());
  }

  /** Whether another process gets a lock of this file. */
  static boolean mayLock(Path file) throws IOException {
    try (OtherNode other = new OtherNode("lock", file.toString())) {
      String said = other.output.readLine();
      assertThat(said).isIn("true", "false");
      return said.equals("true");
    }
  }

  /** For the other process. */
  public static void main(String[] arguments) throws Exception {
    Path path = Path.of(arguments[1]);
    if (arguments[0].equals("lock")) {
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
        System.out.println(channel.tryLock() != null);
      }
      return;
    }
    Bucket away = new Bucket();
    away.away(true);
    Recordings recordings = Recordings.open(path, away.objects(), Duration.ofMillis(20));
    try {
      recordings.begin("calls", "kept.wav", Map.of(), 1).deliver().join();
    } catch (CompletionException e) {
      Recording cut = recordings.begin("calls", "cut.wav", Map.of("call-id", "c"), 2);
      cut.write(new short[SAMPLES], SAMPLES);
      System.out.println("recording");
      var _ = System.in.read(); // until it is killed, or the test's process ends
    }
  }

  void awaitLine(String line) throws IOException {
    String said = output.readLine();
    while (said != null && !said.equals(line)) {
      said = output.readLine(); // lines of the log
    }
    assertThat(said).isEqualTo(line);
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
