package org.carillon.core.connectors.settings;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.connectors.Connector;
import org.carillon.core.connectors.ConnectorSetting;
import org.carillon.core.connectors.Connectors;
import software.amazon.awssdk.services.chimesdkvoice.model.LoggingConfiguration;
import software.amazon.awssdk.services.chimesdkvoice.model.PutVoiceConnectorLoggingConfigurationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.PutVoiceConnectorLoggingConfigurationResponse;

/** PutVoiceConnectorLoggingConfiguration: SIP message logs and media metric logs (V9). */
public final class PutVoiceConnectorLoggingConfiguration
    implements Operation<
        PutVoiceConnectorLoggingConfigurationRequest,
        PutVoiceConnectorLoggingConfigurationResponse> {

  private final Connectors connectors;

  /** Over these connectors. */
  public PutVoiceConnectorLoggingConfiguration(Connectors connectors) {
    this.connectors = connectors;
  }

  @Override
  public PutVoiceConnectorLoggingConfigurationResponse handle(
      PutVoiceConnectorLoggingConfigurationRequest request, Caller caller) {
    LoggingConfiguration asked = request.loggingConfiguration();
    LoggingConfiguration configuration =
        LoggingConfiguration.builder()
            .enableSIPLogs(Boolean.TRUE.equals(asked.enableSIPLogs()))
            .enableMediaMetricLogs(Boolean.TRUE.equals(asked.enableMediaMetricLogs()))
            .build();
    Connector changed =
        connectors.change(
            request.voiceConnectorId(),
            connector -> connector.with(ConnectorSetting.LOGGING, configuration));
    return PutVoiceConnectorLoggingConfigurationResponse.builder()
        .loggingConfiguration(changed.require(ConnectorSetting.LOGGING))
        .build();
  }
}
