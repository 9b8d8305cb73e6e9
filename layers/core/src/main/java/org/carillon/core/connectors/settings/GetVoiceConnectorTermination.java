package org.carillon.core.connectors.settings;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.connectors.ConnectorSetting;
import org.carillon.core.connectors.Connectors;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceConnectorTerminationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceConnectorTerminationResponse;

/** GetVoiceConnectorTermination: the settings for calls out (V2). NotFound when none were put. */
public final class GetVoiceConnectorTermination
    implements Operation<
        GetVoiceConnectorTerminationRequest, GetVoiceConnectorTerminationResponse> {

  private final Connectors connectors;

  /** Over these connectors. */
  public GetVoiceConnectorTermination(Connectors connectors) {
    this.connectors = connectors;
  }

  @Override
  public GetVoiceConnectorTerminationResponse handle(
      GetVoiceConnectorTerminationRequest request, Caller caller) {
    return GetVoiceConnectorTerminationResponse.builder()
        .termination(
            connectors.require(request.voiceConnectorId()).require(ConnectorSetting.TERMINATION))
        .build();
  }
}
