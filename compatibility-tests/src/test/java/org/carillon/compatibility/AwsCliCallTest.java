package org.carillon.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Calls that the unmodified AWS CLI makes ring the simulated carrier's numbers, and a function
 * bridges one to another number (S5, S6, O1).
 */
class AwsCliCallTest {
  private static final String CDRS = "Amazon-Chime-SMADRs/json/";

  /** Bridges whoever answers to an echo, and hangs up on both when that answered. */
  private static final String BRIDGING =
      """
      def handler(event, context):
          kind = event["InvocationEventType"]
          legs = event["CallDetails"]["Participants"]
          print("told of", kind, legs[0]["To"], flush=True)
          actions = []
          if kind == "CALL_ANSWERED":
              actions = [{"Type": "CallAndBridge", "Parameters": {
                  "CallerIdNumber": legs[0]["From"],
                  "CallTimeoutSeconds": "20",
                  "Endpoints": [{"BridgeEndpointType": "PSTN", "Uri": "+12065550281"}]}}]
          if kind == "ACTION_SUCCESSFUL":
              actions = [{"Type": "Hangup", "Parameters": {"ParticipantTag": "LEG-B"}}]
          if kind == "HANGUP" and len(legs) > 1:
              actions = [{"Type": "Hangup", "Parameters": {"ParticipantTag": "LEG-A"}}]
          return {"SchemaVersion": "1.0", "Actions": actions}
      """;

  @TempDir static Path folder;
  private static Carillon carillon;
  private static String from;
  private static String application;

  @BeforeAll
  static void startCarillon() throws Exception {
    Tools.require("aws", "awscli");
    Path function = folder.resolve("bridging.py");
    Files.writeString(function, BRIDGING);
    carillon =
        Carillon.start(folder.resolve("data"), "--function", "bridging=" + function + ":handler");
    from = Application.onNewNumber(carillon, "bridging");
    application =
        aws("list-sip-media-applications --query SipMediaApplications[0].SipMediaApplicationId");
  }

  @AfterAll
  static void stopCarillon() {
    if (carillon != null) {
      carillon.close();
    }
  }

  @Test
  void theCalleeIsBridgedToAnotherNumberAndEachLegHasItsRecord() throws Exception {
    String transaction = call("+14255550181");

    List<String> records = records(transaction, 2);

    assertThat(records)
        .allSatisfy(record -> assertThat(record).contains("\"Completed\"", "\"Outbound\""))
        .anySatisfy(record -> assertThat(record).contains("NEW_OUTBOUND_CALL", "+14255550181"))
        .anySatisfy(record -> assertThat(record).contains("CALL_AND_BRIDGE", "+12065550281"));
    assertThat(carillon.output())
        .containsSubsequence(
            "told of NEW_OUTBOUND_CALL +14255550181",
            "told of RINGING +14255550181",
            "told of CALL_ANSWERED +14255550181",
            "told of ACTION_SUCCESSFUL +14255550181",
            "told of HANGUP +14255550181");
  }

  @ParameterizedTest
  @CsvSource({"+14255550182,Failed", "+14255550184,Failed", "+14255550185,Failed"})
  void whoDoesNotTakeTheCallHasARecordThatSaysSo(String number, String status) throws Exception {
    String transaction = call(number);

    assertThat(records(transaction, 1))
        .singleElement()
        .asString()
        .contains("\"" + status + "\"", number, "\"BillableDurationSeconds\":0");
    Tools.await(
        "HANGUP",
        Duration.ofSeconds(20),
        () -> carillon.output().contains("told of HANGUP " + number));
  }

  private static String call(String to) throws Exception {
    return aws(
        "create-sip-media-application-call --from-phone-number "
            + from
            + " --to-phone-number "
            + to
            + " --sip-media-application-id "
            + application
            + " --query SipMediaApplicationCall.TransactionId");
  }

  /** The records of a call's legs, once there are so many. */
  private static List<String> records(String transaction, int count) throws Exception {
    Tools.await(
        count + " records of " + transaction,
        Duration.ofSeconds(30),
        () -> found(transaction).size() == count);
    return found(transaction);
  }

  private static List<String> found(String transaction) {
    List<String> found = new ArrayList<>();
    for (Path path : carillon.objects(Application.BUCKET, CDRS)) {
      try {
        String record = Files.readString(path);
        if (record.contains(transaction)) {
          found.add(record);
        }
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
    return found;
  }

  private static String aws(String command) throws Exception {
    List<String> words =
        new ArrayList<>(
            List.of(
                "aws",
                "chime-sdk-voice",
                "--endpoint-url",
                carillon.endpoint(),
                "--output",
                "text"));
    words.addAll(List.of(command.split(" ")));
    return Tools.run(carillon.clientEnvironment(), Duration.ofMinutes(1), words)
        .expectSuccess()
        .output()
        .strip();
  }
}
