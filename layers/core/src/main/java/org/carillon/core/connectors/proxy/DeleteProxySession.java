package org.carillon.core.connectors.proxy;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.Retries;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteProxySessionRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteProxySessionResponse;

/** DeleteProxySession: ends a session at once and frees its proxy number (V13). */
public final class DeleteProxySession
    implements Operation<DeleteProxySessionRequest, DeleteProxySessionResponse> {

  private final ProxySessions sessions;

  /** Over these sessions. */
  public DeleteProxySession(ProxySessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public DeleteProxySessionResponse handle(DeleteProxySessionRequest request, Caller caller) {
    return Retries.onConflict(
        () -> {
          sessions.delete(sessions.require(request.voiceConnectorId(), request.proxySessionId()));
          return DeleteProxySessionResponse.builder().build();
        });
  }
}
