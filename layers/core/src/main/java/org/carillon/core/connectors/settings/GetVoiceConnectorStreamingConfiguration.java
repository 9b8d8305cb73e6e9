package org.carillon.core.connectors.settings;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.connectors.ConnectorSetting;
import org.carillon.core.connectors.Connectors;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceConnectorStreamingConfigurationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceConnectorStreamingConfigurationResponse;

/**
 * GetVoiceConnectorStreamingConfiguration: the streaming settings (V10, V12). NotFound when none
 * were put.
 */
public final class GetVoiceConnectorStreamingConfiguration
    implements Operation<
        GetVoiceConnectorStreamingConfigurationRequest,
        GetVoiceConnectorStreamingConfigurationResponse> {

  private final Connectors connectors;

  /** Over these connectors. */
  public GetVoiceConnectorStreamingConfiguration(Connectors connectors) {
    this.connectors = connectors;
  }

  @Override
  public GetVoiceConnectorStreamingConfigurationResponse handle(
      GetVoiceConnectorStreamingConfigurationRequest request, Caller caller) {
    return GetVoiceConnectorStreamingConfigurationResponse.builder()
        .streamingConfiguration(
            connectors.require(request.voiceConnectorId()).require(ConnectorSetting.STREAMING))
        .build();
  }
}
