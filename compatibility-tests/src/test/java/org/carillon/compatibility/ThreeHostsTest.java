package org.carillon.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.chimesdkvoice.model.OriginationRouteProtocol;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceConnector;

/**
 * Customer, node and carrier on three hosts, with cables that delay, lose and break (V2, V3, O1).
 * The hosts are network namespaces; see network/three-hosts.
 */
class ThreeHostsTest {
  private static final String CUSTOMER = "10.93.1.1";
  private static final String CARRIER = "10.93.2.1";

  // Each test has a carrier of its own: what was lost is repeated for half a minute, and hosts that
  // had a call are pinged. Neither must reach another test's callee, which waits for an INVITE.
  private static final String LOSSY_CARRIER = CARRIER;
  private static final String SLOW_CARRIER = "10.93.2.3";
  private static final String CUT_CARRIER = "10.93.2.4";
  private static final String GONE_CARRIER = "10.93.2.5";
  private static final String GOOD_CARRIER = "10.93.2.6";

  private static final String NODE_OF_CUSTOMER = "10.93.1.2";
  private static final String NODE_OF_CARRIER = "10.93.2.2";
  private static final String NAME = "car" + ProcessHandle.current().pid() % 100_000;

  private static final Pattern TRACE_TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d+");

  @TempDir static Path folder;
  private static boolean up;
  private static Carillon carillon;
  private static Trunking trunking;
  private static VoiceConnector connector;
  private static String number;
  private static int trunkPort;

  @BeforeAll
  static void startThreeHosts() throws Exception {
    Tools.require("sipp", "sip-tester");
    Tools.require("ip", "iproute2");
    Tools.require("python3", "python3");
    requireNamespaces();
    hosts("up").expectSuccess();
    up = true;
    carillon =
        Carillon.startOn(
            on("node"),
            "10.93.0.2",
            folder.resolve("data"),
            "--bind",
            "10.93.0.2," + NODE_OF_CUSTOMER + "," + NODE_OF_CARRIER);
    trunking = new Trunking(carillon);
    connector = trunking.connector("three hosts", false);
    trunking.logs(connector);
    trunking.termination(connector, CUSTOMER + "/32");
    number = trunking.number(connector);
    trunkPort = Carillon.freePort("127.0.0.1");
    carrier("lossy", "+13035556", LOSSY_CARRIER);
    carrier("slow", "+13035557", SLOW_CARRIER);
    carrier("cut", "+13035558", CUT_CARRIER);
    carrier("gone", "+13035559", GONE_CARRIER);
    carrier("good", "+13035554", GOOD_CARRIER);
  }

  private static void carrier(String name, String prefix, String address) {
    trunking.carrier(name, prefix, List.of(Trunking.trunk(address, trunkPort, "UDP")));
  }

  @AfterAll
  static void takeAway() throws Exception {
    if (trunking != null) {
      trunking.close();
    }
    if (carillon != null) {
      carillon.close();
    }
    if (up) {
      hosts("down").expectSuccess();
    }
  }

  @BeforeEach
  void wholeCables() throws Exception {
    cable("customer", "0 0");
    cable("carrier", "0 0");
  }

  @Test
  void aCallOutComesAboutOverSlowAndLossyCables() throws Exception {
    cable("customer", "40 5");
    cable("carrier", "60 5");
    try (Sipp callee = callee("callee.xml", "carrier", LOSSY_CARRIER, trunkPort);
        Sipp caller = caller("+13035556001", CUSTOMER)) {
      Tools.await(
          "the call's answer",
          Duration.ofSeconds(20),
          () -> callee.messages().contains("ACK sip:"));
      // a BYE that is lost would be longer on its way than SIPp waits
      cable("customer", "40 0");
      cable("carrier", "60 0");
      caller.expectSuccess();
      callee.expectSuccess();
    }
    Tools.await("one record", Duration.ofSeconds(45), () -> records("+13035556001").size() == 1);
    assertThat(records("+13035556001").getFirst()).contains("\"Completed\"");
  }

