package org.carillon.core.connectors.settings;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.connectors.ConnectorSetting;
import org.carillon.core.connectors.Connectors;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceConnectorOriginationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceConnectorOriginationResponse;

/** GetVoiceConnectorOrigination: the routes for calls in (V3). NotFound when none were put. */
public final class GetVoiceConnectorOrigination
    implements Operation<
        GetVoiceConnectorOriginationRequest, GetVoiceConnectorOriginationResponse> {

  private final Connectors connectors;

  /** Over these connectors. */
  public GetVoiceConnectorOrigination(Connectors connectors) {
    this.connectors = connectors;
  }

  @Override
  public GetVoiceConnectorOriginationResponse handle(
      GetVoiceConnectorOriginationRequest request, Caller caller) {
    return GetVoiceConnectorOriginationResponse.builder()
        .origination(
            connectors.require(request.voiceConnectorId()).require(ConnectorSetting.ORIGINATION))
        .build();
  }
}
