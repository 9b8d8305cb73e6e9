package org.carillon.core.connectors.settings;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.connectors.ConnectorSetting;
import org.carillon.core.connectors.Connectors;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceConnectorEmergencyCallingConfigurationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceConnectorEmergencyCallingConfigurationResponse;

/**
 * DeleteVoiceConnectorEmergencyCallingConfiguration: removes the emergency routing numbers (E2).
 * Removing them again changes nothing, so a client may repeat itself.
 */
public final class DeleteVoiceConnectorEmergencyCallingConfiguration
    implements Operation<
        DeleteVoiceConnectorEmergencyCallingConfigurationRequest,
        DeleteVoiceConnectorEmergencyCallingConfigurationResponse> {

  private final Connectors connectors;

  /** Over these connectors. */
  public DeleteVoiceConnectorEmergencyCallingConfiguration(Connectors connectors) {
    this.connectors = connectors;
  }

  @Override
  public DeleteVoiceConnectorEmergencyCallingConfigurationResponse handle(
      DeleteVoiceConnectorEmergencyCallingConfigurationRequest request, Caller caller) {
    connectors.change(
        request.voiceConnectorId(),
        connector -> connector.without(ConnectorSetting.EMERGENCY_CALLING));
    return DeleteVoiceConnectorEmergencyCallingConfigurationResponse.builder().build();
  }
}
