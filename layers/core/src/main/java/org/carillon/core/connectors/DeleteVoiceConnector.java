package org.carillon.core.connectors;

import java.util.List;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.Retries;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceConnectorRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceConnectorResponse;

/**
 * DeleteVoiceConnector (V1): refused while it has phone numbers, is in a group, or a SIP rule is on
 * its host name. Its settings, credentials, proxy sessions and tags go with it.
 */
public final class DeleteVoiceConnector
    implements Operation<DeleteVoiceConnectorRequest, DeleteVoiceConnectorResponse> {

  private static final int NAMED = 5;

  private final Connectors connectors;
  private final NumberAssignments assignments;

  /** Over these connectors and their numbers. */
  public DeleteVoiceConnector(Connectors connectors, NumberAssignments assignments) {
    this.connectors = connectors;
    this.assignments = assignments;
  }

  @Override
  public DeleteVoiceConnectorResponse handle(DeleteVoiceConnectorRequest request, Caller caller) {
    return Retries.onConflict(() -> delete(request.voiceConnectorId()));
  }

  private DeleteVoiceConnectorResponse delete(String id) {
    // read first, then look for users: one that comes after the look rewrites the item
    Connector connector = connectors.require(id);
    refuse(
        assignments.numbersOf(NumberOwner.connector(id), NAMED),
        "phone numbers are assigned to the Voice Connector. Take them off first"
            + " (DisassociatePhoneNumbersFromVoiceConnector)");
    refuse(
        connector.groups(),
        "the Voice Connector is in groups. Take it out of them first (UpdateVoiceConnectorGroup)");
    refuse(
        connector.rules(),
        "SIP rules are on the Voice Connector's host name. Disable and delete them first");
    connectors.delete(connector);
    return DeleteVoiceConnectorResponse.builder().build();
  }

  private static void refuse(List<String> users, String why) {
    if (!users.isEmpty()) {
      String named = String.join(", ", users.subList(0, Math.min(NAMED, users.size())));
      throw new ApiException(ErrorType.CONFLICT, "VoiceConnectorId: " + why + ": " + named);
    }
  }
}
