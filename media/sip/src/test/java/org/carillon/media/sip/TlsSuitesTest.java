package org.carillon.media.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.carillon.media.sip.ClientHello.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which cipher suites and versions of TLS a peer may come with: each by itself (V4). */
class TlsSuitesTest {
  @TempDir Path folder;
  private SipEndpoint endpoint;

  @BeforeEach
  void start() throws Exception {
    endpoint = SipEndpoint.start(new Certificates(folder).config(), new TestUser());
  }

  @AfterEach
  void stop() {
    endpoint.close();
  }

  private Reply replyTo(String version, String suite) throws Exception {
    return new ClientHello(version, suite).sendTo(endpoint.tlsAddresses().getFirst());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "ECDHE-RSA-AES256-GCM-SHA384, c030",
    "ECDHE-RSA-AES128-GCM-SHA256, c02f",
    "ECDHE-RSA-AES256-SHA384, c028",
    "ECDHE-RSA-AES128-SHA256, c027",
    "DHE-RSA-AES256-GCM-SHA384, 009f",
    "DHE-RSA-AES128-GCM-SHA256, 009e",
    "DHE-RSA-AES256-SHA256, 006b",
    "DHE-RSA-AES128-SHA256, 0067"
  })
  void aSuiteOfTheGuideWithForwardSecrecyIsTaken(String name, String suite) throws Exception {
    assertThat(replyTo(ClientHello.TLS_1_2, suite)).isEqualTo(new Reply.Chosen(suite));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"TLS_AES_256_GCM_SHA384, 1302", "TLS_AES_128_GCM_SHA256, 1301"})
  void aSuiteOfTheNewestVersionIsTaken(String name, String suite) throws Exception {
    assertThat(replyTo(ClientHello.TLS_1_3, suite)).isEqualTo(new Reply.Chosen(suite));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "AES256-GCM-SHA384, 009d",
    "AES256-SHA256, 003d",
    "AES256-SHA, 0035",
    "AES128-GCM-SHA256, 009c",
    "AES128-SHA256, 003c",
    "AES128-SHA, 002f"
  })
  void aSuiteOfTheGuideWithoutForwardSecrecyIsRefused(String name, String suite) throws Exception {
    assertThat(replyTo(ClientHello.TLS_1_2, suite)).isEqualTo(Reply.Alert.HANDSHAKE_FAILURE);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "ECDHE-RSA-AES256-SHA, c014",
    "ECDHE-RSA-AES128-SHA, c013",
    "ECDHE-RSA-CHACHA20-POLY1305, cca8",
    "DHE-RSA-AES256-SHA, 0039",
    "DHE-RSA-AES128-SHA, 0033",
    "DHE-RSA-CHACHA20-POLY1305, ccaa",
    "DES-CBC3-SHA, 000a",
    "RC4-SHA, 0005",
    "NULL-SHA256, 003b",
    "ADH-AES256-GCM-SHA384, 00a7"
  })
  void aSuiteThatTheGuideDoesNotNameIsRefused(String name, String suite) throws Exception {
    assertThat(replyTo(ClientHello.TLS_1_2, suite)).isEqualTo(Reply.Alert.HANDSHAKE_FAILURE);
  }

  @Test
  void anotherSuiteOfTheNewestVersionIsRefused() throws Exception {
    assertThat(replyTo(ClientHello.TLS_1_3, "1303")).isEqualTo(Reply.Alert.HANDSHAKE_FAILURE);
  }

  @Test
  void anOldVersionIsRefused() throws Exception {
    assertThat(replyTo(ClientHello.TLS_1_1, "c013")).isEqualTo(Reply.Alert.PROTOCOL_VERSION);
  }
}
