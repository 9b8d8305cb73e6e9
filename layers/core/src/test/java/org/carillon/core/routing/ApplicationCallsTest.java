package org.carillon.core.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.core.routing.TrunkFixture.CALLEE;
import static org.carillon.core.routing.TrunkFixture.SEATTLE;
import static org.carillon.core.routing.TrunkFixture.hosts;
import static org.carillon.core.routing.TrunkFixture.refused;
import static org.carillon.core.routing.TrunkFixture.trunk;

import java.util.List;
import java.util.Map;
import org.carillon.core.numbers.NumberPool;
import org.carillon.core.records.CallDirection;
import org.carillon.core.records.PstnTrunk;
import org.carillon.core.routing.PlacedCall.Callee;
import org.carillon.core.routing.RouteDecision.ToTrunk;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceConnector;

/** Calls that applications place (S5, S6). */
class ApplicationCallsTest {

  private static final String FOREIGN = "+442071838750";

  private final TrunkFixture account = new TrunkFixture();
  private Routing routing;

  @BeforeEach
  void theSimulatedCarrier() {
    account.carriers.provideSimulated();
    routing = account.routing(UnknownSources.REFUSED);
  }

  @Test
  void aNumberIsCalledByTheCarriersWithTheApplicationsHeaders() {
    account.carrier("us", 1, Map.of("Countries", List.of("US")));

    ToTrunk way =
        trunk(
            routing.decide(
                new PlacedCall(new Callee.Telephone(CALLEE), SEATTLE, Map.of("X-Ticket", "7"))));

    assertThat(hosts(way)).containsExactly("us.example", NumberPool.SIMULATED_CARRIER);
    assertThat(way.direction()).isEqualTo(CallDirection.OUTBOUND);
    assertThat(way.voiceConnectorId()).isEqualTo(PstnTrunk.id(account.core.account));
    assertThat(way.from()).isEqualTo(SEATTLE);
    assertThat(way.to()).isEqualTo(CALLEE);
    assertThat(way.headers()).containsExactlyEntriesOf(Map.of("X-Ticket", "7"));
    assertThat(way.attestation()).contains(Attestation.A);
  }

  @Test
  void theNumberOfLegAsCallerIsNotAttestedAsTheAccounts() {
    ToTrunk way = trunk(routing.decide(call(new Callee.Telephone(CALLEE), FOREIGN)));

    assertThat(way.attestation()).contains(Attestation.B);
  }

  @Test
  void aConnectorsUserIsCalledAtItsOriginationRoutes() {
    VoiceConnector connector = account.connector(t -> {});
    account.originate(
        connector.voiceConnectorId(),
        TrunkFixture.route("192.0.2.2", 2, 1),
        TrunkFixture.route("192.0.2.1", 1, 1));

    ToTrunk way =
        trunk(
            routing.decide(
                call(
                    new Callee.ConnectorUser(arn("vc", connector.voiceConnectorId()), "ivr"),
                    SEATTLE)));

    assertThat(hosts(way)).containsExactly("192.0.2.1", "192.0.2.2");
    assertThat(way.to()).isEqualTo("ivr");
    assertThat(way.headers())
        .containsEntry(RouteDecision.CONNECTOR_HEADER, connector.voiceConnectorId());
  }

  @Test
  void aConnectorWithoutRoutesOrOfAnotherAccountTakesNoCalls() {
    String id = account.connector(t -> {}).voiceConnectorId();

    refused(
        routing.decide(call(new Callee.ConnectorUser(arn("vc", id), "ivr"), SEATTLE)),
        RejectReason.NO_ORIGINATION);
    refused(
        routing.decide(
            call(
                new Callee.ConnectorUser("arn:aws:chime:us-east-1:999999999999:vc/" + id, "ivr"),
                SEATTLE)),
        RejectReason.UNKNOWN_CONNECTOR);
    refused(
        routing.decide(call(new Callee.ConnectorUser(arn("vcg", "none"), "ivr"), SEATTLE)),
        RejectReason.UNKNOWN_CONNECTOR);
  }

  @ParameterizedTest
  @CsvSource({
    "sip:alice@pbx.example,pbx.example,0,UDP",
    "sip:alice@pbx.example:5080;transport=tcp,pbx.example,5080,TCP",
    "sips:alice@[2001:db8::1],[2001:db8::1],0,TLS"
  })
  void aSipUriIsCalledAtItsHost(String uri, String host, int port, String transport) {
    TrunkTarget target =
        trunk(routing.decide(call(new Callee.Uri(uri), SEATTLE))).targets().getFirst();

    assertThat(target.kind()).isEqualTo(TrunkTarget.Kind.SIP_URI);
    assertThat(target.host()).isEqualTo(host);
    assertThat(target.port()).isEqualTo(port);
    assertThat(target.transport()).isEqualTo(transport);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://pbx.example", "sip:pbx.example", "sip:a@b:99999", ""})
  void whatIsNoSipUriIsNotCalled(String uri) {
    refused(routing.decide(call(new Callee.Uri(uri), SEATTLE)), RejectReason.NOT_SIP_URI);
  }

  @ParameterizedTest
  @ValueSource(strings = {"911", "+911", "+1911", "+1-933", "alice", "12065550100", ""})
  void whatIsNoNumberIsNotCalled(String number) {
    refused(routing.decide(call(new Callee.Telephone(number), SEATTLE)), RejectReason.NOT_E164);
  }

  @Test
  void aCountryThatWantsApprovedCallersGetsNoOthers() {
    refused(
        routing.decide(call(new Callee.Telephone("+8613912345678"), SEATTLE)),
        RejectReason.CALLER_NOT_APPROVED);
  }

  @Test
  void anApplicationCallsChinaFiveTimesAMinuteAndNoMore() {
    account.restrictions.approve("CN", List.of(SEATTLE));
    PlacedCall toBeijing = call(new Callee.Telephone("+861058790010"), SEATTLE);
    for (int i = 0; i < 5; i++) {
      trunk(routing.decide(toBeijing));
    }

    refused(routing.decide(toBeijing), RejectReason.TOO_MANY_CALLS_TO_COUNTRY);
  }

  private String arn(String kind, String id) {
    return account.core.account.arn(kind + "/" + id);
  }

  private static PlacedCall call(Callee callee, String from) {
    return new PlacedCall(callee, from, Map.of());
  }
}
