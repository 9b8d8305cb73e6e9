package org.carillon.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** baresip dials a number and hears its function, in Java, Python and Node (S3, S4). */
class BaresipTest {
  private static final String CDRS = "Amazon-Chime-Voice-Connector-CDRs/json";
  private static final String APPLICATION_RECORDS = "Amazon-Chime-SMADRs/json";
  private static final int WAV_HEADER = 44;
  private static final int FRAME = 160;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"examples/hello-python/index.py", "examples/hello-node/index.mjs"})
  void theCallerHearsTheFunctionAndTheCallIsRecorded(String example) throws Exception {
    Tools.require("baresip", "baresip");
    Tools.require(example.endsWith("py") ? "python3" : "node", "python3 or nodejs");
    Path file = Path.of(System.getProperty("carillon.home"), example);
    hear("hello=" + file + ":handler");
  }

  @Test
  void theDefaultFunctionIsTheJavaExample() throws Exception {
    Tools.require("baresip", "baresip");
    hear(null);
  }

  private void hear(String function) throws Exception {
    String[] options = function == null ? new String[0] : new String[] {"--function", function};
    try (Carillon carillon = Carillon.start(folder.resolve("data"), options)) {
      String number = Application.onNewNumber(carillon, "hello");
      Path phone = telephone();
      Process baresip =
          new ProcessBuilder(
                  "baresip",
                  "-f",
                  phone.toString(),
                  "-e",
                  "/dial sip:" + number + "@127.0.0.1:" + carillon.sipPort(),
                  "-t",
                  "110")
              .redirectErrorStream(true)
              .redirectOutput(phone.resolve("log").toFile())
              .start();
      try {
        Tools.await(
            () -> "the call's two records; baresip said:\n" + log(phone) + carillon.output(),
            Duration.ofMinutes(2),
            () ->
                carillon.objects(Application.BUCKET, CDRS).size() == 1
                    && carillon.objects(Application.BUCKET, APPLICATION_RECORDS).size() == 1);
      } finally {
        baresip.destroy();
        baresip.waitFor(10, TimeUnit.SECONDS);
      }
      String record = Files.readString(carillon.objects(Application.BUCKET, CDRS).getFirst());
      assertThat(record).contains(number).contains("\"Completed\"");
      assertThat(loudFrames(heard(phone)))
          .as("20 ms frames of speech and chime\n" + log(phone))
          .isGreaterThan(75);
    }
  }

  private static String log(Path phone) {
    try {
      return new String(Files.readAllBytes(phone.resolve("log")), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path telephone() throws Exception {
    Path phone = Files.createDirectories(folder.resolve("phone"));
    Path config = Path.of(BaresipTest.class.getResource("/baresip/config").toURI());
    Files.writeString(
        phone.resolve("config"), Files.readString(config) + "snd_path " + phone + "\n");
    Files.writeString(phone.resolve("accounts"), "<sip:+12065550199@127.0.0.1>;regint=0\n");
    return phone;
  }

  private static ShortBuffer heard(Path phone) {
    try (Stream<Path> files = Files.list(phone)) {
      Path wav =
          files
              .filter(file -> file.getFileName().toString().endsWith("-dec.wav"))
              .findFirst()
              .orElseThrow(() -> new AssertionError("baresip heard nothing"));
      byte[] bytes = Files.readAllBytes(wav);
      return ByteBuffer.wrap(bytes, WAV_HEADER, bytes.length - WAV_HEADER)
          .slice()
          .order(ByteOrder.LITTLE_ENDIAN)
          .asShortBuffer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long loudFrames(ShortBuffer samples) {
    long loud = 0;
    short[] frame = new short[FRAME];
    while (samples.remaining() >= FRAME) {
      samples.get(frame);
      double energy = 0;
      for (short sample : frame) {
        energy += (double) sample * sample;
      }
      if (Math.sqrt(energy / FRAME) > 300) {
        loud++;
      }
    }
    return loud;
  }
}
