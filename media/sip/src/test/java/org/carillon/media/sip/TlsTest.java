package org.carillon.media.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.carillon.media.sip.message.NameAddress;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipUri;
import org.carillon.media.sip.transport.SipDestination;
import org.carillon.media.sip.transport.Transport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls and keys over TLS (V4, RFC 3261 section 26, RFC 5922). */
class TlsTest {
  @TempDir Path folder;
  private Certificates certificates;

  @BeforeEach
  void authority() throws Exception {
    certificates = new Certificates(folder);
  }

  private static SipDestination way(SipEndpoint to, String name) {
    return SipDestination.tls(to.tlsAddresses().getFirst(), name);
  }

  private static InetSocketAddress address(SipEndpoint endpoint) {
    return endpoint.tlsAddresses().getFirst();
  }

  @Test
  void callGoesOverTlsFromBothSides() throws Exception {
    TestUser callee = new TestUser((call, invite) -> call.answer(Endpoints.OFFER));
    TestUser caller = new TestUser();
    try (SipEndpoint a = SipEndpoint.start(certificates.config(), caller);
        SipEndpoint b = SipEndpoint.start(certificates.config(), callee)) {

      UacCall out = Endpoints.call(a, b, way(b, "localhost"), caller);
      TestUser.Event arrived = callee.expect("invite");
      caller.expect("answered");
      callee.expect("confirmed");

      SipRequest invite = (SipRequest) arrived.detail();
      assertThat(invite.topVia().transport()).isEqualTo("TLS");
      assertThat(invite.topVia().port()).isEqualTo(address(a).getPort());
      SipUri contact = invite.contact().orElseThrow().uri();
      assertThat(contact.parameters().get("transport")).contains("tls");
      assertThat(contact.port()).isEqualTo(address(a).getPort());
      assertThat(arrived.call().source().orElseThrow().transport()).isEqualTo(Transport.TLS);

      // The callee hangs up: its BYE takes the caller's connection, whose name nobody proved.
      SipCall in = arrived.call();
      Endpoints.on(in.loop(), in::hangUp);
      assertThat(caller.expectEnd().cause()).isEqualTo(CallEnd.Cause.BYE_RECEIVED);
      assertThat(callee.expectEnd().cause()).isEqualTo(CallEnd.Cause.BYE_SENT);
      assertThat(out.callId()).isEqualTo(in.callId());
      assertThat(a.statistics().connections()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "sips:+12065550100@localhost:PORT",
    "sip:+12065550100@localhost:PORT;transport=tls",
    "sips:+12065550100@localhost:PORT;transport=tcp",
    "sips:+12065550100@127.0.0.1:PORT"
  })
  void uriThatAsksForTlsIsCalledOverTls(String target) throws Exception {
    TestUser callee = new TestUser((call, invite) -> call.answer(Endpoints.OFFER));
    TestUser caller = new TestUser();
    try (SipEndpoint a = SipEndpoint.start(certificates.config(), caller);
        SipEndpoint b = SipEndpoint.start(certificates.config(), callee)) {
      SipUri uri = SipUri.parse(target.replace("PORT", "" + address(b).getPort()));
      NameAddress from = NameAddress.of(SipUri.sip("+12065550111", "caller.example", -1));

      UacCall out = a.invite(OutgoingInvite.to(uri, from).withBody(Endpoints.OFFER), caller);

      TestUser.Event arrived = callee.expect("invite");
      assertThat(arrived.call().source().orElseThrow().transport()).isEqualTo(Transport.TLS);
      caller.expect("answered");
      Endpoints.on(out.loop(), out::hangUp);
      assertThat(caller.expectEnd().cause()).isEqualTo(CallEnd.Cause.BYE_SENT);
    }
  }

  @Test
  void serverWithAnotherNameIsNotTalkedTo() throws Exception {
    TestUser caller = new TestUser();
    TestUser callee = new TestUser();
    SipConfig other = Endpoints.config("127.0.0.1").withTls(certificates.tls("other.example"));
    try (SipEndpoint a = SipEndpoint.start(certificates.config(), caller);
        SipEndpoint b = SipEndpoint.start(other, callee)) {

      Endpoints.call(a, b, way(b, "sip.example.com"), caller);

      CallEnd end = caller.expectEnd();
      assertThat(end.cause()).isEqualTo(CallEnd.Cause.TRANSPORT);
      assertThat(end.toString()).contains("sip.example.com");
      assertThat(callee.rest()).isEmpty();
    }
  }

  @Test
  void serverOfAnUnknownAuthorityIsNotTalkedTo() throws Exception {
    TestUser caller = new TestUser();
    TestUser callee = new TestUser();
    SipConfig.Tls own = certificates.tls("localhost");
    SipConfig.Tls jdk = new SipConfig.Tls(0, own.keys(), Optional.empty());
    try (SipEndpoint a = SipEndpoint.start(Endpoints.config("127.0.0.1").withTls(jdk), caller);
        SipEndpoint b = SipEndpoint.start(certificates.config(), callee)) {

      Endpoints.call(a, b, way(b, "localhost"), caller);

      assertThat(caller.expectEnd().cause()).isEqualTo(CallEnd.Cause.TRANSPORT);
      assertThat(callee.rest()).isEmpty();
    }
  }

  static Stream<String> suitesOfTheGuide() {
    return Certificates.suitesOfTheGuide().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("suitesOfTheGuide")
  void suiteOfTheGuideIsTaken(String suite) throws Exception {
    try (SipEndpoint endpoint = SipEndpoint.start(certificates.config(), new TestUser());
        SSLSocket socket = connect(endpoint)) {
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      socket.setEnabledCipherSuites(new String[] {suite});

      assertThat(askOptions(socket)).startsWith("SIP/2.0 200");
      assertThat(socket.getSession().getCipherSuite()).isEqualTo(suite);
    }
  }

  @Test
  void newestVersionIsPreferred() throws Exception {
    try (SipEndpoint endpoint = SipEndpoint.start(certificates.config(), new TestUser());
        SSLSocket socket = connect(endpoint)) {
      assertThat(askOptions(socket)).startsWith("SIP/2.0 200");
      assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
    }
  }

  @Test
  void pingIsAnsweredWithPong() throws Exception {
    try (SipEndpoint endpoint = SipEndpoint.start(certificates.config(), new TestUser());
        SSLSocket socket = connect(endpoint)) {
      socket.getOutputStream().write("\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

      assertThat(socket.getInputStream().readNBytes(2)).containsExactly('\r', '\n');
      assertThat(askOptions(socket)).startsWith("SIP/2.0 200");
    }
  }

  @Test
  void callGoesOverTlsOnIpv6() throws Exception {
    TestUser callee = new TestUser((call, invite) -> call.answer(Endpoints.OFFER));
    TestUser caller = new TestUser();
    SipConfig config = Endpoints.config("::1").withTls(certificates.tls("::1"));
    try (SipEndpoint a = SipEndpoint.start(config, caller);
        SipEndpoint b = SipEndpoint.start(config, callee)) {
      SipUri uri = SipUri.parse("sips:+12065550100@[::1]:" + address(b).getPort());
      NameAddress from = NameAddress.of(SipUri.sip("+12065550111", "caller.example", -1));

      a.invite(OutgoingInvite.to(uri, from).withBody(Endpoints.OFFER), caller);

      TestUser.Event arrived = callee.expect("invite");
      caller.expect("answered");
      callee.expect("confirmed");
      SipRequest invite = (SipRequest) arrived.detail();
      assertThat(invite.topVia().host()).isEqualTo("[0:0:0:0:0:0:0:1]");
      SipUri contact = invite.contact().orElseThrow().uri();
      assertThat(contact.host()).isEqualTo("[0:0:0:0:0:0:0:1]");
      assertThat(contact.port()).isEqualTo(address(a).getPort());
      assertThat(arrived.call().source().orElseThrow().transport()).isEqualTo(Transport.TLS);
      SipCall in = arrived.call();
      Endpoints.on(in.loop(), in::hangUp);
      assertThat(caller.expectEnd().cause()).isEqualTo(CallEnd.Cause.BYE_RECEIVED);
      assertThat(callee.expectEnd().cause()).isEqualTo(CallEnd.Cause.BYE_SENT);
    }
  }

  private SSLSocket connect(SipEndpoint endpoint) throws Exception {
    SSLSocket socket = (SSLSocket) certificates.sockets().createSocket();
    socket.connect(address(endpoint), 2_000);
    socket.setSoTimeout(5_000);
    return socket;
  }

  private static String askOptions(Socket socket) throws IOException {
    socket.getOutputStream().write(TcpPeer.options("tls", "TLS"));
    byte[] buffer = new byte[2_000];
    int length = socket.getInputStream().read(buffer);
    return new String(buffer, 0, Math.max(0, length), StandardCharsets.US_ASCII);
  }

  @Test
  void tlsIsTakenOnEveryAddress() throws Exception {
    SipConfig both =
        SipConfig.listen(
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0),
                new InetSocketAddress(InetAddress.ofLiteral("::1"), 0))
            .withTls(certificates.tls("localhost"));
    try (SipEndpoint endpoint = SipEndpoint.start(both, new TestUser())) {
      assertThat(endpoint.tlsAddresses()).hasSize(2);
      assertThat(endpoint.tlsAddresses())
          .extracting(InetSocketAddress::getPort)
          .containsOnly(address(endpoint).getPort());
      assertThat(endpoint.localAddresses())
          .extracting(InetSocketAddress::getPort)
          .doesNotContain(address(endpoint).getPort());
    }
  }

  @Test
  void endpointOfTlsAloneHasNoOtherPort() throws Exception {
    SipConfig alone = certificates.config().withTransports(Set.of(Transport.TLS));
    TestUser callee = new TestUser((call, invite) -> call.answer(Endpoints.OFFER));
    TestUser caller = new TestUser();
    try (SipEndpoint a = SipEndpoint.start(certificates.config(), caller);
        SipEndpoint b = SipEndpoint.start(alone, callee)) {
      assertThat(b.localAddresses()).isEmpty();

      UacCall out =
          a.invite(
              OutgoingInvite.to(
                  SipUri.parse("sips:a@127.0.0.1:" + address(b).getPort()),
                  NameAddress.of(SipUri.sip("b", "example.com", -1))),
              caller);

      caller.expect("answered");
      Endpoints.on(out.loop(), out::hangUp);
      assertThat(caller.expectEnd().cause()).isEqualTo(CallEnd.Cause.BYE_SENT);
    }
  }

  @Test
  void missingOrBrokenFileIsNamed() throws Exception {
    certificates.tls("localhost");
    certificates.tls("other.example");
    Path missing = folder.resolve("missing.pem");
    Path broken = Files.writeString(folder.resolve("broken.pem"), "no key");

    assertThatThrownBy(() -> start(missing, certificates.key("localhost")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("missing.pem");
    assertThatThrownBy(() -> start(certificates.chain("localhost"), broken))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("broken.pem")
        .hasMessageContaining("PKCS #8");
    assertThatThrownBy(
            () -> start(certificates.chain("localhost"), certificates.key("other.example")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("other.example");
  }

  private static void start(Path chain, Path key) throws IOException {
    SipConfig.Tls tls = new SipConfig.Tls(0, chain, key, Optional.empty());
    SipEndpoint.start(Endpoints.config("127.0.0.1").withTls(tls), new TestUser()).close();
  }
}
