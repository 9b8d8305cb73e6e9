package org.carillon.core.connectors.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.core.CoreFixture.refused;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.CoreFixture;
import org.carillon.core.connectors.AssociatePhoneNumbersWithVoiceConnector;
import org.carillon.core.connectors.DeleteVoiceConnector;
import org.carillon.core.connectors.DisassociatePhoneNumbersFromVoiceConnector;
import org.carillon.core.connectors.SessionNumbers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.chimesdkvoice.model.AssociatePhoneNumbersWithVoiceConnectorRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.Capability;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateProxySessionRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteProxySessionRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceConnectorProxyRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceConnectorRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DisassociatePhoneNumbersFromVoiceConnectorRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ErrorCode;
import software.amazon.awssdk.services.chimesdkvoice.model.GetProxySessionRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceConnectorProxyRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListProxySessionsRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.Participant;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberError;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;
import software.amazon.awssdk.services.chimesdkvoice.model.Proxy;
import software.amazon.awssdk.services.chimesdkvoice.model.ProxySession;
import software.amazon.awssdk.services.chimesdkvoice.model.ProxySessionStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.PutVoiceConnectorProxyRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateProxySessionRequest;

class ProxySessionsTest {

  private static final String SEATTLE = "+12065550100";
  private static final String NEW_YORK = "+12125550100";
  private static final String ANNA = "+12125550199";
  private static final String BEN = "+13035550199";
  private static final String CARA = "+13035550198";

  private final CoreFixture core = new CoreFixture();
  private final SessionNumbers numbers =
      new SessionNumbers(core.items, core.connectors, core.clock);
  private final ProxySessions sessions = new ProxySessions(core.items, core.connectors, core.clock);
  private String connector;

  @BeforeEach
  void aConnectorWithANumberInSeattle() {
    connector = core.connector();
    core.order(PhoneNumberProductType.VOICE_CONNECTOR, SEATTLE, NEW_YORK);
    assign(SEATTLE);
    putProxy(p -> {});
  }

  @Test
  void twoPeopleReachEachOtherThroughANumberOfTheConnector() {
    ProxySession made = create(r -> r.name("delivery 7"));

    assertThat(made.status()).isEqualTo(ProxySessionStatus.OPEN);
    assertThat(made.expiryMinutes()).as("the proxy's default").isEqualTo(60);
    assertThat(made.participants()).extracting(Participant::phoneNumber).containsExactly(ANNA, BEN);
    assertThat(made.participants()).extracting(Participant::proxyPhoneNumber).containsOnly(SEATTLE);
    assertThat(get(made)).isEqualTo(made);
    assertThat(list(null)).containsExactly(made);
    assertThat(other(ANNA)).isEqualTo(BEN);
    assertThat(other(BEN)).isEqualTo(ANNA);
    assertThat(sessions.otherParticipant(connector, SEATTLE, CARA)).isEmpty();
    assertThat(sessions.otherParticipant(connector, NEW_YORK, ANNA)).isEmpty();
  }

  @Test
  void timeEndsASessionAndFreesItsNumber() {
    ProxySession made = create(r -> r.expiryMinutes(5));
    refused(
        ErrorType.BAD_REQUEST,
        "no phone number of the Voice Connector is free",
        () -> create(r -> r.participantPhoneNumbers(CARA, BEN)));

    core.pass(Duration.ofMinutes(5));

    ProxySession closed = get(made);
    assertThat(closed.status()).isEqualTo(ProxySessionStatus.CLOSED);
    assertThat(closed.endedTimestamp())
        .isEqualTo(made.createdTimestamp().plus(Duration.ofMinutes(5)));
    assertThat(list(ProxySessionStatus.OPEN)).isEmpty();
    assertThat(list(ProxySessionStatus.CLOSED)).containsExactly(closed);
    assertThat(sessions.otherParticipant(connector, SEATTLE, ANNA)).isEmpty();
    refused(ErrorType.BAD_REQUEST, "ended", () -> update(made, r -> {}));

    ProxySession next = create(r -> r.participantPhoneNumbers(CARA, BEN));
    delete(made);
    assertThat(other(CARA)).as("deleting the old one leaves the new one alone").isEqualTo(BEN);
    assertThat(get(next)).isEqualTo(next);
  }

  @Test
  void aSessionIsProlonged() {
    ProxySession made = create(r -> r.expiryMinutes(5));
    core.pass(Duration.ofMinutes(4));

    ProxySession longer =
        update(made, r -> r.expiryMinutes(10).capabilities(Capability.VOICE, Capability.SMS));

    assertThat(longer.capabilities()).containsExactly(Capability.VOICE, Capability.SMS);
    core.pass(Duration.ofMinutes(9));
    assertThat(get(made).status()).isEqualTo(ProxySessionStatus.OPEN);
    assertThat(other(ANNA)).isEqualTo(BEN);
    core.pass(Duration.ofMinutes(1));
    assertThat(get(made).status()).isEqualTo(ProxySessionStatus.CLOSED);
  }

