package org.carillon.core.connectors;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import software.amazon.awssdk.services.chimesdkvoice.model.AssociatePhoneNumbersWithVoiceConnectorRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.AssociatePhoneNumbersWithVoiceConnectorResponse;

/**
 * AssociatePhoneNumbersWithVoiceConnector: gives numbers of the inventory to a Voice Connector
 * (V7). With {@code ForceAssociate} they are taken from others. The answer names each number that
 * could not be changed, and why; the others are changed.
 */
public final class AssociatePhoneNumbersWithVoiceConnector
    implements Operation<
        AssociatePhoneNumbersWithVoiceConnectorRequest,
        AssociatePhoneNumbersWithVoiceConnectorResponse> {

  private final NumberAssignments assignments;

  /** Over these assignments. */
  public AssociatePhoneNumbersWithVoiceConnector(NumberAssignments assignments) {
    this.assignments = assignments;
  }

  @Override
  public AssociatePhoneNumbersWithVoiceConnectorResponse handle(
      AssociatePhoneNumbersWithVoiceConnectorRequest request, Caller caller) {
    return AssociatePhoneNumbersWithVoiceConnectorResponse.builder()
        .phoneNumberErrors(
            assignments.associate(
                NumberOwner.connector(request.voiceConnectorId()),
                request.e164PhoneNumbers(),
                Boolean.TRUE.equals(request.forceAssociate())))
        .build();
  }
}
