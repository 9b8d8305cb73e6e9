package org.carillon.media.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.carillon.media.sip.SipConfig;
import org.carillon.media.sip.call.RequestScreen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The 49 torture messages of RFC 4475, each with the verdict that its section gives. Where the RFC
 * leaves a choice the table says which one we took. Nothing is left out: a case that we got wrong
 * would stand here with its reason.
 */
public class TortureTest {
  private static final int ACCEPT = 200;
  private static final int DROP = 0;

  /** Name, section, verdict (a status, ACCEPT or DROP), and why. */
  record Case(String name, String section, int verdict, String why) {
    @Override
    public String toString() {
      String text = verdict == ACCEPT ? "accept" : verdict == DROP ? "drop" : "" + verdict;
      return section + " " + name + ": " + text + " (" + why + ")";
    }
  }

  private static final List<Case> CASES =
      List.of(
          new Case("wsinv", "3.1.1.1", ACCEPT, "folding, escapes and odd order are all legal"),
          new Case("intmeth", "3.1.1.2", 501, "well formed, with a method that nobody knows"),
          new Case("esc01", "3.1.1.3", ACCEPT, "escapes in URIs"),
          new Case("escnull", "3.1.1.4", ACCEPT, "escaped null bytes in URIs"),
          new Case("esc02", "3.1.1.5", 501, "% is no escape in a method, so it is unknown"),
          new Case("lwsdisp", "3.1.1.6", ACCEPT, "no space between display name and <"),
          new Case("longreq", "3.1.1.7", ACCEPT, "long values, 34 Vias"),
          new Case("dblreq", "3.1.1.8", ACCEPT, "REGISTER; what follows Content-Length is ignored"),
          new Case("semiuri", "3.1.1.9", ACCEPT, "semicolons inside the user part"),
          new Case("transports", "3.1.1.10", ACCEPT, "unknown transports in Via"),
          new Case("mpart01", "3.1.1.11", ACCEPT, "multipart body with binary part"),
          new Case("unreason", "3.1.1.12", ACCEPT, "UTF-8 in the reason phrase"),
          new Case("noreason", "3.1.1.13", ACCEPT, "empty reason phrase"),
          new Case("badinv01", "3.1.2.1", 400, "extra separators in Via and Contact"),
          new Case("clerr", "3.1.2.2", 400, "Content-Length beyond the datagram"),
          new Case("ncl", "3.1.2.3", 400, "negative Content-Length"),
          new Case("scalar02", "3.1.2.4", 400, "numbers out of range in a request"),
          new Case("scalarlg", "3.1.2.5", DROP, "numbers out of range in a response"),
          new Case("quotbal", "3.1.2.6", 400, "quoted string without end"),
          new Case("ltgtruri", "3.1.2.7", 400, "<> around the Request-URI"),
          new Case("lwsruri", "3.1.2.8", 400, "space inside the Request-URI"),
          new Case("lwsstart", "3.1.2.9", 400, "several spaces; choice: reject, not repair"),
          new Case("trws", "3.1.2.10", 400, "space after the version; choice: reject, not repair"),
          new Case("escruri", "3.1.2.11", 400, "headers in the Request-URI"),
          new Case("baddate", "3.1.2.12", ACCEPT, "Date not in GMT; choice: ignore the header"),
          new Case("regbadct", "3.1.2.13", 400, "Contact URI with headers needs <>"),
          new Case("badaspec", "3.1.2.14", 400, "spaces inside <>; choice: reject, not repair"),
          new Case("baddn", "3.1.2.15", 400, "comma in a display name without quotes"),
          new Case("badvers", "3.1.2.16", 505, "SIP/7.0"),
          new Case("mismatch01", "3.1.2.17", 400, "CSeq names another known method"),
          new Case("mismatch02", "3.1.2.18", 400, "so does it; choice: 400, 501 is as good"),
          new Case("bigcode", "3.1.2.19", DROP, "status above 699"),
          new Case("badbranch", "3.2.1", ACCEPT, "bare cookie; choice: match as RFC 2543 did"),
          new Case("insuf", "3.3.1", 400, "no Call-ID, From and To"),
          new Case("unkscm", "3.3.2", 416, "unknown scheme in the Request-URI"),
          new Case("novelsc", "3.3.3", 416, "registered scheme that no call can go to"),
          new Case("unksm2", "3.3.4", ACCEPT, "unknown schemes in To, From and Contact parse"),
          new Case("bext01", "3.3.5", 420, "unknown extensions in Require"),
          new Case("invut", "3.3.6", 415, "unknown body type"),
          new Case("regaut01", "3.3.7", ACCEPT, "unknown Authorization scheme is ignored"),
          new Case("multi01", "3.3.8", 400, "single fields given twice"),
          new Case("mcl01", "3.3.9", 400, "two Content-Lengths"),
          new Case("bcast", "3.3.10", ACCEPT, "parses; no transaction of ours, see UdpTest"),
          new Case("zeromf", "3.3.11", ACCEPT, "an endpoint processes Max-Forwards 0"),
          new Case("cparam01", "3.3.12", ACCEPT, "parameter of Contact"),
          new Case("cparam02", "3.3.13", ACCEPT, "parameter of the URI in Contact"),
          new Case("regescrt", "3.3.14", ACCEPT, "escaped headers of a Contact URI are kept"),
          new Case("sdp01", "3.3.15", 406, "accepts no session description"),
          new Case("inv2543", "3.4.1", ACCEPT, "no branch, no tag, no Content-Length"));

