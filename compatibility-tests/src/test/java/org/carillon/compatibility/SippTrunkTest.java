package org.carillon.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
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
import software.amazon.awssdk.services.chimesdkvoice.model.OriginationRouteProtocol;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceConnector;

/** SIPp as customer's equipment and as carrier, through a connector (V2, V3, D6, O1). */
class SippTrunkTest {
  private static final String CUSTOMER = "127.0.0.10";

  @TempDir static Path folder;
  private static Carillon carillon;
  private static Trunking trunking;
  private static VoiceConnector connector;
  private static String number;

  /**
   * The carriers that calls go out to, each with a trunk or two on hosts of their own on the
   * loopback interface: by its address Carillon knows whose trunk it is.
   */
  @SuppressWarnings("ImmutableEnumChecker") // the ports are chosen once, before the first test
  enum Carrier {
    UDP("UDP", "+1303555010", "127.0.0.21"),
    TCP("TCP", "+1303555011", "127.0.0.22"),
    IPV6("UDP", "+1303555012", "::1"),
    BEHIND_IPV6("UDP", "+1303555013", "127.0.0.23"),
    EARLY("UDP", "+1303555014", "127.0.0.24"),
    BUSY("UDP", "+1303555015", "127.0.0.25", "127.0.0.26"),
    FAILING("UDP", "+1303555016", "127.0.0.27", "127.0.0.28");

    private final String transport;
    private final String prefix;
    private final List<String> addresses;
    private final List<Integer> ports = new ArrayList<>();

    Carrier(String transport, String prefix, String... addresses) {
      this.transport = transport;
      this.prefix = prefix;
      this.addresses = List.of(addresses);
    }

    void create() throws Exception {
      List<Map<String, Object>> trunks = new ArrayList<>();
      for (String address : addresses) {
        int port = Carillon.freePort(address);
        ports.add(port);
        trunks.add(Trunking.trunk(address, port, transport));
      }
      trunking.carrier(name(), prefix, trunks);
    }

    Sipp callee(String scenario, int trunk) throws Exception {
      String mode = transport.equals("TCP") ? "t1" : "u1";
      return Sipp.callee(folder, scenario, mode, addresses.get(trunk), ports.get(trunk));
    }

    String number() {
      return prefix + "0";
    }
  }

  @BeforeAll
  static void startCarillon() throws Exception {
    Tools.require("sipp", "sip-tester");
    carillon = Carillon.start(folder.resolve("data"), "--bind", "127.0.0.1,::1");
    trunking = new Trunking(carillon);
    connector = trunking.connector("sipp", false);
    trunking.termination(connector, CUSTOMER + "/32", "::1/128");
    number = trunking.number(connector);
    for (Carrier carrier : Carrier.values()) {
      carrier.create();
    }
  }

  @AfterAll
  static void stopCarillon() {
    if (trunking != null) {
      trunking.close();
    }
    if (carillon != null) {
      carillon.close();
    }
  }

  @ParameterizedTest(name = "{0} from {1} to {2}, carrier {3}")
  @CsvSource({
    "u1, 127.0.0.10, 127.0.0.1, UDP",
    "t1, 127.0.0.10, 127.0.0.1, TCP",
    "u1, ::1, [::1], IPV6",
    "t1, ::1, [::1], BEHIND_IPV6"
  })
  void aCallGoesOutToTheCarrierAndIsRecordedOnce(
      String transport, String customer, String node, Carrier carrier) throws Exception {
    try (Sipp callee = carrier.callee("callee.xml", 0);
        Sipp caller = call("caller.xml", transport, customer, node, carrier)) {
      caller.expectSuccess();
      callee.expectSuccess();
      assertThat(callee.messages()).contains("INVITE sip:" + carrier.number()).contains(number);
    }
    Tools.await("one record", Duration.ofSeconds(10), () -> records(carrier).size() == 1);
    assertThat(records(carrier).getFirst())
        .contains(connector.voiceConnectorId())
        .contains("\"Completed\"");
  }

  @Test
  void earlyMediaIsPassedOn() throws Exception {
    try (Sipp callee = Carrier.EARLY.callee("callee-early.xml", 0);
        Sipp caller = call("caller-early.xml", "u1", CUSTOMER, "127.0.0.1", Carrier.EARLY)) {
      caller.expectSuccess();
      callee.expectSuccess();
    }
  }

  @Test
  void aBusyCalleeIsBusyAndNoOtherTrunkIsTried() throws Exception {
    try (Sipp busy = Carrier.BUSY.callee("callee-busy.xml", 0);
        Sipp other = Carrier.BUSY.callee("callee.xml", 1);
        Sipp caller = call("caller-busy.xml", "u1", CUSTOMER, "127.0.0.1", Carrier.BUSY)) {
      caller.expectSuccess();
      busy.expectSuccess();
      assertThat(other.messages()).doesNotContain("INVITE");
    }
    Tools.await("one record", Duration.ofSeconds(10), () -> records(Carrier.BUSY).size() == 1);
  }

  @Test
  void aFailingTrunkIsPassedBy() throws Exception {
    try (Sipp failing = Carrier.FAILING.callee("callee-failing.xml", 0);
        Sipp other = Carrier.FAILING.callee("callee.xml", 1);
        Sipp caller = call("caller.xml", "u1", CUSTOMER, "127.0.0.1", Carrier.FAILING)) {
      caller.expectSuccess();
      failing.expectSuccess();
      other.expectSuccess();
    }
    Tools.await("one record", Duration.ofSeconds(10), () -> records(Carrier.FAILING).size() == 1);
    assertThat(records(Carrier.FAILING).getFirst()).contains("\"Completed\"");
  }

  @Test
  void aCallComesInToTheSecondHostWhenTheFirstFails() throws Exception {
    int[] ports = {Carillon.freePort(CUSTOMER), Carillon.freePort(CUSTOMER)};
    trunking.origination(
        connector,
        OriginationRouteProtocol.UDP,
        CUSTOMER + ":" + ports[0],
        CUSTOMER + ":" + ports[1]);
    String node = "127.0.0.1:" + carillon.sipPort();
    try (Sipp failing = Sipp.callee(folder, "callee-failing.xml", "u1", CUSTOMER, ports[0]);
        Sipp second = Sipp.callee(folder, "callee.xml", "u1", CUSTOMER, ports[1]);
        Sipp caller =
            Sipp.caller(
                folder,
                "caller.xml",
                "u1",
                Carrier.UDP.addresses.getFirst(),
                number,
                node,
                "-key",
                "domain",
                node,
                "-key",
                "caller",
                "+13035550199")) {
      caller.expectSuccess();
      failing.expectSuccess();
      second.expectSuccess();
    }
  }

  @Test
  void whoIsNotAllowedIsRefused() throws Exception {
    try (Sipp caller = call("caller-403.xml", "u1", "127.0.0.11", "127.0.0.1", Carrier.UDP)) {
      caller.expectSuccess();
    }
  }

  private static Sipp call(
      String scenario, String transport, String customer, String node, Carrier carrier)
      throws Exception {
    return Sipp.caller(
        folder,
        scenario,
        transport,
        customer,
        carrier.number(),
        node + ":" + carillon.sipPort(),
        "-key",
        "domain",
        connector.outboundHostName(),
        "-key",
        "caller",
        number);
  }

  /** The records of calls to a carrier's number. */
  private static List<String> records(Carrier carrier) {
    return carillon.objects(Trunking.BUCKET, Trunking.CDRS).stream()
        .map(SippTrunkTest::text)
        .filter(record -> record.contains(carrier.number()))
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
