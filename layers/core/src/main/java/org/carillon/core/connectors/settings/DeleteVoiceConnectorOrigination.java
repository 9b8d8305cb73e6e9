package org.carillon.core.connectors.settings;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.connectors.ConnectorSetting;
import org.carillon.core.connectors.Connectors;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceConnectorOriginationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceConnectorOriginationResponse;

/**
 * DeleteVoiceConnectorOrigination: removes the routes for calls in (V3). Refused while emergency
 * calling is set up, which needs them. Removing them again changes nothing, so a client may repeat
 * itself.
 */
public final class DeleteVoiceConnectorOrigination
    implements Operation<
        DeleteVoiceConnectorOriginationRequest, DeleteVoiceConnectorOriginationResponse> {

  private final Connectors connectors;

  /** Over these connectors. */
  public DeleteVoiceConnectorOrigination(Connectors connectors) {
    this.connectors = connectors;
  }

  @Override
  public DeleteVoiceConnectorOriginationResponse handle(
      DeleteVoiceConnectorOriginationRequest request, Caller caller) {
    connectors.change(
        request.voiceConnectorId(),
        connector -> EmergencyNeeds.withoutCalls(connector, ConnectorSetting.ORIGINATION));
    return DeleteVoiceConnectorOriginationResponse.builder().build();
  }
}
