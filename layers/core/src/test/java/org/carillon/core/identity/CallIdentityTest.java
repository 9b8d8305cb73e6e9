package org.carillon.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.carillon.contract.Json;
import org.carillon.core.identity.CallerVerdict.Result;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls are signed and signed calls are verified (N13). */
class CallIdentityTest {

  private static final String CALLER = "+12065550100";
  private static final String CALLEE = "+14255550111";
  private static final String ORIGIN = "7b1d3a52-7b5c-4b0b-9f43-3a6a5d2d7b10";
  private static final URI CERTIFICATE = URI.create("https://cert.example.com/shaken.pem");

  @TempDir static Path directory;
  private static SigningAuthority ours;
  private static SigningAuthority expired;
  private static SigningAuthority strange;

  private Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final InstantSource clock = () -> now;
  private final AtomicInteger fetched = new AtomicInteger();
  private String served = "";
  private boolean away;

  @BeforeAll
  static void authorities() throws Exception {
    ours = new SigningAuthority(directory, "secp256r1", 30, "-1d");
    expired = new SigningAuthority(directory, "secp256r1", 1, "-3d");
    strange = new SigningAuthority(directory, "secp384r1", 30, "-1d");
  }

  @Test
  void aGoodSignatureIsFoundBesideOthersButNotBehindMany() throws Exception {
    String good = sign("B");
    String ofAnother = good.replaceFirst("\\.[^.;]+;", ".AAAA;");

    assertThat(verdict("garbage, " + good).attestation()).isEqualTo("B");
    assertThat(verdict(ofAnother + ";note=\"a, b\"," + good).attestation()).isEqualTo("B");
    assertThat(verdict(good + ", " + ofAnother).result()).isEqualTo(Result.PASSED);
    assertThat(verdict((ofAnother + ",").repeat(3) + good).result()).isEqualTo(Result.FAILED);
  }

  private CallerVerdict verdict(String identity) throws Exception {
    return verifier(ours).verify(Optional.of(identity), CALLER, CALLEE);
  }

  @Test
  void aSignedCallIsVerifiedByWhoeverTrustsTheAuthority() throws Exception {
    String identity = sign("A");

    CallerVerdict verdict = verifier(ours).verify(Optional.of(identity), CALLER, CALLEE);

    assertThat(verdict).isEqualTo(new CallerVerdict(Result.PASSED, "A", ""));
    assertThat(verdict.result().verstat()).isEqualTo("TN-Validation-Passed");
    assertThat(identity).endsWith(";info=<" + CERTIFICATE + ">;alg=ES256;ppt=shaken");
  }

  @Test
  void theTokenIsAShakenPassport() throws Exception {
    String[] parts = sign("B").split("[.;]");

    assertThat(decoded(parts[0]))
        .isEqualTo(
            Map.of(
                "alg", "ES256", "ppt", "shaken", "typ", "passport", "x5u", CERTIFICATE.toString()));
    Map<String, Object> claims = decoded(parts[1]);
    assertThat(claims)
        .containsEntry("attest", "B")
        .containsEntry("orig", Map.of("tn", "12065550100"))
        .containsEntry("dest", Map.of("tn", List.of("14255550111")))
        .containsEntry("origid", ORIGIN);
    assertThat(Base64.getUrlDecoder().decode(parts[2])).hasSize(64);
  }

  @Test
  void aCallWithoutIdentityIsNotValidated() throws Exception {
    assertThat(verifier(ours).verify(Optional.empty(), CALLER, CALLEE).result())
        .isEqualTo(Result.NONE);
    assertThat(signer(ours).sign("A", "anonymous", CALLEE, ORIGIN)).isEmpty();
  }

  /** 1.3.6.1.5.5.7.1.26: one number, a range of two, a provider, and what cannot be read. */
  @ParameterizedTest
  @CsvSource({
    "300FA20D160B3132303635353530313030, passed",
    "300FA20D160B3132303635353530313031, other numbers",
    "3014A1123010160B3132303635353530303939020102, passed",
    "3014A1123010160B3132303635353530303938020102, other numbers",
    "3008A006160431323334, passed",
    "3000, not trusted",
    "30FFA20D160B3132303635353530313030, not trusted",
    "300FA20D160B31323036353535303130, not trusted",
    "3003A30101, not trusted"
  })
  void aCertificateSignsForItsNumbersOnly(String list, String outcome) throws Exception {
    SigningAuthority limited =
        new SigningAuthority(
            directory, "secp256r1", 30, "-1d", List.of("1.3.6.1.5.5.7.1.26=" + list));
    String identity = signer(limited).sign("A", CALLER, CALLEE, ORIGIN).orElseThrow();
    served = limited.chain();

    CallerVerdict verdict = verifier(limited).verify(Optional.of(identity), CALLER, CALLEE);

    if (outcome.equals("passed")) {
      assertThat(verdict.result()).isEqualTo(Result.PASSED);
    } else {
      failed(verdict, outcome);
    }
  }

