package org.carillon.core.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.core.routing.TrunkFixture.CALLEE;
import static org.carillon.core.routing.TrunkFixture.NEW_YORK;
import static org.carillon.core.routing.TrunkFixture.SEATTLE;
import static org.carillon.core.routing.TrunkFixture.SEATTLE_2;
import static org.carillon.core.routing.TrunkFixture.hosts;
import static org.carillon.core.routing.TrunkFixture.invite;
import static org.carillon.core.routing.TrunkFixture.refused;
import static org.carillon.core.routing.TrunkFixture.trunk;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.carillon.contract.Json;
import org.carillon.core.CoreFixture;
import org.carillon.core.numbers.NumberPool;
import org.carillon.core.numbers.UpdatePhoneNumber;
import org.carillon.core.records.CallDirection;
import org.carillon.core.reputation.OutboundRestrictions;
import org.carillon.core.routing.RouteDecision.Authenticate;
import org.carillon.core.routing.RouteDecision.Reject;
import org.carillon.core.routing.RouteDecision.ToApplication;
import org.carillon.core.routing.RouteDecision.ToTrunk;
import org.carillon.core.routing.TrunkFixture.Invite;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateSipRuleRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdatePhoneNumberRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceConnector;

/** Calls out of a connector (V2). */
class OutboundCallsTest {

  private final TrunkFixture account = new TrunkFixture();
  private Routing routing;
  private VoiceConnector connector;
  private String host;

  @BeforeEach
  void aConnectorAndTheSimulatedCarrier() {
    account.carriers.provideSimulated();
    connector = account.connector(t -> {});
    host = connector.outboundHostName();
    routing = account.routing(UnknownSources.REFUSED);
  }

  @Test
  void aCallOutGoesToTheCarrierAsTheAccountsNumber() {
    ToTrunk way = trunk(decide(invite(host, CALLEE)));

    assertThat(way.direction()).isEqualTo(CallDirection.OUTBOUND);
    assertThat(way.voiceConnectorId()).isEqualTo(connector.voiceConnectorId());
    assertThat(way.from()).isEqualTo(SEATTLE);
    assertThat(way.to()).isEqualTo(CALLEE);
    assertThat(way.attestation()).contains(Attestation.A);
    assertThat(way.emergency()).isFalse();
    assertThat(way.targets())
        .extracting(TrunkTarget::kind)
        .containsExactly(TrunkTarget.Kind.SIMULATED_CARRIER);
    assertThat(decide(invite(host.toUpperCase(Locale.ROOT), CALLEE))).isEqualTo(way);
    assertThat(RouteDocuments.routeDecision(overTheWire(way))).isEqualTo(way);
  }

  @Test
  void carriersAreTriedByPrefixCountryAndPriority() {
    account.carrier("all", 1, Map.of());
    account.carrier("us2", 2, Map.of("Countries", List.of("US")));
    account.carrier("us1", 1, Map.of("Countries", List.of("US"), "Transport", "TLS"));
    account.carrier("off", 1, Map.of("Countries", List.of("US"), "Disabled", true));
    account.carrier("near", 9, Map.of("Prefixes", List.of("+1425")));

    assertThat(hosts(decide(invite(host, CALLEE))))
        .containsExactly("near.example", "us1.example", "us2.example", "all.example", simulated());
    assertThat(hosts(decide(invite(host, "+442071838750"))))
        .containsExactly("all.example", simulated());
    assertThat(trunk(decide(invite(host, CALLEE))).targets().get(1))
        .satisfies(
            target -> {
              assertThat(target.kind()).isEqualTo(TrunkTarget.Kind.CARRIER_TRUNK);
              assertThat(target.transport()).isEqualTo("TLS");
              assertThat(target.port()).isEqualTo(5061);
            });
  }

