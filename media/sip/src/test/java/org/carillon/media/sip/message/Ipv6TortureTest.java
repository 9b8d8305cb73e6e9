package org.carillon.media.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.carillon.media.sip.call.RequestScreen;
import org.carillon.media.sip.sdp.Connection;
import org.carillon.media.sip.sdp.SessionDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The cases of RFC 5118, IPv6 in messages, each with the verdict that its section gives. The
 * messages are ours, each with the line that its section is about.
 */
class Ipv6TortureTest {
  private static final int ACCEPT = 200;

  /** Name, section, what the start line and the header fields are, verdict, and why. */
  record Case(String name, String section, String message, int verdict, String why) {
    @Override
    public String toString() {
      return section
          + " "
          + name
          + ": "
          + (verdict == ACCEPT ? "accept" : verdict)
          + " ("
          + why
          + ")";
    }
  }

  private static String message(String method, String uri, String... lines) {
    return method
        + " "
        + uri
        + " SIP/2.0\n"
        + String.join("\n", lines)
        + "\nTo: <sip:user@example.com>\n"
        + "From: <sip:user@example.com>;tag=81x2\n"
        + "Call-ID: 5118@example.com\n"
        + "Max-Forwards: 70\n"
        + "CSeq: 98176 "
        + method;
  }

  private static final String VIA = "Via: SIP/2.0/UDP [2001:db8::9:1];branch=z9hG4bKas3-111";
  private static final String CONTACT = "Contact: \"Caller\" <sip:caller@[2001:db8::1]>";

  private static final String BOTH_FAMILIES =
      """
      v=0
      o=bob 280744730 28977631 IN IP4 host.example.com
      s=
      t=0 0
      m=audio 22334 RTP/AVP 0
      c=IN IP4 192.0.2.1
      m=video 6024 RTP/AVP 107
      c=IN IP6 2001:db8::1
      a=rtpmap:107 H263-1998/90000
      """;

  private static final String IPV6_SESSION =
      """
      v=0
      o=assistant 971731711378798081 0 IN IP6 2001:db8::20
      s=Live video feed for today's meeting
      c=IN IP6 2001:db8::20
      t=3338481189 3370017201
      m=audio 6000 RTP/AVP 2
      a=rtpmap:2 G726-32/8000
      m=video 6024 RTP/AVP 107
      a=rtpmap:107 H263-1998/90000
      """;

  private static final List<Case> CASES =
      List.of(
          new Case(
              "ipv6-good",
              "4.1",
              message("REGISTER", "sip:[2001:db8::10]", VIA, CONTACT),
              ACCEPT,
              "brackets around the address"),
          new Case(
              "ipv6-bad",
              "4.2",
              message("REGISTER", "sip:2001:db8::10", VIA, CONTACT),
              400,
              "no brackets: nobody can tell address and port apart"),
          new Case(
              "port-ambiguous",
              "4.3",
              message("REGISTER", "sip:[2001:db8::10:5070]", VIA, CONTACT),
              ACCEPT,
              "5070 is part of the address, whatever its writer meant"),
          new Case(
              "port-unambiguous",
              "4.4",
              message("REGISTER", "sip:[2001:db8::10]:5070", VIA, CONTACT),
              ACCEPT,
              "5070 is the port"),
          new Case(
              "via-received-param-with-delim",
              "4.5",
              message(
                  "OPTIONS",
                  "sip:[2001:db8::10]",
                  "Via: SIP/2.0/UDP [2001:db8::9:1];received=[2001:db8::9:255];branch=z9hG4bKas3"),
              ACCEPT,
              "brackets in received are against the grammar, but common"),
          new Case(
              "via-received-param-no-delim",
              "4.5",
              message(
                  "OPTIONS",
                  "sip:[2001:db8::10]",
                  "Via: SIP/2.0/UDP [2001:db8::9:1];received=2001:db8::9:255;branch=z9hG4bKas3"),
              ACCEPT,
              "received as the grammar has it"),
          new Case(
              "ipv6-in-sdp",
              "4.6",
              withBody(message("INVITE", "sip:user@[2001:db8::10]", VIA, CONTACT), IPV6_SESSION),
              ACCEPT,
              "IPv6 in the session description"),
          new Case(
              "mult-ip-in-header",
              "4.7",
              message(
                  "OPTIONS",
                  "sip:user@host.example.net",
                  "Via: SIP/2.0/UDP [2001:db8::9:1]:6050;branch=z9hG4bKas3-111",
                  "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKjhja8781hjuaij65144",
                  "Via: SIP/2.0/TCP [2001:db8::9:255];branch=z9hG4bK451jj;received=192.0.2.200"),
              ACCEPT,
              "both families on one way"),
          new Case(
              "mult-ip-in-sdp",
              "4.8",
              withBody(message("INVITE", "sip:user@[2001:db8::10]", VIA, CONTACT), BOTH_FAMILIES),
              ACCEPT,
              "both families in one session"),
          new Case(
              "ipv4-mapped-ipv6",
              "4.9",
              withBody(
                  message(
                      "INVITE",
                      "sip:user@example.com",
                      "Via: SIP/2.0/UDP [::ffff:192.0.2.10]:19823;branch=z9hG4bKbh19",
                      "Via: SIP/2.0/UDP [::ffff:192.0.2.2];branch=z9hG4bKas3-111",
                      "Contact: \"T. desk phone\" <sip:ted@[::ffff:192.0.2.2]>"),
                  IPV6_SESSION.replace("2001:db8::20", "::ffff:192.0.2.2")),
              ACCEPT,
              "an IPv4 address in IPv6 dress"),
          new Case(
              "ipv6-bug-abnf-3-colons",
              "4.10",
              message("OPTIONS", "sip:user@[2001:db8:::192.0.2.1]", VIA),
              ACCEPT,
              "RFC 3261's grammar makes three colons; they are read as two"),
          new Case(
              "ipv6-correct-abnf-2-colons",
              "4.10",
              message("OPTIONS", "sip:user@[2001:db8::192.0.2.1]", VIA),
              ACCEPT,
              "two colons, as it should be"));

