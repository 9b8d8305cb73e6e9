package org.carillon.functions.voiceapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.chimesdkvoice.ChimeSdkVoiceClient;
import software.amazon.awssdk.services.chimesdkvoice.model.BadRequestException;
import software.amazon.awssdk.services.chimesdkvoice.model.Capability;
import software.amazon.awssdk.services.chimesdkvoice.model.ConflictException;
import software.amazon.awssdk.services.chimesdkvoice.model.ContactCenterSystemType;
import software.amazon.awssdk.services.chimesdkvoice.model.Credential;
import software.amazon.awssdk.services.chimesdkvoice.model.DNISEmergencyCallingConfiguration;
import software.amazon.awssdk.services.chimesdkvoice.model.ErrorCode;
import software.amazon.awssdk.services.chimesdkvoice.model.NotFoundException;
import software.amazon.awssdk.services.chimesdkvoice.model.NotificationTarget;
import software.amazon.awssdk.services.chimesdkvoice.model.OriginationRoute;
import software.amazon.awssdk.services.chimesdkvoice.model.OriginationRouteProtocol;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.ProxySession;
import software.amazon.awssdk.services.chimesdkvoice.model.ProxySessionStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.ResourceLimitExceededException;
import software.amazon.awssdk.services.chimesdkvoice.model.SipMediaApplicationEndpoint;
import software.amazon.awssdk.services.chimesdkvoice.model.SipRule;
import software.amazon.awssdk.services.chimesdkvoice.model.SipRuleTargetApplication;
import software.amazon.awssdk.services.chimesdkvoice.model.SipRuleTriggerType;
import software.amazon.awssdk.services.chimesdkvoice.model.StreamingConfiguration;
import software.amazon.awssdk.services.chimesdkvoice.model.StreamingNotificationTarget;
import software.amazon.awssdk.services.chimesdkvoice.model.Tag;
import software.amazon.awssdk.services.chimesdkvoice.model.Termination;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceConnector;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceConnectorGroup;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceConnectorItem;

/** Voice Connectors as infrastructure code makes and removes them, by the unmodified SDK. */
class ConnectorStoryTest {

  private static final String NUMBER = "+12065550100";
  private static final String OTHER = "+12065550101";
  private static final String UNKNOWN = "abcdefghijklmnopqrstuv";

  @TempDir Path data;
  private LocalApi local;
  private ChimeSdkVoiceClient client;

  @BeforeEach
  void start() throws IOException {
    local = new LocalApi(data);
    client = local.client();
  }

  @AfterEach
  void stop() {
    client.close();
    local.close();
  }