  @Test
  void aCarriersPasswordGoesSealedToItsTrunk() {
    account.carrier(
        "north",
        1,
        Map.of("Authentication", "DIGEST", "Username", "carillon", "Password", "sesame"));
    TrunkTarget target = trunk(decide(invite(host, CALLEE))).targets().getFirst();
    assertThat(target.username()).contains("carillon");
    assertThat(target.toString()).doesNotContain("sesame");
    assertThat(target.password().orElseThrow().open(account.core.sealer)).isEqualTo("sesame");
    assertThat(trunk(decide(invite(host, CALLEE))).targets().getLast().password()).isEmpty();
  }

  @Test
  void withoutTerminationNobodyCallsOut() {
    VoiceConnector without = account.core.connector(r -> {});

    Reject reject =
        refused(
            decide(invite(without.outboundHostName(), CALLEE)), RejectReason.TERMINATION_DISABLED);

    assertThat(reject.voiceConnectorId()).contains(without.voiceConnectorId());
    assertThat(reject.direction()).isEqualTo(CallDirection.OUTBOUND);
    account.terminate(connector, t -> t.disabled(true));
    refused(decide(invite(host, CALLEE)), RejectReason.TERMINATION_DISABLED);
    refused(decide(invite(host, "911")), RejectReason.TERMINATION_DISABLED);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:5060, true",
    "127.9.9.9:1, true",
    "[::ffff:127.0.0.1]:5060, true",
    "128.0.0.1:5060, false",
    "[::1]:5060, false",
    "nonsense, false",
    "'', false"
  })
  void onlyAllowedAddressesCallOut(String source, boolean allowed) {
    RouteDecision decision = decide(invite(host, CALLEE).at(source));

    if (allowed) {
      trunk(decision);
    } else {
      refused(decision, RejectReason.SOURCE_NOT_ALLOWED);
    }
  }

  @Test
  void anEmptyListLetsInWhoeverKnowsACredential() {
    account.terminate(connector, t -> t.cidrAllowedList(List.of()));
    refused(decide(invite(host, CALLEE)), RejectReason.SOURCE_NOT_ALLOWED);

    account.credential(connector, "pbx", "sesame");

    assertThat(decide(invite(host, CALLEE).at("8.8.8.8:5060"))).isInstanceOf(Authenticate.class);
    trunk(decide(invite(host, CALLEE).at("8.8.8.8:5060").as("pbx")));
  }

  @Test
  void credentialsAreAskedForAndMustBeTheConnectors() {
    account.credential(connector, "pbx", "sesame");

    Authenticate question = (Authenticate) decide(invite(host, CALLEE));

    assertThat(question.realm()).isEqualTo(host);
    assertThat(question.users()).containsOnlyKeys("pbx");
    assertThat(question.toString()).doesNotContain("sesame");
    assertThat(question.users().get("pbx").open(account.core.sealer)).isEqualTo("sesame");
    trunk(decide(invite(host, CALLEE).as("pbx")));
    refused(decide(invite(host, CALLEE).as("stranger")), RejectReason.UNKNOWN_USER);
    refused(
        decide(invite(host, CALLEE).as("pbx").at("8.8.8.8:5060")), RejectReason.SOURCE_NOT_ALLOWED);
    assertThat(RouteDocuments.routeDecision(overTheWire(question))).isEqualTo(question);
  }

  @ParameterizedTest
  @CsvSource({"TLS, true, true", "TLS, false, false", "TCP, true, false", "UDP, false, false"})
  void callsInClearAreRefusedWhereEncryptionIsRequired(
      String transport, boolean srtp, boolean goes) {
    VoiceConnector safe = account.core.connector(r -> r.requireEncryption(true));
    account.terminate(safe, t -> {});

    RouteDecision decision = decide(invite(safe.outboundHostName(), CALLEE).over(transport, srtp));

    if (goes) {
      trunk(decision);
    } else {
      refused(decision, RejectReason.ENCRYPTION_REQUIRED);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "14255550111, NOT_E164",
    "4711, NOT_E164",
    "alice, NOT_E164",
    "+33123456789, COUNTRY_NOT_ALLOWED",
    "+18765550100, COUNTRY_NOT_ALLOWED",
    "+14165550100, COUNTRY_NOT_ALLOWED",
    "+88213300000, COUNTRY_NOT_ALLOWED"
  })
  void whatIsDialledIsANumberOfTheCallingPlan(String dialled, RejectReason reason) {
    assertThat(refused(decide(invite(host, dialled)), reason).advice()).contains(dialled);
  }

  @ParameterizedTest
  @CsvSource({
    "+12065550100, '', '', +12065550100",
    "12065550100, '', '', +12065550100",
    "+14255550199, '', '', ",
    "4711, '', '', ",
    "4711, '', +12125550100, +12125550100",
    "+12065550101, '', +12125550100, +12065550101",
    "4711, <sip:+12065550101@pbx>, '', +12065550101",
    "4711, '\"Desk\" <tel:+12065550101;cpc=ordinary>', +12125550100, +12065550101",
    "4711, '\"Desk: 7, <left>\" <tel:+12065550101>', +12125550100, +12065550101",
    "4711, '<sip:desk@pbx>, <tel:+12065550101>', +12125550100, +12065550101",
    "4711, 'sip:desk@pbx;transport=tcp,tel:+12065550101', +12125550100, +12065550101",
    "4711, '<sip:desk@pbx>, \"', +12125550100, +12125550100"
  })
  void theCallerIdIsANumberOfTheAccountOrTheDefault(
      String from, String asserted, String defaultNumber, String shown) {
    account.terminate(
        connector, t -> t.defaultPhoneNumber(defaultNumber.isEmpty() ? null : defaultNumber));
    Invite call = invite(host, CALLEE).from(from);
    if (!asserted.isEmpty()) {
      call.header("p-asserted-identity", asserted);
    }

    RouteDecision decision = decide(call);

    if (shown == null) {
      refused(decision, RejectReason.CALLER_ID_NOT_OWNED);
    } else {
      assertThat(trunk(decision).from()).isEqualTo(shown);
    }
  }

  @Test
  void aCallerMayStayHiddenFromTheCalleeButNotFromTheCarrier() {
    refused(decide(invite(host, CALLEE).from("anonymous")), RejectReason.ANONYMOUS_CALLER);

    ToTrunk way =
        trunk(
            decide(
                invite(host, CALLEE)
                    .from("anonymous")
                    .header("P-Asserted-Identity", "<sip:+12065550101@pbx.example>")
                    .header("Privacy", "id")));

    assertThat(way.from()).isEqualTo(SEATTLE_2);
    assertThat(way.headers()).containsEntry("Privacy", "id");
    assertThat(trunk(decide(invite(host, CALLEE).header("Privacy", "id;critical"))).headers())
        .containsEntry("Privacy", "id");
    assertThat(trunk(decide(invite(host, CALLEE).header("Privacy", "none"))).headers()).isEmpty();
  }

  @Test
  void theCallingNameGoesWithTheNumberWhenItHasTakenEffect() {
    new UpdatePhoneNumber(account.core.numbers)
        .handle(
            UpdatePhoneNumberRequest.builder()
                .phoneNumberId(SEATTLE)
                .callingName("Example Bakery")
                .build(),
            account.core.caller);
    assertThat(trunk(decide(invite(host, CALLEE).named("Fake"))).fromName()).isEmpty();

    account.core.pass(Duration.ofDays(3));

    assertThat(trunk(decide(invite(host, CALLEE).named("Fake"))).fromName())
        .isEqualTo("Example Bakery");
    assertThat(trunk(decide(invite(host, CALLEE).from(NEW_YORK))).fromName()).isEmpty();
    assertThat(trunk(decide(invite(host, CALLEE).header("Privacy", "id"))).fromName()).isEmpty();
  }

  @Test
  void chinaIsCalledByApprovedNumbersOnly() {
    account.terminate(connector, t -> t.callingRegions("US", "CN"));
    refused(decide(invite(host, "+861069445464")), RejectReason.CALLER_NOT_APPROVED);

    account.restrictions.approve("CN", List.of(SEATTLE));

    trunk(decide(invite(host, "+861069445464")));
    refused(
        decide(invite(host, "+861069445464").from(SEATTLE_2)), RejectReason.CALLER_NOT_APPROVED);
    assertThat(OutboundRestrictions.isApprovable("+85223456789")).isFalse();
    assertThat(OutboundRestrictions.isApprovable("+6561234567")).isFalse();
    assertThat(OutboundRestrictions.isApprovable(SEATTLE)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<sip:+12065550101@pbx.example>",
        "sip:+12065550101@pbx.example",
        "\"Smith: \\\"J\\\" <sales>\" <sip:+12065550101@pbx.example>",
        "Smith <tel:+1-206-555-0101>",
        "<sip:%2b12065550101@pbx.example;user=phone>",
        "<SIPS:+12065550101;phone-context=x@pbx.example>"
      })
  void anAssertedIdentityIsReadInEveryForm(String asserted) {
    ToTrunk way =
        trunk(
            decide(invite(host, CALLEE).from("anonymous").header("P-Asserted-Identity", asserted)));

    assertThat(way.from()).isEqualTo(SEATTLE_2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\"sip:+12065550101@pbx", "<sip:12065550101>", "<mailto:+12065550101@x>", "%"})
  void whatIsNoAssertedNumberNamesNobody(String asserted) {
    refused(
        decide(invite(host, CALLEE).from("anonymous").header("P-Asserted-Identity", asserted)),
        RejectReason.ANONYMOUS_CALLER);
  }

  @Test
  void aCallerCallsChinaFiveTimesAMinuteAndNoMore() {
    account.terminate(connector, t -> t.callingRegions("US", "CN"));
    account.restrictions.approve("CN", List.of(SEATTLE, SEATTLE_2));
    for (int i = 0; i < 5; i++) {
      trunk(decide(invite(host, "+861069445464")));
      account.core.pass(Duration.ofSeconds(10));
    }

    Reject sixth =
        refused(decide(invite(host, "+861069445464")), RejectReason.TOO_MANY_CALLS_TO_COUNTRY);

    assertThat(sixth.sipStatus()).isEqualTo(403);
    trunk(decide(invite(host, CALLEE))); // other countries are not counted
    trunk(decide(invite(host, "+861069445464").from(SEATTLE_2))); // nor is another caller
    account.core.pass(Duration.ofSeconds(10)); // the first of the five is a minute old
    trunk(decide(invite(host, "+861069445464")));
    refused(decide(invite(host, "+861069445464")), RejectReason.TOO_MANY_CALLS_TO_COUNTRY);
  }

  @Test
  void callsOverTheLimitOfASecondAreRefused() {
    account.terminate(connector, t -> t.cpsLimit(2));

    trunk(decide(invite(host, CALLEE)));
    trunk(decide(invite(host, CALLEE)));
    refused(decide(invite(host, CALLEE)), RejectReason.TOO_MANY_CALLS);
    trunk(decide(invite(host, "911")));
    account.core.pass(Duration.ofSeconds(1));
    trunk(decide(invite(host, CALLEE)));
  }

  @Test
  void askingForCredentialsCostsNoCall() {
    account.terminate(connector, t -> t.cpsLimit(1));
    account.credential(connector, "pbx", "sesame");

    for (int i = 0; i < 5; i++) {
      assertThat(decide(invite(host, CALLEE))).isInstanceOf(Authenticate.class);
    }
    trunk(decide(invite(host, CALLEE).as("pbx")));
  }

  @Test
  void withoutACarrierForTheNumberTheCallerMayTryElsewhere() {
    TrunkFixture bare = new TrunkFixture();
    VoiceConnector made = bare.connector(t -> {});
    bare.carrier("gb", 1, Map.of("Countries", List.of("GB")));

    Reject reject =
        refused(
            bare.routing(UnknownSources.REFUSED)
                .decide(invite(made.outboundHostName(), CALLEE).facts()),
            RejectReason.NO_CARRIER);

    assertThat(reject.sipStatus()).isEqualTo(503);
  }

  @Test
  void aRuleOnTheHostNameTakesTheCallsBehindTheConnectorsDoor() {
    CoreFixture core = account.core;
    String application = core.application("us-east-1");
    CreateSipRuleRequest.Builder rule =
        CreateSipRuleRequest.builder()
            .name("door")
            .triggerType("RequestUriHostname")
            .triggerValue(host)
            .disabled(false)
            .targetApplications(CoreFixture.target(application, 1));
    core.rule(rule.build());

    assertThat(decide(invite(host, "4711").from("desk")))
        .isInstanceOfSatisfying(
            ToApplication.class,
            to -> {
              assertThat(to.to()).isEqualTo("4711");
              assertThat(to.from()).isEqualTo("desk");
              assertThat(to.voiceConnectorId()).contains(host.substring(0, host.indexOf('.')));
              assertThat(RouteDocuments.routeDecision(overTheWire(to))).isEqualTo(to);
              assertThat(to.targets())
                  .extracting(RouteTarget::applicationId)
                  .containsExactly(application);
            });
    refused(decide(invite(host, "4711").at("8.8.8.8:5060")), RejectReason.SOURCE_NOT_ALLOWED);
    assertThat(trunk(decide(invite(host, "911"))).emergency()).isTrue();
  }

  @Test
  void aTransferIsACallOutOfTheConnector() {
    String connector = host.substring(0, host.indexOf('.'));
    ToTrunk here = trunk(decide(invite("", CALLEE).transferOf(connector)));
    ToTrunk named = trunk(decide(invite(host, CALLEE).transferOf(connector)));

    assertThat(here).isEqualTo(trunk(decide(invite(host, CALLEE)))).isEqualTo(named);
    assertThat(here.direction()).isEqualTo(CallDirection.OUTBOUND);
    refused(
        decide(invite("sip.example.com", CALLEE).transferOf(connector)),
        RejectReason.TRANSFER_TARGET_NOT_ALLOWED);
    refused(decide(invite("", "4711").transferOf(connector)), RejectReason.NOT_E164);
    refused(
        decide(invite("", CALLEE).transferOf(connector).at("8.8.8.8:5060")),
        RejectReason.SOURCE_NOT_ALLOWED);
    refused(
        decide(invite("", CALLEE).transferOf("zzzzzzzzzzzzzzzzzzzzzz")),
        RejectReason.TRANSFER_TARGET_NOT_ALLOWED);
    InviteFacts facts = invite("", CALLEE).transferOf(connector).facts();
    assertThat(RouteDocuments.inviteFacts(RouteDocuments.toDocument(facts))).isEqualTo(facts);
  }

  @Test
  void aCallSaysHowManyThereMayBe() {
    ToTrunk call = trunk(decide(invite(host, CALLEE)));

    assertThat(call.limits()).isEqualTo(new CallLimits(10_000, 10_000));
    assertThat(RouteDocuments.routeDecision(overTheWire(call))).isEqualTo(call);
    assertThat(trunk(decide(invite(host, "911"))).limits()).isEqualTo(CallLimits.NONE);
  }

  private RouteDecision decide(Invite invite) {
    return routing.decide(invite.facts());
  }

  private static String simulated() {
    return NumberPool.SIMULATED_CARRIER;
  }

  private static Map<String, Object> overTheWire(RouteDecision decision) {
    return Json.readObject(Json.write(RouteDocuments.toDocument(decision)));
  }
}
