package org.carillon.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole path, as a newcomer sees it: API, SIP, function, media, record. */
class DemoTest {
  @TempDir Path folder;

  @Test
  void goesFromANumberSearchToARecordAndLeavesWhatTheCallerHeard() throws Exception {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    Path wav = folder.resolve("demo.wav");

    int status =
        Demo.run(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            wav.toString());

    String said = out.toString(StandardCharsets.UTF_8);
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(status).isZero();
    assertThat(said)
        .contains("carillon is ready  api=http://127.0.0.1:")
        .contains("get-phone-number-order -> Successful")
        .contains("200 OK, PCMU")
        .contains("Amazon-Chime-Voice-Connector-CDRs/json/")
        .contains("Amazon-Chime-SMADRs/")
        .contains("\"Status\" : \"Completed\"");
    try (AudioInputStream heard = AudioSystem.getAudioInputStream(wav.toFile())) {
      assertThat(heard.getFormat().getSampleRate()).isEqualTo(8000);
      // The chime and the pause alone are 2.3 s; the greeting comes on top.
      assertThat(heard.getFrameLength()).isBetween(8000L * 3, 8000L * 20);
    }
  }
}
