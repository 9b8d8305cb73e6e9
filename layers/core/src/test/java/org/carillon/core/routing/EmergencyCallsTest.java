package org.carillon.core.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.carillon.core.routing.TrunkFixture.CALLEE;
import static org.carillon.core.routing.TrunkFixture.NEW_YORK;
import static org.carillon.core.routing.TrunkFixture.SEATTLE;
import static org.carillon.core.routing.TrunkFixture.SEATTLE_2;
import static org.carillon.core.routing.TrunkFixture.hosts;
import static org.carillon.core.routing.TrunkFixture.invite;
import static org.carillon.core.routing.TrunkFixture.refused;
import static org.carillon.core.routing.TrunkFixture.route;
import static org.carillon.core.routing.TrunkFixture.trunk;

import java.util.List;
import java.util.Map;
import org.carillon.core.addresses.UsReference;
import org.carillon.core.addresses.ValidateE911Address;
import org.carillon.core.addresses.ValidatedAddresses;
import org.carillon.core.connectors.settings.PutVoiceConnectorEmergencyCallingConfiguration;
import org.carillon.core.emergency.PidfLoTest;
import org.carillon.core.ports.EventBus.Event;
import org.carillon.core.ports.PortUnavailableException;
import org.carillon.core.routing.RouteDecision.Authenticate;
import org.carillon.core.routing.RouteDecision.ToTrunk;
import org.carillon.core.routing.TrunkFixture.Invite;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.chimesdkvoice.model.DNISEmergencyCallingConfiguration;
import software.amazon.awssdk.services.chimesdkvoice.model.EmergencyCallingConfiguration;
import software.amazon.awssdk.services.chimesdkvoice.model.PutVoiceConnectorEmergencyCallingConfigurationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ValidateE911AddressRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceConnector;

/** Calls to emergency services (E2, E3). */
class EmergencyCallsTest {

  private static final String PROVIDER = "+18005550911";
  private static final String PROVIDER_TEST = "+18005550933";

  private final TrunkFixture account = new TrunkFixture();
  private final Routing routing = account.routing(UnknownSources.REFUSED);
  private VoiceConnector connector;
  private String host;

  @BeforeEach
  void aConnectorAndCarriers() {
    account.carrier("plain", 1, Map.of());
    account.carrier("rescue", 2, Map.of("EmergencyCalling", true));
    connector = account.connector(t -> t.cpsLimit(1));
    host = connector.outboundHostName();
  }

  @ParameterizedTest
  @CsvSource({
    "911, 911",
    "+911, 911",
    "911;phone-context=+1, 911",
    "933, 933",
    "+933, 933",
    "+1911, 911",
    "9-1-1, 911",
    "+1-933, 933"
  })
  void emergencyNumbersGoToCarriersThatTakeThem(String dialled, String to) {
    ToTrunk way = trunk(decide(invite(host, dialled)));

    assertThat(way.emergency()).isTrue();
    assertThat(way.to()).isEqualTo(to);
    assertThat(way.from()).isEqualTo(SEATTLE);
    assertThat(way.attestation()).contains(Attestation.A);
    assertThat(hosts(way)).containsExactly("rescue.example");
  }

  @ParameterizedTest
  @ValueSource(strings = {"9110", "0911", "112", "9 11", "911x"})
  void otherNumbersAreNotEmergencyNumbers(String dialled) {
    refused(decide(invite(host, dialled)), RejectReason.NOT_E164);
  }

  @Test
  void neitherLimitsNorCallerIdNorEncryptionNorCountriesKeepHelpAway() {
    account.terminate(connector, t -> t.cpsLimit(1).callingRegions("GB"));
    for (int i = 0; i < 5; i++) {
      trunk(decide(invite(host, "911")));
    }
    ToTrunk stranger = trunk(decide(invite(host, "911").from("+14255550199")));
    assertThat(stranger.from()).isEqualTo("+14255550199");
    assertThat(stranger.attestation()).contains(Attestation.B);
    assertThat(trunk(decide(invite(host, "911").from("anonymous"))).from()).isEmpty();

    VoiceConnector safe = account.core.connector(r -> r.requireEncryption(true));
    account.terminate(safe, t -> {});
    trunk(decide(invite(safe.outboundHostName(), "911").over("UDP", false)));
  }

