package org.carillon.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SIPp dials a number: over UDP and TCP, IPv4 and IPv6 (S3, S4, O1). */
class SippTest {
  private static final String CDRS = "Amazon-Chime-Voice-Connector-CDRs/json";

  @TempDir static Path folder;
  private static Carillon carillon;
  private static String number;

  @BeforeAll
  static void startCarillon() throws Exception {
    Tools.require("sipp", "sip-tester");
    carillon = Carillon.start(folder.resolve("data"), "--bind", "127.0.0.1,::1");
    number = Application.onNewNumber(carillon, "hello");
  }

  @AfterAll
  static void stopCarillon() {
    if (carillon != null) {
      carillon.close();
    }
  }

  @ParameterizedTest(name = "{0} to {2}")
  @CsvSource({
    "u1, 127.0.0.1, 127.0.0.1",
    "t1, 127.0.0.1, 127.0.0.1",
    "u1, [::1], [::1]",
    "t1, [::1], [::1]"
  })
  void theCallIsAnsweredHungUpAndRecorded(String transport, String local, String remote)
      throws Exception {
    int before = carillon.objects(Application.BUCKET, CDRS).size();

    sipp("listen.xml", number, transport, local, remote).expectSuccess();

    Tools.await(
        "the call's record",
        Duration.ofSeconds(10),
        () -> carillon.objects(Application.BUCKET, CDRS).size() == before + 1);
    Path record = carillon.objects(Application.BUCKET, CDRS).getLast();
    assertThat(Files.readString(record))
        .contains("\"DestinationPhoneNumber\"")
        .contains(number)
        .contains("\"Status\"")
        .contains("\"Completed\"");
  }

  @Test
  void aNumberThatNobodyHasIsRefused() throws Exception {
    sipp("refused.xml", "+12065559999", "u1", "127.0.0.1", "127.0.0.1").expectSuccess();
    assertThat(carillon.output()).contains("+12065559999 is not in this account's inventory");
  }

  private static Tools.Outcome sipp(
      String scenario, String service, String transport, String local, String remote)
      throws Exception {
    Path file = Path.of(SippTest.class.getResource("/sipp/" + scenario).toURI());
    List<String> command =
        new ArrayList<>(
            List.of(
                "sipp",
                remote + ":" + carillon.sipPort(),
                "-sf",
                file.toString(),
                "-s",
                service,
                "-i",
                local.replace("[", "").replace("]", ""),
                "-t",
                transport,
                "-m",
                "1",
                "-nostdin",
                "-timeout",
                "60s",
                "-timeout_error"));
    return Tools.run(Map.of("TERM", "xterm"), Duration.ofSeconds(90), command);
  }
}