  @Test
  void aDeletedSessionIsGoneAndItsNumberFree() {
    ProxySession made = create(r -> {});
    delete(made);

    refused(ErrorType.NOT_FOUND, "ProxySessionId", () -> get(made));
    refused(ErrorType.NOT_FOUND, "ProxySessionId", () -> delete(made));
    refused(ErrorType.NOT_FOUND, "ProxySessionId", () -> update(made, r -> {}));
    assertThat(sessions.otherParticipant(connector, SEATTLE, ANNA)).isEmpty();
    create(r -> {});
  }

  @Test
  void numbersAreChosenByPlaceAndHistory() {
    assign(NEW_YORK);
    ProxySession near = create(r -> r.geoMatchLevel("AreaCode"));
    assertThat(number(near)).as("Anna is in New York").isEqualTo(NEW_YORK);
    delete(near);

    ProxySession sticky = create(r -> r.numberSelectionBehavior("PreferSticky"));
    assertThat(number(sticky)).isEqualTo(NEW_YORK);
    delete(sticky);
    ProxySession other = create(r -> r.numberSelectionBehavior("AvoidSticky"));
    assertThat(number(other)).isEqualTo(SEATTLE);
    delete(other);

    ProxySession there = create(r -> r.geoMatchParams(g -> g.country("US").areaCode("206")));
    assertThat(number(there)).isEqualTo(SEATTLE);
    refused(
        ErrorType.BAD_REQUEST,
        "free",
        () -> create(r -> r.geoMatchParams(g -> g.country("US").areaCode("303"))));
    refused(
        ErrorType.BAD_REQUEST,
        "GeoMatchParams.Country",
        () -> create(r -> r.geoMatchParams(g -> g.country("FR").areaCode(""))));
  }

  @Test
  void aNumberInAnOpenSessionStaysAndTheConnectorToo() {
    ProxySession made = create(r -> {});
    assertThat(disassociate())
        .extracting(PhoneNumberError::errorCode)
        .containsExactly(ErrorCode.CONFLICT);
    refused(ErrorType.CONFLICT, SEATTLE, this::deleteConnector);

    core.pass(Duration.ofMinutes(60));

    assertThat(disassociate()).isEmpty();
    deleteConnector();
    assertThat(core.items.keys("account/111122223333/connectors")).isEmpty();
    refused(ErrorType.NOT_FOUND, "VoiceConnectorId", () -> get(made));
  }

  @Test
  void sessionsAreChecked() {
    refused(
        ErrorType.BAD_REQUEST,
        "ParticipantPhoneNumbers: exactly two different",
        () -> create(r -> r.participantPhoneNumbers(ANNA, ANNA.substring(1))));
    refused(
        ErrorType.BAD_REQUEST,
        "ParticipantPhoneNumbers",
        () -> create(r -> r.participantPhoneNumbers(ANNA)));
    refused(ErrorType.BAD_REQUEST, "Capabilities", () -> create(r -> r.capabilities(List.of())));
    refused(
        ErrorType.BAD_REQUEST,
        "Capabilities",
        () -> create(r -> r.capabilities(Capability.SMS, Capability.SMS)));
    refused(ErrorType.BAD_REQUEST, "ExpiryMinutes", () -> create(r -> r.expiryMinutes(525_601)));
    assertThat(list(null)).isEmpty();

    putProxy(p -> p.disabled(true));
    refused(ErrorType.BAD_REQUEST, "disabled", () -> create(r -> {}));
    deleteProxy();
    refused(ErrorType.NOT_FOUND, "PutVoiceConnectorProxy", () -> create(r -> {}));
    refused(ErrorType.NOT_FOUND, "PutVoiceConnectorProxy", this::getProxy);
    deleteProxy();
  }

  @Test
  void proxySettingsAreChecked() {
    Proxy put = putProxy(p -> p.fallBackPhoneNumber("12065550107"));
    assertThat(put.fallBackPhoneNumber()).isEqualTo("+12065550107");
    assertThat(put.disabled()).isFalse();
    assertThat(getProxy()).isEqualTo(put);

    refused(
        ErrorType.BAD_REQUEST,
        "DefaultSessionExpiryMinutes",
        () -> putProxy(p -> p.defaultSessionExpiryMinutes(0)));
    refused(
        ErrorType.BAD_REQUEST,
        "PhoneNumberPoolCountries[0]",
        () -> putProxy(p -> p.phoneNumberPoolCountries("")));
    refused(
        ErrorType.BAD_REQUEST,
        "PhoneNumberPoolCountries[1]",
        () -> putProxy(p -> p.phoneNumberPoolCountries("US", "US")));
    assertThat(getProxy()).isEqualTo(put);
  }

