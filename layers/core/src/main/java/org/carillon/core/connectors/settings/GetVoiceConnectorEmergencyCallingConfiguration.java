package org.carillon.core.connectors.settings;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.connectors.ConnectorSetting;
import org.carillon.core.connectors.Connectors;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceConnectorEmergencyCallingConfigurationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceConnectorEmergencyCallingConfigurationResponse;

/**
 * GetVoiceConnectorEmergencyCallingConfiguration: the emergency routing numbers (E2). NotFound when
 * none were put.
 */
public final class GetVoiceConnectorEmergencyCallingConfiguration
    implements Operation<
        GetVoiceConnectorEmergencyCallingConfigurationRequest,
        GetVoiceConnectorEmergencyCallingConfigurationResponse> {

  private final Connectors connectors;

  /** Over these connectors. */
  public GetVoiceConnectorEmergencyCallingConfiguration(Connectors connectors) {
    this.connectors = connectors;
  }

  @Override
  public GetVoiceConnectorEmergencyCallingConfigurationResponse handle(
      GetVoiceConnectorEmergencyCallingConfigurationRequest request, Caller caller) {
    return GetVoiceConnectorEmergencyCallingConfigurationResponse.builder()
        .emergencyCallingConfiguration(
            connectors
                .require(request.voiceConnectorId())
                .require(ConnectorSetting.EMERGENCY_CALLING))
        .build();
  }
}
