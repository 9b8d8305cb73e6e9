package org.carillon.core.connectors.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.core.CoreFixture.refused;

import java.util.Arrays;
import java.util.Collections;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.carillon.contract.ErrorType;
import org.carillon.core.CoreFixture;
import org.carillon.core.analytics.AnalyticsSpace;
import org.carillon.core.analytics.CreateMediaInsightsPipelineConfiguration;
import org.carillon.core.analytics.DeleteMediaInsightsPipelineConfiguration;
import org.carillon.core.connectors.AddressPolicy;
import org.carillon.core.connectors.DeleteVoiceConnector;
import org.carillon.core.quotas.Quotas;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.CreateMediaInsightsPipelineConfigurationRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.DeleteMediaInsightsPipelineConfigurationRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.MediaInsightsPipelineConfigurationElement;
import software.amazon.awssdk.services.chimesdkvoice.model.DNISEmergencyCallingConfiguration;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceConnectorEmergencyCallingConfigurationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceConnectorExternalSystemsConfigurationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceConnectorOriginationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceConnectorRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceConnectorStreamingConfigurationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceConnectorTerminationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.EmergencyCallingConfiguration;
import software.amazon.awssdk.services.chimesdkvoice.model.ExternalSystemsConfiguration;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceConnectorEmergencyCallingConfigurationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceConnectorExternalSystemsConfigurationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceConnectorLoggingConfigurationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceConnectorOriginationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceConnectorStreamingConfigurationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.LoggingConfiguration;
import software.amazon.awssdk.services.chimesdkvoice.model.MediaInsightsConfiguration;
import software.amazon.awssdk.services.chimesdkvoice.model.Origination;
import software.amazon.awssdk.services.chimesdkvoice.model.OriginationRoute;
import software.amazon.awssdk.services.chimesdkvoice.model.OriginationRouteProtocol;
import software.amazon.awssdk.services.chimesdkvoice.model.PutVoiceConnectorEmergencyCallingConfigurationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.PutVoiceConnectorExternalSystemsConfigurationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.PutVoiceConnectorLoggingConfigurationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.PutVoiceConnectorOriginationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.PutVoiceConnectorStreamingConfigurationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.PutVoiceConnectorTerminationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.SessionBorderControllerType;
import software.amazon.awssdk.services.chimesdkvoice.model.StreamingConfiguration;
import software.amazon.awssdk.services.chimesdkvoice.model.StreamingNotificationTarget;
import software.amazon.awssdk.services.chimesdkvoice.model.Termination;

class ConnectorSettingsTest {

  private static final OriginationRoute ROUTE =
      OriginationRoute.builder().host("sbc.example.com").priority(1).weight(5).build();

  private final CoreFixture core = new CoreFixture();
  private String connector;

  @BeforeEach
  void aConnector() {
    connector = core.connector();
  }

  @Test
  void originationRoutesAreKeptInOrderWithDefaults() {
    Origination put =
        originate(ROUTE, ROUTE.toBuilder().host("200.100.12.1").protocol("TCP").port(5080).build());

    assertThat(put.routes())
        .containsExactly(
            ROUTE.toBuilder().port(5060).protocol(OriginationRouteProtocol.UDP).build(),
            ROUTE.toBuilder().host("200.100.12.1").port(5080).protocol("TCP").build());
    assertThat(put.disabled()).isFalse();
    assertThat(getOrigination()).isEqualTo(put);
    assertThat(core.connectors.require(connector).activeOrigination()).contains(put);

    connector = core.connector(r -> r.requireEncryption(true)).voiceConnectorId();
    assertThat(originate(ROUTE).routes().getFirst().protocol())
        .as("with encryption")
        .isEqualTo(OriginationRouteProtocol.TCP);
  }

  @Test
  void originationRoutesAreCheckedOneByOne() {
    refusedRoutes("Origination.Routes: 1 to 20");
    refusedRoutes(
        "Origination.Routes: 1 to 20",
        Collections.nCopies(21, ROUTE).toArray(OriginationRoute[]::new));
    refusedRoutes("Routes[1].Host", ROUTE, ROUTE.toBuilder().host(null).build());
    refusedRoutes("Routes[0].Host: must be a publicly", ROUTE.toBuilder().host("10.0.0.1").build());
    refusedRoutes("Routes[0].Host: must be an IP", ROUTE.toBuilder().host("a b").build());
    refusedRoutes("IPV4_ONLY", ROUTE.toBuilder().host("2600:1f18::1").build());
    refusedRoutes("Routes[0].Priority", ROUTE.toBuilder().priority(null).build());
    refusedRoutes("Routes[0].Weight", ROUTE.toBuilder().weight(null).build());
    refused(ErrorType.NOT_FOUND, "PutVoiceConnectorOrigination", this::getOrigination);
  }