  @Test
  void ofSessionsForOnePersonAtTheSameMomentOneGetsTheNumber() throws Exception {
    int callers = 6;
    CyclicBarrier start = new CyclicBarrier(callers);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Boolean>> tasks =
          new ArrayList<>(
              Collections.nCopies(
                  callers,
                  () -> {
                    start.await();
                    try {
                      create(r -> {});
                      return true;
                    } catch (ApiException refused) {
                      return false;
                    }
                  }));
      int made = 0;
      for (Future<Boolean> ended : threads.invokeAll(tasks)) {
        made += ended.get() ? 1 : 0;
      }
      assertThat(made).isOne();
    }
    assertThat(list(null)).hasSize(1);
  }

  private static String number(ProxySession session) {
    return session.participants().getFirst().proxyPhoneNumber();
  }

  private String other(String caller) {
    return sessions.otherParticipant(connector, SEATTLE, caller).orElseThrow().phoneNumber();
  }

  private Proxy putProxy(Consumer<PutVoiceConnectorProxyRequest.Builder> change) {
    return new PutVoiceConnectorProxy(core.connectors)
        .handle(
            PutVoiceConnectorProxyRequest.builder()
                .voiceConnectorId(connector)
                .defaultSessionExpiryMinutes(60)
                .phoneNumberPoolCountries("US")
                .applyMutation(change)
                .build(),
            core.caller)
        .proxy();
  }

  private Proxy getProxy() {
    return new GetVoiceConnectorProxy(core.connectors)
        .handle(
            GetVoiceConnectorProxyRequest.builder().voiceConnectorId(connector).build(),
            core.caller)
        .proxy();
  }

  private void deleteProxy() {
    new DeleteVoiceConnectorProxy(core.connectors)
        .handle(
            DeleteVoiceConnectorProxyRequest.builder().voiceConnectorId(connector).build(),
            core.caller);
  }

  private ProxySession create(Consumer<CreateProxySessionRequest.Builder> change) {
    return new CreateProxySession(core.items, core.connectors, core.assignments, numbers, sessions)
        .handle(
            CreateProxySessionRequest.builder()
                .voiceConnectorId(connector)
                .participantPhoneNumbers(ANNA, BEN)
                .capabilities(Capability.VOICE)
                .applyMutation(change)
                .build(),
            core.caller)
        .proxySession();
  }

  private ProxySession get(ProxySession session) {
    return new GetProxySession(sessions)
        .handle(
            GetProxySessionRequest.builder()
                .voiceConnectorId(connector)
                .proxySessionId(session.proxySessionId())
                .build(),
            core.caller)
        .proxySession();
  }

  private List<ProxySession> list(ProxySessionStatus status) {
    return new ListProxySessions(core.listing, core.connectors, sessions)
        .handle(
            ListProxySessionsRequest.builder().voiceConnectorId(connector).status(status).build(),
            core.caller)
        .proxySessions();
  }

  private ProxySession update(
      ProxySession session, Consumer<UpdateProxySessionRequest.Builder> change) {
    return new UpdateProxySession(sessions)
        .handle(
            UpdateProxySessionRequest.builder()
                .voiceConnectorId(connector)
                .proxySessionId(session.proxySessionId())
                .capabilities(Capability.VOICE)
                .applyMutation(change)
                .build(),
            core.caller)
        .proxySession();
  }

  private void delete(ProxySession session) {
    new DeleteProxySession(sessions)
        .handle(
            DeleteProxySessionRequest.builder()
                .voiceConnectorId(connector)
                .proxySessionId(session.proxySessionId())
                .build(),
            core.caller);
  }

  private void assign(String number) {
    assertThat(
            new AssociatePhoneNumbersWithVoiceConnector(core.assignments)
                .handle(
                    AssociatePhoneNumbersWithVoiceConnectorRequest.builder()
                        .voiceConnectorId(connector)
                        .e164PhoneNumbers(number)
                        .build(),
                    core.caller)
                .phoneNumberErrors())
        .isEmpty();
  }

  private List<PhoneNumberError> disassociate() {
    return new DisassociatePhoneNumbersFromVoiceConnector(core.assignments)
        .handle(
            DisassociatePhoneNumbersFromVoiceConnectorRequest.builder()
                .voiceConnectorId(connector)
                .e164PhoneNumbers(SEATTLE)
                .build(),
            core.caller)
        .phoneNumberErrors();
  }

  private void deleteConnector() {
    new DeleteVoiceConnector(core.connectors, core.assignments)
        .handle(
            DeleteVoiceConnectorRequest.builder().voiceConnectorId(connector).build(), core.caller);
  }
}
