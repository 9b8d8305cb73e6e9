package org.carillon.core.connectors.proxy;

import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.Retries;
import org.carillon.core.ports.Item;
import software.amazon.awssdk.services.chimesdkvoice.model.ProxySession;
import software.amazon.awssdk.services.chimesdkvoice.model.ProxySessionStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateProxySessionRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateProxySessionResponse;

/**
 * UpdateProxySession: what an open session carries and how long it lasts, counted from now (V13).
 */
public final class UpdateProxySession
    implements Operation<UpdateProxySessionRequest, UpdateProxySessionResponse> {

  private final ProxySessions sessions;

  /** Over these sessions. */
  public UpdateProxySession(ProxySessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public UpdateProxySessionResponse handle(UpdateProxySessionRequest request, Caller caller) {
    return UpdateProxySessionResponse.builder()
        .proxySession(Retries.onConflict(() -> update(request)))
        .build();
  }

  private ProxySession update(UpdateProxySessionRequest request) {
    Item read = sessions.require(request.voiceConnectorId(), request.proxySessionId());
    ProxySession before = sessions.session(read);
    if (before.status() == ProxySessionStatus.CLOSED) {
      throw new ApiException(
          ErrorType.BAD_REQUEST,
          "ProxySessionId: the session ended at "
              + before.endedTimestamp()
              + ". Create a new one (CreateProxySession).");
    }
    ProxySessions.checkCapabilities(request.capabilities());
    int expiry = request.expiryMinutes() == null ? before.expiryMinutes() : request.expiryMinutes();
    ProxySessions.checkExpiry(expiry, "ExpiryMinutes");
    ProxySession changed =
        before.toBuilder()
            .capabilities(request.capabilities())
            .expiryMinutes(expiry)
            .updatedTimestamp(sessions.now())
            .build();
    sessions.replace(read, changed);
    return changed;
  }
}
