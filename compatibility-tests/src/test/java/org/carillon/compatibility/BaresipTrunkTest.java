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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceConnector;

/**
 * baresip calls out through a connector and hears itself come back (V2, D6). It is let in by its
 * address: version 1.0 of Debian 12 gives up when SHA-256 is among the challenges for a password.
 */
class BaresipTrunkTest {
  private static final int WAV_HEADER = 44;
  private static final int FRAME = 160;
  private static final int RATE = 8000;
  private static final int TONE = 440;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"", ";mediaenc=srtp-mand"})
  void itsToneIsEchoedByTheSimulatedCarrier(String encryption) throws Exception {
    Tools.require("baresip", "baresip");
    try (Carillon carillon = Carillon.start(folder.resolve("data"), "--bind", "127.0.0.1");
        Trunking trunking = new Trunking(carillon)) {
      VoiceConnector connector = trunking.connector("baresip", false);
      trunking.termination(connector, "127.0.0.1/32");
      String number = trunking.number(connector);
      String echo = "+14255550181";
      Path phone = telephone(carillon, number, encryption);
      Process baresip =
          new ProcessBuilder(
                  "baresip",
                  "-f",
                  phone.toString(),
                  "-e",
                  "/dial sip:" + echo + "@" + connector.outboundHostName(),
                  "-t",
                  "12")
              .redirectErrorStream(true)
              .redirectOutput(phone.resolve("log").toFile())
              .start();
      try {
        Tools.await(
            () -> "the end of baresip; it said:\n" + log(phone) + carillon.output(),
            Duration.ofSeconds(40),
            () -> !baresip.isAlive());
      } finally {
        baresip.destroy();
        baresip.waitFor(10, TimeUnit.SECONDS);
      }
      assertThat(framesOfTone(heard(phone)))
          .as("20 ms frames of its own tone\n" + log(phone) + carillon.output())
          .isGreaterThan(100);
      Tools.await(
          "the call's record",
          Duration.ofSeconds(10),
          () -> carillon.objects(Trunking.BUCKET, Trunking.CDRS).size() == 1);
      assertThat(Files.readString(carillon.objects(Trunking.BUCKET, Trunking.CDRS).getFirst()))
          .contains(echo, number, "\"Completed\"");
    }
  }

  private Path telephone(Carillon carillon, String number, String encryption) throws Exception {
    Path phone = Files.createDirectories(folder.resolve("phone"));
    Path config = Path.of(BaresipTrunkTest.class.getResource("/baresip/tone").toURI());
    Files.writeString(
        phone.resolve("config"), Files.readString(config) + "snd_path " + phone + "\n");
    Files.writeString(
        phone.resolve("accounts"),
        "<sip:%s@127.0.0.1>;outbound=\"sip:127.0.0.1:%d\";regint=0%s\n"
            .formatted(number, carillon.sipPort(), encryption));
    return phone;
  }

  private static String log(Path phone) {
    try {
      return new String(Files.readAllBytes(phone.resolve("log")), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ShortBuffer heard(Path phone) {
    try (Stream<Path> files = Files.list(phone)) {
      Path wav =
          files
              .filter(file -> file.getFileName().toString().endsWith("-dec.wav"))
              .findFirst()
              .orElseThrow(() -> new AssertionError("baresip heard nothing\n" + log(phone)));
      byte[] bytes = Files.readAllBytes(wav);
      return ByteBuffer.wrap(bytes, WAV_HEADER, bytes.length - WAV_HEADER)
          .slice()
          .order(ByteOrder.LITTLE_ENDIAN)
          .asShortBuffer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Frames whose power is at the tone's frequency for the most part (Goertzel's algorithm). */
  private static long framesOfTone(ShortBuffer samples) {
    double coefficient = 2 * Math.cos(2 * Math.PI * TONE / RATE);
    long found = 0;
    short[] frame = new short[FRAME];
    while (samples.remaining() >= FRAME) {
      samples.get(frame);
      double one = 0;
      double two = 0;
      double energy = 0;
      for (short sample : frame) {
        double zero = sample + coefficient * one - two;
        two = one;
        one = zero;
        energy += (double) sample * sample;
      }
      double power = one * one + two * two - coefficient * one * two;
      if (energy / FRAME > 10_000 && 2 * power / (FRAME * energy) > 0.7) {
        found++;
      }
    }
    return found;
  }
}
