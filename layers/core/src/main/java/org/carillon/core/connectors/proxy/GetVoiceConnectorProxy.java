package org.carillon.core.connectors.proxy;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.connectors.ConnectorSetting;
import org.carillon.core.connectors.Connectors;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceConnectorProxyRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceConnectorProxyResponse;

/** GetVoiceConnectorProxy: the settings of proxy sessions (V13). NotFound when none were put. */
public final class GetVoiceConnectorProxy
    implements Operation<GetVoiceConnectorProxyRequest, GetVoiceConnectorProxyResponse> {

  private final Connectors connectors;

  /** Over these connectors. */
  public GetVoiceConnectorProxy(Connectors connectors) {
    this.connectors = connectors;
  }

  @Override
  public GetVoiceConnectorProxyResponse handle(
      GetVoiceConnectorProxyRequest request, Caller caller) {
    return GetVoiceConnectorProxyResponse.builder()
        .proxy(connectors.require(request.voiceConnectorId()).require(ConnectorSetting.PROXY))
        .build();
  }
}
