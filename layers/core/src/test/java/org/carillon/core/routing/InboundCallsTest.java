package org.carillon.core.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.core.routing.TrunkFixture.CALLEE;
import static org.carillon.core.routing.TrunkFixture.CARRIER;
import static org.carillon.core.routing.TrunkFixture.NEW_YORK;
import static org.carillon.core.routing.TrunkFixture.SEATTLE;
import static org.carillon.core.routing.TrunkFixture.hosts;
import static org.carillon.core.routing.TrunkFixture.invite;
import static org.carillon.core.routing.TrunkFixture.refused;
import static org.carillon.core.routing.TrunkFixture.route;
import static org.carillon.core.routing.TrunkFixture.trunk;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.carillon.contract.Json;
import org.carillon.core.connectors.AssociatePhoneNumbersWithVoiceConnectorGroup;
import org.carillon.core.connectors.groups.CreateVoiceConnectorGroup;
import org.carillon.core.records.CallDirection;
import org.carillon.core.routing.RouteDecision.ToApplication;
import org.carillon.core.routing.RouteDecision.ToTrunk;
import org.carillon.core.routing.TrunkFixture.Invite;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.chimesdkvoice.model.AssociatePhoneNumbersWithVoiceConnectorGroupRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateVoiceConnectorGroupRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.OriginationRoute;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceConnectorItem;

/** Calls in from carriers to connectors (V3, V6, V7) and to applications (S3). */
class InboundCallsTest {

  private final TrunkFixture account = new TrunkFixture();
  private final Routing routing = account.routing(UnknownSources.REFUSED);
  private String connector;

