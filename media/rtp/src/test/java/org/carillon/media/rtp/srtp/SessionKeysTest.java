package org.carillon.media.rtp.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The test vectors of RFC 3711 appendix B and RFC 6188 section 7. */
class SessionKeysTest {
  private final SrtpScratch scratch = new SrtpScratch();

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.toLowerCase(java.util.Locale.ROOT));
  }

  static SrtpKey key(SrtpSuite suite, String key, String salt) {
    return new SrtpKey(suite, hex(key + salt), new byte[0]);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "AES_CM_128_HMAC_SHA1_80, E1F97A0D3E018BE0D64FA32C06DE4139, 0EC675AD498AFEEBB6960B3AABE6,"
        + " C61E7A93744F39EE10734AFE3FF7A087, 30CBBC08863D8C85D49DB34A9AE1,"
        + " CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4",
    "AES_CM_192_HMAC_SHA1_80, 73edc66c4fa15776fb57f9505c17136550ffda71f3e8e5f1,"
        + " c8522f3acd4ce86d5add78edbb11, 31874736a8f1143870c26e4857d8a5b2c4a354407faadabb,"
        + " 2372b82d639b6d8503a47adc0a6c, 355b10973cd95b9eacf4061c7e1a7151e7cfbfcb",
    "AES_CM_256_HMAC_SHA1_80,"
        + " f0f04914b513f2763a1b1fa130f10e2998f6f6e43e4309d1e622a0e332b9f1b6,"
        + " 3b04803de51ee7c96423ab5b78d2,"
        + " 5ba1064e30ec51613cad926c5a28ef731ec7fb397f70a960653caf06554cd8c4,"
        + " fa31791685ca444a9e07c6c64e93, fd9c32d39ed5fbb5a9dc96b30818454d1313dc05"
  })
  void sessionKeysAreDerivedAsTheRfcsSay(
      SrtpSuite suite, String key, String salt, String cipher, String sessionSalt, String auth) {
    SessionKeys.Derived derived = SessionKeys.derive(key(suite, key, salt), false);
    assertThat(derived.cipherKey()).isEqualTo(hex(cipher));
    assertThat(derived.salt()).isEqualTo(hex(sessionSalt));
    assertThat(derived.authenticationKey()).isEqualTo(hex(auth));
  }

  @Test
  void theKeyStreamIsThatOfRfc3711() {
    SessionKeys keys =
        new SessionKeys(
            new SessionKeys.Derived(
                hex("2B7E151628AED2A6ABF7158809CF4F3C"),
                new byte[20],
                hex("F0F1F2F3F4F5F6F7F8F9FAFBFCFD")));
    keys.crypt(scratch, 0, 48, 0, 0);
    assertThat(java.util.Arrays.copyOf(scratch.bytes, 48))
        .isEqualTo(
            hex(
                "E03EAD0935C95E80E166B16DD92B4EB4"
                    + "D23513162B02D0F72A43A2FE4A5F97AB"
                    + "41E95B3BB0A2E8DD477901E4FCA894C0"));
  }

  @Test
  void aPacketAndAReportAreThoseOfTheReferenceImplementation() {
    // the vectors that libsrtp checks itself with
    SrtpKey key =
        key(
            SrtpSuite.AES_CM_128_HMAC_SHA1_80,
            "e1f97a0d3e018be0d64fa32c06de4139",
            "0ec675ad498afeebb6960b3aabe6");
    ByteBuffer packet = ByteBuffer.allocate(100);
    packet.put(0, hex("800f1234decafbadcafebabe" + "ab".repeat(16)));
    int length = new SrtpSender(key, scratch).rtp(packet, 12, 28, 0xCAFEBABE, 0x1234);
    assertThat(hex(packet, length))
        .isEqualTo("800f1234decafbadcafebabe4e55dc4ce79978d88ca4d215949d2402b78d6acc99ea179b8dbb");
    assertThat(new SrtpReceiver(key, scratch).rtp(packet, length)).isEqualTo(28);
    assertThat(hex(packet, 28)).isEqualTo("800f1234decafbadcafebabe" + "ab".repeat(16));

    packet.put(0, hex("81c8000bcafebabe" + "ab".repeat(16)));
    length = new SrtpSender(key, scratch).rtcp(packet, 24);
    assertThat(hex(packet, length))
        .isEqualTo("81c8000bcafebabe7128035be487b9bdbef89041f977a5a880000001993e08cd54d6c1230798");
    assertThat(new SrtpReceiver(key, scratch).rtcp(packet, length)).isEqualTo(24);
    assertThat(hex(packet, 24)).isEqualTo("81c8000bcafebabe" + "ab".repeat(16));
  }

  private static String hex(ByteBuffer packet, int length) {
    byte[] bytes = new byte[length];
    packet.get(0, bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
