package org.carillon.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.chimesdkvoice.model.OriginationRouteProtocol;

/** A call in the moment of a kill -9 ends in exactly one record (O1). */
class KilledProcessTest {
  private static final String CDRS = "Amazon-Chime-Voice-Connector-CDRs/json";

  private static final String CUSTOMER = "127.0.0.10";

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
      callAndLeave(carillon, number);

      assertIsRecordedOnceAfterAKill(carillon, Application.BUCKET, number);
    }
  }

  @Test
  void theSameOfACallThroughAConnector() throws Exception {
    Tools.require("sipp", "sip-tester");
    int port = Carillon.freePort(CUSTOMER);
    try (Carillon carillon = Carillon.start(folder.resolve("data"));
        Trunking trunking = new Trunking(carillon);
        Sipp _ = Sipp.callee(folder, "callee.xml", "u1", CUSTOMER, port)) {
      var connector = trunking.connector("killed", false);
      String number = trunking.number(connector);
      trunking.origination(connector, OriginationRouteProtocol.UDP, CUSTOMER + ":" + port);
      callAndLeave(carillon, number);

      assertIsRecordedOnceAfterAKill(carillon, Trunking.BUCKET, connector.voiceConnectorId());
    }
  }

  /** Calls, is answered, and then the caller's program simply ends: nobody says BYE. */
  static void callAndLeave(Carillon carillon, String number) throws Exception {
    Path scenario = Path.of(KilledProcessTest.class.getResource("/sipp/leave.xml").toURI());
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
  }

  private static void assertIsRecordedOnceAfterAKill(Carillon carillon, String bucket, String named)
      throws Exception {
    assertThat(carillon.objects(bucket, CDRS)).isEmpty();

    carillon.kill();
    carillon.start();

    Tools.await(
        "the record of the lost call",
        Duration.ofSeconds(20),
        () -> carillon.objects(bucket, CDRS).size() == 1);
    String record = Files.readString(carillon.objects(bucket, CDRS).getFirst());
    assertThat(record).contains(named).contains("\"Failed\"");

    carillon.stop();
    carillon.start();
    assertThat(carillon.objects(bucket, CDRS)).hasSize(1);
  }
}
