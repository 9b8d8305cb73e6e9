package org.carillon.core.connectors;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import software.amazon.awssdk.services.chimesdkvoice.model.AssociatePhoneNumbersWithVoiceConnectorGroupRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.AssociatePhoneNumbersWithVoiceConnectorGroupResponse;

/**
 * AssociatePhoneNumbersWithVoiceConnectorGroup: gives numbers of the inventory to a group (V6).
 * With {@code ForceAssociate} they are taken from others. The answer names each number that could
 * not be changed, and why; the others are changed.
 */
public final class AssociatePhoneNumbersWithVoiceConnectorGroup
    implements Operation<
        AssociatePhoneNumbersWithVoiceConnectorGroupRequest,
        AssociatePhoneNumbersWithVoiceConnectorGroupResponse> {

  private final NumberAssignments assignments;

  /** Over these assignments. */
  public AssociatePhoneNumbersWithVoiceConnectorGroup(NumberAssignments assignments) {
    this.assignments = assignments;
  }

  @Override
  public AssociatePhoneNumbersWithVoiceConnectorGroupResponse handle(
      AssociatePhoneNumbersWithVoiceConnectorGroupRequest request, Caller caller) {
    return AssociatePhoneNumbersWithVoiceConnectorGroupResponse.builder()
        .phoneNumberErrors(
            assignments.associate(
                NumberOwner.group(request.voiceConnectorGroupId()),
                request.e164PhoneNumbers(),
                Boolean.TRUE.equals(request.forceAssociate())))
        .build();
  }
}
