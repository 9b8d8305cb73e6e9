package org.carillon.media.sip.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.carillon.media.sip.digest.DigestVerdict.Outcome;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.HeaderName;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipRequestBuilder;
import org.carillon.media.sip.message.SipUri;
import org.junit.jupiter.api.Test;

/** What a server makes of credentials, with a clock that the test turns. */
class DigestServerTest {
  private static final String REALM = "trunk.example";
  private static final InetAddress SOURCE = InetAddress.ofLiteral("192.0.2.1");
  private static final SipUri URI = SipUri.sip("+12065550100", "trunk.example", -1);

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final InstantSource clock = () -> now;
  private final DigestServer server =
      new DigestServer(clock, new byte[32], List.of(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5));

  private DigestChallenge challenge(DigestAlgorithm algorithm) {
    return server.challenge(407, REALM, SOURCE, false).stream()
        .map(field -> DigestChallenge.parse(field.value()).orElseThrow())
        .filter(challenge -> challenge.algorithm() == algorithm)
        .findFirst()
        .orElseThrow();
  }

  private static String answer(DigestChallenge challenge, String password, long count) {
    return answer(challenge, "joe", password, URI, count);
  }

  private static String answer(
      DigestChallenge challenge, String user, String password, SipUri uri, long count) {
    return DigestCredentials.answer(challenge, user, password, "INVITE", uri.toString(), "c", count)
        .toString();
  }

  private Outcome verify(String credentials) {
    return verify(credentials, SOURCE).outcome();
  }

  private DigestVerdict verify(String credentials, InetAddress source) {
    SipRequestBuilder request =
        new SipRequestBuilder("INVITE", URI)
            .header(HeaderName.VIA, "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1")
            .header(HeaderName.FROM, "<sip:joe@trunk.example>;tag=1")
            .header(HeaderName.TO, "<" + URI + ">")
            .header(HeaderName.CALL_ID, "1")
            .header(HeaderName.CSEQ, "1 INVITE");
    if (credentials != null) {
      request.header(HeaderName.PROXY_AUTHORIZATION, credentials);
    }
    SipRequest invite = request.build();
    return server.verify(
        invite,
        407,
        REALM,
        source,
        user -> user.equals("joe") ? Optional.of("schmoe") : Optional.empty());
  }

