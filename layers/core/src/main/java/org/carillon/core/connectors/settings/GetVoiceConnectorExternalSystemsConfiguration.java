package org.carillon.core.connectors.settings;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.connectors.ConnectorSetting;
import org.carillon.core.connectors.Connectors;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceConnectorExternalSystemsConfigurationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceConnectorExternalSystemsConfigurationResponse;

/**
 * GetVoiceConnectorExternalSystemsConfiguration: the systems at the other end (V14). NotFound when
 * none were put.
 */
public final class GetVoiceConnectorExternalSystemsConfiguration
    implements Operation<
        GetVoiceConnectorExternalSystemsConfigurationRequest,
        GetVoiceConnectorExternalSystemsConfigurationResponse> {

  private final Connectors connectors;

  /** Over these connectors. */
  public GetVoiceConnectorExternalSystemsConfiguration(Connectors connectors) {
    this.connectors = connectors;
  }

  @Override
  public GetVoiceConnectorExternalSystemsConfigurationResponse handle(
      GetVoiceConnectorExternalSystemsConfigurationRequest request, Caller caller) {
    return GetVoiceConnectorExternalSystemsConfigurationResponse.builder()
        .externalSystemsConfiguration(
            connectors
                .require(request.voiceConnectorId())
                .require(ConnectorSetting.EXTERNAL_SYSTEMS))
        .build();
  }
}
