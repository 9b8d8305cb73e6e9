package org.carillon.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole path, as a newcomer sees it: API, SIP, function, media, record. */
class DemoTest {
  private static final Path EXAMPLES = Path.of(System.getProperty("carillon.home"), "examples");

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
            "--examples",
            EXAMPLES.toString(),
            "--wav",
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

  @ParameterizedTest
  @CsvSource({
    "meeting-dial-in-python, JoinChimeMeeting",
    "click-to-call-node, CallAndBridge",
  })
  void triesOtherExamplesToo(String example, String happens) throws Exception {
    assumeTrue(
        !example.equals("meeting-dial-in-python") || hasBoto3(),
        "skipped: python3 has no boto3 (Debian package python3-boto3)");
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();

    int status =
        Demo.run(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            example,
            "--examples",
            EXAMPLES.toString(),
            "--wav",
            folder.resolve("demo.wav").toString());

    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(status).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains(happens)
        .contains("Amazon-Chime-SMADRs/");
  }

  @Test
  void anExampleThatIsNotThereIsSaidWithThoseThatAre() {
    var err = new ByteArrayOutputStream();

    int status =
        Demo.run(
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            "voicemail");

    assertThat(status).isNotZero();
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("there is no example voicemail; there are hello-java, ")
        .contains("voicemail-python");
  }

  @Test
  void everyFolderOfExamplesIsAnExampleThatCanBeTried() throws Exception {
    try (Stream<Path> folders = Files.list(EXAMPLES)) {
      assertThat(folders.filter(Files::isDirectory).map(it -> it.getFileName().toString()))
          .containsExactlyInAnyOrder(
              Arrays.stream(Example.values()).map(Example::folder).toArray(String[]::new));
    }
  }

  private static boolean hasBoto3() throws Exception {
    return new ProcessBuilder("python3", "-c", "import boto3").start().waitFor() == 0;
  }
}
