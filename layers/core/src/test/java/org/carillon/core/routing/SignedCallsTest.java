package org.carillon.core.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.core.routing.TrunkFixture.CALLEE;
import static org.carillon.core.routing.TrunkFixture.SEATTLE;
import static org.carillon.core.routing.TrunkFixture.invite;
import static org.carillon.core.routing.TrunkFixture.route;
import static org.carillon.core.routing.TrunkFixture.trunk;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.carillon.core.CoreFixture;
import org.carillon.core.identity.CallIdentity;
import org.carillon.core.identity.CallSigner;
import org.carillon.core.identity.CallerVerifier;
import org.carillon.core.identity.SigningAuthority;
import org.carillon.core.routing.RouteDecision.ToApplication;
import org.carillon.core.routing.RouteDecision.ToTrunk;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceConnector;

/** Signed identity of calls out and in (N13). */
class SignedCallsTest {

  private static final String DIAL_IN = "+12065550110";

  @TempDir static Path directory;
  private static SigningAuthority authority;

  private final TrunkFixture account = new TrunkFixture();
  private final CoreFixture core = account.core;
  private boolean away;
  private Routing routing;
  private VoiceConnector connector;

  @BeforeAll
  static void anAuthority() throws Exception {
    // the fixture's clock starts with 2026
    authority = new SigningAuthority(directory, "secp256r1", 3650, "2025/12/31 00:00:00");
  }

  @BeforeEach
  void anAccountThatSignsAndVerifies() throws Exception {
    account.carriers.provideSimulated();
    connector = account.connector(t -> {});
    account.assign(connector.voiceConnectorId(), SEATTLE);
    account.originate(connector.voiceConnectorId(), route("pbx", 1, 1));
    account.identity =
        new CallIdentity(
            Optional.of(
                CallSigner.of(
                    authority.key(), URI.create("https://cert.example.com/a.pem"), core.clock)),
            Optional.of(new CallerVerifier(authority.authority(), url -> chain(), core.clock)));
    routing = account.routing(UnknownSources.SIMULATED_CARRIER);
  }

  @Test
  void aCallOutIsSignedAndItsCalleeCanVerifyIt() {
    ToTrunk out = trunk(routing.decide(invite(connector.outboundHostName(), CALLEE).facts()));

    assertThat(account.identity.verify(identity(out), SEATTLE, CALLEE))
        .hasValueSatisfying(verdict -> assertThat(verdict.attestation()).isEqualTo("A"));
    ToTrunk emergency = trunk(routing.decide(invite(connector.outboundHostName(), "911").facts()));
    assertThat(account.identity.verify(identity(emergency), SEATTLE, "911")).isPresent();
  }

  @Test
  void aCallInTellsTheCustomerWhatItsIdentityIsWorth() {
    assertThat(in(signed()).headers())
        .containsEntry("P-Asserted-Identity", "<tel:+14255550111;verstat=TN-Validation-Passed>")
        .containsEntry("P-Attestation-Indicator", "A");

    core.pass(Duration.ofMinutes(5));

    assertThat(in(Optional.empty()).headers())
        .containsEntry("P-Asserted-Identity", "<tel:+14255550111;verstat=No-TN-Validation>");
    assertThat(in(Optional.of("garbage")).headers())
        .containsEntry("P-Asserted-Identity", "<tel:+14255550111;verstat=TN-Validation-Failed>")
        .doesNotContainKey("P-Attestation-Indicator");
  }

  @Test
  void anOldIdentityAndOneThatCannotBeCheckedFailAndTheCallGoesOn() {
    Optional<String> old = signed();
    core.pass(Duration.ofMinutes(2));
    assertThat(in(old).headers().get("P-Asserted-Identity")).contains("TN-Validation-Failed");

    away = true;
    assertThat(in(signed()).headers().get("P-Asserted-Identity")).contains("TN-Validation-Failed");
  }

  @Test
  void anApplicationSeesOurVerdictAndNotTheCallersWord() {
    core.order(PhoneNumberProductType.SIP_MEDIA_APPLICATION_DIAL_IN, DIAL_IN);
    core.rule(DIAL_IN, false, CoreFixture.target(core.application("us-east-1"), 1));

    RouteDecision way =
        routing.decide(
            invite("127.0.0.1", DIAL_IN)
                .from(CALLEE)
                .header("x-verstat", "TN-Validation-Passed")
                .facts());

    assertThat(way)
        .isInstanceOfSatisfying(
            ToApplication.class,
            to ->
                assertThat(to.sipHeaders())
                    .containsExactlyEntriesOf(Map.of("X-Verstat", "No-TN-Validation")));
  }

  @Test
  void whereNothingIsVerifiedAnApplicationSeesNoCallersWordEither() {
    core.order(PhoneNumberProductType.SIP_MEDIA_APPLICATION_DIAL_IN, DIAL_IN);
    core.rule(DIAL_IN, false, CoreFixture.target(core.application("us-east-1"), 1));
    account.identity = new CallIdentity(Optional.empty(), Optional.empty());

    RouteDecision way =
        account
            .routing(UnknownSources.SIMULATED_CARRIER)
            .decide(
                invite("127.0.0.1", DIAL_IN)
                    .from(CALLEE)
                    .header("x-verstat", "TN-Validation-Passed")
                    .header("x-ticket", "7")
                    .facts());

    assertThat(way)
        .isInstanceOfSatisfying(
            ToApplication.class,
            to -> assertThat(to.sipHeaders()).containsExactlyEntriesOf(Map.of("x-ticket", "7")));
  }

  /** An identity of the callee's for its call to us. */
  private Optional<String> signed() {
    return account.identity.sign("A", CALLEE, SEATTLE, "another-connector");
  }

  private ToTrunk in(Optional<String> identity) {
    TrunkFixture.Invite call = invite("127.0.0.1", SEATTLE).from(CALLEE);
    identity.ifPresent(value -> call.header("identity", value));
    return trunk(routing.decide(call.facts()));
  }

  private static Optional<String> identity(ToTrunk way) {
    return Optional.ofNullable(way.headers().get("Identity"));
  }

  private byte[] chain() throws IOException {
    if (away) {
      throw new IOException("away");
    }
    try {
      return authority.chain().getBytes(StandardCharsets.US_ASCII);
    } catch (java.security.GeneralSecurityException e) {
      throw new IOException(e);
    }
  }
}
