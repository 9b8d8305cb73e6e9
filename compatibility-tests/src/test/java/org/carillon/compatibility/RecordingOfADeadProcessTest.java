package org.carillon.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A call is recorded, and then a process dies: Carillon's own, or the function's. What was said is
 * in the bucket all the same, and the call has its record (A3, S4, O1).
 */
class RecordingOfADeadProcessTest {
  private static final String CDRS = "Amazon-Chime-Voice-Connector-CDRs/json";
  private static final String BUCKET = "calls";
  private static final Duration LIMIT = Duration.ofSeconds(40);

  /** Of a WAV file, in bytes. */
  private static final int HEADER = 44;

  private static final int SAMPLE_RATE = 8000;

  /** Below this no sample of silence is; speech is far above. */
  private static final int LOUD = 1000;

  @TempDir Path folder;

  @Test
  void ofAKilledCarillonIsDeliveredOnceByTheNextStart() throws Exception {
    Tools.require("sipp", "sip-tester");
    Path spoken = folder.resolve("spoken");
    Path function =
        function(
            """
            open("%s", "w").close()
            return {"SchemaVersion": "1.0"}
            """
                .formatted(spoken));
    try (Carillon carillon = start(function)) {
      KilledProcessTest.callAndLeave(carillon, Application.onNewNumber(carillon, "record"));
      Tools.await("what is recorded", LIMIT, () -> Files.exists(spoken));
      assertThat(wavs(carillon)).as("before the call has ended").isEmpty();

      carillon.kill();
      carillon.start();

      assertIsDelivered(carillon);
      assertThat(record(carillon)).contains("\"Failed\"");

      carillon.stop();
      carillon.start();
      assertThat(wavs(carillon)).hasSize(1);
    }
  }

  @Test
  void ofACallWhoseFunctionDiesIsDelivered() throws Exception {
    Tools.require("sipp", "sip-tester");
    Path function = function("os._exit(3)");
    try (Carillon carillon = start(function)) {
      KilledProcessTest.callAndLeave(carillon, Application.onNewNumber(carillon, "record"));

      assertIsDelivered(carillon);
      assertThat(record(carillon)).contains("The application's function raised an error");
    }
  }

  private Carillon start(Path function) throws Exception {
    return Carillon.start(folder.resolve("data"), "--function", "record=" + function + ":handler");
  }

  /** A function that has its call recorded, speaks, waits two seconds, and then does this. */
  private Path function(String then) throws Exception {
    return Files.writeString(
        folder.resolve("record.py"),
        """
        import os

        def handler(event, context):
            if event["InvocationEventType"] == "NEW_INBOUND_CALL":
                call = event["CallDetails"]["Participants"][0]["CallId"]
                return {"SchemaVersion": "1.0", "Actions": [
                    {"Type": "StartCallRecording", "Parameters": {"CallId": call, "Track": "BOTH",
                        "Destination": {"Type": "S3", "Location": "calls/desk"}}},
                    {"Type": "Speak", "Parameters": {"Text": "Please hold the line."}},
                    {"Type": "Pause", "Parameters": {"DurationInMilliseconds": 2000}}]}
            if event["InvocationEventType"] == "ACTION_SUCCESSFUL":
        """
            + then.indent(8));
  }

  private static void assertIsDelivered(Carillon carillon) throws Exception {
    Tools.await("the recording", LIMIT, () -> wavs(carillon).size() == 1);
    Path wav = wavs(carillon).getFirst();
    assertThat(wav.getFileName().toString())
        .matches("\\d{4}(-\\d\\d){5}-\\d{3}_[0-9a-f-]{36}_[0-9a-f-]{36}\\.wav");
    ShortBuffer samples =
        ByteBuffer.wrap(Files.readAllBytes(wav))
            .order(ByteOrder.LITTLE_ENDIAN)
            .position(HEADER)
            .slice()
            .order(ByteOrder.LITTLE_ENDIAN)
            .asShortBuffer();
    int frames = samples.limit() / 2;
    int heard = 0;
    int said = 0;
    for (int i = 0; i < frames; i++) {
      heard += Math.abs(samples.get(2 * i)) > LOUD ? 1 : 0;
      said += Math.abs(samples.get(2 * i + 1)) > LOUD ? 1 : 0;
    }
    assertThat(frames).as("two seconds but the last half").isGreaterThan(SAMPLE_RATE * 3 / 2);
    assertThat(said).as("the voice, on the right").isGreaterThan(SAMPLE_RATE / 10);
    assertThat(heard).as("the caller, on the left").isZero();
  }

  private static String record(Carillon carillon) throws Exception {
    Tools.await("the record", LIMIT, () -> !records(carillon).isEmpty());
    assertThat(records(carillon)).hasSize(1);
    return Files.readString(records(carillon).getFirst());
  }

  private static List<Path> records(Carillon carillon) {
    return carillon.objects(Application.BUCKET, CDRS);
  }

  private static List<Path> wavs(Carillon carillon) {
    return carillon.objects(BUCKET, "desk");
  }
}
