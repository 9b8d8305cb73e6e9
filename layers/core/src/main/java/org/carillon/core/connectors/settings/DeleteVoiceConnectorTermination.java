package org.carillon.core.connectors.settings;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.Retries;
import org.carillon.core.connectors.Connector;
import org.carillon.core.connectors.ConnectorSetting;
import org.carillon.core.connectors.Connectors;
import org.carillon.core.ports.Items;
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

  private final Items items;
  private final Connectors connectors;
  private final TerminationCredentials credentials;

  /** Over these connectors and credentials, of the same store. */
  public DeleteVoiceConnectorTermination(
      Items items, Connectors connectors, TerminationCredentials credentials) {
    this.items = items;
    this.connectors = connectors;
    this.credentials = credentials;
  }

  @Override
  public DeleteVoiceConnectorTerminationResponse handle(
      DeleteVoiceConnectorTerminationRequest request, Caller caller) {
    return Retries.onConflict(() -> delete(request.voiceConnectorId()));
  }

  private DeleteVoiceConnectorTerminationResponse delete(String id) {
    Connector read = connectors.require(id);
    Connector changed = EmergencyNeeds.withoutCalls(read, ConnectorSetting.TERMINATION);
    items.write(changed.write(), credentials.delete(id));
    return DeleteVoiceConnectorTerminationResponse.builder().build();
  }
}
