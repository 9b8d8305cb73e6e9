package org.carillon.media.sip.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published examples, and values that are no digest. */
class DigestVectorsTest {

  private static DigestCredentials given(String header) {
    return DigestCredentials.parse(header).orElseThrow();
  }

  @Test
  void exampleOfRfc2617() {
    DigestCredentials credentials =
        given(
            "Digest username=\"Mufasa\", realm=\"testrealm@host.com\","
                + " nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", uri=\"/dir/index.html\","
                + " qop=auth, nc=00000001, cnonce=\"0a4f113b\","
                + " response=\"6629fae49393a05397450978507c4ef1\","
                + " opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"");

    assertThat(credentials.expected("Circle Of Life", "GET")).isEqualTo(credentials.response());
    assertThat(credentials.expected("circle of life", "GET")).isNotEqualTo(credentials.response());
    assertThat(credentials.expected("Circle Of Life", "PUT")).isNotEqualTo(credentials.response());
  }

  @ParameterizedTest
  @CsvSource({
    "MD5, 8ca523f5e9506fed4657c9700eebdbec",
    "SHA-256, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
  })
  void examplesOfRfc7616(String algorithm, String response) {
    DigestCredentials credentials =
        given(
            "Digest username=\"Mufasa\", realm=\"http-auth@example.org\","
                + " uri=\"/dir/index.html\", algorithm="
                + algorithm
                + ", nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", nc=00000001,"
                + " cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\", qop=auth, response=\""
                + response
                + "\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"");

    assertThat(credentials.expected("Circle of Life", "GET")).isEqualTo(response);
  }

  @Test
  void exampleOfRfc2069WithoutQualityOfProtection() {
    // The RFC's own figure is wrong; this is that of its erratum 749.
    DigestCredentials credentials =
        given(
            "Digest username=\"Mufasa\", realm=\"testrealm@host.com\","
                + " nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", uri=\"/dir/index.html\","
                + " response=\"1949323746fe6a43ef61f9606e7febea\","
                + " opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"");

    assertThat(credentials.expected("CircleOfLife", "GET")).isEqualTo(credentials.response());
  }

  @Test
  void writtenValuesAreReadBackTheSame() {
    DigestChallenge challenge =
        DigestChallenge.parse(
                "digest  realm=\"a \\\"quoted\\\" realm\" ,nonce=\"n\", algorithm=sha-256 ,"
                    + " qop=\"auth-int, auth\", stale=TRUE, opaque=\"o\", extra=1")
            .orElseThrow();
    assertThat(challenge.realm()).isEqualTo("a \"quoted\" realm");
    assertThat(challenge.auth()).isTrue();
    assertThat(challenge.stale()).isTrue();
    assertThat(DigestChallenge.parse(challenge.toString())).contains(challenge);

    DigestCredentials answer =
        DigestCredentials.answer(challenge, "me", "secret", "INVITE", "sip:x@y", "c", 1);
    assertThat(DigestCredentials.parse(answer.toString())).contains(answer);
    assertThat(answer.toString()).doesNotContain("secret");
    assertThat(new SipCredentials("me", "secret")).asString().doesNotContain("secret");
  }

  @Test
  void integrityOfTheBodyIsNotOffered() {
    DigestChallenge only =
        DigestChallenge.parse("Digest realm=\"r\", nonce=\"n\", qop=\"auth-int\"").orElseThrow();

    assertThat(only.isAnswerable()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Digest",
        "Digest ",
        "Basic dXNlcjpwYXNz",
        "Digest realm",
        "Digest realm=",
        "Digest realm=\"open",
        "Digest realm=\"open\\",
        "Digest realm=\"a\", nonce=\"n\",",
        "Digest realm=\"a\" nonce=\"n\"",
        "Digest realm=\"a\", realm=\"b\", nonce=\"n\"",
        "Digest realm=\"a\", nonce=\"n\", algorithm=MD5-sess",
        "Digest =\"a\", nonce=\"n\"",
        "Digest username=\"u\", realm=\"r\", nonce=\"n\", uri=\"sip:x\", response=\"1\", qop=auth-int, nc=00000001, cnonce=\"c\"",
        "Digest username=\"u\", realm=\"r\", nonce=\"n\", uri=\"sip:x\", response=\"1\", qop=auth, nc=1, cnonce=\"c\"",
        "Digest username=\"u\", realm=\"r\", nonce=\"n\", uri=\"sip:x\", response=\"1\", qop=auth, nc=00000000, cnonce=\"c\"",
        "Digest username=\"u\", realm=\"r\", nonce=\"n\", uri=\"sip:x\", response=\"1\", qop=auth, nc=-0000001, cnonce=\"c\"",
        "Digest username=\"u\", realm=\"r\", nonce=\"n\", uri=\"sip:x\", response=\"1\", qop=auth, nc=00000001",
        "Digest username=\"u\", realm=\"r\", nonce=\"n\", uri=\"sip:x\", response=\"1\", userhash=true",
        "Digest username=\"u\", realm=\"r\", nonce=\"n\", uri=\"sip:x\""
      })
  void brokenValuesAreNothing(String value) {
    assertThat(DigestCredentials.parse(value)).isEmpty();
    if (!value.contains("username")) {
      assertThat(DigestChallenge.parse(value)).isEmpty();
    }
  }

  @Test
  void noiseIsNeverMoreThanNothing() {
    String sound =
        "Digest username=\"u\", realm=\"r\\\"\", nonce=\"n\", uri=\"sip:x\", response=\"1\","
            + " qop=auth, nc=00000001, cnonce=\"c\", algorithm=SHA-256, stale=true";
    assertThat(DigestCredentials.parse(sound)).isPresent();
    Random random = new Random(7616);
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder(sound);
      for (int j = random.nextInt(6); j >= 0; j--) {
        text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(32, 300));
      }
      text.setLength(random.nextInt(8, text.length() + 1));
      // neither throws; what is read can be written and read again
      DigestCredentials.parse(text.toString())
          .ifPresent(read -> assertThat(DigestCredentials.parse(read.toString())).contains(read));
      DigestChallenge.parse(text.toString())
          .ifPresent(read -> assertThat(DigestChallenge.parse(read.toString())).isPresent());
    }
  }

  @Test
  void valuesHaveALimit() {
    String much = "Digest realm=\"r\", nonce=\"" + "n".repeat(5000) + "\"";
    StringBuilder many = new StringBuilder("Digest realm=\"r\", nonce=\"n\"");
    for (int i = 0; i < 40; i++) {
      many.append(", x").append(i).append("=1");
    }

    assertThat(DigestChallenge.parse(much)).isEmpty();
    assertThat(DigestChallenge.parse(many.toString())).isEmpty();
  }
}
