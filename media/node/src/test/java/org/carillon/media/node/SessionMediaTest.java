package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.carillon.media.rtp.MediaConfig;
import org.carillon.media.rtp.MediaEngine;
import org.carillon.media.rtp.srtp.SrtpSuite;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.sdp.SdpException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The session of a call that came in to an application, with SRTP (S3, V4). */
@Timeout(60)
class SessionMediaTest {
  private static final int HERTZ = 700;
  private static final Pattern CRYPTO = Pattern.compile("a=crypto:(\\d+) (\\S+) inline:(\\S+)");

  private final InetAddress local = InetAddress.ofLiteral("127.0.0.1");
  private MediaEngine engine;
  private OutboundMedia caller;
  private SessionMedia media;

  @BeforeEach
  void aCallerAndASession() throws Exception {
    engine = MediaEngine.start(MediaConfig.anyPorts().withThreads(1));
    caller = OutboundMedia.open(engine, local, Optional.empty());
    media = SessionMedia.open(engine, local);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void aCallerWhoOffersSrtpHearsUsAndIsHeardThroughIt() throws Exception {
    SipBody answer = media.answer(caller.offer(true));

    assertThat(answer.text()).contains("RTP/SAVP ").containsOnlyOnce("a=crypto:");
    assertThat(media.summary()).contains("encrypted");
    media.start();
    caller.accept(answer);
    AtomicInteger heardByCaller = Ear.on(caller.stream(), HERTZ);
    AtomicInteger heardByUs = Ear.on(media.stream(), HERTZ);
    media.stream().write(Tones.of(HERTZ, 600).samples(), 0, 4800);
    caller.stream().write(Tones.of(HERTZ, 600).samples(), 0, 4800);
    Await.until("the caller hears the tone", () -> heardByCaller.get() > 15);
    Await.until("the tone of the caller", () -> heardByUs.get() > 15);
    assertThat(media.stream().stats().forgedPackets()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"AES_CM_128_HMAC_SHA1_32", "AES_CM_192_HMAC_SHA1_80", "AES_256_CM_HMAC_SHA1_80"})
  void theFirstKeyOfTheOfferThatWeKnowIsTaken(String suite) throws Exception {
    int bytes = suite.contains("128") ? 30 : suite.contains("192") ? 38 : 46;
    String key = java.util.Base64.getEncoder().encodeToString(new byte[bytes]);

    String answer =
        media
            .answer(
                offer(
                    "RTP/SAVPF",
                    "a=crypto:1 AEAD_AES_256_GCM inline:" + key,
                    "a=crypto:7 " + suite + " inline:" + key + "|2^31"))
            .text();

    assertThat(answer).contains("RTP/SAVPF ", "a=crypto:7 " + suite + " inline:");
  }

  @Test
  void aChangeOfTheSessionKeepsOurKeyAndOurOffersStayEncrypted() throws Exception {
    SipBody offer = caller.offer(true);
    String first = keyIn(media.answer(offer));

    assertThat(keyIn(media.answer(offer))).isEqualTo(first);
    assertThat(media.offer().text()).contains("RTP/SAVP ");
    assertThat(keyIn(media.offer())).isEqualTo(first);
  }

  @Test
  void aCallerWhoChangesItsKeyIsHeardOn() throws Exception {
    try (SecurePhone phone = new SecurePhone()) {
      SipBody answer = media.answer(phone.offer(SrtpSuite.AES_CM_128_HMAC_SHA1_80));
      media.start();
      phone.use(answer.text());
      AtomicInteger heardByUs = Ear.on(media.stream(), HERTZ);
      phone.stream().write(Tones.of(HERTZ, 400).samples(), 0, 3200);
      Await.until("the tone of the caller", () -> heardByUs.get() > 15);

      SipBody changed = media.answer(phone.offer(SrtpSuite.AES_CM_128_HMAC_SHA1_80));
      phone.use(changed.text());
      int before = heardByUs.get();
      phone.stream().write(Tones.of(HERTZ, 400).samples(), 0, 3200);

      Await.until("the tone under the new key", () -> heardByUs.get() > before + 15);
      assertThat(media.stream().stats().packetsLost()).isZero();
      assertThat(media.stream().stats().forgedPackets()).isZero();
      assertThat(phone.stream().stats().forgedPackets()).isZero();
    }
  }

  @Test
  void aCallerWithoutKeysIsRefusedAndOneInClearIsAnsweredInClear() throws Exception {
    assertThatExceptionOfType(SdpException.class)
        .isThrownBy(() -> media.answer(offer("RTP/SAVP", "a=crypto:1 UNKNOWN inline:AAAA")))
        .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(488));

    assertThat(media.isAgreed()).isFalse();
    assertThat(media.answer(caller.offer(false)).text())
        .contains("RTP/AVP ")
        .doesNotContain("crypto");
    assertThat(media.offer().text()).contains("RTP/AVP ").doesNotContain("crypto");
  }

  @Test
  void theAnswerToAnOfferThatTheCallerAskedForStaysEncrypted() throws Exception {
    media.answer(caller.offer(true));
    String offer = media.offer().text();
    String key = offer.lines().filter(it -> it.startsWith("a=crypto:")).findFirst().orElseThrow();
    assertThat(media.awaitsAnswer()).isTrue();

    // a key of another suite, or none, is no answer to ours
    String inClear = offer.replace("RTP/SAVP", "RTP/AVP").replace(key + "\r\n", "");
    String other = offer.replace(key, key.replaceFirst("crypto:\\d+", "crypto:99"));
    for (String wrong : new String[] {inClear, other}) {
      assertThatExceptionOfType(SdpException.class).isThrownBy(() -> media.accept(sdp(wrong)));
      assertThat(media.summary()).contains("encrypted");
    }

    media.offer();
    media.accept(sdp(offer.replaceFirst("m=audio \\d+", "m=audio 9")));

    assertThat(media.awaitsAnswer()).isFalse();
    assertThat(media.summary()).contains("encrypted").endsWith(":9");
  }

  private static SipBody sdp(String text) {
    return SipBody.sdp(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String keyIn(SipBody description) {
    return CRYPTO.matcher(description.text()).results().findFirst().orElseThrow().group(3);
  }

  private static SipBody offer(String profile, String... attributes) {
    return SipBody.sdp(
        ("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
                + "m=audio 40000 "
                + profile
                + " 0\r\n"
                + String.join("\r\n", attributes)
                + "\r\n")
            .getBytes(StandardCharsets.US_ASCII));
  }
}
