package org.carillon.core.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.carillon.core.CoreFixture.refused;
import static org.carillon.core.CoreFixture.target;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.carillon.contract.ErrorType;
import org.carillon.core.CoreFixture;
import org.carillon.core.applications.DeleteSipRule;
import org.carillon.core.applications.UpdateSipRule;
import org.carillon.core.tags.Tags;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateSipRuleRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteSipRuleRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceConnectorRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceConnectorRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListAvailableVoiceConnectorRegionsRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListVoiceConnectorsRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListVoiceConnectorsResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.NetworkType;
import software.amazon.awssdk.services.chimesdkvoice.model.SipRule;
import software.amazon.awssdk.services.chimesdkvoice.model.Tag;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateSipRuleRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateVoiceConnectorRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceConnector;

class ConnectorsTest {

  private final CoreFixture core = new CoreFixture();

  @Test
  void aNewConnectorHasTheShapesOfTheHostedService() {
    VoiceConnector made = core.connector(r -> r.name("Head office").requireEncryption(true));

    assertThat(made.voiceConnectorId()).matches("[a-z0-9]{21,22}");
    assertThat(made.voiceConnectorArn())
        .isEqualTo("arn:aws:chime:us-east-1:111122223333:vc/" + made.voiceConnectorId());
    assertThat(made.outboundHostName())
        .isEqualTo(made.voiceConnectorId() + ".voiceconnector.chime.aws");
    assertThat(made.awsRegionAsString()).isEqualTo("us-east-1");
    assertThat(made.networkType()).isEqualTo(NetworkType.IPV4_ONLY);
    assertThat(made.requireEncryption()).isTrue();
    assertThat(made.createdTimestamp()).isEqualTo(made.updatedTimestamp());
    assertThat(get(made.voiceConnectorId())).isEqualTo(made);
  }

  @Test
  void theDomainOfHostNamesIsTheInstallations() {
    SipNetwork network =
        SipNetwork.fromEnvironment(Map.of("CARILLON_VOICE_DOMAIN", "Voice.Example.com"));

    assertThat(network.hostName("abc")).isEqualTo("abc.voiceconnector.voice.example.com");
    assertThat(network.addresses()).isEqualTo(AddressPolicy.PUBLIC);
    assertThat(SipNetwork.fromEnvironment(Map.of())).isEqualTo(SipNetwork.hosted());
    assertThat(SipNetwork.fromEnvironment(Map.of("CARILLON_VOICE_ADDRESSES", "any")))
        .isEqualTo(SipNetwork.local());
    assertThatThrownBy(() -> SipNetwork.fromEnvironment(Map.of("CARILLON_VOICE_ADDRESSES", "no")))
        .hasMessageContaining("CARILLON_VOICE_ADDRESSES");
    assertThatThrownBy(() -> SipNetwork.fromEnvironment(Map.of("CARILLON_VOICE_DOMAIN", "a b")))
        .hasMessageContaining("CARILLON_VOICE_DOMAIN");
  }

  @Test
  void aCallFindsAConnectorByItsHostNameInAnyCase() {
    VoiceConnector made = core.connector(r -> {});

    assertThat(core.connectors.byHostName(made.outboundHostName().toUpperCase(Locale.ROOT)))
        .map(Connector::id)
        .contains(made.voiceConnectorId());
    assertThat(core.connectors.byHostName(made.voiceConnectorId())).isEmpty();
    assertThat(core.connectors.byHostName(made.voiceConnectorId() + ".elsewhere.example"))
        .isEmpty();
    assertThat(core.connectors.byHostName("")).isEmpty();
  }

  @Test
  void nameAndEncryptionChangeAndNothingElse() {
    VoiceConnector made = core.connector(r -> r.awsRegion("us-west-2").networkType("DUAL_STACK"));
    core.pass(Duration.ofMinutes(1));

    VoiceConnector changed =
        new UpdateVoiceConnector(core.connectors, core.clock)
            .handle(
                UpdateVoiceConnectorRequest.builder()
                    .voiceConnectorId(made.voiceConnectorId())
                    .name("new name")
                    .requireEncryption(true)
                    .build(),
                core.caller)
            .voiceConnector();

    assertThat(changed)
        .isEqualTo(
            made.toBuilder()
                .name("new name")
                .requireEncryption(true)
                .updatedTimestamp(made.createdTimestamp().plusSeconds(60))
                .build());
    assertThat(get(made.voiceConnectorId())).isEqualTo(changed);
  }

