package org.carillon.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A call in the moment of a kill -9 ends in exactly one record (O1). */
class KilledProcessTest {
  private static final String CDRS = "Amazon-Chime-Voice-Connector-CDRs/json";

  @TempDir Path folder;

  @Test
  void theCallOfAKilledProcessIsRecordedOnceAfterTheRestart() throws Exception {
    Tools.require("sipp", "sip-tester");
    Path waiting = folder.resolve("wait.py");
    Files.writeString(
        waiting,
        """
        def handler(event, context):
            if event["InvocationEventType"] != "NEW_INBOUND_CALL":
                return {"SchemaVersion": "1.0", "Actions": []}
            return {"SchemaVersion": "1.0", "Actions": [
                {"Type": "Speak", "Parameters": {"Text": "Please hold the line."}},
                {"Type": "Pause", "Parameters": {"DurationInMilliseconds": 30000}}]}
        """);
    try (Carillon carillon =
        Carillon.start(folder.resolve("data"), "--function", "wait=" + waiting + ":handler")) {
      String number = Application.onNewNumber(carillon, "wait");
      Path scenario = Path.of(KilledProcessTest.class.getResource("/sipp/leave.xml").toURI());
      // answered, and then the caller's program simply ends: nobody says BYE
      Tools.run(
              Map.of("TERM", "xterm"),
              Duration.ofMinutes(1),
              List.of(
                  "sipp",
                  "127.0.0.1:" + carillon.sipPort(),
                  "-sf",
                  scenario.toString(),
                  "-s",
                  number,
                  "-i",
                  "127.0.0.1",
                  "-m",
                  "1",
                  "-nostdin",
                  "-timeout",
                  "40s",
                  "-timeout_error"))
          .expectSuccess();
      assertThat(carillon.objects(Application.BUCKET, CDRS)).isEmpty();

      carillon.kill();
      carillon.start();

      Tools.await(
          "the record of the lost call",
          Duration.ofSeconds(20),
          () -> carillon.objects(Application.BUCKET, CDRS).size() == 1);
      String record = Files.readString(carillon.objects(Application.BUCKET, CDRS).getFirst());
      assertThat(record).contains(number).contains("\"Failed\"");

      carillon.stop();
      carillon.start();
      assertThat(carillon.objects(Application.BUCKET, CDRS)).hasSize(1);
    }
  }
}
