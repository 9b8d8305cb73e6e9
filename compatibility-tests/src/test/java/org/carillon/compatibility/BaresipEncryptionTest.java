package org.carillon.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
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
 * A connector that requires encryption, with baresip as its customer and SIPp as the carrier (V4):
 * TLS and SRTP (SDES) on one side, UDP and plain RTP on the other, audio through both.
 */
class BaresipEncryptionTest {
  private static final String CARRIER = "127.0.0.41";
  private static final String PREFIX = "+1303555020";

  @TempDir static Path folder;
  private static Carillon carillon;
  private static Trunking trunking;
  private static VoiceConnector connector;
  private static String number;
  private static int tlsPort;
  private static int trunkPort;
  private static Path pbxCertificate;
  private static Path pbxKey;

  @BeforeAll
  static void startCarillon() throws Exception {
    Tools.require("baresip", "baresip");
    Tools.require("sipp", "sip-tester");
    Tools.require("openssl", "openssl");
    certify();
    tlsPort = Carillon.freePort("127.0.0.1");
    carillon =
        Carillon.start(
            folder.resolve("data"),
            "--bind",
            "127.0.0.1",
            "--sip-tls-port",
            "" + tlsPort,
            "--tls-trusted",
            pbxCertificate.toString());
    trunking = new Trunking(carillon);
    connector = trunking.connector("encrypted", true);
    trunking.termination(connector, "127.0.0.1/32");
    number = trunking.number(connector);
    trunkPort = Carillon.freePort(CARRIER);
    trunking.carrier("plain", PREFIX, List.of(Trunking.trunk(CARRIER, trunkPort, "UDP")));
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

  /** The telephone's own certificate, which Carillon is told to trust. */
  private static void certify() throws Exception {
    pbxCertificate = folder.resolve("pbx.crt.pem");
    pbxKey = folder.resolve("pbx.key.pem");
    Tools.run(
            Map.of(),
            Duration.ofSeconds(30),
            List.of(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=127.0.0.1",
                "-addext",
                "subjectAltName=IP:127.0.0.1",
                "-keyout",
                pbxKey.toString(),
                "-out",
                pbxCertificate.toString()))
        .expectSuccess();
  }

  /** Settings of a telephone that takes TLS on the port after this one, and trusts Carillon. */
  private static List<String> tls(int port) throws IOException {
    Path both = folder.resolve("pbx.pem");
    Files.writeString(both, Files.readString(pbxCertificate) + Files.readString(pbxKey));
    return List.of(
        "sip_listen 127.0.0.1:" + port,
        "sip_certificate " + both,
        "sip_cafile " + folder.resolve("data/tls/certificate.pem"),
        "sip_verify_server yes");
  }

  private static Baresip calls(String transport, int port, String encryption, String to)
      throws Exception {
    String account =
        "<sip:%s@127.0.0.1>;outbound=\"sip:127.0.0.1:%d;transport=%s\";regint=0%s"
            .formatted(number, port, transport, encryption);
    String dial = "/dial sip:" + to + "@" + connector.outboundHostName();
    List<String> settings = tls(Carillon.freePort("127.0.0.1"));
    return Baresip.start(folder, "tone", account, settings, "-e", dial, "-t", "10");
  }

  @Test
  void aCallOutOverTlsAndSrtpReachesAPlainCarrierAndComesBack() throws Exception {
    String callee = PREFIX + "1";
    try (Sipp carrier = Sipp.callee(folder, "callee.xml", "u1", CARRIER, trunkPort);
        Baresip phone = calls("tls", tlsPort, ";mediaenc=srtp-mand", callee)) {
      phone.awaitEnd(Duration.ofSeconds(40));
      carrier.expectSuccess();

      assertThat(carrier.messages())
          .contains("INVITE sip:" + callee, "RTP/AVP 0")
          .doesNotContain("a=crypto");
      assertThat(phone.framesOfTone())
          .as("20 ms frames of its own tone\n" + phone.log() + carillon.output())
          .isGreaterThan(100);
    }
    assertThat(recordOf(callee)).contains(number, "\"Completed\"");
  }

  @Test
  void aCallInFromAPlainCarrierReachesTheHostOverTlsAndSrtp() throws Exception {
    int port = Carillon.freePort("127.0.0.1");
    // baresip takes TLS on the port after that of UDP and TCP
    trunking.origination(connector, OriginationRouteProtocol.TCP, "127.0.0.1:" + (port + 1));
    String account =
        "<sip:%s@127.0.0.1;transport=tls>;regint=0;answermode=auto;mediaenc=srtp-mand"
            .formatted(number);
    try (Baresip phone = Baresip.start(folder, "tone", account, tls(port), "-t", "12")) {
      Tools.await(
          () -> "baresip does not listen\n" + phone.log(),
          Duration.ofSeconds(10),
          () -> accepts(port + 1));
      try (Sipp carrier =
          Sipp.caller(
              folder,
              "listen.xml",
              "u1",
              CARRIER,
              number,
              "127.0.0.1:" + carillon.sipPort(),
              "-rtp_echo")) {
        phone.awaitEnd(Duration.ofSeconds(40)); // it hangs up when its time is over
        carrier.expectSuccess();

        assertThat(carrier.messages()).contains("SIP/2.0 200").doesNotContain("a=crypto");
        assertThat(phone.framesOfTone())
            .as("20 ms frames of its own tone\n" + phone.log() + carillon.output())
            .isGreaterThan(100);
      }
    }
    assertThat(recordOf("+12065550199")).contains(number, "\"Completed\"");
  }

  @ParameterizedTest(name = "over {0}{1}")
  @CsvSource({"udp,'', 2", "tls,'', 3", "udp,;mediaenc=srtp-mand, 4", "tcp,;mediaenc=srtp-mand, 5"})
  void aCallInClearIsRefused(String transport, String encryption, String last) throws Exception {
    String callee = PREFIX + last;
    int port = transport.equals("tls") ? tlsPort : carillon.sipPort();
    try (Baresip phone = calls(transport, port, encryption, callee)) {
      Tools.await(
          () -> "the refusal; baresip said:\n" + phone.log(),
          Duration.ofSeconds(20),
          () -> phone.log().contains("488 Encryption Required"));
    }
    assertThat(recordOf(callee)).contains("The call is not encrypted", "\"Failed\"");
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 200);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The one record of a call with this number. */
  private static String recordOf(String party) {
    Tools.await("the record of " + party, Duration.ofSeconds(10), () -> records(party).size() == 1);
    return records(party).getFirst();
  }

  private static List<String> records(String party) {
    return carillon.objects(Trunking.BUCKET, Trunking.CDRS).stream()
        .map(BaresipEncryptionTest::text)
        .filter(record -> record.contains(party))
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
