package org.carillon.media.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.carillon.media.sip.message.SipUri;
import org.carillon.media.sip.transport.SipDestination;
import org.carillon.media.sip.transport.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a URI to the places where its servers are (RFC 3263, RFC 2782). */
class LocateTest {
  private static final Duration QUERY = Duration.ofMillis(400);

  @TempDir Path folder;
  private DnsServer dns;
  private SipEndpoint endpoint;

  @BeforeEach
  void start() throws Exception {
    dns = new DnsServer();
    endpoint = start(List.of(dns.address()));
  }

  private SipEndpoint start(List<InetSocketAddress> servers) throws Exception {
    SipConfig both =
        SipConfig.listen(
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0),
                new InetSocketAddress(InetAddress.ofLiteral("::1"), 0))
            .withTls(new Certificates(folder).tls("localhost"))
            .withDns(new SipConfig.Dns(servers, QUERY));
    return SipEndpoint.start(both, new TestUser());
  }

  @AfterEach
  void stop() {
    endpoint.close();
    dns.close();
  }

  /** The places as text, or the reason why there is none. */
  private static List<String> locate(SipEndpoint endpoint, String uri) throws Exception {
    CompletableFuture<List<String>> result = new CompletableFuture<>();
    endpoint.locate(
        SipUri.parse(uri),
        places -> result.complete(places.stream().map(LocateTest::text).toList()),
        reason -> result.complete(List.of(reason)));
    return result.get(20, TimeUnit.SECONDS);
  }

  private List<String> locate(String uri) throws Exception {
    return locate(endpoint, uri);
  }

  private static String text(SipDestination place) {
    String host = place.address().getAddress().getHostAddress();
    String domain = place.domain().map(name -> " as " + name).orElse("");
    return place.transport() + " " + host + " " + place.address().getPort() + domain;
  }

  @Test
  void pointerLeadsToServiceAndServiceToAddress() throws Exception {
    dns.naptr("example.test", 10, 20, "SIP+D2U", "_sip._udp.example.test")
        .naptr("example.test", 10, 10, "SIP+D2T", "_sip._tcp.example.test")
        .naptr("example.test", 20, 1, "SIPS+D2T", "_sips._tcp.example.test")
        .srv("_sip._tcp.example.test", 1, 0, 5070, "a.example.test")
        .srv("_sip._udp.example.test", 1, 0, 5080, "b.example.test")
        .address("a.example.test", 60, "127.0.0.2")
        .address("b.example.test", 60, "127.0.0.3");

    // Both of the lowest order, by preference; the other order is not looked at.
    assertThat(locate("sip:example.test"))
        .containsExactly("TCP 127.0.0.2 5070", "UDP 127.0.0.3 5080");
    assertThat(dns.asked()).noneMatch(question -> question.startsWith("_sips"));
  }

  @Test
  void secureUriTakesSecureServicesOnlyAndKeepsItsDomain() throws Exception {
    dns.srv("_sip._tcp.example.test", 1, 0, 5070, "a.example.test")
        .srv("_sips._tcp.example.test", 1, 0, 5071, "hosted.elsewhere.test")
        .address("hosted.elsewhere.test", 60, "127.0.0.2");

    assertThat(locate("sips:user@example.test"))
        .containsExactly("TLS 127.0.0.2 5071 as example.test");
    assertThat(locate("sip:user@example.test;transport=tls"))
        .containsExactly("TLS 127.0.0.2 5071 as example.test");
  }

  @Test
  void withoutPointersAllServicesOfOursAreTried() throws Exception {
    dns.srv("_sip._tcp.example.test", 1, 0, 5070, "a.example.test")
        .srv("_sip._udp.example.test", 2, 0, 5082, "b.example.test")
        .srv("_sip._udp.example.test", 1, 0, 5081, "a.example.test")
        .address("a.example.test", 60, "127.0.0.2")
        .address("a.example.test", 60, "::1")
        .address("b.example.test", 60, "127.0.0.3");

    assertThat(locate("sip:example.test"))
        .containsExactly(
            "UDP 127.0.0.2 5081",
            "UDP 0:0:0:0:0:0:0:1 5081",
            "UDP 127.0.0.3 5082",
            "TCP 127.0.0.2 5070",
            "TCP 0:0:0:0:0:0:0:1 5070");
  }

  @Test
  void withoutServicesTheHostItselfIsCalled() throws Exception {
    dns.address("example.test", 60, "127.0.0.2").alias("www.example.test", "example.test", 1);
    dns.addTo(
        "www.example.test",
        DnsServer.A,
        new DnsServer.Answer("example.test", DnsServer.A, 60, new byte[] {127, 0, 0, 2}));

    assertThat(locate("sip:example.test")).containsExactly("UDP 127.0.0.2 5060");
    assertThat(locate("sip:example.test;transport=tcp")).containsExactly("TCP 127.0.0.2 5060");
    assertThat(locate("sips:example.test")).containsExactly("TLS 127.0.0.2 5061 as example.test");
    assertThat(locate("sip:www.example.test")).containsExactly("UDP 127.0.0.2 5060");
  }

  @Test
  void portOrAddressInTheUriAsksForNothingMore() throws Exception {
    dns.address("example.test", 60, "127.0.0.2")
        .srv("_sip._udp.example.test", 1, 0, 5070, "a.example.test");

    assertThat(locate("sip:example.test:5090")).containsExactly("UDP 127.0.0.2 5090");
    assertThat(locate("sip:127.0.0.9;transport=tcp")).containsExactly("TCP 127.0.0.9 5060");
    assertThat(locate("sip:[::1]:5099")).containsExactly("UDP 0:0:0:0:0:0:0:1 5099");
    assertThat(locate("sip:[2001:db8:::192.0.2.1]"))
        .containsExactly("UDP 2001:db8:0:0:0:0:c000:201 5060");
    assertThat(locate("sip:nobody.test;maddr=127.0.0.8")).containsExactly("UDP 127.0.0.8 5060");
    assertThat(dns.asked()).containsOnly("example.test/1", "example.test/28");
  }

  @Test
  void serviceThatSaysNotHereIsBelieved() throws Exception {
    dns.srv("_sip._udp.example.test", 0, 0, 0, ".").address("example.test", 60, "127.0.0.2");

    assertThat(locate("sip:example.test").getFirst()).contains("no server for us");
  }

  @Test
  void answerIsRememberedAsLongAsItSays() throws Exception {
    dns.address("example.test", 1, "127.0.0.2");

    assertThat(locate("sip:example.test:5060")).containsExactly("UDP 127.0.0.2 5060");
    assertThat(locate("sip:EXAMPLE.test:5060")).containsExactly("UDP 127.0.0.2 5060");
    assertThat(dns.count("example.test", DnsServer.A)).isEqualTo(1);

    dns.forget("example.test", DnsServer.A);
    dns.address("example.test", 60, "127.0.0.7");
    List<String> now = new ArrayList<>();
    Waiting.until(
        () -> {
          now.clear();
          now.addAll(quietly("sip:example.test:5060"));
          return now.equals(List.of("UDP 127.0.0.7 5060"));
        },
        now::toString);
    assertThat(dns.count("example.test", DnsServer.A)).isEqualTo(2);
  }

  private List<String> quietly(String uri) {
    try {
      return locate(uri);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatIsNotThereIsRememberedWhenTheZoneSaysSo() throws Exception {
    dns.authority = DnsServer.soa("test", 60);
    assertThat(locate("sip:nobody.test").getFirst()).contains("Host is unknown: nobody.test");
    int asked = dns.asked().size();
    assertThat(locate("sip:nobody.test").getFirst()).contains("Host is unknown");
    assertThat(dns.asked()).hasSize(asked);

    dns.authority = null;
    locate("sip:other.test");
    assertThat(dns.count("other.test", DnsServer.NAPTR)).isEqualTo(1);
    locate("sip:other.test");
    assertThat(dns.count("other.test", DnsServer.NAPTR)).isEqualTo(2);
  }

  @Test
  void secondServerIsAskedWhenTheFirstIsSilentOrFails() throws Exception {
    try (DnsServer bad = new DnsServer();
        SipEndpoint patient = start(List.of(bad.address(), dns.address()))) {
      dns.address("one.test", 60, "127.0.0.2").address("two.test", 60, "127.0.0.3");

      bad.code = -1;
      assertThat(locate(patient, "sip:one.test:5060")).containsExactly("UDP 127.0.0.2 5060");
      bad.code = 2; // SERVFAIL
      assertThat(locate(patient, "sip:two.test:5060")).containsExactly("UDP 127.0.0.3 5060");
      assertThat(bad.asked()).isNotEmpty();
    }
  }

  @Test
  void silentServersAreGivenUpInTimeAndNotAskedForEveryCall() throws Exception {
    dns.code = -1;
    long begin = System.nanoTime();
    assertThat(locate("sip:example.test").getFirst()).contains("Host is unknown");
    // NAPTR, SRV and addresses, three attempts each.
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(QUERY.multipliedBy(20));

    int asked = dns.asked().size();
    assertThat(locate("sip:example.test").getFirst()).contains("Host is unknown");
    assertThat(dns.asked()).hasSize(asked);
  }

  @ParameterizedTest
  @CsvSource({"0102", "00", "''", "0001000113c4ff", "00010001ffffc000", "0001000113c4c00c"})
  void brokenServiceIsNoService(String hex) throws Exception {
    byte[] data = java.util.HexFormat.of().parseHex(hex);
    dns.add("_sip._udp.example.test", DnsServer.SRV, 60, out -> out.write(data))
        .address("example.test", 60, "127.0.0.2");

    List<String> places = locate("sip:example.test");

    // Either nothing of it can be used, or what it points at is nowhere: never a wrong place.
    assertThat(places).hasSize(1);
    assertThat(places.getFirst())
        .matches("UDP 127\\.0\\.0\\.2 \\d+|Host is unknown.*|.*no server for us.*");
  }

  @Test
  void aliasesInACircleAndForeignRecordsLeadNowhere() throws Exception {
    dns.alias("a.test", "b.test", DnsServer.A);
    dns.addTo(
        "a.test",
        DnsServer.A,
        new DnsServer.Answer(
            "b.test", DnsServer.CNAME, 60, DnsServer.bytes(out -> DnsServer.name(out, "a.test"))));
    dns.addTo(
        "mine.test",
        DnsServer.A,
        new DnsServer.Answer("bank.test", DnsServer.A, 60, new byte[] {127, 0, 0, 2}));

    assertThat(locate("sip:a.test:5060").getFirst()).contains("Host is unknown");
    assertThat(locate("sip:mine.test:5060").getFirst()).contains("Host is unknown");
    assertThat(locate("sip:" + "x".repeat(70) + ".test:5060").getFirst())
        .contains("Host is unknown");
  }

  @Test
  void questionsUnderWayAreBounded() throws Exception {
    dns.code = -1;
    List<CompletableFuture<String>> answers = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      CompletableFuture<String> answer = new CompletableFuture<>();
      answers.add(answer);
      endpoint.locate(
          SipUri.parse("sip:name" + i + ".test:5060"),
          places -> answer.complete("found"),
          answer::complete);
    }
    for (CompletableFuture<String> answer : answers) {
      assertThat(answer.get(20, TimeUnit.SECONDS)).startsWith("Host is unknown");
    }
    // 256 questions at once, each put three times.
    assertThat(dns.asked().size()).isLessThanOrEqualTo(256 * 3);
  }

  // ---- calls that go from one place to the next (RFC 3263 section 4.3)

  private static TestUser.Event answered(TestUser caller) throws InterruptedException {
    TestUser.Event event = caller.expectOf("provisional", "answered");
    return event.name().equals("answered") ? event : caller.expect("answered");
  }

  private SipConfig fast() {
    return Endpoints.config("127.0.0.1").withDns(new SipConfig.Dns(List.of(dns.address()), QUERY));
  }

  private static OutgoingInvite toExample(String parameters) throws Exception {
    return OutgoingInvite.to(
            SipUri.parse("sip:+12065550100@example.test" + parameters),
            org.carillon.media.sip.message.NameAddress.of(SipUri.sip("a", "example.com", -1)))
        .withBody(Endpoints.OFFER);
  }

  @Test
  void refusedConnectionAnd503AndSilenceLeadToTheNextPlace() throws Exception {
    TestUser busy = new TestUser((call, invite) -> call.reject(503, null, List.of()));
    TestUser good = new TestUser((call, invite) -> call.answer(Endpoints.OFFER));
    TestUser caller = new TestUser();
    try (RawPeer silent = new RawPeer();
        SipEndpoint out = SipEndpoint.start(fast(), caller);
        SipEndpoint refusing = Endpoints.start(busy);
        SipEndpoint answering = Endpoints.start(good)) {
      int refused = portOfNobody();
      dns.naptr("example.test", 1, 1, "SIP+D2T", "_sip._tcp.example.test")
          .naptr("example.test", 1, 2, "SIP+D2U", "_sip._udp.example.test")
          .srv("_sip._tcp.example.test", 1, 0, refused, "a.example.test")
          .srv("_sip._udp.example.test", 1, 0, silent.port(), "a.example.test")
          .srv("_sip._udp.example.test", 2, 0, port(refusing), "a.example.test")
          .srv("_sip._udp.example.test", 3, 0, port(answering), "a.example.test")
          .address("a.example.test", 60, "127.0.0.1");

      UacCall call = out.invite(toExample(""), caller);

      answered(caller);
      assertThat(busy.expect("invite").call().callId()).isEqualTo(call.callId());
      assertThat(good.expect("invite").call().callId()).isEqualTo(call.callId());
      assertThat(silent.request("INVITE").callId()).isEqualTo(call.callId());
      good.expect("confirmed");
      CompletableFuture<Integer> status = new CompletableFuture<>();
      Endpoints.on(call.loop(), () -> call.request("INFO", null, List.of(), CallTest.into(status)));
      assertThat(status.get(10, TimeUnit.SECONDS)).as("the call goes on").isEqualTo(200);
      // The transactions of the places before have no hand in the call any more.
      Waiting.until(() -> out.statistics().transactions() <= 1);
      Endpoints.on(call.loop(), call::hangUp);
      assertThat(caller.expectEnd().cause()).isEqualTo(CallEnd.Cause.BYE_SENT);
    }
  }

  private static int portOfNobody() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static int port(SipEndpoint endpoint) {
    return endpoint.localAddresses().getFirst().getPort();
  }

  @Test
  void callEndsWithTheReasonOfTheLastPlace() throws Exception {
    TestUser busy = new TestUser((call, invite) -> call.reject(503, null, List.of()));
    TestUser caller = new TestUser();
    try (SipEndpoint out = SipEndpoint.start(fast(), caller);
        SipEndpoint refusing = Endpoints.start(busy)) {
      dns.srv("_sip._tcp.example.test", 1, 0, port(refusing), "a.example.test")
          .srv("_sip._tcp.example.test", 2, 0, port(refusing), "b.example.test")
          .address("a.example.test", 60, "127.0.0.1")
          .address("b.example.test", 60, "127.0.0.1");

      out.invite(toExample(";transport=tcp"), caller);

      CallEnd end = caller.expectEnd();
      assertThat(end.cause()).isEqualTo(CallEnd.Cause.REJECTED);
      assertThat(end.status()).isEqualTo(503);
      assertThat(busy.rest()).filteredOn(event -> event.name().equals("invite")).hasSize(2);
    }
  }

  @Test
  void refusalIsNoReasonToAskTheNextPlace() throws Exception {
    TestUser busy = new TestUser((call, invite) -> call.reject(486, null, List.of()));
    TestUser caller = new TestUser();
    try (SipEndpoint out = SipEndpoint.start(fast(), caller);
        SipEndpoint refusing = Endpoints.start(busy)) {
      dns.srv("_sip._udp.example.test", 1, 0, port(refusing), "a.example.test")
          .srv("_sip._udp.example.test", 2, 0, port(refusing), "a.example.test")
          .address("a.example.test", 60, "127.0.0.1");

      out.invite(toExample(""), caller);

      assertThat(caller.expectEnd().status()).isEqualTo(486);
      assertThat(busy.rest()).filteredOn(event -> event.name().equals("invite")).hasSize(1);
    }
  }

  @Test
  void transportThatIsNotOursIsSaid() throws Exception {
    SipConfig udp = fast().withTransports(java.util.Set.of(Transport.UDP));
    try (SipEndpoint only = SipEndpoint.start(udp, new TestUser())) {
      assertThat(locate(only, "sip:a@127.0.0.1;transport=tcp").getFirst())
          .contains("Transport is not offered");
      assertThat(locate(only, "sips:a@127.0.0.1").getFirst()).contains("Transport is not offered");
      assertThat(locate(only, "sip:a@[::1]").getFirst()).contains("No socket of ours reaches");
      assertThat(locate(only, "sip:a@127.0.0.1;transport=sctp").getFirst())
          .contains("Transport is not offered");
    }
  }
}
