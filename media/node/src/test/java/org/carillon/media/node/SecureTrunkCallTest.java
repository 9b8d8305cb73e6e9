package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.carillon.media.rtp.RtpStream;
import org.carillon.media.rtp.srtp.SrtpSuite;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A trunk call of which one side is encrypted, as its two sides hear it (V4). */
@Timeout(60)
class SecureTrunkCallTest {
  private static final int NEAR_HZ = 600;
  private static final int FAR_HZ = 1000;

  @TempDir Path data;

  @ParameterizedTest
  @CsvSource({
    "AES_CM_128_HMAC_SHA1_80, AES_CM_128_HMAC_SHA1_80",
    "AES_CM_128_HMAC_SHA1_80, AES_CM_256_HMAC_SHA1_32"
  })
  void aNewKeyInMidCallKeepsTheTalkGoing(SrtpSuite first, SrtpSuite second) throws Exception {
    try (Callee callee = Callee.answering();
        TestNode node = TestNode.trunk(data, Trunks.to(callee.target()));
        SecurePhone phone = new SecurePhone()) {
      String answer = phone.dial("+12065550100", node.sip(), first);
      AtomicInteger heardByPhone = Ear.on(phone.stream(), FAR_HZ);
      AtomicInteger heardByCallee = Ear.on(callee.stream(), NEAR_HZ);
      talk(phone, callee);
      Await.until("both hear", () -> heardByPhone.get() > 15 && heardByCallee.get() > 15);

      String changed = phone.changeKey(second);
      int phoneBefore = heardByPhone.get();
      int calleeBefore = heardByCallee.get();
      talk(phone, callee);

      Await.until("the callee hears on", () -> heardByCallee.get() > calleeBefore + 15);
      Await.until("the phone hears on", () -> heardByPhone.get() > phoneBefore + 15);
      assertThat(callee.stream().stats().packetsLost()).as("of what the phone said").isZero();
      assertThat(callee.invites().getFirst().body().orElseThrow().text())
          .as("the other side is in clear")
          .doesNotContain("crypto");
      assertThat(SecurePhone.keyIn(changed).equals(SecurePhone.keyIn(answer)))
          .as("our own key stays while the suite does")
          .isEqualTo(first == second);
    }
  }

  private static void talk(SecurePhone phone, Callee callee) throws Exception {
    say(phone.stream(), NEAR_HZ);
    say(callee.stream(), FAR_HZ);
  }

  private static void say(RtpStream stream, int hertz) throws Exception {
    short[] tone = Tones.of(hertz, 400).samples();
    stream.write(tone, 0, tone.length);
  }
}