  @Test
  void challengeOffersTheStrongestFirst() {
    List<HeaderField> fields = server.challenge(401, REALM, SOURCE, true);

    assertThat(fields).extracting(HeaderField::name).containsOnly("WWW-Authenticate");
    assertThat(fields.get(0).value())
        .contains("algorithm=SHA-256", "qop=\"auth\"", "stale=true", "realm=\"trunk.example\"");
    assertThat(fields.get(1).value()).contains("algorithm=MD5");
    assertThatThrownBy(() -> server.challenge(403, REALM, SOURCE, false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void rightPasswordIsAccepted() {
    for (DigestAlgorithm algorithm : List.of(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5)) {
      DigestVerdict verdict = verify(answer(challenge(algorithm), "schmoe", 1), SOURCE);
      assertThat(verdict).isEqualTo(new DigestVerdict(Outcome.ACCEPTED, "joe"));
    }
  }

  @Test
  void otherCredentialsAreNot() {
    DigestChallenge challenge = challenge(DigestAlgorithm.SHA_256);
    DigestChallenge strong =
        new DigestChallenge(
            REALM,
            challenge.nonce(),
            DigestAlgorithm.SHA_512_256,
            true,
            true,
            Optional.empty(),
            false);
    DigestChallenge foreign =
        new DigestChallenge(
            "other",
            challenge.nonce(),
            DigestAlgorithm.SHA_256,
            true,
            true,
            Optional.empty(),
            false);

    assertThat(verify(null)).isEqualTo(Outcome.ABSENT);
    assertThat(verify(answer(foreign, "schmoe", 1))).isEqualTo(Outcome.ABSENT);
    assertThat(verify("Digest nonsense")).isEqualTo(Outcome.MALFORMED);
    assertThat(verify(answer(strong, "schmoe", 1))).isEqualTo(Outcome.MALFORMED);
    assertThat(verify(answer(challenge, "wrong", 1))).isEqualTo(Outcome.WRONG);
    assertThat(verify(answer(challenge, "nobody", "no such user", URI, 1)))
        .isEqualTo(Outcome.WRONG);
    SipUri premium = SipUri.sip("+19005550100", "trunk.example", -1);
    assertThat(verify(answer(challenge, "joe", "schmoe", premium, 1))).isEqualTo(Outcome.MALFORMED);
    assertThat(verify(answer(challenge, "schmoe", 1))).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  void eachNonceCountIsGoodOnceInAnyOrder() {
    DigestChallenge challenge = challenge(DigestAlgorithm.SHA_256);
    for (long count : new long[] {1, 3, 2, 60, 40, 1_000, 940, 0xffff_ffffL}) {
      assertThat(verify(answer(challenge, "schmoe", count))).isEqualTo(Outcome.ACCEPTED);
      assertThat(verify(answer(challenge, "schmoe", count))).isEqualTo(Outcome.STALE);
    }
    assertThat(verify(answer(challenge, "schmoe", 900))).isEqualTo(Outcome.STALE);
  }

  @Test
  void clientWithoutQualityOfProtectionUsesANonceOnce() {
    DigestChallenge modern = challenge(DigestAlgorithm.MD5);
    DigestChallenge old =
        new DigestChallenge(
            REALM, modern.nonce(), DigestAlgorithm.MD5, false, false, Optional.empty(), false);

    assertThat(verify(answer(old, "schmoe", 0))).isEqualTo(Outcome.ACCEPTED);
    assertThat(verify(answer(old, "schmoe", 0))).isEqualTo(Outcome.STALE);
    assertThat(verify(answer(modern, "schmoe", 1))).isEqualTo(Outcome.STALE);
  }

  @Test
  void nonceEndsWithItsTimeAndBelongsToItsSource() {
    DigestChallenge challenge = challenge(DigestAlgorithm.SHA_256);
    InetAddress other = InetAddress.ofLiteral("192.0.2.2");
    DigestChallenge forged =
        new DigestChallenge(
            REALM, "0".repeat(64), DigestAlgorithm.SHA_256, true, true, Optional.empty(), false);
    DigestChallenge foreign =
        new DigestChallenge(
            REALM, "not ours", DigestAlgorithm.SHA_256, true, true, Optional.empty(), false);

    assertThat(verify(answer(challenge, "schmoe", 1), other).outcome()).isEqualTo(Outcome.STALE);
    assertThat(verify(answer(forged, "schmoe", 1))).isEqualTo(Outcome.STALE);
    assertThat(verify(answer(foreign, "schmoe", 1))).isEqualTo(Outcome.STALE);
    assertThat(verify(answer(challenge, "schmoe", 1))).isEqualTo(Outcome.ACCEPTED);
    now = now.plus(Duration.ofMinutes(5)).plusMillis(1);
    assertThat(verify(answer(challenge, "schmoe", 2))).isEqualTo(Outcome.STALE);
  }

  @Test
  void tenWrongAnswersBarTheSourceForAWhileAndNobodyElse() {
    DigestChallenge challenge = challenge(DigestAlgorithm.SHA_256);
    for (int i = 1; i <= 10; i++) {
      assertThat(verify(answer(challenge, "guess " + i, i))).isEqualTo(Outcome.WRONG);
    }

    assertThat(verify(answer(challenge, "schmoe", 11))).isEqualTo(Outcome.TOO_MANY);
    InetAddress other = InetAddress.ofLiteral("192.0.2.2");
    DigestChallenge theirs =
        DigestChallenge.parse(server.challenge(407, REALM, other, false).getFirst().value())
            .orElseThrow();
    assertThat(verify(answer(theirs, "schmoe", 1), other).isAccepted()).isTrue();

    now = now.plus(Duration.ofSeconds(6));
    assertThat(verify(answer(challenge, "schmoe", 12))).isEqualTo(Outcome.ACCEPTED);
    assertThat(verify(answer(challenge, "wrong", 13))).isEqualTo(Outcome.WRONG);
  }

  @Test
  void forgedNoncesBarNobody() {
    DigestChallenge forged =
        new DigestChallenge(
            REALM, "0".repeat(64), DigestAlgorithm.SHA_256, true, true, Optional.empty(), false);
    for (int i = 1; i <= 1000; i++) {
      assertThat(verify(answer(forged, "guess", i))).isEqualTo(Outcome.STALE);
    }

    assertThat(verify(answer(challenge(DigestAlgorithm.SHA_256), "schmoe", 1)))
        .isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  void addressesOfOneIpv6NetworkAreOneSource() {
    InetAddress one = InetAddress.ofLiteral("2001:db8::1");
    InetAddress two = InetAddress.ofLiteral("2001:db8::2");

    assertThat(Sources.key(one)).isEqualTo(Sources.key(two));
    assertThat(Sources.key(one)).isNotEqualTo(Sources.key(InetAddress.ofLiteral("2001:db9::1")));
  }

  @Test
  void forgottenNoncesAreStaleAndNeverGoodAgain() {
    Nonces nonces = new Nonces(clock, new byte[32], Duration.ofMinutes(5), 2);
    String first = nonces.next(REALM, SOURCE);
    String unused = nonces.next(REALM, SOURCE);
    assertThat(nonces.use(first, 1)).isTrue();
    for (int i = 0; i < 2; i++) {
      now = now.plusMillis(1);
      assertThat(nonces.use(nonces.next(REALM, SOURCE), 1)).isTrue();
    }

    // the table had room for two, so the first one's counts are gone
    assertThat(nonces.isFresh(first, REALM, SOURCE)).isFalse();
    assertThat(nonces.isFresh(unused, REALM, SOURCE)).isFalse();
    assertThat(nonces.isFresh(nonces.next(REALM, SOURCE), REALM, SOURCE)).isTrue();
  }
}
