package org.carillon.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

/**
 * Kamailio as a carrier that asks for a password, and as a customer's PBX that gives one (V2, V3,
 * D6). SIPp is the telephone behind it and before it.
 */
class KamailioTest {
  private static final String CUSTOMER = "127.0.0.10";
  private static final String PBX = "127.0.0.30";
  private static final String CARRIER = "127.0.0.40";
  private static final String CALLEE = "+13035550170";
  private static final String USER = "pbx";
  private static final String PASSWORD = "correct-horse-9";

  @TempDir static Path folder;
  private static Carillon carillon;
  private static Trunking trunking;

  @BeforeAll
  static void startCarillon() throws Exception {
    Tools.require("sipp", "sip-tester");
    Tools.require("kamailio", "kamailio");
    carillon = Carillon.start(folder.resolve("data"), "--bind", "127.0.0.1");
    trunking = new Trunking(carillon);
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

  @Test
  void aCarrierThatAsksForAPasswordTakesTheCall() throws Exception {
    VoiceConnector connector = trunking.connector("to Kamailio", false);
    trunking.termination(connector, CUSTOMER + "/32");
    String number = trunking.number(connector);
    int phone = Carillon.freePort(CARRIER);
    try (Sipp callee = Sipp.callee(folder, "callee.xml", "u1", CARRIER, phone);
        Kamailio kamailio = kamailio(true, CARRIER, CARRIER + ":" + phone, connector, "udp")) {
      trunking.carrier(
          "Kamailio",
          "+130355501",
          List.of(Trunking.trunk(CARRIER, kamailio.port(), "UDP", "carillon", PASSWORD)));
      try (Sipp caller =
          Sipp.caller(
              folder,
              "caller.xml",
              "u1",
              CUSTOMER,
              CALLEE,
              "127.0.0.1:" + carillon.sipPort(),
              "-key",
              "domain",
              connector.outboundHostName(),
              "-key",
              "caller",
              number)) {
        caller.expectSuccess();
        callee.expectSuccess();
      }
      assertThat(callee.messages())
          .as("what came after Kamailio's challenge")
          .contains("Record-Route: <sip:" + CARRIER, "CSeq: 2 INVITE");
    }
    Tools.await("the call's record", Duration.ofSeconds(10), () -> completed(CALLEE) == 1);
  }

  @ParameterizedTest
  @CsvSource({"udp, UDP", "tcp, TCP"})
  void aPbxCallsOutAndTakesCalls(String transport, OriginationRouteProtocol protocol)
      throws Exception {
    VoiceConnector connector = trunking.connector("of Kamailio " + transport, false);
    trunking.termination(connector, PBX + "/32");
    trunking.credentials(connector, USER, PASSWORD);
    String number = trunking.number(connector);
    int phone = Carillon.freePort(PBX);
    try (Kamailio kamailio = kamailio(false, PBX, PBX + ":" + phone, connector, transport)) {
      // out: the telephone behind Kamailio calls a number of the simulated carrier
      String out = "+14255550100";
      try (Sipp caller =
          Sipp.caller(
              folder,
              "caller.xml",
              "u1",
              PBX,
              out,
              PBX + ":" + kamailio.port(),
              "-key",
              "domain",
              connector.outboundHostName(),
              "-key",
              "caller",
              number)) {
        caller.expectSuccess();
      }
      Tools.await("its record", Duration.ofSeconds(10), () -> completed(number) == 1);

      // in: somebody in the telephone network calls the telephone behind Kamailio
      trunking.origination(connector, protocol, PBX + ":" + kamailio.port());
      String node = "127.0.0.1:" + carillon.sipPort();
      try (Sipp callee = Sipp.callee(folder, "callee.xml", "u1", PBX, phone);
          Sipp caller =
              Sipp.caller(
                  folder,
                  "caller.xml",
                  "u1",
                  "127.0.0.50",
                  number,
                  node,
                  "-key",
                  "domain",
                  node,
                  "-key",
                  "caller",
                  "+13035550199")) {
        caller.expectSuccess();
        callee.expectSuccess();
      }
      Tools.await("its record", Duration.ofSeconds(10), () -> completed(number) == 2);
    }
  }

  private static Kamailio kamailio(
      boolean carrier, String address, String behind, VoiceConnector connector, String transport)
      throws Exception {
    return Kamailio.start(
        folder,
        carrier,
        address,
        behind,
        Map.of(
            "CARILLON_ADDRESS",
            "127.0.0.1",
            "CARILLON_PORT",
            "" + carillon.sipPort(),
            "TRANSPORT",
            transport,
            "REALM",
            connector.outboundHostName(),
            "USER",
            USER,
            "PASSWORD",
            PASSWORD));
  }

  /** Records of calls that came about with a number in them. */
  private static long completed(String number) {
    return carillon.objects(Trunking.BUCKET, Trunking.CDRS).stream()
        .map(KamailioTest::text)
        .filter(record -> record.contains(number) && record.contains("\"Completed\""))
        .count();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