  @Test
  void anIdentityIsGoodForOneCallAndAMinute() throws Exception {
    String identity = sign("A");

    failed(verifier(ours).verify(Optional.of(identity), "+12065550101", CALLEE), "another caller");
    failed(verifier(ours).verify(Optional.of(identity), CALLER, "+14255550112"), "called number");
    now = now.plus(Duration.ofSeconds(60));
    assertThat(verifier(ours).verify(Optional.of(identity), CALLER, CALLEE).result())
        .isEqualTo(Result.PASSED);
    now = now.plus(Duration.ofSeconds(2));
    failed(verifier(ours).verify(Optional.of(identity), CALLER, CALLEE), "not fresh");
  }

  @Test
  void onlyCertificatesOfAConfiguredAuthorityCount() throws Exception {
    String identity = sign("A");
    CallerVerifier other = new CallerVerifier(expired.authority(), url -> bytes(served), clock);
    failed(other.verify(Optional.of(identity), CALLER, CALLEE), "not trusted");

    String old = signer(expired).sign("A", CALLER, CALLEE, ORIGIN).orElseThrow();
    served = expired.chain();
    failed(verifier(expired).verify(Optional.of(old), CALLER, CALLEE), "not trusted");
  }

  @Test
  void aCertificateThatIsNotToBeHadFailsTheIdentityNotTheCall() throws Exception {
    String identity = sign("A");
    CallerVerifier verifier = verifier(ours);
    away = true;
    failed(verifier.verify(Optional.of(identity), CALLER, CALLEE), "not to be had");
    failed(verifier.verify(Optional.of(identity), CALLER, CALLEE), "not to be had");
    assertThat(fetched).as("not asked again at once").hasValue(1);

    away = false;
    now = now.plus(Duration.ofSeconds(61));
    String fresh = sign("A");
    assertThat(verifier.verify(Optional.of(fresh), CALLER, CALLEE).result())
        .isEqualTo(Result.PASSED);
    verifier.verify(Optional.of(fresh), CALLER, CALLEE);
    assertThat(fetched).as("held").hasValue(2);
  }

