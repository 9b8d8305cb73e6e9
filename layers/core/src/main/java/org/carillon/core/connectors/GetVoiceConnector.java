package org.carillon.core.connectors;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceConnectorRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceConnectorResponse;

/** GetVoiceConnector (V1). */
public final class GetVoiceConnector
    implements Operation<GetVoiceConnectorRequest, GetVoiceConnectorResponse> {

  private final Connectors connectors;

  /** Over these connectors. */
  public GetVoiceConnector(Connectors connectors) {
    this.connectors = connectors;
  }

  @Override
  public GetVoiceConnectorResponse handle(GetVoiceConnectorRequest request, Caller caller) {
    return GetVoiceConnectorResponse.builder()
        .voiceConnector(connectors.require(request.voiceConnectorId()).voiceConnector())
        .build();
  }
}