  /** A UAS that also takes the methods of the collection, so that its verdict is about the rest. */
  static final RequestScreen SCREEN =
      new RequestScreen(
          SipConfig.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 5060))
              .withMethods(List.of("INVITE", "ACK", "BYE", "OPTIONS", "REGISTER", "MESSAGE"))
              .withBodyTypes(List.of("application/sdp", "multipart/mixed")));

  /** All messages of the collection, as {@code valid/NAME.dat} or {@code invalid/NAME.dat}. */
  public static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder())) {
      return files.filter(file -> file.toString().endsWith(".dat")).sorted().toList();
    }
  }

  private static Path folder() {
    try {
      return Path.of(TortureTest.class.getResource("/rfc4475").toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  static byte[] read(String name) throws IOException {
    Path valid = folder().resolve("valid").resolve(name + ".dat");
    Path file = Files.exists(valid) ? valid : folder().resolve("invalid").resolve(name + ".dat");
    byte[] bytes = Files.readAllBytes(file);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    // Some files of the collection lost the empty line that the RFC's message ends with.
    return text.contains("\r\n\r\n")
        ? bytes
        : (text + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
  }

  static Stream<Case> cases() {
    return CASES.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void verdictIsThatOfTheSection(Case torture) throws IOException {
    int verdict =
        switch (SipParser.parse(read(torture.name()))) {
          case SipRejection rejection -> rejection.status();
          case SipResponse response -> ACCEPT;
          case SipRequest request ->
              SCREEN.check(request).map(RequestScreen.Refusal::status).orElse(ACCEPT);
        };

    assertThat(verdict).isEqualTo(torture.verdict());
  }

  @Test
  void tableHasEveryMessageOfTheCollection() throws IOException {
    List<String> files =
        files().stream().map(file -> file.getFileName().toString().replace(".dat", "")).toList();

    assertThat(CASES).extracting(Case::name).containsExactlyInAnyOrderElementsOf(files).hasSize(49);
  }

  @Test
  void valuesOfTheShortTortuousInviteAreRead() throws Exception {
    SipRequest invite = (SipRequest) SipParser.parse(read("wsinv"));

    assertThat(invite.from().displayName()).isEqualTo("J Rosenberg \\\"");
    assertThat(invite.toTag()).contains("1918181833n");
    assertThat(invite.cseq()).isEqualTo(new CSeq(9, "INVITE"));
    assertThat(invite.maxForwards()).isEqualTo(68);
    assertThat(invite.header(HeaderName.SUBJECT)).contains("");
    assertThat(invite.values(HeaderName.VIA)).hasSize(3);
    assertThat(invite.header("NewFangledHeader").orElseThrow().replaceAll(" +", " "))
        .isEqualTo("newfangled value continued newfangled value");
    assertThat(invite.header("unknownheaderwithunusualvalue")).contains(";;,,;;,;");
    assertThat(invite.contact().orElseThrow().displayName()).isEqualTo("Quoted string \"\"");
    assertThat(invite.contact().orElseThrow().parameters().get("newparam")).contains("newvalue");
    assertThat(invite.bodyLength()).isEqualTo(150);
  }

  @Test
  void escapesAndUnknownPartsAreKept() throws Exception {
    SipRequest esc01 = (SipRequest) SipParser.parse(read("esc01"));
    SipRequest semiuri = (SipRequest) SipParser.parse(read("semiuri"));
    SipRequest regescrt = (SipRequest) SipParser.parse(read("regescrt"));
    SipRequest cparam01 = (SipRequest) SipParser.parse(read("cparam01"));
    SipRequest cparam02 = (SipRequest) SipParser.parse(read("cparam02"));
    SipRequest old = (SipRequest) SipParser.parse(read("inv2543"));

    assertThat(esc01.requestUri().user()).contains("sips:user@example.com");
    assertThat(esc01.from().uri().user()).contains("I have spaces");
    assertThat(esc01.contentType()).contains("application/sdp");
    assertThat(semiuri.requestUri().user()).contains("user;par=u@example.net");
    assertThat(regescrt.contact().orElseThrow().uri().headers())
        .isEqualTo("Route=%3Csip:sip.example.com%3E");
    assertThat(cparam01.contact().orElseThrow().parameters().has("unknownparam")).isTrue();
    assertThat(cparam02.contact().orElseThrow().uri().parameters().has("unknownparam")).isTrue();
    assertThat(old.topVia().hasMagicCookie()).isFalse();
    assertThat(old.fromTag()).isEmpty();
    assertThat(old.bodyLength()).isPositive();
  }

  @Test
  void datagramWithTwoRequestsIsTheFirstOnly() throws Exception {
    SipRequest first = (SipRequest) SipParser.parse(read("dblreq"));

    assertThat(first.method()).isEqualTo("REGISTER");
    assertThat(first.bodyLength()).isZero();
  }

  @Test
  void noPrefixOfAnyMessageBreaksTheParser() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Case torture : CASES) {
      byte[] bytes = read(torture.name());
      for (int length = 0; length <= bytes.length; length++) {
        try {
          ParseResult result = SipParser.parse(bytes, 0, length, false);
          if (result instanceof SipRequest request) {
            SCREEN.check(request);
            request.response(200).toTag("t").build();
          }
        } catch (RuntimeException e) {
          broken.add(torture.name() + " cut at " + length + ": " + e);
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  static List<byte[]> all() {
    List<byte[]> messages = new ArrayList<>();
    for (Case torture : CASES) {
      try {
        messages.add(read(torture.name()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return messages;
  }
}
