package org.carillon.core.connectors.proxy;

import java.util.Optional;
import org.carillon.core.Caller;
import org.carillon.core.Listing;
import org.carillon.core.Operation;
import org.carillon.core.Page;
import org.carillon.core.connectors.Connectors;
import org.carillon.core.ports.ItemQuery;
import software.amazon.awssdk.services.chimesdkvoice.model.ListProxySessionsRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListProxySessionsResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.ProxySession;

/** ListProxySessions: a connector's sessions, all or those of one status (V13). */
public final class ListProxySessions
    implements Operation<ListProxySessionsRequest, ListProxySessionsResponse> {

  private final Listing listing;
  private final Connectors connectors;
  private final ProxySessions sessions;

  /** Over these connectors and their sessions. */
  public ListProxySessions(Listing listing, Connectors connectors, ProxySessions sessions) {
    this.listing = listing;
    this.connectors = connectors;
    this.sessions = sessions;
  }

  @Override
  public ListProxySessionsResponse handle(ListProxySessionsRequest request, Caller caller) {
    String id = connectors.require(request.voiceConnectorId()).id();
    Page<ProxySession> page =
        listing.page(
            ItemQuery.Index.TABLE,
            connectors.sessions(id),
            "",
            String.valueOf(request.statusAsString()),
            request.maxResults(),
            request.nextToken(),
            item ->
                Optional.of(sessions.session(item))
                    .filter(it -> request.status() == null || it.status() == request.status()));
    return ListProxySessionsResponse.builder()
        .proxySessions(page.entries())
        .nextToken(page.nextToken())
        .build();
  }
}
