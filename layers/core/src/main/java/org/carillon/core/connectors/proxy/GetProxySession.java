package org.carillon.core.connectors.proxy;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import software.amazon.awssdk.services.chimesdkvoice.model.GetProxySessionRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetProxySessionResponse;

/** GetProxySession (V13). */
public final class GetProxySession
    implements Operation<GetProxySessionRequest, GetProxySessionResponse> {

  private final ProxySessions sessions;

  /** Over these sessions. */
  public GetProxySession(ProxySessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public GetProxySessionResponse handle(GetProxySessionRequest request, Caller caller) {
    return GetProxySessionResponse.builder()
        .proxySession(
            sessions.session(
                sessions.require(request.voiceConnectorId(), request.proxySessionId())))
        .build();
  }
}