  private static String withBody(String head, String body) {
    String content = body.replace("\n", "\r\n");
    return head
        + "\nContent-Type: application/sdp\nContent-Length: "
        + content.length()
        + "\n\n"
        + content;
  }

  private static ParseResult parse(Case torture) {
    String text = torture.message();
    String whole = text.contains("\n\n") ? text : text + "\nContent-Length: 0\n\n";
    String lines = whole.replace("\r\n", "\n").replace("\n", "\r\n");
    return SipParser.parse(lines.getBytes(StandardCharsets.UTF_8));
  }

  private static SipRequest request(String name) {
    Case torture = CASES.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    return (SipRequest) parse(torture);
  }

  static Stream<Case> cases() {
    return CASES.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void verdictIsThatOfTheSection(Case torture) {
    int verdict =
        switch (parse(torture)) {
          case SipRejection rejection -> rejection.status();
          case SipResponse response -> 0;
          case SipRequest request ->
              TortureTest.SCREEN.check(request).map(RequestScreen.Refusal::status).orElse(ACCEPT);
        };

    assertThat(verdict).isEqualTo(torture.verdict());
  }

  @Test
  void addressesAndPortsAreToldApart() throws Exception {
    assertThat(request("port-ambiguous").requestUri().host()).isEqualTo("[2001:db8::10:5070]");
    assertThat(request("port-ambiguous").requestUri().port()).isEqualTo(-1);
    assertThat(request("port-unambiguous").requestUri().host()).isEqualTo("[2001:db8::10]");
    assertThat(request("port-unambiguous").requestUri().port()).isEqualTo(5070);
    assertThat(request("ipv6-good").contact().orElseThrow().uri().host())
        .isEqualTo("[2001:db8::1]");
    assertThat(request("ipv4-mapped-ipv6").topVia().port()).isEqualTo(19823);
    assertThat(request("ipv4-mapped-ipv6").topVia().host()).isEqualTo("[::ffff:192.0.2.10]");
  }

  @Test
  void receivedIsReadWithAndWithoutBrackets() {
    assertThat(request("via-received-param-with-delim").topVia().parameters().get("received"))
        .contains("[2001:db8::9:255]");
    assertThat(request("via-received-param-no-delim").topVia().parameters().get("received"))
        .contains("2001:db8::9:255");
    assertThat(request("mult-ip-in-header").values(HeaderName.VIA)).hasSize(3);
  }

  @Test
  void sessionsNameTheirAddressesForEachMedium() throws Exception {
    SessionDescription both = session("mult-ip-in-sdp");
    assertThat(both.media()).hasSize(2);
    assertThat(both.media().get(0).connection().map(Connection::host)).contains("192.0.2.1");
    assertThat(both.media().get(1).connection().map(Connection::host)).contains("2001:db8::1");
    assertThat(session("ipv6-in-sdp").connection().map(Connection::host)).contains("2001:db8::20");
    assertThat(session("ipv4-mapped-ipv6").connection().map(Connection::host))
        .contains("::ffff:192.0.2.2");
  }

  private static SessionDescription session(String name) throws Exception {
    return SessionDescription.parse(request(name).body().orElseThrow().bytes());
  }
}