  @Test
  void emergencyCallingNeedsCallsInAndOut() {
    ThrowingCallable emergency = () -> emergency(d -> {});
    refused(ErrorType.BAD_REQUEST, "termination", emergency);
    terminate(true);
    originate(ROUTE);
    refused(ErrorType.BAD_REQUEST, "termination", emergency);
    terminate(false);

    EmergencyCallingConfiguration put = emergency(d -> d.testPhoneNumber("12065550108"));

    assertThat(put.dnis().getFirst().testPhoneNumber()).isEqualTo("+12065550108");
    assertThat(getEmergency()).isEqualTo(put);
    refused(ErrorType.BAD_REQUEST, "Delete it first", this::deleteOrigination);
    refused(ErrorType.BAD_REQUEST, "Delete it first", this::deleteTermination);

    deleteEmergency();
    refused(ErrorType.NOT_FOUND, "EmergencyCalling", this::getEmergency);
    deleteOrigination();
    deleteTermination();
    refused(ErrorType.BAD_REQUEST, "termination", emergency);
  }

  @Test
  void emergencyNumbersAreOfTheUs() {
    terminate(false);
    originate(ROUTE);
    for (String notUs :
        new String[] {"+442079460000", "+14165550100", "+1206555010", "+18765550100"}) {
      refused(
          ErrorType.BAD_REQUEST,
          "DNIS[0].EmergencyPhoneNumber",
          () -> emergency(d -> d.emergencyPhoneNumber(notUs)));
      refused(
          ErrorType.BAD_REQUEST,
          "DNIS[0].TestPhoneNumber",
          () -> emergency(d -> d.testPhoneNumber(notUs)));
    }
    refused(ErrorType.BAD_REQUEST, "CallingCountry", () -> emergency(d -> d.callingCountry("ZZ")));
    DNISEmergencyCallingConfiguration us = dnis(d -> {});
    refused(ErrorType.BAD_REQUEST, "DNIS[1].CallingCountry", () -> putEmergency(us, us));
    refused(ErrorType.BAD_REQUEST, "DNIS: at least one", () -> putEmergency());
    assertThat(putEmergency(us, dnis(d -> d.callingCountry("CA"))).dnis()).hasSize(2);
  }

  @Test
  void streamingKeepsTargetsAndItsAnalyticsConfiguration() {
    String arn = core.account.arn("media-insights-pipeline-configuration/calls");
    StreamingConfiguration wanted =
        StreamingConfiguration.builder()
            .dataRetentionInHours(24)
            .disabled(false)
            .streamingNotificationTargets(notify("EventBridge"), notify("SQS"))
            .mediaInsightsConfiguration(
                MediaInsightsConfiguration.builder().configurationArn(arn).build())
            .build();
    refused(
        ErrorType.BAD_REQUEST,
        "MediaInsightsConfiguration.ConfigurationArn: the account has no",
        () -> stream(wanted));

    AnalyticsSpace analytics = new AnalyticsSpace(core.items, core.account, core.clock);
    assertThat(analyticsConfiguration(analytics)).isEqualTo(arn);

    assertThat(stream(wanted)).isEqualTo(wanted);
    assertThat(getStreaming()).isEqualTo(wanted);
    assertThat(core.connectors.require(connector).activeStreaming()).contains(wanted);
    assertThat(stream(wanted)).as("again").isEqualTo(wanted);

    // the configuration stays while a connector uses it
    refused(ErrorType.CONFLICT, connector, () -> deleteAnalyticsConfiguration(analytics));
    stream(
        wanted.toBuilder().mediaInsightsConfiguration((MediaInsightsConfiguration) null).build());
    stream(wanted);
    refused(ErrorType.CONFLICT, connector, () -> deleteAnalyticsConfiguration(analytics));
    String another = connector;
    connector = core.connector();
    stream(wanted);
    new DeleteVoiceConnector(core.connectors, core.assignments)
        .handle(
            DeleteVoiceConnectorRequest.builder().voiceConnectorId(connector).build(), core.caller);
    connector = another;
    deleteStreaming();
    deleteAnalyticsConfiguration(analytics);
    deleteStreaming();
    refused(ErrorType.NOT_FOUND, "StreamingConfiguration", this::getStreaming);
  }