  @Test
  void theMeasuresOfACallShowTheDelayAndTheLossOfItsCables() throws Exception {
    cable("customer", "40 5");
    cable("carrier", "60 5");
    String called = "+13035557001";
    try (Sipp callee = callee("callee.xml", "carrier", SLOW_CARRIER, trunkPort)) {
      // a report may be lost too, so that it takes time for more than one
      talk(called, Duration.ofSeconds(20)).expectSuccess();
      Map<?, ?> measured = measuresOf(called);

      assertThat(number(measured, "rtt_btwn_vc_and_cust"))
          .as("microseconds there and back on a cable of 40 ms")
          .isBetween(80_000.0, 2_000_000.0);
      for (String way : List.of("cust2vc", "vc2cust", "rem2vc")) {
        // of a thousand a twentieth
        assertThat(number(measured, way + "_packets_lost")).as(way).isGreaterThan(5);
      }
      // an answer of the callee and its acknowledgement are a round trip on the cable of 60 ms
      assertThat(fromAnswerToAck(callee.messages())).isGreaterThanOrEqualTo(Duration.ofMillis(120));
    }
    Tools.await("one record", Duration.ofSeconds(45), () -> records(called).size() == 1);
  }

  @Test
  void overWholeCablesTheMeasuresShowNoLoss() throws Exception {
    String called = "+13035554001";
    try (Sipp callee = callee("callee.xml", "carrier", GOOD_CARRIER, trunkPort)) {
      talk(called, Duration.ofSeconds(12)).expectSuccess();
      callee.expectSuccess();
    }
    Map<?, ?> measured = measuresOf(called);
    for (String way : List.of("cust2vc", "vc2cust", "rem2vc")) {
      assertThat(number(measured, way + "_packets_lost")).as(way).isLessThan(5);
    }
  }

  @Test
  void aByeThatIsLostOnACutCableIsRepeatedUntilBothEndsAreClosed() throws Exception {
    String called = "+13035558001";
    try (Sipp callee = callee("callee.xml", "carrier", CUT_CARRIER, trunkPort);
        Sipp caller = caller(called, CUSTOMER)) {
      Tools.await(
          "the call's answer",
          Duration.ofSeconds(20),
          () -> callee.messages().contains("ACK sip:"));
      cable("carrier", "cut");
      caller.expectSuccess(); // one end is closed, and the other knows nothing of it
      Tools.await("the lost BYE", Duration.ofSeconds(20), () -> byes(called) >= 1);
      assertThat(callee.messages()).doesNotContain("BYE sip:");

      cable("carrier", "0 0");

      callee.expectSuccess();
      assertThat(callee.messages()).contains("BYE sip:");
      Tools.await("its repetition", Duration.ofSeconds(20), () -> byes(called) >= 2);
    }
    Tools.await("one record", Duration.ofSeconds(45), () -> records(called).size() == 1);
    assertThat(records(called).getFirst()).contains("\"Completed\"");
  }

  @Test
  void aCallInGoesToTheSecondHostWhenTheFirstIsNotThere() throws Exception {
    int port = Carillon.freePort("127.0.0.1");
    // nobody has 10.93.1.99, as when a host is down
    trunking.origination(
        connector, OriginationRouteProtocol.UDP, "10.93.1.99:5060", CUSTOMER + ":" + port);
    try (Sipp callee = callee("callee.xml", "customer", CUSTOMER, port);
        Sipp caller =
            Sipp.caller(
                folder,
                on("carrier"),
                "caller.xml",
                "u1",
                CARRIER,
                number,
                NODE_OF_CARRIER + ":" + carillon.sipPort(),
                "-key",
                "domain",
                NODE_OF_CARRIER,
                "-key",
                "caller",
                "+13035550199")) {
      caller.expectSuccess();
      callee.expectSuccess();
    }
  }

  @Test
  void aCallWhoseCarrierIsCutOffIsRecordedOnce() throws Exception {
    String callee = "+13035559001";
    try (Sipp far = callee("callee.xml", "carrier", GONE_CARRIER, trunkPort);
        Sipp caller = caller(callee, CUSTOMER)) {
      Tools.await(
          "the call's answer", Duration.ofSeconds(20), () -> far.messages().contains("ACK sip:"));
      cable("carrier", "cut");
      caller.expectSuccess(); // hangs up after a second, and its BYE is answered by the node
    }
    Tools.await("one record", Duration.ofSeconds(60), () -> records(callee).size() == 1);
  }

  private static Sipp callee(String scenario, String host, String address, int port)
      throws Exception {
    return Sipp.callee(folder, on(host), scenario, "u1", address, port);
  }

