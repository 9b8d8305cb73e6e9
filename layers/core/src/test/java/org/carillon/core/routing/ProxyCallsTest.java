package org.carillon.core.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.core.routing.TrunkFixture.SEATTLE;
import static org.carillon.core.routing.TrunkFixture.hosts;
import static org.carillon.core.routing.TrunkFixture.invite;
import static org.carillon.core.routing.TrunkFixture.refused;
import static org.carillon.core.routing.TrunkFixture.route;
import static org.carillon.core.routing.TrunkFixture.trunk;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.carillon.core.CoreFixture;
import org.carillon.core.connectors.SessionNumbers;
import org.carillon.core.connectors.proxy.CreateProxySession;
import org.carillon.core.connectors.proxy.ProxySessions;
import org.carillon.core.connectors.proxy.PutVoiceConnectorProxy;
import org.carillon.core.routing.RouteDecision.ToTrunk;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.chimesdkvoice.model.Capability;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateProxySessionRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ProxySession;
import software.amazon.awssdk.services.chimesdkvoice.model.PutVoiceConnectorProxyRequest;

/** Calls to proxy numbers (V13). */
class ProxyCallsTest {

  private static final String ANNA = "+12125550199";
  private static final String BEN = "+13035550199";
  private static final String CARA = "+13035550198";

  private final TrunkFixture account = new TrunkFixture();
  private final CoreFixture core = account.core;
  private final Routing routing = account.routing(UnknownSources.SIMULATED_CARRIER);
  private String connector;

  @BeforeEach
  void aConnectorWithAProxyNumberAndHosts() {
    account.carriers.provideSimulated();
    connector = core.connector();
    account.assign(connector, SEATTLE);
    account.originate(connector, route("pbx", 1, 1));
    proxy(p -> {});
  }

  @Test
  void eachReachesTheOtherAndSeesTheProxyNumber() {
    ProxySession session = session(Capability.VOICE);

    ToTrunk way = trunk(call(ANNA));

    assertThat(way.to()).isEqualTo(BEN);
    assertThat(way.from()).isEqualTo(SEATTLE);
    assertThat(way.fromName()).isEmpty();
    assertThat(way.proxySessionId()).contains(session.proxySessionId());
    assertThat(way.voiceConnectorId()).isEqualTo(connector);
    assertThat(way.headers()).isEmpty();
    assertThat(way.targets())
        .extracting(TrunkTarget::kind)
        .containsExactly(TrunkTarget.Kind.SIMULATED_CARRIER);
    assertThat(trunk(call(BEN)).to()).isEqualTo(ANNA);
  }

  @Test
  void whoHasNoSessionCallsTheConnector() {
    session(Capability.VOICE);

    assertThat(hosts(call(CARA))).containsExactly("pbx");
    assertThat(hosts(call("anonymous"))).containsExactly("pbx");
  }

  @Test
  void aSessionForMessagesCarriesNoVoice() {
    session(Capability.SMS);

    assertThat(refused(call(ANNA), RejectReason.PROXY_SESSION_WITHOUT_VOICE).voiceConnectorId())
        .contains(connector);
  }

  @Test
  void afterItsEndASessionLeadsToTheFallbackNumberOrNowhere() {
    session(Capability.VOICE);
    core.pass(Duration.ofHours(1));

    refused(call(ANNA), RejectReason.PROXY_SESSION_OVER);

    proxy(p -> p.fallBackPhoneNumber(CARA));
    assertThat(trunk(call(ANNA)).to()).isEqualTo(CARA);
    assertThat(trunk(call(ANNA)).from()).isEqualTo(SEATTLE);
  }

  @Test
  void withProxiesOffANumberIsTheConnectors() {
    session(Capability.VOICE);
    proxy(p -> p.disabled(true));

    assertThat(hosts(call(ANNA))).containsExactly("pbx");
  }

  @Test
  void aParticipantWhoHidesTheNumberIsKnownByWhatTheCarrierAsserts() {
    session(Capability.VOICE);

    ToTrunk way =
        trunk(
            routing.decide(
                invite("127.0.0.1", SEATTLE)
                    .from("anonymous")
                    .header("P-Asserted-Identity", "\"Anna: home\" <sip:%2B12125550199@carrier>")
                    .header("Privacy", "id")
                    .facts()));

    assertThat(way.to()).isEqualTo(BEN);
    assertThat(way.from()).isEqualTo(SEATTLE);
  }

  @Test
  void aProxyNumberCallsChinaFiveTimesAMinuteAndNoMore() {
    account.restrictions.approve("CN", List.of(SEATTLE));
    session(Capability.VOICE);
    core.pass(Duration.ofHours(1));
    proxy(p -> p.fallBackPhoneNumber("+861058790010"));
    for (int i = 0; i < 5; i++) {
      trunk(call(ANNA));
    }

    assertThat(refused(call(ANNA), RejectReason.TOO_MANY_CALLS_TO_COUNTRY).voiceConnectorId())
        .contains(connector);
  }

  private RouteDecision call(String from) {
    return routing.decide(invite("127.0.0.1", SEATTLE).from(from).facts());
  }

  private void proxy(Consumer<PutVoiceConnectorProxyRequest.Builder> change) {
    new PutVoiceConnectorProxy(core.connectors)
        .handle(
            PutVoiceConnectorProxyRequest.builder()
                .voiceConnectorId(connector)
                .defaultSessionExpiryMinutes(60)
                .phoneNumberPoolCountries("US")
                .applyMutation(change)
                .build(),
            core.caller);
  }

  private ProxySession session(Capability capability) {
    return new CreateProxySession(
            core.items,
            core.connectors,
            core.assignments,
            new SessionNumbers(core.items, core.connectors, core.clock),
            new ProxySessions(core.items, core.connectors, core.clock))
        .handle(
            CreateProxySessionRequest.builder()
                .voiceConnectorId(connector)
                .participantPhoneNumbers(ANNA, BEN)
                .capabilities(capability)
                .build(),
            core.caller)
        .proxySession();
  }
}