  @Test
  void allAreListedPageByPage() {
    List<String> made = List.of(core.connector(), core.connector(), core.connector());

    ListVoiceConnectorsResponse first = list(2, null);
    ListVoiceConnectorsResponse second = list(2, first.nextToken());

    assertThat(first.voiceConnectors()).hasSize(2);
    assertThat(second.voiceConnectors()).hasSize(1);
    assertThat(second.nextToken()).isNull();
    assertThat(
            Stream.of(first, second)
                .flatMap(page -> page.voiceConnectors().stream())
                .map(VoiceConnector::voiceConnectorId))
        .containsExactlyInAnyOrderElementsOf(made);
    refused(ErrorType.BAD_REQUEST, "NextToken", () -> list(2, "nonsense"));
  }

  @Test
  void itsTagsComeAndGoWithIt() {
    Tags tags = new Tags(core.items, core.account);
    VoiceConnector made =
        core.connector(r -> r.tags(Tag.builder().key("CostCenter").value("98765").build()));
    assertThat(tags.find(made.voiceConnectorArn())).contains(sorted("CostCenter", "98765"));

    delete(made.voiceConnectorId());

    assertThat(tags.find(made.voiceConnectorArn())).isEmpty();
  }

  @Test
  void whatIsDeletedIsGone() {
    String id = core.connector();
    delete(id);

    assertThat(core.connectors.find(id)).isEmpty();
    refused(ErrorType.NOT_FOUND, "VoiceConnectorId", () -> get(id));
    refused(ErrorType.NOT_FOUND, "VoiceConnectorId", () -> delete(id));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"nonsense", "abcdefghijklmnopqrstuv", "ABCDEFGHIJKLMNOPQRSTUV", "../../../x"})
  void anUnknownConnectorIsNotFound(String id) {
    refused(ErrorType.NOT_FOUND, "VoiceConnectorId", () -> get(id));
    refused(ErrorType.NOT_FOUND, "VoiceConnectorId", () -> delete(id));
  }

  @Test
  void aRuleOnItsHostNameKeepsItFromBeingDeleted() {
    VoiceConnector connector = core.connector(r -> {});
    String application = core.application("us-east-1");

    // straight after the creation, and with the name in another case
    SipRule rule = hostNameRule(connector.outboundHostName().toUpperCase(Locale.ROOT), application);

    assertThat(rule.triggerValue()).isEqualTo(connector.outboundHostName());
    assertThat(core.rules.forHostName(connector.outboundHostName())).contains(rule);
    refused(ErrorType.CONFLICT, rule.sipRuleId(), () -> delete(connector.voiceConnectorId()));

    new UpdateSipRule(core.items, core.rules, core.applications, core.clock)
        .handle(
            UpdateSipRuleRequest.builder()
                .sipRuleId(rule.sipRuleId())
                .name("rule")
                .disabled(true)
                .build(),
            core.caller);
    refused(ErrorType.CONFLICT, rule.sipRuleId(), () -> delete(connector.voiceConnectorId()));
    new DeleteSipRule(
            core.items, core.rules, core.applications, core.numbers, core.connectors, core.clock)
        .handle(DeleteSipRuleRequest.builder().sipRuleId(rule.sipRuleId()).build(), core.caller);
    delete(connector.voiceConnectorId());

    refused(
        ErrorType.BAD_REQUEST,
        "TriggerValue",
        () -> hostNameRule(connector.outboundHostName(), application));
  }

  @Test
  void theRegionsAreTheHostedOnesAndOurOwn() {
    assertThat(
            new ListAvailableVoiceConnectorRegions()
                .handle(ListAvailableVoiceConnectorRegionsRequest.builder().build(), core.caller)
                .voiceConnectorRegionsAsStrings())
        .hasSize(10)
        .contains("us-east-1", "ap-southeast-2");
  }

  private SipRule hostNameRule(String hostName, String application) {
    return core.rule(
        CreateSipRuleRequest.builder()
            .name("rule")
            .triggerType("RequestUriHostname")
            .triggerValue(hostName)
            .targetApplications(target(application, 1))
            .build());
  }

  private static SortedMap<String, String> sorted(String key, String value) {
    return new TreeMap<>(Map.of(key, value));
  }

  private VoiceConnector get(String id) {
    return new GetVoiceConnector(core.connectors)
        .handle(GetVoiceConnectorRequest.builder().voiceConnectorId(id).build(), core.caller)
        .voiceConnector();
  }

  private ListVoiceConnectorsResponse list(int maxResults, String token) {
    return new ListVoiceConnectors(core.listing, core.connectors)
        .handle(
            ListVoiceConnectorsRequest.builder().maxResults(maxResults).nextToken(token).build(),
            core.caller);
  }

  private void delete(String id) {
    new DeleteVoiceConnector(core.connectors, core.assignments)
        .handle(DeleteVoiceConnectorRequest.builder().voiceConnectorId(id).build(), core.caller);
  }
}