  @BeforeEach
  void aCarrierAndAConnectorWithANumber() {
    account.carrier(
        "in",
        1,
        Map.of(
            "Directions",
            List.of("INBOUND"),
            "SourceAddresses",
            List.of("192.0.2.0/28", "2001:db8:1::/48")));
    connector = account.core.connector();
    account.assign(connector, SEATTLE);
    account.originate(connector, route("pbx.example", 1, 1));
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.10:5060, REFUSED, true",
    "[2001:db8:1::7]:5060, REFUSED, true",
    "192.0.2.16:5060, REFUSED, false",
    "127.0.0.1:5060, REFUSED, false",
    "garbage, REFUSED, false",
    "127.0.0.1:5060, SIMULATED_CARRIER, true",
    "192.0.2.16:5060, SIMULATED_CARRIER, true"
  })
  void callsComeInFromCarriersAndOnOneMachineFromWhoever(
      String source, UnknownSources unknown, boolean in) {
    RouteDecision decision =
        account.routing(unknown).decide(invite("192.0.2.1", SEATTLE).at(source).facts());

    if (in) {
      trunk(decision);
    } else {
      assertThat(refused(decision, RejectReason.UNKNOWN_SOURCE).sipStatus()).isEqualTo(403);
    }
  }

  @Test
  void aCallInGoesToTheHostsOfTheNumbersConnector() {
    ToTrunk way =
        trunk(
            decide(
                invite("192.0.2.1", SEATTLE)
                    .from(CALLEE)
                    .named("Ann")
                    .header("X-Order", "7")
                    .header("X-VoiceConnector-ID", "forged")));

    assertThat(way.direction()).isEqualTo(CallDirection.INBOUND);
    assertThat(way.voiceConnectorId()).isEqualTo(connector);
    assertThat(way.from()).isEqualTo(CALLEE);
    assertThat(way.fromName()).isEqualTo("Ann");
    assertThat(way.to()).isEqualTo(SEATTLE);
    assertThat(way.attestation()).isEmpty();
    assertThat(way.headers())
        .as("the node itself passes the caller's own headers on")
        .containsExactlyEntriesOf(Map.of("X-VoiceConnector-ID", connector));
    assertThat(way.targets())
        .singleElement()
        .satisfies(
            target -> {
              assertThat(target.kind()).isEqualTo(TrunkTarget.Kind.CONNECTOR_HOST);
              assertThat(target.ownerId()).isEqualTo(connector);
              assertThat(target.region()).contains("us-east-1");
              assertThat(target.host()).isEqualTo("pbx.example");
              assertThat(target.port()).isEqualTo(5060);
              assertThat(target.transport()).isEqualTo("UDP");
              assertThat(target.secureMedia()).isFalse();
            });
    assertThat(
            RouteDocuments.routeDecision(
                Json.readObject(Json.write(RouteDocuments.toDocument(way)))))
        .isEqualTo(way);
  }

  @ParameterizedTest
  @CsvSource({
    "anonymous, '', ''",
    "Anonymous, '', ''",
    "'', '', ''",
    "+14255550111, id, ''",
    "+14255550111, none, +14255550111",
    "4711, '', 4711"
  })
  void aCallerWhoHidesStaysHidden(String from, String privacy, String shown) {
    Invite call = invite("192.0.2.1", SEATTLE).from(from).named("Ann");
    if (!privacy.isEmpty()) {
      call.header("Privacy", privacy);
    }

    ToTrunk way = trunk(decide(call));

    assertThat(way.from()).isEqualTo(shown);
    assertThat(way.fromName()).isEqualTo(shown.isEmpty() ? "" : "Ann");
  }

  @Test
  void hostsAreTriedByPriorityAndShareByWeight() {
    account.originate(
        connector, route("last", 3, 100), route("heavy", 1, 75), route("light", 1, 25));
    Map<String, Integer> first = new HashMap<>();

    for (int i = 0; i < 400; i++) {
      List<String> hosts = hosts(decide(invite("192.0.2.1", SEATTLE)));
      assertThat(hosts).hasSize(3).endsWith("last");
      first.merge(hosts.getFirst(), 1, Integer::sum);
    }

    assertThat(first.get("heavy")).isBetween(250, 350);
    assertThat(first.get("light")).isBetween(50, 150);
  }

  @Test
  void withEncryptionEveryHostIsCalledOverTlsWithSrtp() {
    String safe = account.core.connector(r -> r.requireEncryption(true)).voiceConnectorId();
    account.assign(safe, NEW_YORK);
    account.originate(
        safe,
        OriginationRoute.builder()
            .host("a")
            .port(5061)
            .protocol("UDP")
            .priority(1)
            .weight(1)
            .build());

    assertThat(trunk(decide(invite("192.0.2.1", NEW_YORK))).targets())
        .singleElement()
        .satisfies(
            target -> {
              assertThat(target.transport()).isEqualTo("TLS");
              assertThat(target.secureMedia()).isTrue();
              assertThat(target.port()).isEqualTo(5061);
            });
  }

  @Test
  void aGroupsConnectorsFollowEachOtherAndThoseWithoutHostsAreLeftOut() {
    String west = account.core.connector(r -> r.awsRegion("us-west-2")).voiceConnectorId();
    String off = account.core.connector();
    account.originate(west, route("west1", 1, 1), route("west2", 2, 1));
    account.originate(off);
    String group =
        new CreateVoiceConnectorGroup(account.core.groups, account.core.clock)
            .handle(
                CreateVoiceConnectorGroupRequest.builder()
                    .name("both")
                    .voiceConnectorItems(item(off, 1), item(connector, 3), item(west, 2))
                    .build(),
                account.core.caller)
            .voiceConnectorGroup()
            .voiceConnectorGroupId();
    new AssociatePhoneNumbersWithVoiceConnectorGroup(account.core.assignments)
        .handle(
            AssociatePhoneNumbersWithVoiceConnectorGroupRequest.builder()
                .voiceConnectorGroupId(group)
                .e164PhoneNumbers(NEW_YORK)
                .build(),
            account.core.caller);

    ToTrunk way = trunk(decide(invite("192.0.2.1", NEW_YORK)));

    assertThat(hosts(way)).containsExactly("west1", "west2", "pbx.example");
    assertThat(way.voiceConnectorId()).isEqualTo(west);
    assertThat(way.targets())
        .extracting(TrunkTarget::region)
        .extracting(java.util.Optional::orElseThrow)
        .containsExactly("us-west-2", "us-west-2", "us-east-1");
  }

  @Test
  void whatNobodyTakesIsRefused() {
    refused(decide(invite("192.0.2.1", NEW_YORK)), RejectReason.NO_RULE);
    refused(decide(invite("192.0.2.1", "+12065550199")), RejectReason.UNKNOWN_NUMBER);
    refused(decide(invite("192.0.2.1", "911")), RejectReason.NOT_E164);
    account.originate(connector);
    assertThat(
            refused(decide(invite("192.0.2.1", SEATTLE)), RejectReason.NO_ORIGINATION)
                .voiceConnectorId())
        .contains(connector);
  }

  @Test
  void aNumberWithARuleGoesToItsApplication() {
    String dialIn = "+12065550110";
    account.core.order(PhoneNumberProductType.SIP_MEDIA_APPLICATION_DIAL_IN, dialIn);
    String application = account.core.application("us-east-1");
    account.core.rule(dialIn, false, org.carillon.core.CoreFixture.target(application, 1));

    assertThat(decide(invite("192.0.2.1", dialIn))).isInstanceOf(ToApplication.class);
  }

  private static VoiceConnectorItem item(String id, int priority) {
    return VoiceConnectorItem.builder().voiceConnectorId(id).priority(priority).build();
  }

  private RouteDecision decide(Invite invite) {
    return routing.decide(invite.at(CARRIER).facts());
  }
}
