package org.carillon.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * baresip dials a number and hears its function, in Java, Python and Node (S3, S4), with SRTP too
 * (V4).
 */
class BaresipTest {
  private static final String CDRS = "Amazon-Chime-Voice-Connector-CDRs/json";
  private static final String APPLICATION_RECORDS = "Amazon-Chime-SMADRs/json";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"examples/hello-python/index.py", "examples/hello-node/index.mjs"})
  void theCallerHearsTheFunctionAndTheCallIsRecorded(String example) throws Exception {
    Tools.require("baresip", "baresip");
    Tools.require(example.endsWith("py") ? "python3" : "node", "python3 or nodejs");
    Path file = Path.of(System.getProperty("carillon.home"), example);
    hear("hello=" + file + ":handler", "");
  }

  @Test
  void aCallerWithSrtpHearsItsFunctionToo() throws Exception {
    Tools.require("baresip", "baresip");
    hear(null, ";mediaenc=srtp-mand");
  }

  @Test
  void theDefaultFunctionIsTheJavaExample() throws Exception {
    Tools.require("baresip", "baresip");
    hear(null, "");
  }

  private void hear(String function, String encryption) throws Exception {
    String[] options = function == null ? new String[0] : new String[] {"--function", function};
    try (Carillon carillon = Carillon.start(folder.resolve("data"), options)) {
      String number = Application.onNewNumber(carillon, "hello");
      String dial = "/dial sip:" + number + "@127.0.0.1:" + carillon.sipPort();
      String account = "<sip:+12065550199@127.0.0.1>;regint=0" + encryption;
      Baresip phone = Baresip.start(folder, "config", account, List.of(), "-e", dial, "-t", "110");
      try (phone) {
        Tools.await(
            () -> "the call's two records; baresip said:\n" + phone.log() + carillon.output(),
            Duration.ofMinutes(2),
            () ->
                carillon.objects(Application.BUCKET, CDRS).size() == 1
                    && carillon.objects(Application.BUCKET, APPLICATION_RECORDS).size() == 1);
      }
      String record = Files.readString(carillon.objects(Application.BUCKET, CDRS).getFirst());
      assertThat(record).contains(number).contains("\"Completed\"");
      assertThat(phone.loudFrames())
          .as("20 ms frames of speech and chime\n" + phone.log())
          .isGreaterThan(75);
    }
  }
}