  @Test
  void streamingIsChecked() {
    refusedStreaming("DataRetentionInHours", s -> s.dataRetentionInHours(87_601));
    refusedStreaming(
        "StreamingNotificationTargets[1]",
        s -> s.streamingNotificationTargets(notify("SNS"), notify("SNS")));
    refusedStreaming(
        "StreamingNotificationTargets[0]",
        s -> s.streamingNotificationTargets(StreamingNotificationTarget.builder().build()));
    refusedStreaming("ConfigurationArn: is required", s -> s.mediaInsightsConfiguration(m -> {}));
    String connectorArn = core.connector(r -> {}).voiceConnectorArn();
    refusedStreaming(
        "ConfigurationArn: the ARN of a media insights",
        s -> s.mediaInsightsConfiguration(m -> m.configurationArn(connectorArn)));
    refused(ErrorType.NOT_FOUND, "StreamingConfiguration", this::getStreaming);
  }

  @Test
  void loggingIsOffUntilItIsPutOn() {
    LoggingConfiguration off =
        LoggingConfiguration.builder().enableSIPLogs(false).enableMediaMetricLogs(false).build();
    assertThat(getLogging()).isEqualTo(off);

    LoggingConfiguration put =
        new PutVoiceConnectorLoggingConfiguration(core.connectors)
            .handle(
                PutVoiceConnectorLoggingConfigurationRequest.builder()
                    .voiceConnectorId(connector)
                    .loggingConfiguration(l -> l.enableSIPLogs(true))
                    .build(),
                core.caller)
            .loggingConfiguration();

    assertThat(put).isEqualTo(off.toBuilder().enableSIPLogs(true).build());
    assertThat(getLogging()).isEqualTo(put);
  }

  @Test
  void externalSystemsAreKeptAsPut() {
    refused(ErrorType.NOT_FOUND, "ExternalSystems", this::getExternalSystems);
    ExternalSystemsConfiguration put = externalSystems(SessionBorderControllerType.RIBBON_SBC);
    assertThat(getExternalSystems()).isEqualTo(put);
    refused(
        ErrorType.BAD_REQUEST,
        "SessionBorderControllerTypes: a type is named twice",
        () ->
            externalSystems(
                SessionBorderControllerType.AVAYA_SBCE, SessionBorderControllerType.AVAYA_SBCE));
    assertThat(getExternalSystems()).isEqualTo(put);

    new DeleteVoiceConnectorExternalSystemsConfiguration(core.connectors)
        .handle(
            DeleteVoiceConnectorExternalSystemsConfigurationRequest.builder()
                .voiceConnectorId(connector)
                .build(),
            core.caller);
    refused(ErrorType.NOT_FOUND, "ExternalSystems", this::getExternalSystems);
  }

  private void refusedRoutes(String words, OriginationRoute... routes) {
    refused(ErrorType.BAD_REQUEST, words, () -> originate(routes));
  }

  private Origination originate(OriginationRoute... routes) {
    return new PutVoiceConnectorOrigination(core.connectors, AddressPolicy.PUBLIC)
        .handle(
            PutVoiceConnectorOriginationRequest.builder()
                .voiceConnectorId(connector)
                .origination(o -> o.routes(Arrays.asList(routes)))
                .build(),
            core.caller)
        .origination();
  }

  private Origination getOrigination() {
    return new GetVoiceConnectorOrigination(core.connectors)
        .handle(
            GetVoiceConnectorOriginationRequest.builder().voiceConnectorId(connector).build(),
            core.caller)
        .origination();
  }

  private void deleteOrigination() {
    new DeleteVoiceConnectorOrigination(core.connectors)
        .handle(
            DeleteVoiceConnectorOriginationRequest.builder().voiceConnectorId(connector).build(),
            core.caller);
  }

  private void terminate(boolean disabled) {
    new PutVoiceConnectorTermination(
            core.connectors,
            core.numbers,
            new Quotas(core.items, core.account),
            AddressPolicy.PUBLIC)
        .handle(
            PutVoiceConnectorTerminationRequest.builder()
                .voiceConnectorId(connector)
                .termination(Termination.builder().callingRegions("US").disabled(disabled).build())
                .build(),
            core.caller);
  }

  private void deleteTermination() {
    new DeleteVoiceConnectorTermination(
            core.connectors, new TerminationCredentials(core.items, core.connectors, core.sealer))
        .handle(
            DeleteVoiceConnectorTerminationRequest.builder().voiceConnectorId(connector).build(),
            core.caller);
  }

  private static DNISEmergencyCallingConfiguration dnis(
      Consumer<DNISEmergencyCallingConfiguration.Builder> change) {
    return DNISEmergencyCallingConfiguration.builder()
        .emergencyPhoneNumber("+12065550109")
        .callingCountry("US")
        .applyMutation(change)
        .build();
  }

  private EmergencyCallingConfiguration emergency(
      Consumer<DNISEmergencyCallingConfiguration.Builder> change) {
    return putEmergency(dnis(change));
  }

