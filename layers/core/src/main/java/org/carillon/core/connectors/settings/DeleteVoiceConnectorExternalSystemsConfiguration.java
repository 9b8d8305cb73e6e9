package org.carillon.core.connectors.settings;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.connectors.ConnectorSetting;
import org.carillon.core.connectors.Connectors;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceConnectorExternalSystemsConfigurationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceConnectorExternalSystemsConfigurationResponse;

/**
 * DeleteVoiceConnectorExternalSystemsConfiguration: removes the systems at the other end (V14).
 * Removing them again changes nothing, so a client may repeat itself.
 */
public final class DeleteVoiceConnectorExternalSystemsConfiguration
    implements Operation<
        DeleteVoiceConnectorExternalSystemsConfigurationRequest,
        DeleteVoiceConnectorExternalSystemsConfigurationResponse> {

  private final Connectors connectors;

  /** Over these connectors. */
  public DeleteVoiceConnectorExternalSystemsConfiguration(Connectors connectors) {
    this.connectors = connectors;
  }

  @Override
  public DeleteVoiceConnectorExternalSystemsConfigurationResponse handle(
      DeleteVoiceConnectorExternalSystemsConfigurationRequest request, Caller caller) {
    connectors.change(
        request.voiceConnectorId(),
        connector -> connector.without(ConnectorSetting.EXTERNAL_SYSTEMS));
    return DeleteVoiceConnectorExternalSystemsConfigurationResponse.builder().build();
  }
}