  @Test
  void certificatesComeOverHttpsOnly() throws Exception {
    String identity =
        sign("A").replace("https://cert.example.com", "https://user@cert.example.com");
    failed(verifier(ours).verify(Optional.of(identity), CALLER, CALLEE), "different certificates");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> CallSigner.of(ours.key(), URI.create("http://cert.example.com/x.pem"), clock))
        .withMessageContaining("https");
  }

  @Test
  void aKeyThatIsNoneIsRefusedWithoutBeingShown() throws Exception {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> CallSigner.of("-----BEGIN PRIVATE KEY-----\nc2VjcmV0", CERTIFICATE, clock))
        .withMessageContaining("signing key")
        .withMessageNotContaining("c2Vj");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CallSigner.of(strange.key(), CERTIFICATE, clock))
        .withMessageContaining("P-256");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CallerVerifier("nothing", url -> new byte[0], clock));
  }

  @Test
  void rightValuesOfTheEnvironmentSignAndVerifyAsPemOrAsFiles() throws Exception {
    Path key = Files.writeString(directory.resolve("key.pem"), ours.key());
    Path authorities = Files.writeString(directory.resolve("authorities.pem"), ours.authority());
    for (Map<String, String> environment :
        List.of(
            environment(ours.key(), CERTIFICATE.toString(), ours.authority()),
            environment(key.toString(), CERTIFICATE.toString(), authorities.toString()))) {
      served = ours.chain();
      CallIdentity identity = from(environment);

      Optional<String> signed = identity.sign("A", CALLER, CALLEE, "abcdefghijklmnopqrstuv");

      assertThat(identity.verify(signed, CALLER, CALLEE))
          .contains(new CallerVerdict(Result.PASSED, "A", ""));
    }
    assertThat(from(Map.of())).isEqualTo(CallIdentity.none());
    assertThat(from(environment("", "", ""))).isEqualTo(CallIdentity.none());
  }

  static List<Arguments> wrongEnvironments() throws Exception {
    String url = CERTIFICATE.toString();
    String broken = "-----BEGIN CERTIFICATE-----\nc2VjcmV0\n-----END CERTIFICATE-----\n";
    String brokenKey = "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n";
    String withoutBegin = "c2VjcmV0" + "A".repeat(120);
    Path large = Files.write(directory.resolve("large.pem"), new byte[300_000]);
    return List.of(
        Arguments.of("no key", "CARILLON_STIR_KEY", environment("", url, "")),
        Arguments.of("no URL", "CARILLON_STIR_CERTIFICATE_URL", environment(ours.key(), "", "")),
        Arguments.of(
            "a URL in clear",
            "CARILLON_STIR_CERTIFICATE_URL",
            environment(ours.key(), "http://cert.example.com/x.pem", "")),
        Arguments.of(
            "no URL at all",
            "CARILLON_STIR_CERTIFICATE_URL",
            environment(ours.key(), "c:\\shaken pem", "")),
        Arguments.of("a broken key", "CARILLON_STIR_KEY", environment(brokenKey, url, "")),
        Arguments.of(
            "a key without its first line",
            "CARILLON_STIR_KEY",
            environment(withoutBegin, url, "")),
        Arguments.of(
            "a key of another curve", "CARILLON_STIR_KEY", environment(strange.key(), url, "")),
        Arguments.of(
            "a certificate for a key", "CARILLON_STIR_KEY", environment(ours.chain(), url, "")),
        Arguments.of(
            "a file that is not there",
            "CARILLON_STIR_KEY",
            environment(directory.resolve("none.pem").toString(), url, "")),
        Arguments.of(
            "a large file", "CARILLON_STIR_AUTHORITIES", environment("", "", large.toString())),
        Arguments.of(
            "no authorities' file",
            "CARILLON_STIR_AUTHORITIES",
            environment("", "", directory.resolve("none.pem").toString())),
        Arguments.of(
            "a folder", "CARILLON_STIR_AUTHORITIES", environment("", "", directory.toString())),
        Arguments.of(
            "a broken certificate", "CARILLON_STIR_AUTHORITIES", environment("", "", broken)),
        Arguments.of(
            "a key for a certificate",
            "CARILLON_STIR_AUTHORITIES",
            environment("", "", ours.key())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongEnvironments")
  void wrongValuesOfTheEnvironmentStopTheStartAndAreNamed(
      String what, String variable, Map<String, String> environment) {
    assertThatIllegalStateException()
        .isThrownBy(() -> from(environment))
        .withMessageStartingWith("CARILLON_STIR_")
        .withMessageContaining(variable)
        .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("c2VjcmV0"));
  }

  /** With all causes, as a log has it. */
  private static String stackTrace(Throwable e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private CallIdentity from(Map<String, String> environment) {
    return CallIdentity.fromEnvironment(environment, url -> bytes(served), clock);
  }

  private static Map<String, String> environment(String key, String url, String authorities) {
    return Map.of(
        "CARILLON_STIR_KEY", key,
        "CARILLON_STIR_CERTIFICATE_URL", url,
        "CARILLON_STIR_AUTHORITIES", authorities);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ";",
        "..",
        "a.b.c",
        "e30.e30.e30;info=<https://cert.example.com/shaken.pem>",
        "not a token;info=<x>;alg=ES256",
        "eyJhbGciOiJub25lIn0.e30.",
      })
  void garbageIsNoIdentity(String value) throws Exception {
    assertThat(verifier(ours).verify(Optional.of(value), CALLER, CALLEE).result())
        .isEqualTo(Result.FAILED);
  }

  @Test
  void whateverIsChangedInAnIdentityItDoesNotPass() throws Exception {
    String identity = sign("A");
    int end = identity.indexOf(';');
    CallerVerifier verifier = verifier(ours);
    Random random = new Random(13);
    for (int round = 0; round < 500; round++) {
      StringBuilder changed = new StringBuilder(identity);
      int at = random.nextInt(end - 2);
      char with = "ABCxyz019-_.{\"\0".charAt(random.nextInt(15));
      if (changed.charAt(at) != with) {
        changed.setCharAt(at, with);
        assertThat(verifier.verify(Optional.of(changed.toString()), CALLER, CALLEE).result())
            .isEqualTo(Result.FAILED);
      }
    }
    failed(verifier.verify(Optional.of("x".repeat(9000)), CALLER, CALLEE), "too long");
  }

  private static void failed(CallerVerdict verdict, String words) {
    assertThat(verdict.result()).isEqualTo(Result.FAILED);
    assertThat(verdict.reason()).contains(words);
    assertThat(verdict.attestation()).isEmpty();
  }

  private String sign(String attestation) throws Exception {
    served = ours.chain();
    return signer(ours).sign(attestation, CALLER, CALLEE, ORIGIN).orElseThrow();
  }

  private CallSigner signer(SigningAuthority authority) throws Exception {
    return CallSigner.of(authority.key(), CERTIFICATE, clock);
  }

  private CallerVerifier verifier(SigningAuthority authority) throws Exception {
    return new CallerVerifier(
        authority.authority(),
        url -> {
          fetched.incrementAndGet();
          if (away) {
            throw new IOException("away");
          }
          return bytes(served);
        },
        clock);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static Map<String, Object> decoded(String part) {
    return Json.readObject(Base64.getUrlDecoder().decode(part));
  }

  @ParameterizedTest
  @CsvSource({
    "a;info=<x>;ppt=shaken, b;info=<y>;ppt=div, true",
    "a;info=<x>;ppt=div, b;info=<y>;ppt=\"shaken\", true",
    "a;info=<x>; ppt = RCD, b;info=<y>, true",
    "a;info=<x>;ppt=div, b;info=<y>;ppt=rcd, false"
  })
  void amongSeveralIdentitiesTheCallersIsFound(String first, String second, boolean found) {
    assertThat(CallIdentity.hasCallers(first + ", " + second)).isEqualTo(found);
  }
}
