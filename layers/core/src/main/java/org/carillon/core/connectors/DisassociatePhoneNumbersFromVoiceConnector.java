package org.carillon.core.connectors;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import software.amazon.awssdk.services.chimesdkvoice.model.DisassociatePhoneNumbersFromVoiceConnectorRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DisassociatePhoneNumbersFromVoiceConnectorResponse;

/**
 * DisassociatePhoneNumbersFromVoiceConnector: takes numbers off a Voice Connector (V7). They are
 * Unassigned then. The answer names each number that could not be changed, and why; the others are
 * changed.
 */
public final class DisassociatePhoneNumbersFromVoiceConnector
    implements Operation<
        DisassociatePhoneNumbersFromVoiceConnectorRequest,
        DisassociatePhoneNumbersFromVoiceConnectorResponse> {

  private final NumberAssignments assignments;

  /** Over these assignments. */
  public DisassociatePhoneNumbersFromVoiceConnector(NumberAssignments assignments) {
    this.assignments = assignments;
  }

  @Override
  public DisassociatePhoneNumbersFromVoiceConnectorResponse handle(
      DisassociatePhoneNumbersFromVoiceConnectorRequest request, Caller caller) {
    return DisassociatePhoneNumbersFromVoiceConnectorResponse.builder()
        .phoneNumberErrors(
            assignments.disassociate(
                NumberOwner.connector(request.voiceConnectorId()), request.e164PhoneNumbers()))
        .build();
  }
}
