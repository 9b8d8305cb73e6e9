package org.carillon.core.connectors.settings;

import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceConnectorTerminationCredentialsRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceConnectorTerminationCredentialsResponse;

/**
 * DeleteVoiceConnectorTerminationCredentials: removes users for calls out (V2). Names that are not
 * there are no error, so a client may repeat itself.
 */
public final class DeleteVoiceConnectorTerminationCredentials
    implements Operation<
        DeleteVoiceConnectorTerminationCredentialsRequest,
        DeleteVoiceConnectorTerminationCredentialsResponse> {

  private final TerminationCredentials credentials;

  /** Over these credentials. */
  public DeleteVoiceConnectorTerminationCredentials(TerminationCredentials credentials) {
    this.credentials = credentials;
  }

  @Override
  public DeleteVoiceConnectorTerminationCredentialsResponse handle(
      DeleteVoiceConnectorTerminationCredentialsRequest request, Caller caller) {
    if (request.usernames().isEmpty()) {
      throw new ApiException(ErrorType.BAD_REQUEST, "Usernames: at least one.");
    }
    credentials.remove(request.voiceConnectorId(), request.usernames());
    return DeleteVoiceConnectorTerminationCredentialsResponse.builder().build();
  }
}
