package org.carillon.media.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages read, asked and built. */
class MessageTest {
  private static final String INVITE =
      """
      INVITE sip:bob@example.com SIP/2.0
      v: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKa, SIP/2.0/TCP 192.0.2.2;branch=z9hG4bKb
      f: "Alice \\"A\\"" <sip:alice@example.com>;tag=1
      t: sip:bob@example.com
      i: one@example.com
      CSeq: 7 INVITE
      m: <sip:alice@192.0.2.1>
      X-Thing: one
      x-thing: two
      c: application/sdp
      l: 4

      v=0
      """
          .replace("\n", "\r\n");

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static SipRequest invite() {
    return (SipRequest) SipParser.parse(bytes(INVITE));
  }

  @Test
  void compactFormsAndListsAreRead() {
    SipRequest invite = invite();

    assertThat(invite.values(HeaderName.VIA)).hasSize(2);
    assertThat(invite.topVia().branch()).contains("z9hG4bKa");
    assertThat(invite.from().displayName()).isEqualTo("Alice \"A\"");
    assertThat(invite.header("Call-Id")).contains("one@example.com");
    assertThat(invite.header("X-THING")).contains("one");
    assertThat(invite.contentType()).contains("application/sdp");
    assertThat(invite.body().orElseThrow().text()).isEqualTo("v=0\r");
    assertThat(invite.maxForwards()).isEqualTo(70);
    List<String> names = new ArrayList<>();
    invite.forEachHeader((name, value) -> names.add(name));
    assertThat(names).startsWith("Via", "From", "To", "Call-ID", "CSeq", "Contact", "X-Thing");
  }

  @Test
  void whatIsForgottenIsReadAgain() {
    SipRequest request = invite();
    String before = fields(request);

    request.forget();

    assertThat(fields(request)).isEqualTo(before);
  }

  private static String fields(SipRequest request) {
    return String.join(
        "\n",
        request.topVia().toString(),
        request.callId(),
        request.cseq().toString(),
        request.from().toString(),
        request.to().toString());
  }

  @Test
  void answerCopiesWhatItMustAndAddsTheTag() {
    SipResponse answer =
        invite().response(180).toTag("mine").header("Contact", "<sip:bob@192.0.2.9>").build();

    assertThat(answer.status()).isEqualTo(180);
    assertThat(answer.reason()).isEqualTo("Ringing");
    assertThat(answer.toTag()).contains("mine");
    assertThat(answer.fromTag()).contains("1");
    assertThat(answer.values(HeaderName.VIA)).hasSize(2);
    assertThat(answer.cseq()).isEqualTo(new CSeq(7, "INVITE"));
    assertThat(answer.header(HeaderName.CONTENT_LENGTH)).contains("0");
  }

  @Test
  void topViaIsReplacedAndTheOthersKept() {
    SipResponse answer =
        invite().response(200).topVia("SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKa;rport=9").build();

    assertThat(answer.values(HeaderName.VIA))
        .containsExactly(
            "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKa;rport=9",
            "SIP/2.0/TCP 192.0.2.2;branch=z9hG4bKb");
  }

  @Test
  void builtRequestReadsBack() throws Exception {
    SipRequest built =
        new SipRequestBuilder("OPTIONS", SipUri.parse("sip:bob@example.com;method=BYE?x=y"))
            .header(HeaderName.VIA, "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKq")
            .header(HeaderName.FROM, "<sip:a@example.com>;tag=2")
            .header(HeaderName.TO, "<sip:bob@example.com>")
            .header(HeaderName.CALL_ID, "c")
            .header(HeaderName.CSEQ, "1 OPTIONS")
            .header("X-Text", "gr\u00fc\u00df")
            .body(new SipBody("text/plain", bytes("hello")))
            .build();

    SipRequest read = (SipRequest) SipParser.parse(built.bytes(), 0, built.length(), false);

    assertThat(read.toString()).isEqualTo(built.toString());
    assertThat(read.requestUri()).hasToString("sip:bob@example.com");
    assertThat(read.header("X-Text")).contains("gr\u00fc\u00df");
    assertThat(read.body().orElseThrow().text()).isEqualTo("hello");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nEvil: 1", "a\nb", "a\rb", "a\u0000b", "a\u007fb"})
  void nothingCanBeSmuggledIntoAHeaderField(String value) {
    assertThatThrownBy(() -> HeaderField.of("X-Name", value))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> HeaderField.of("X" + value, "v"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> invite().response(486, value))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SipBody(value, new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void requestWithoutItsFieldsIsNotBuilt() throws Exception {
    SipRequestBuilder builder = new SipRequestBuilder("BYE", SipUri.parse("sip:a"));

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Via is missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SIP/2.0 99 Low\r\n",
        "SIP/2.0 700 High\r\n",
        "SIP/2.0 2000 Long\r\n",
        "SIP/2.0 20 Short\r\n",
        "SIP/3.0 200 OK\r\n",
        "SIP/2.0  200 OK\r\n",
        "\u0000\u0001\u0002\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        "no line end"
      })
  void brokenResponsesAndForeignBytesAreDropped(String start) {
    String rest = INVITE.substring(INVITE.indexOf("\r\n") + 2);
    ParseResult result = SipParser.parse(bytes(start + rest));

    assertThat(result).isInstanceOf(SipRejection.class);
    assertThat(((SipRejection) result).isDrop()).isTrue();
  }

  @Test
  void loneLineBreaksAreRefused() {
    assertThat(SipParser.parse(bytes(INVITE.replace("\r\nCSeq", "\nCSeq"))))
        .isInstanceOf(SipRejection.class);
  }

  @Test
  void brokenAckIsNeverAnswered() {
    ParseResult result = SipParser.parse(bytes(INVITE.replace("INVITE sip", "ACK sip")));

    assertThat(((SipRejection) result).isDrop()).isTrue();
  }

  @Test
  void randomDamageGivesAMessageOrARejection() {
    byte[] sound = bytes(INVITE);
    Random random = new Random(3261);
    for (int i = 0; i < 50_000; i++) {
      byte[] damaged = sound.clone();
      for (int n = random.nextInt(8); n >= 0; n--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      ParseResult result = SipParser.parse(damaged);
      if (result instanceof SipRequest request) {
        assertThat(request.response(200).toTag("x").build().status()).isEqualTo(200);
        request.values(HeaderName.CONTACT);
        request.contact();
      }
    }
  }
}