  private EmergencyCallingConfiguration putEmergency(DNISEmergencyCallingConfiguration... dnis) {
    return new PutVoiceConnectorEmergencyCallingConfiguration(core.connectors)
        .handle(
            PutVoiceConnectorEmergencyCallingConfigurationRequest.builder()
                .voiceConnectorId(connector)
                .emergencyCallingConfiguration(e -> e.dnis(dnis))
                .build(),
            core.caller)
        .emergencyCallingConfiguration();
  }

  private EmergencyCallingConfiguration getEmergency() {
    return new GetVoiceConnectorEmergencyCallingConfiguration(core.connectors)
        .handle(
            GetVoiceConnectorEmergencyCallingConfigurationRequest.builder()
                .voiceConnectorId(connector)
                .build(),
            core.caller)
        .emergencyCallingConfiguration();
  }

  private void deleteEmergency() {
    new DeleteVoiceConnectorEmergencyCallingConfiguration(core.connectors)
        .handle(
            DeleteVoiceConnectorEmergencyCallingConfigurationRequest.builder()
                .voiceConnectorId(connector)
                .build(),
            core.caller);
  }

  private String analyticsConfiguration(AnalyticsSpace analytics) {
    return new CreateMediaInsightsPipelineConfiguration(analytics, core.clock)
        .handle(
            CreateMediaInsightsPipelineConfigurationRequest.builder()
                .mediaInsightsPipelineConfigurationName("calls")
                .resourceAccessRoleArn("arn:aws:iam::111122223333:role/insights")
                .elements(
                    MediaInsightsPipelineConfigurationElement.builder()
                        .type("S3RecordingSink")
                        .s3RecordingSinkConfiguration(c -> c.destination("arn:aws:s3:::recordings"))
                        .build())
                .build(),
            core.caller)
        .mediaInsightsPipelineConfiguration()
        .mediaInsightsPipelineConfigurationArn();
  }

  private void deleteAnalyticsConfiguration(AnalyticsSpace analytics) {
    new DeleteMediaInsightsPipelineConfiguration(analytics)
        .handle(
            DeleteMediaInsightsPipelineConfigurationRequest.builder().identifier("calls").build(),
            core.caller);
  }

  private static StreamingNotificationTarget notify(String target) {
    return StreamingNotificationTarget.builder().notificationTarget(target).build();
  }

  private void refusedStreaming(String words, Consumer<StreamingConfiguration.Builder> change) {
    StreamingConfiguration wanted =
        StreamingConfiguration.builder()
            .dataRetentionInHours(0)
            .disabled(false)
            .applyMutation(change)
            .build();
    refused(ErrorType.BAD_REQUEST, words, () -> stream(wanted));
  }

  private StreamingConfiguration stream(StreamingConfiguration wanted) {
    return new PutVoiceConnectorStreamingConfiguration(core.connectors)
        .handle(
            PutVoiceConnectorStreamingConfigurationRequest.builder()
                .voiceConnectorId(connector)
                .streamingConfiguration(wanted)
                .build(),
            core.caller)
        .streamingConfiguration();
  }

  private StreamingConfiguration getStreaming() {
    return new GetVoiceConnectorStreamingConfiguration(core.connectors)
        .handle(
            GetVoiceConnectorStreamingConfigurationRequest.builder()
                .voiceConnectorId(connector)
                .build(),
            core.caller)
        .streamingConfiguration();
  }

  private void deleteStreaming() {
    new DeleteVoiceConnectorStreamingConfiguration(core.connectors)
        .handle(
            DeleteVoiceConnectorStreamingConfigurationRequest.builder()
                .voiceConnectorId(connector)
                .build(),
            core.caller);
  }

  private LoggingConfiguration getLogging() {
    return new GetVoiceConnectorLoggingConfiguration(core.connectors)
        .handle(
            GetVoiceConnectorLoggingConfigurationRequest.builder()
                .voiceConnectorId(connector)
                .build(),
            core.caller)
        .loggingConfiguration();
  }

  private ExternalSystemsConfiguration externalSystems(SessionBorderControllerType... types) {
    return new PutVoiceConnectorExternalSystemsConfiguration(core.connectors)
        .handle(
            PutVoiceConnectorExternalSystemsConfigurationRequest.builder()
                .voiceConnectorId(connector)
                .sessionBorderControllerTypes(types)
                .build(),
            core.caller)
        .externalSystemsConfiguration();
  }

  private ExternalSystemsConfiguration getExternalSystems() {
    return new GetVoiceConnectorExternalSystemsConfiguration(core.connectors)
        .handle(
            GetVoiceConnectorExternalSystemsConfigurationRequest.builder()
                .voiceConnectorId(connector)
                .build(),
            core.caller)
        .externalSystemsConfiguration();
  }
}