  @Test
  void infrastructureCodeMakesATrunkAndARuleWithoutARetry() {
    VoiceConnector connector = connector("trunk");
    String id = connector.voiceConnectorId();

    // each call straight after the one before
    assertThat(client.getVoiceConnector(r -> r.voiceConnectorId(id)).voiceConnector())
        .isEqualTo(connector);
    assertThat(
            client
                .putVoiceConnectorOrigination(
                    r -> r.voiceConnectorId(id).origination(o -> o.routes(route("200.100.12.1"))))
                .origination()
                .routes()
                .getFirst()
                .port())
        .isEqualTo(5060);
    Termination termination =
        client
            .putVoiceConnectorTermination(
                r ->
                    r.voiceConnectorId(id)
                        .termination(
                            t ->
                                t.callingRegions("US", "CA")
                                    .cidrAllowedList("50.35.78.96/31")
                                    .cpsLimit(1)))
            .termination();
    client.putVoiceConnectorTerminationCredentials(
        r ->
            r.voiceConnectorId(id)
                .credentials(Credential.builder().username("pbx").password("open sesame").build()));
    StreamingConfiguration streaming =
        client
            .putVoiceConnectorStreamingConfiguration(
                r ->
                    r.voiceConnectorId(id)
                        .streamingConfiguration(
                            s ->
                                s.dataRetentionInHours(7)
                                    .disabled(false)
                                    .streamingNotificationTargets(
                                        StreamingNotificationTarget.builder()
                                            .notificationTarget(NotificationTarget.SQS)
                                            .build())))
            .streamingConfiguration();
    client.putVoiceConnectorLoggingConfiguration(
        r -> r.voiceConnectorId(id).loggingConfiguration(l -> l.enableSIPLogs(true)));
    SipRule rule = ruleOn(connector.outboundHostName());

    assertThat(client.getVoiceConnectorTermination(r -> r.voiceConnectorId(id)).termination())
        .isEqualTo(termination);
    assertThat(
            client
                .listVoiceConnectorTerminationCredentials(r -> r.voiceConnectorId(id))
                .usernames())
        .containsExactly("pbx");
    assertThat(
            client
                .getVoiceConnectorStreamingConfiguration(r -> r.voiceConnectorId(id))
                .streamingConfiguration())
        .isEqualTo(streaming);
    assertThat(
            client
                .getVoiceConnectorLoggingConfiguration(r -> r.voiceConnectorId(id))
                .loggingConfiguration()
                .enableSIPLogs())
        .isTrue();
    assertThat(
            client
                .getVoiceConnectorOrigination(r -> r.voiceConnectorId(id))
                .origination()
                .disabled())
        .isFalse();

    // and takes it all down: the rule first
    assertThatThrownBy(() -> client.deleteVoiceConnector(r -> r.voiceConnectorId(id)))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining(rule.sipRuleId());
    client.updateSipRule(r -> r.sipRuleId(rule.sipRuleId()).name("rule").disabled(true));
    client.deleteSipRule(r -> r.sipRuleId(rule.sipRuleId()));
    client.deleteVoiceConnectorStreamingConfiguration(r -> r.voiceConnectorId(id));
    client.deleteVoiceConnectorTerminationCredentials(r -> r.voiceConnectorId(id).usernames("pbx"));
    client.deleteVoiceConnectorTermination(r -> r.voiceConnectorId(id));
    client.deleteVoiceConnectorOrigination(r -> r.voiceConnectorId(id));
    for (var gone :
        List.<Runnable>of(
            () -> client.getVoiceConnectorStreamingConfiguration(r -> r.voiceConnectorId(id)),
            () -> client.getVoiceConnectorTermination(r -> r.voiceConnectorId(id)),
            () -> client.getVoiceConnectorTerminationHealth(r -> r.voiceConnectorId(id)),
            () -> client.getVoiceConnectorOrigination(r -> r.voiceConnectorId(id)))) {
      assertThatThrownBy(gone::run).isInstanceOf(NotFoundException.class);
    }
    client.deleteVoiceConnector(r -> r.voiceConnectorId(id));
    assertThatThrownBy(() -> client.getVoiceConnector(r -> r.voiceConnectorId(id)))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void connectorsAreTaggedRenamedAndListed() {
    VoiceConnector first =
        client
            .createVoiceConnector(
                r ->
                    r.name("first")
                        .requireEncryption(true)
                        .awsRegion("eu-central-1")
                        .networkType("DUAL_STACK")
                        .tags(Tag.builder().key("CostCenter").value("98765").build()))
            .voiceConnector();
    connector("second");
    connector("third");

    assertThat(first.voiceConnectorArn())
        .isEqualTo("arn:aws:chime:eu-central-1:111122223333:vc/" + first.voiceConnectorId());
    client.tagResource(
        r ->
            r.resourceARN(first.voiceConnectorArn())
                .tags(Tag.builder().key("Site").value("Berlin").build()));
    assertThat(client.listTagsForResource(r -> r.resourceARN(first.voiceConnectorArn())).tags())
        .extracting(Tag::key)
        .containsExactly("CostCenter", "Site");
    assertThat(
            client
                .updateVoiceConnector(
                    r ->
                        r.voiceConnectorId(first.voiceConnectorId())
                            .name("renamed")
                            .requireEncryption(false))
                .voiceConnector()
                .name())
        .isEqualTo("renamed");
    assertThat(
            client.listVoiceConnectorsPaginator(r -> r.maxResults(2)).stream()
                .flatMap(page -> page.voiceConnectors().stream())
                .map(VoiceConnector::name))
        .containsExactlyInAnyOrder("renamed", "second", "third");
    assertThat(client.listAvailableVoiceConnectorRegions(r -> {}).voiceConnectorRegions())
        .hasSize(10);
    assertThatThrownBy(
            () ->
                client.createVoiceConnector(
                    r -> r.name("x").requireEncryption(false).awsRegion("mars-north-1")))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("AwsRegion");
  }

  @Test
  void numbersMoveBetweenConnectorsAndAGroup() {
    order(NUMBER, OTHER);
    String first = connector("first").voiceConnectorId();
    String second = connector("second").voiceConnectorId();
    VoiceConnectorGroup group =
        client
            .createVoiceConnectorGroup(
                r -> r.name("both").voiceConnectorItems(item(first, 1), item(second, 2)))
            .voiceConnectorGroup();
    String groupId = group.voiceConnectorGroupId();
    assertThat(
            client
                .getVoiceConnectorGroup(r -> r.voiceConnectorGroupId(groupId))
                .voiceConnectorGroup())
        .isEqualTo(group);
    assertThat(client.listVoiceConnectorGroups(r -> {}).voiceConnectorGroups())
        .containsExactly(group);

    assertThat(
            client
                .associatePhoneNumbersWithVoiceConnector(
                    r -> r.voiceConnectorId(first).e164PhoneNumbers(NUMBER, OTHER))
                .phoneNumberErrors())
        .isEmpty();
    assertThat(client.getPhoneNumber(r -> r.phoneNumberId(NUMBER)).phoneNumber().status())
        .isEqualTo(PhoneNumberStatus.ASSIGNED);
    assertThat(
            client
                .listPhoneNumbers(r -> r.filterName("VoiceConnectorId").filterValue(first))
                .phoneNumbers())
        .hasSize(2);
    assertThat(
            client
                .associatePhoneNumbersWithVoiceConnectorGroup(
                    r -> r.voiceConnectorGroupId(groupId).e164PhoneNumbers(NUMBER))
                .phoneNumberErrors()
                .getFirst()
                .errorCode())
        .isEqualTo(ErrorCode.PHONE_NUMBER_ASSOCIATIONS_EXIST);
    client.associatePhoneNumbersWithVoiceConnectorGroup(
        r -> r.voiceConnectorGroupId(groupId).e164PhoneNumbers(NUMBER).forceAssociate(true));

    // the wrong order is refused
    assertThatThrownBy(() -> client.deleteVoiceConnector(r -> r.voiceConnectorId(first)))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining(OTHER);
    assertThatThrownBy(() -> client.deleteVoiceConnector(r -> r.voiceConnectorId(second)))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining(groupId);
    assertThatThrownBy(
            () -> client.deleteVoiceConnectorGroup(r -> r.voiceConnectorGroupId(groupId)))
        .isInstanceOf(ConflictException.class);

    // the right one
    client.disassociatePhoneNumbersFromVoiceConnectorGroup(
        r -> r.voiceConnectorGroupId(groupId).e164PhoneNumbers(NUMBER));
    client.disassociatePhoneNumbersFromVoiceConnector(
        r -> r.voiceConnectorId(first).e164PhoneNumbers(OTHER));
    assertThat(
            client
                .updateVoiceConnectorGroup(
                    r ->
                        r.voiceConnectorGroupId(groupId)
                            .name("none")
                            .voiceConnectorItems(List.of()))
                .voiceConnectorGroup()
                .voiceConnectorItems())
        .isEmpty();
    client.deleteVoiceConnectorGroup(r -> r.voiceConnectorGroupId(groupId));
    client.deleteVoiceConnector(r -> r.voiceConnectorId(first));
    client.deleteVoiceConnector(r -> r.voiceConnectorId(second));
    assertThat(client.getPhoneNumber(r -> r.phoneNumberId(NUMBER)).phoneNumber().status())
        .isEqualTo(PhoneNumberStatus.UNASSIGNED);
  }

  @Test
  void anAccountHasThreeGroups() {
    for (int i = 0; i < 3; i++) {
      client.createVoiceConnectorGroup(r -> r.name("group"));
    }
    assertThatThrownBy(() -> client.createVoiceConnectorGroup(r -> r.name("group")))
        .isInstanceOf(ResourceLimitExceededException.class);
  }

  @Test
  void twoPeopleGetAProxyNumber() {
    order(NUMBER);
    String id = connector("masks").voiceConnectorId();
    client.associatePhoneNumbersWithVoiceConnector(
        r -> r.voiceConnectorId(id).e164PhoneNumbers(NUMBER));
    client.putVoiceConnectorProxy(
        r -> r.voiceConnectorId(id).defaultSessionExpiryMinutes(60).phoneNumberPoolCountries("US"));
    assertThat(
            client
                .getVoiceConnectorProxy(r -> r.voiceConnectorId(id))
                .proxy()
                .phoneNumberCountries())
        .containsExactly("US");

    ProxySession session =
        client
            .createProxySession(
                r ->
                    r.voiceConnectorId(id)
                        .participantPhoneNumbers("+12125550199", "+13035550199")
                        .capabilities(Capability.VOICE))
            .proxySession();
    String sessionId = session.proxySessionId();
    assertThat(session.participants().getFirst().proxyPhoneNumber()).isEqualTo(NUMBER);
    assertThat(
            client
                .getProxySession(r -> r.voiceConnectorId(id).proxySessionId(sessionId))
                .proxySession())
        .isEqualTo(session);
    assertThat(
            client
                .updateProxySession(
                    r ->
                        r.voiceConnectorId(id)
                            .proxySessionId(sessionId)
                            .capabilities(Capability.VOICE, Capability.SMS))
                .proxySession()
                .capabilities())
        .hasSize(2);
    assertThat(
            client
                .listProxySessions(r -> r.voiceConnectorId(id).status(ProxySessionStatus.OPEN))
                .proxySessions())
        .hasSize(1);
    client.deleteProxySession(r -> r.voiceConnectorId(id).proxySessionId(sessionId));
    assertThatThrownBy(
            () -> client.getProxySession(r -> r.voiceConnectorId(id).proxySessionId(sessionId)))
        .isInstanceOf(NotFoundException.class);
    client.deleteVoiceConnectorProxy(r -> r.voiceConnectorId(id));
    assertThatThrownBy(() -> client.getVoiceConnectorProxy(r -> r.voiceConnectorId(id)))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void emergencyNumbersAndExternalSystemsAreSet() {
    String id = connector("trunk").voiceConnectorId();
    assertThatThrownBy(() -> putEmergency(id))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("termination");
    client.putVoiceConnectorTermination(
        r -> r.voiceConnectorId(id).termination(t -> t.callingRegions("US")));
    client.putVoiceConnectorOrigination(
        r -> r.voiceConnectorId(id).origination(o -> o.routes(route("sbc.example.com"))));
    putEmergency(id);
    assertThat(
            client
                .getVoiceConnectorEmergencyCallingConfiguration(r -> r.voiceConnectorId(id))
                .emergencyCallingConfiguration()
                .dnis()
                .getFirst()
                .callingCountry())
        .isEqualTo("US");
    assertThatThrownBy(() -> client.deleteVoiceConnectorOrigination(r -> r.voiceConnectorId(id)))
        .isInstanceOf(BadRequestException.class);
    client.deleteVoiceConnectorEmergencyCallingConfiguration(r -> r.voiceConnectorId(id));

    client.putVoiceConnectorExternalSystemsConfiguration(
        r ->
            r.voiceConnectorId(id)
                .contactCenterSystemTypes(ContactCenterSystemType.GENESYS_ENGAGE_ON_PREMISES));
    assertThat(
            client
                .getVoiceConnectorExternalSystemsConfiguration(r -> r.voiceConnectorId(id))
                .externalSystemsConfiguration()
                .contactCenterSystemTypes())
        .hasSize(1);
    client.deleteVoiceConnectorExternalSystemsConfiguration(r -> r.voiceConnectorId(id));
    assertThatThrownBy(
            () -> client.getVoiceConnectorExternalSystemsConfiguration(r -> r.voiceConnectorId(id)))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void anApplicationLogsItsMessagesWhenAsked() {
    String id = application();
    assertThat(
            client
                .getSipMediaApplicationLoggingConfiguration(r -> r.sipMediaApplicationId(id))
                .sipMediaApplicationLoggingConfiguration()
                .enableSipMediaApplicationMessageLogs())
        .isFalse();
    client.putSipMediaApplicationLoggingConfiguration(
        r ->
            r.sipMediaApplicationId(id)
                .sipMediaApplicationLoggingConfiguration(
                    l -> l.enableSipMediaApplicationMessageLogs(true)));
    assertThat(
            client
                .getSipMediaApplicationLoggingConfiguration(r -> r.sipMediaApplicationId(id))
                .sipMediaApplicationLoggingConfiguration()
                .enableSipMediaApplicationMessageLogs())
        .isTrue();
    assertThatThrownBy(
            () ->
                client.getSipMediaApplicationLoggingConfiguration(
                    r -> r.sipMediaApplicationId(UNKNOWN)))
        .isInstanceOf(NotFoundException.class);
  }

  private VoiceConnector connector(String name) {
    return client.createVoiceConnector(r -> r.name(name).requireEncryption(false)).voiceConnector();
  }

  private void order(String... numbers) {
    String order =
        client
            .createPhoneNumberOrder(
                r ->
                    r.productType(PhoneNumberProductType.VOICE_CONNECTOR).e164PhoneNumbers(numbers))
            .phoneNumberOrder()
            .phoneNumberOrderId();
    client.getPhoneNumberOrder(r -> r.phoneNumberOrderId(order));
  }

  private String application() {
    return client
        .createSipMediaApplication(
            r ->
                r.name("app")
                    .awsRegion("us-east-1")
                    .endpoints(
                        SipMediaApplicationEndpoint.builder()
                            .lambdaArn("arn:aws:lambda:us-east-1:111122223333:function:f")
                            .build()))
        .sipMediaApplication()
        .sipMediaApplicationId();
  }

  private SipRule ruleOn(String hostName) {
    String application = application();
    return client
        .createSipRule(
            r ->
                r.name("rule")
                    .triggerType(SipRuleTriggerType.REQUEST_URI_HOSTNAME)
                    .triggerValue(hostName)
                    .targetApplications(
                        SipRuleTargetApplication.builder()
                            .sipMediaApplicationId(application)
                            .priority(1)
                            .build()))
        .sipRule();
  }

  private void putEmergency(String id) {
    client.putVoiceConnectorEmergencyCallingConfiguration(
        r ->
            r.voiceConnectorId(id)
                .emergencyCallingConfiguration(
                    e ->
                        e.dnis(
                            DNISEmergencyCallingConfiguration.builder()
                                .emergencyPhoneNumber("+12065550109")
                                .callingCountry("US")
                                .build())));
  }

  private static OriginationRoute route(String host) {
    return OriginationRoute.builder()
        .host(host)
        .protocol(OriginationRouteProtocol.UDP)
        .priority(1)
        .weight(1)
        .build();
  }

  private static VoiceConnectorItem item(String id, int priority) {
    return VoiceConnectorItem.builder().voiceConnectorId(id).priority(priority).build();
  }
}
