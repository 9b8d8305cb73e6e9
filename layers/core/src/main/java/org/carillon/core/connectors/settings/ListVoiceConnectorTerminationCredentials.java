package org.carillon.core.connectors.settings;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.connectors.Connectors;
import software.amazon.awssdk.services.chimesdkvoice.model.ListVoiceConnectorTerminationCredentialsRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListVoiceConnectorTerminationCredentialsResponse;

/** ListVoiceConnectorTerminationCredentials: the names of the users for calls out (V2). */
public final class ListVoiceConnectorTerminationCredentials
    implements Operation<
        ListVoiceConnectorTerminationCredentialsRequest,
        ListVoiceConnectorTerminationCredentialsResponse> {

  private final Connectors connectors;
  private final TerminationCredentials credentials;

  /** Over these connectors and their credentials. */
  public ListVoiceConnectorTerminationCredentials(
      Connectors connectors, TerminationCredentials credentials) {
    this.connectors = connectors;
    this.credentials = credentials;
  }

  @Override
  public ListVoiceConnectorTerminationCredentialsResponse handle(
      ListVoiceConnectorTerminationCredentialsRequest request, Caller caller) {
    String id = connectors.require(request.voiceConnectorId()).id();
    return ListVoiceConnectorTerminationCredentialsResponse.builder()
        .usernames(credentials.usernames(id))
        .build();
  }
}
