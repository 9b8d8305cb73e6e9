package org.carillon.core.connectors.settings;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.connectors.ConnectorSetting;
import org.carillon.core.connectors.Connectors;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceConnectorStreamingConfigurationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceConnectorStreamingConfigurationResponse;

/**
 * DeleteVoiceConnectorStreamingConfiguration: removes the streaming settings (V10, V12). Removing
 * them again changes nothing, so a client may repeat itself.
 */
public final class DeleteVoiceConnectorStreamingConfiguration
    implements Operation<
        DeleteVoiceConnectorStreamingConfigurationRequest,
        DeleteVoiceConnectorStreamingConfigurationResponse> {

  private final Connectors connectors;

  /** Over these connectors. */
  public DeleteVoiceConnectorStreamingConfiguration(Connectors connectors) {
    this.connectors = connectors;
  }

  @Override
  public DeleteVoiceConnectorStreamingConfigurationResponse handle(
      DeleteVoiceConnectorStreamingConfigurationRequest request, Caller caller) {
    connectors.change(
        request.voiceConnectorId(), connector -> connector.without(ConnectorSetting.STREAMING));
    return DeleteVoiceConnectorStreamingConfigurationResponse.builder().build();
  }
}
