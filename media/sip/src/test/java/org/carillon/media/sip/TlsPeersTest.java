package org.carillon.media.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.transport.SipDestination;
import org.carillon.media.sip.transport.Transport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS with stacks that nobody here wrote: OpenSSL's client, and baresip in both directions. */
class TlsPeersTest {
  @TempDir Path folder;
  private Certificates certificates;

  @BeforeEach
  void authority() throws Exception {
    certificates = new Certificates(folder);
  }

  @ParameterizedTest
  @CsvSource({
    "-tls1_3, 200 OK",
    "-tls1_2, 200 OK",
    "-tls1_2 -cipher DHE-RSA-AES256-GCM-SHA384, 200 OK",
    "-tls1_2 -cipher ECDHE-RSA-AES128-SHA256, 200 OK",
    "-tls1_2 -cipher AES256-GCM-SHA384, alert handshake failure",
    "-tls1_1 -cipher ALL:@SECLEVEL=0, alert protocol version"
  })
  void opensslIsAnswered(String options, String expected) throws Exception {
    Programs.require("openssl", "openssl");
    try (SipEndpoint endpoint = SipEndpoint.start(certificates.config(), new TestUser())) {
      List<String> command = new ArrayList<>(List.of("openssl", "s_client", "-quiet"));
      command.addAll(List.of("-CAfile", certificates.trusted().toString()));
      command.addAll(List.of("-verify_return_error", "-verify_hostname", "localhost"));
      command.addAll(
          List.of("-connect", "127.0.0.1:" + endpoint.tlsAddresses().getFirst().getPort()));
      command.addAll(List.of(options.split(" ")));
      Path log = folder.resolve("openssl.log");
      Process openssl = Programs.start(folder, log, command);
      try (OutputStream in = openssl.getOutputStream()) {
        in.write(TcpPeer.options("openssl", "TLS"));
        in.flush();
        Waiting.until(() -> Programs.said(log).contains(expected), () -> Programs.said(log));
      } finally {
        openssl.destroy();
      }
    }
  }

  private Process baresip(Path log, int port, String account, String... more) throws Exception {
    Programs.require("baresip", "baresip");
    Path phone = Files.createDirectories(folder.resolve("phone"));
    certificates.tls("127.0.0.1", "localhost");
    Path both = phone.resolve("own.pem");
    Files.writeString(
        both,
        Files.readString(certificates.chain("127.0.0.1"))
            + Files.readString(certificates.key("127.0.0.1")));
    String config =
        """
        poll_method epoll
        module_path /usr/lib/baresip/modules
        module g711.so
        module aubridge.so
        module_tmp uuid.so
        module_tmp account.so
        module_app menu.so
        audio_player aubridge,loop
        audio_source aubridge,loop
        audio_alert aubridge,loop
        sip_listen 127.0.0.1:%d
        sip_certificate %s
        sip_cafile %s
        sip_verify_server yes
        """
            .formatted(port, both, certificates.trusted());
    Files.writeString(phone.resolve("config"), config);
    Files.writeString(phone.resolve("accounts"), account + "\n");
    Files.writeString(phone.resolve("contacts"), "");
    List<String> command = new ArrayList<>(List.of("baresip", "-s", "-f", phone.toString()));
    command.addAll(List.of("-t", "30"));
    command.addAll(List.of(more));
    return Programs.start(phone, log, command);
  }

  @Test
  void baresipCallsUsOverTls() throws Exception {
    TestUser user = new TestUser((call, invite) -> call.answer(Endpoints.OFFER));
    Path log = folder.resolve("baresip.log");
    try (SipEndpoint endpoint = SipEndpoint.start(certificates.config(), user)) {
      int tls = endpoint.tlsAddresses().getFirst().getPort();
      Process baresip =
          baresip(
              log,
              Programs.freeUdpPort(),
              "<sip:phone@127.0.0.1;transport=tls>;regint=0",
              "-e",
              "/dial sip:+12065550100@127.0.0.1:" + tls + ";transport=tls");
      try {
        TestUser.Event arrived = user.expect("invite");
        assertThat(arrived.call().source().orElseThrow().transport()).isEqualTo(Transport.TLS);
        assertThat(((SipRequest) arrived.detail()).topVia().transport()).isEqualTo("TLS");
        user.expect("confirmed");

        SipCall call = arrived.call();
        Endpoints.on(call.loop(), call::hangUp);
        assertThat(user.expectEnd().cause()).isEqualTo(CallEnd.Cause.BYE_SENT);
        // Our BYE was answered, on the connection that baresip made.
        Waiting.until(() -> endpoint.statistics().dialogs() == 0, () -> Programs.said(log));
      } finally {
        baresip.destroy();
        baresip.waitFor(10, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void weCallBaresipOverTls() throws Exception {
    TestUser caller = new TestUser();
    Path log = folder.resolve("baresip.log");
    int port = Programs.freeUdpPort();
    Process baresip =
        baresip(log, port, "<sip:phone@127.0.0.1;transport=tls>;regint=0;answermode=auto");
    try (SipEndpoint endpoint = SipEndpoint.start(certificates.config(), caller)) {
      // baresip takes TLS on the port after that of UDP and TCP.
      var address =
          new java.net.InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), port + 1);
      Waiting.until(() -> accepts(address), () -> Programs.said(log));

      UacCall call =
          Endpoints.callAt(endpoint, SipDestination.tls(address, "localhost"), "phone", caller);

      TestUser.Event first = caller.expectOf("answered", "provisional");
      while (!first.name().equals("answered")) {
        first = caller.expectOf("answered", "provisional");
      }
      Endpoints.on(call.loop(), call::hangUp);
      assertThat(caller.expectEnd().cause()).isEqualTo(CallEnd.Cause.BYE_SENT);
      Waiting.until(() -> endpoint.statistics().dialogs() == 0, () -> Programs.said(log));
    } finally {
      baresip.destroy();
      baresip.waitFor(10, TimeUnit.SECONDS);
    }
  }

  private static boolean accepts(java.net.InetSocketAddress address) {
    try (java.net.Socket socket = new java.net.Socket()) {
      socket.connect(address, 200);
      return true;
    } catch (java.io.IOException e) {
      return false;
    }
  }
}
