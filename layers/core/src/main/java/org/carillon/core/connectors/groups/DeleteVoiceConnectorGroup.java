package org.carillon.core.connectors.groups;

import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.Retries;
import org.carillon.core.connectors.NumberAssignments;
import org.carillon.core.connectors.NumberOwner;
import org.carillon.core.ports.Item;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceConnectorGroupRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceConnectorGroupResponse;

/** DeleteVoiceConnectorGroup: refused until it has no connectors and no numbers (V6). */
public final class DeleteVoiceConnectorGroup
    implements Operation<DeleteVoiceConnectorGroupRequest, DeleteVoiceConnectorGroupResponse> {

  private static final int NAMED = 5;

  private final ConnectorGroups groups;
  private final NumberAssignments assignments;

  /** Over these groups and their numbers. */
  public DeleteVoiceConnectorGroup(ConnectorGroups groups, NumberAssignments assignments) {
    this.groups = groups;
    this.assignments = assignments;
  }

  @Override
  public DeleteVoiceConnectorGroupResponse handle(
      DeleteVoiceConnectorGroupRequest request, Caller caller) {
    return Retries.onConflict(() -> delete(request.voiceConnectorGroupId()));
  }

  private DeleteVoiceConnectorGroupResponse delete(String id) {
    // read first, then look for numbers: one that comes after the look rewrites the item
    Item read = groups.require(id);
    if (!ConnectorGroups.group(read).voiceConnectorItems().isEmpty()) {
      throw conflict(
          "Voice Connectors are in the group. Take them out first (UpdateVoiceConnectorGroup).");
    }
    var numbers = assignments.numbersOf(NumberOwner.group(id), NAMED);
    if (!numbers.isEmpty()) {
      throw conflict(
          "phone numbers are assigned to the group. Take them off first"
              + " (DisassociatePhoneNumbersFromVoiceConnectorGroup): "
              + String.join(", ", numbers));
    }
    groups.delete(read);
    return DeleteVoiceConnectorGroupResponse.builder().build();
  }

  private static ApiException conflict(String why) {
    return new ApiException(ErrorType.CONFLICT, "VoiceConnectorGroupId: " + why);
  }
}
