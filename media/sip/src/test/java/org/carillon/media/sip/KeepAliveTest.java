package org.carillon.media.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.carillon.media.sip.message.NameAddress;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.message.SipUri;
import org.carillon.media.sip.transport.SipDestination;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pings on connections that we made (RFC 5626 section 3.5.1). */
class KeepAliveTest {
  private static final Duration IDLE = Duration.ofMillis(1_500);

  @TempDir Path folder;

  private static SipConfig config(SipConfig usual) {
    SipConfig.Limits all = SipConfig.Limits.DEFAULT;
    return usual.withLimits(
        new SipConfig.Limits(10, 10, 10, IDLE, all.messageTime(), 1000, 1000, 1000, 50)
            .withKeepAlive(Duration.ofMillis(100)));
  }

  private static final ResponseHandler NOBODY =
      new ResponseHandler() {
        @Override
        public void onResponse(UacRequest request, SipResponse response) {
          // of no interest
        }

        @Override
        public void onFailure(UacRequest request, int status, String reason) {
          // of no interest
        }
      };

  @Test
  void connectionThatWeMadeIsPingedAndClosedWhenNoMessageComes() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      pingsThenGoes(
          config(Endpoints.config("127.0.0.1")),
          server,
          SipDestination.tcp((InetSocketAddress) server.getLocalSocketAddress()));
    }
  }

  @Test
  void soIsAConnectionOfTls() throws Exception {
    Certificates certificates = new Certificates(folder);
    try (ServerSocket server =
        certificates
            .servers("localhost")
            .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      pingsThenGoes(
          config(certificates.config()),
          server,
          SipDestination.tls((InetSocketAddress) server.getLocalSocketAddress(), "localhost"));
    }
  }

  private static void pingsThenGoes(SipConfig config, ServerSocket server, SipDestination way)
      throws Exception {
    try (SipEndpoint endpoint = SipEndpoint.start(config, new TestUser())) {
      endpoint.request(
          "OPTIONS",
          SipUri.sip(null, "127.0.0.1", server.getLocalPort()),
          NameAddress.of(SipUri.sip("a", "example.com", -1)),
          way,
          null,
          List.of(),
          NOBODY);
      try (Socket peer = server.accept()) {
        peer.setSoTimeout(5_000);
        InputStream in = peer.getInputStream();
        String text = "";
        while (!text.endsWith("\r\n\r\n\r\n\r\n\r\n\r\n")) {
          byte[] some = in.readNBytes(1);
          assertThat(some).as("the end came after: " + text).hasSize(1);
          text += new String(some, StandardCharsets.US_ASCII);
          if (text.endsWith("\r\n\r\n\r\n\r\n")) {
            // Two pongs: they must not be taken for a ping.
            peer.getOutputStream().write("\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
          }
        }
        assertThat(text).startsWith("OPTIONS");

        // Pings alone keep no connection for ever: at last it ends, with nothing but pings before.
        byte[] rest = in.readAllBytes();
        assertThat(new String(rest, StandardCharsets.US_ASCII).replace("\r\n\r\n", "")).isEmpty();
      }
      Waiting.until(() -> endpoint.statistics().connections() == 0);
    }
  }
}
