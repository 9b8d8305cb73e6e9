package org.carillon.core.connectors.settings;

import java.util.List;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.connectors.ConnectorSetting;
import org.carillon.core.connectors.Connectors;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceConnectorTerminationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceConnectorTerminationResponse;

/**
 * DeleteVoiceConnectorTermination: removes the settings for calls out with their credentials (V2).
 * Refused while emergency calling is set up, which needs them. Removing them again changes nothing,
 * so a client may repeat itself.
 */
public final class DeleteVoiceConnectorTermination
    implements Operation<
        DeleteVoiceConnectorTerminationRequest, DeleteVoiceConnectorTerminationResponse> {

  private final Connectors connectors;
  private final TerminationCredentials credentials;

  /** Over these connectors and credentials, of the same store. */
  public DeleteVoiceConnectorTermination(
      Connectors connectors, TerminationCredentials credentials) {
    this.connectors = connectors;
    this.credentials = credentials;
  }

  @Override
  public DeleteVoiceConnectorTerminationResponse handle(
      DeleteVoiceConnectorTerminationRequest request, Caller caller) {
    connectors.change(
        request.voiceConnectorId(),
        connector -> EmergencyNeeds.withoutCalls(connector, ConnectorSetting.TERMINATION),
        changed -> List.of(credentials.delete(changed.id())));
    return DeleteVoiceConnectorTerminationResponse.builder().build();
  }
}
