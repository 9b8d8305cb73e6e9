package org.carillon.core.connectors;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import software.amazon.awssdk.services.chimesdkvoice.model.DisassociatePhoneNumbersFromVoiceConnectorGroupRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DisassociatePhoneNumbersFromVoiceConnectorGroupResponse;

/**
 * DisassociatePhoneNumbersFromVoiceConnectorGroup: takes numbers off a group (V6). They are
 * Unassigned then. The answer names each number that could not be changed, and why; the others are
 * changed.
 */
public final class DisassociatePhoneNumbersFromVoiceConnectorGroup
    implements Operation<
        DisassociatePhoneNumbersFromVoiceConnectorGroupRequest,
        DisassociatePhoneNumbersFromVoiceConnectorGroupResponse> {

  private final NumberAssignments assignments;

  /** Over these assignments. */
  public DisassociatePhoneNumbersFromVoiceConnectorGroup(NumberAssignments assignments) {
    this.assignments = assignments;
  }

  @Override
  public DisassociatePhoneNumbersFromVoiceConnectorGroupResponse handle(
      DisassociatePhoneNumbersFromVoiceConnectorGroupRequest request, Caller caller) {
    return DisassociatePhoneNumbersFromVoiceConnectorGroupResponse.builder()
        .phoneNumberErrors(
            assignments.disassociate(
                NumberOwner.group(request.voiceConnectorGroupId()), request.e164PhoneNumbers()))
        .build();
  }
}