  private static Sipp caller(String callee, String address) throws Exception {
    return Sipp.caller(
        folder,
        on("customer"),
        "caller.xml",
        "u1",
        address,
        callee,
        NODE_OF_CUSTOMER + ":" + carillon.sipPort(),
        "-key",
        "domain",
        connector.outboundHostName(),
        "-key",
        "caller",
        number);
  }

  /** What runs a command on a host. */
  private static List<String> on(String host) {
    return List.of("ip", "netns", "exec", NAME + "-" + host);
  }

  private static void cable(String end, String state) throws IOException {
    Files.writeString(folder.resolve("hosts").resolve(end + ".wire"), state + "\n");
  }

  private static Tools.Outcome hosts(String command) throws Exception {
    String script =
        Path.of(
                System.getProperty("carillon.home"),
                "compatibility-tests",
                "network",
                "three-hosts")
            .toString();
    return Tools.run(
        Map.of(),
        Duration.ofMinutes(1),
        List.of(script, command, NAME, folder.resolve("hosts").toString()));
  }

  /** Namespaces are for root, and not in every container. */
  private static void requireNamespaces() throws Exception {
    String probe = NAME + "-probe";
    Tools.Outcome made =
        Tools.run(Map.of(), Duration.ofSeconds(20), List.of("ip", "netns", "add", probe));
    if (made.exitCode() == 0) {
      Tools.run(Map.of(), Duration.ofSeconds(20), List.of("ip", "netns", "del", probe));
      return;
    }
    Tools.missing("network namespaces cannot be made here: " + made.output().strip());
  }

  /** A telephone beside the customer's that talks and listens, and tells how it hears (RTCP). */
  private static Tools.Outcome talk(String callee, Duration length) throws Exception {
    List<String> command = new ArrayList<>(on("customer"));
    command.add(Path.of(System.getProperty("carillon.home"), "scripts", "carillon").toString());
    command.addAll(List.of("calls", "place", callee + "@" + connector.outboundHostName()));
    command.addAll(List.of("--from", number, "--seconds", "" + length.toSeconds()));
    command.addAll(List.of("--trunk", NODE_OF_CUSTOMER + ":" + carillon.sipPort()));
    return Tools.run(Map.of("CARILLON_SKIP_BUILD", "1"), Duration.ofMinutes(1), command);
  }

  /** The last media values of a call, those of its end. */
  private static Map<?, ?> measuresOf(String called) throws IOException {
    Tools.await(
        "the media values of " + called,
        Duration.ofSeconds(60),
        () -> !logged("ChimeVoiceConnectorLogs", called).isEmpty());
    String last = logged("ChimeVoiceConnectorLogs", called).getLast();
    return JSON.std.mapFrom(last);
  }

  private static double number(Map<?, ?> record, String name) {
    assertThat(record.get(name)).as(name + " in " + record).isInstanceOf(Number.class);
    return ((Number) record.get(name)).doubleValue();
  }

  /** How often the node sent the callee a BYE. */
  private static long byes(String called) {
    return logged("ChimeVoiceConnectorSipMessages", called).stream()
        .filter(line -> line.contains("BYE sip:") && line.contains(CUT_CARRIER))
        .count();
  }

  /** What the node wrote down of the calls to a number. */
  private static List<String> logged(String group, String called) {
    Path logs = folder.resolve("data").resolve("logs");
    if (!Files.isDirectory(logs)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(logs)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.toString().contains(group))
          .flatMap(file -> text(file).lines())
          .filter(line -> line.contains(called))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** By the times in SIPp's trace: from its first 200 to the ACK. */
  private static Duration fromAnswerToAck(String trace) {
    return Duration.between(timeOf(trace, "SIP/2.0 200"), timeOf(trace, "ACK sip:"));
  }

  private static LocalDateTime timeOf(String trace, String message) {
    String before = trace.substring(0, trace.indexOf(message));
    Matcher times = TRACE_TIME.matcher(before);
    return LocalDateTime.parse(
        times.results().reduce((first, second) -> second).orElseThrow().group().replace(' ', 'T'));
  }

  private static List<String> records(String number) {
    return carillon.objects(Trunking.BUCKET, Trunking.CDRS).stream()
        .map(ThreeHostsTest::text)
        .filter(record -> record.contains(number))
        .toList();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
