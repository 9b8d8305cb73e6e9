package org.carillon.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.chimesdkvoice.model.OriginationRouteProtocol;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceConnector;

/**
 * Customer, node and carrier on three hosts, with cables that delay, lose and break (V2, V3, O1).
 * The hosts are network namespaces; see network/three-hosts.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ThreeHostsTest {
  private static final String CUSTOMER = "10.93.1.1";
  private static final String CARRIER = "10.93.2.1";
  private static final String NODE_OF_CUSTOMER = "10.93.1.2";
  private static final String NODE_OF_CARRIER = "10.93.2.2";
  private static final String NAME = "car" + ProcessHandle.current().pid() % 100_000;

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
    trunking.termination(connector, CUSTOMER + "/32");
    number = trunking.number(connector);
    trunkPort = Carillon.freePort("127.0.0.1");
    trunking.carrier("far", "+13035556", List.of(Trunking.trunk(CARRIER, trunkPort, "UDP")));
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
    try (Sipp callee = callee("callee.xml", "carrier", CARRIER, trunkPort);
        Sipp caller = caller("+13035556001", CUSTOMER)) {
      Tools.await(
          "the call's answer",
          Duration.ofSeconds(20),
          () -> callee.messages().contains("ACK sip:"));
      // A BYE whose answer is lost is repeated for half a minute, and would reach the next callee.
      cable("customer", "40 0");
      cable("carrier", "60 0");
      caller.expectSuccess();
      callee.expectSuccess();
    }
    Tools.await("one record", Duration.ofSeconds(45), () -> records("+13035556001").size() == 1);
    assertThat(records("+13035556001").getFirst()).contains("\"Completed\"");
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

  /** The last: its BYE is repeated for half a minute, and would reach the next test's callee. */
  @Test
  @Order(Integer.MAX_VALUE)
  void aCallWhoseCarrierIsCutOffIsRecordedOnce() throws Exception {
    String callee = "+13035556002";
    try (Sipp far = callee("callee.xml", "carrier", CARRIER, trunkPort);
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
    assumeTrue(false, "skipped: network namespaces cannot be made here: " + made.output().strip());
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
