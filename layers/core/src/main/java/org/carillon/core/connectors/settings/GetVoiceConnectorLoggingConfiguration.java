package org.carillon.core.connectors.settings;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.connectors.ConnectorSetting;
import org.carillon.core.connectors.Connectors;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceConnectorLoggingConfigurationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceConnectorLoggingConfigurationResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.LoggingConfiguration;

/** GetVoiceConnectorLoggingConfiguration: which logs are written (V9); none at first. */
public final class GetVoiceConnectorLoggingConfiguration
    implements Operation<
        GetVoiceConnectorLoggingConfigurationRequest,
        GetVoiceConnectorLoggingConfigurationResponse> {

  private static final LoggingConfiguration OFF =
      LoggingConfiguration.builder().enableSIPLogs(false).enableMediaMetricLogs(false).build();

  private final Connectors connectors;

  /** Over these connectors. */
  public GetVoiceConnectorLoggingConfiguration(Connectors connectors) {
    this.connectors = connectors;
  }

  @Override
  public GetVoiceConnectorLoggingConfigurationResponse handle(
      GetVoiceConnectorLoggingConfigurationRequest request, Caller caller) {
    return GetVoiceConnectorLoggingConfigurationResponse.builder()
        .loggingConfiguration(
            connectors
                .require(request.voiceConnectorId())
                .setting(ConnectorSetting.LOGGING)
                .orElse(OFF))
        .build();
  }
}
