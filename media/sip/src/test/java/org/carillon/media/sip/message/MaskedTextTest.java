package org.carillon.media.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What is left out of messages that people see. */
class MaskedTextTest {

  private static final String BODY =
      """
      v=0
      o=- 1 1 IN IP4 192.0.2.1
      s=-
      c=IN IP4 192.0.2.1
      t=0 0
      k=base64:c2VjcmV0LWtleQ==
      m=audio 4000 RTP/SAVP 0
      a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz|2^20|1:4 FEC_ORDER=FEC_SRTP
      a=crypto:2 AES_CM_128_HMAC_SHA1_32 INLINE:QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVoxMjM0|2^20;inline:c2Vjb25ka2V5c2Vjb25ka2V5c2Vjb25ka2V5
      """
          .replace("\n", "\r\n");

  private static String masked(String... headers) {
    String text =
        "INVITE sip:+12065550100@example.com SIP/2.0\r\n"
            + "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\n"
            + "From: <sip:a@example.com>;tag=1\r\nTo: <sip:b@example.com>\r\n"
            + "Call-ID: 1@192.0.2.1\r\nCSeq: 1 INVITE\r\nMax-Forwards: 70\r\n"
            + String.join("\r\n", headers)
            + (headers.length > 0 ? "\r\n" : "")
            + "Content-Type: application/sdp\r\nContent-Length: "
            + BODY.length()
            + "\r\n\r\n"
            + BODY;
    ParseResult parsed = SipParser.parseOwned(text.getBytes(StandardCharsets.UTF_8), false);
    assertThat(parsed).isInstanceOf(SipRequest.class);
    return MaskedText.of((SipMessage) parsed);
  }

  @Test
  void keysOfEncryptedMediaAreLeftOut() {
    assertThat(masked())
        .contains("a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:*** FEC_ORDER=FEC_SRTP\r\n")
        .contains("a=crypto:2 AES_CM_128_HMAC_SHA1_32 INLINE:***\r\n")
        .contains("k=***\r\n")
        .doesNotContain("WVNf", "QUJD", "c2Vj");
  }

  @Test
  void credentialsAreLeftOutAlsoOnFoldedLines() {
    String text =
        masked(
            "Authorization: Digest username=\"bob\", realm=\"r\",",
            " nonce=\"n\", response=\"6629fae49393a05397450978507c4ef1\"",
            "PROXY-AUTHORIZATION : Digest username=\"bob\",\r\n\tresponse=\"0123456789abcdef\"",
            "Authentication-Info: rspauth=\"fedcba9876543210\"",
            "Subject: Authorization: is not one");

    assertThat(text)
        .contains("Authorization: Digest ***\r\n", "PROXY-AUTHORIZATION : Digest ***\r\n")
        .contains("Authentication-Info: ***\r\n", "Subject: Authorization: is not one\r\n")
        .doesNotContain("6629fae4", "0123456789abcdef", "fedcba98", "bob");
  }

  @Test
  void joinTokensAreLeftOut() {
    assertThat(
            masked(
                "X-chime-join-token: QUJDtoken",
                "Contact: <sip:m@example.com;X-chime-join-token=QUJDtoken;transport=tls>"))
        .contains("X-chime-join-token: ***\r\n", ";X-chime-join-token=***;transport=tls>")
        .doesNotContain("QUJDtoken");
  }

  @Test
  void theRestIsAsItWas() {
    assertThat(masked("X-Custom: value"))
        .startsWith("INVITE sip:+12065550100@example.com SIP/2.0\r\n")
        .contains("X-Custom: value\r\n", "m=audio 4000 RTP/SAVP 0\r\n");
  }
}
