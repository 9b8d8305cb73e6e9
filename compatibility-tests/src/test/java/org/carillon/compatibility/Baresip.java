package org.carillon.compatibility;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** baresip, a telephone without a sound card; what it heard is kept. */
final class Baresip implements AutoCloseable {
  private static final int WAV_HEADER = 44;
  private static final int FRAME = 160;
  private static final int RATE = 8000;
  private static final int TONE = 440;

  private final Process process;
  private final Path folder;

  private Baresip(Process process, Path folder) {
    this.process = process;
    this.folder = folder;
  }

  /**
   * Starts it.
   *
   * @param config a file of resources/baresip
   * @param account a line of its file of accounts
   * @param settings further lines of its configuration; a later one counts
   * @param arguments of its command line
   */
  static Baresip start(
      Path folder, String config, String account, List<String> settings, String... arguments)
      throws Exception {
    Path home = Files.createTempDirectory(folder, "baresip");
    Path base = Path.of(Baresip.class.getResource("/baresip/" + config).toURI());
    List<String> lines = new ArrayList<>(Files.readAllLines(base));
    for (String setting : settings) {
      String name = setting.split("\\s", 2)[0];
      lines.removeIf(line -> line.split("\\s", 2)[0].equals(name));
      lines.add(setting);
    }
    lines.add("snd_path " + home);
    Files.write(home.resolve("config"), lines);
    Files.writeString(home.resolve("accounts"), account + "\n");
    Files.writeString(home.resolve("contacts"), "");
    List<String> command = new ArrayList<>(List.of("baresip", "-f", home.toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("log").toFile())
            .start();
    return new Baresip(process, home);
  }

  /** Waits until it has ended by itself. */
  void awaitEnd(Duration limit) {
    Tools.await(() -> "the end of baresip; it said:\n" + log(), limit, () -> !process.isAlive());
  }

  /** Everything it said. */
  String log() {
    try {
      return new String(Files.readAllBytes(folder.resolve("log")), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Frames of 20 ms that are louder than noise. */
  long loudFrames() {
    return frames().stream().filter(frame -> Math.sqrt(energy(frame) / FRAME) > 300).count();
  }

  /** Frames whose power is at 440 Hz for the most part (Goertzel's algorithm). */
  long framesOfTone() {
    return frames().stream().filter(Baresip::isTone).count();
  }

  private static boolean isTone(short[] frame) {
    double coefficient = 2 * Math.cos(2 * Math.PI * TONE / RATE);
    double one = 0;
    double two = 0;
    for (short sample : frame) {
      double zero = sample + coefficient * one - two;
      two = one;
      one = zero;
    }
    double power = one * one + two * two - coefficient * one * two;
    double energy = energy(frame);
    return energy / FRAME > 10_000 && 2 * power / (FRAME * energy) > 0.7;
  }

  private static double energy(short[] frame) {
    double energy = 0;
    for (short sample : frame) {
      energy += (double) sample * sample;
    }
    return energy;
  }

  private List<short[]> frames() {
    ShortBuffer samples = heard();
    List<short[]> frames = new ArrayList<>();
    while (samples.remaining() >= FRAME) {
      short[] frame = new short[FRAME];
      samples.get(frame);
      frames.add(frame);
    }
    return frames;
  }

  private ShortBuffer heard() {
    try (Stream<Path> files = Files.list(folder)) {
      Path wav =
          files
              .filter(file -> file.getFileName().toString().endsWith("-dec.wav"))
              .findFirst()
              .orElseThrow(() -> new AssertionError("baresip heard nothing\n" + log()));
      byte[] bytes = Files.readAllBytes(wav);
      return ByteBuffer.wrap(bytes, WAV_HEADER, bytes.length - WAV_HEADER)
          .slice()
          .order(ByteOrder.LITTLE_ENDIAN)
          .asShortBuffer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