  @ParameterizedTest
  @CsvSource({
    "2065550100, +12065550100, A", // the account's, as a PBX writes it
    "12065550100, +12065550100, A",
    "4255550199, +14255550199, B", // of Washington, not of Afghanistan or Egypt
    "2065550199, +12065550199, B",
    "425-555-0199, +14255550199, B",
    "14255550199, +14255550199, B",
    "+442071838750, +442071838750, B",
    "1001, 1001, B",
    "alice, '', B"
  })
  void theNumberToCallBackIsTheOneNamed(String from, String callback, Attestation attestation) {
    ToTrunk way = trunk(decide(invite(host, "911").from(from)));

    assertThat(way.from()).isEqualTo(callback);
    assertThat(way.attestation()).contains(attestation);
  }

  @Test
  void anExtensionCallsFromTheConnectorsNumber() {
    account.terminate(connector, t -> t.defaultPhoneNumber(NEW_YORK));

    assertThat(trunk(decide(invite(host, "911").from("1001"))).from()).isEqualTo(NEW_YORK);
    assertThat(trunk(decide(invite(host, "911").from("2065550101"))).from()).isEqualTo(SEATTLE_2);
  }

  @Test
  void aNumberBesideAnExtensionIsTheOneToCallBack() {
    Invite beside =
        invite(host, "911").from("1001").header("P-Asserted-Identity", "<sip:+14255550199@pbx>");

    assertThat(trunk(decide(beside)).from()).isEqualTo("+14255550199");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/quotas", "/numbers"})
  void whatCannotBeReadKeepsNoHelpAway(String partition) {
    account.core.items.failReadsOf(partition);

    assertThat(trunk(decide(invite(host, "911"))).from()).isEqualTo(SEATTLE);
    assertThatThrownBy(() -> decide(invite(host, CALLEE)))
        .as("other calls need it")
        .isInstanceOf(PortUnavailableException.class);
  }

  @Test
  void prefixesKeepNoEmergencyCarrierAwayAndCountriesDo() {
    account.carrier("local", 1, Map.of("EmergencyCalling", true, "Prefixes", List.of("+1206")));
    account.carrier("abroad", 1, Map.of("EmergencyCalling", true, "Countries", List.of("GB")));

    assertThat(hosts(decide(invite(host, "911"))))
        .containsExactly("local.example", "rescue.example");
  }

  @Test
  void whoCallsIsAskedForFirst() {
    refused(decide(invite(host, "911").at("8.8.8.8:5060")), RejectReason.SOURCE_NOT_ALLOWED);
    account.credential(connector, "pbx", "sesame");
    assertThat(decide(invite(host, "911"))).isInstanceOf(Authenticate.class);
    trunk(decide(invite(host, "911").as("pbx")));
    assertThat(account.deliver()).as("one alert for the one call that goes out").hasSize(1);
  }

  @Test
  void theConnectorsOwnProviderComesFirst() {
    provider(PROVIDER, PROVIDER_TEST);

    assertThat(trunk(decide(invite(host, "911"))).to()).isEqualTo(PROVIDER);
    assertThat(trunk(decide(invite(host, "933"))).to()).isEqualTo(PROVIDER_TEST);
    assertThat(hosts(decide(invite(host, "911"))))
        .as("over the telephone network, as any call")
        .containsExactly("plain.example", "rescue.example");
    assertThat(trunk(decide(invite(host, "911"))).emergency()).isTrue();

    provider(PROVIDER, null);
    assertThat(trunk(decide(invite(host, "933"))).to()).isEqualTo("933");
  }

  @Test
  void withoutACarrierForEmergenciesEveryCarrierIsTried() {
    TrunkFixture bare = new TrunkFixture();
    String name = bare.connector(t -> {}).outboundHostName();
    Routing there = bare.routing(UnknownSources.REFUSED);
    refused(there.decide(invite(name, "911").facts()), RejectReason.NO_EMERGENCY_CARRIER);
    assertThat(bare.deliver())
        .singleElement()
        .satisfies(event -> assertThat(event.detail()).containsEntry("routed", false));

    bare.carrier("plain", 1, Map.of("Countries", List.of("US")));
    bare.core.pass(TrunkDirectory.CARRIERS_HELD);

    assertThat(hosts(there.decide(invite(name, "911").facts()))).containsExactly("plain.example");
  }

  @Test
  void theLocationIsHandedOnAndComparedWithValidatedAddresses() {
    String location = PidfLoTest.GUIDE.replace("Example", "Pike");

    assertThat(trunk(decide(invite(host, "911").located(location))).location()).contains(location);
    assertThat(last().detail())
        .containsEntry("locationStatus", "NOT_VALIDATED")
        .containsEntry("location", "Low Flying Turtle, 1812 Pike Ave, Seattle, WA 98101, US");

    new ValidateE911Address(
            new UsReference(),
            new ValidatedAddresses(account.core.items, account.core.account),
            account.core.clock)
        .handle(
            ValidateE911AddressRequest.builder()
                .awsAccountId(account.core.account.id())
                .streetNumber("1812")
                .streetInfo("Pike Avenue")
                .city("Seattle")
                .state("WA")
                .country("US")
                .postalCode("98101")
                .build(),
            account.core.caller);

    trunk(decide(invite(host, "911").located(location)));
    assertThat(last().detail()).containsEntry("locationStatus", "VALIDATED");
  }

  @Test
  void aMissingOrBrokenLocationIsToldAndTheCallGoesOut() {
    assertThat(trunk(decide(invite(host, "911"))).location()).isEmpty();
    assertThat(last().detail()).containsEntry("locationStatus", "MISSING");

    for (String broken : List.of("<presence", "")) {
      InviteFacts asAFunctionGetsIt =
          RouteDocuments.inviteFacts(
              RouteDocuments.toDocument(invite(host, "911").located(broken).facts()));
      assertThat(trunk(routing.decide(asAFunctionGetsIt)).location()).isEmpty();
      assertThat(last().detail()).containsEntry("locationStatus", "BROKEN");
    }
  }

  @Test
  void theAlertSaysWhoCallsFromWhere() {
    trunk(decide(invite(host, "933")));

    assertThat(last())
        .satisfies(
            event -> {
              assertThat(event.detailType()).isEqualTo("Chime VoiceConnector Emergency Call");
              assertThat(event.resources()).containsExactly(connector.voiceConnectorArn());
              assertThat(event.detail())
                  .containsEntry("fromNumber", SEATTLE)
                  .containsEntry("dialledNumber", "933")
                  .containsEntry("isTest", true)
                  .containsEntry("voiceConnectorId", connector.voiceConnectorId());
            });
  }

  @Test
  void anAlertThatCannotBeStoredKeepsNoCallBack() {
    account.core.items.failAfter(0);

    trunk(decide(invite(host, "911")));
  }

  private Event last() {
    return account.deliver().getLast();
  }

  private RouteDecision decide(Invite invite) {
    return routing.decide(invite.facts());
  }

  private void provider(String number, String test) {
    account.originate(connector.voiceConnectorId(), route("pbx", 1, 1));
    new PutVoiceConnectorEmergencyCallingConfiguration(account.core.connectors)
        .handle(
            PutVoiceConnectorEmergencyCallingConfigurationRequest.builder()
                .voiceConnectorId(connector.voiceConnectorId())
                .emergencyCallingConfiguration(
                    EmergencyCallingConfiguration.builder()
                        .dnis(
                            DNISEmergencyCallingConfiguration.builder()
                                .callingCountry("US")
                                .emergencyPhoneNumber(number)
                                .testPhoneNumber(test)
                                .build())
                        .build())
                .build(),
            account.core.caller);
  }
}
