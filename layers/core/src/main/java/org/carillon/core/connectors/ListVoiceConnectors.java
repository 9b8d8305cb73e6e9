package org.carillon.core.connectors;

import java.util.Optional;
import org.carillon.core.Caller;
import org.carillon.core.Listing;
import org.carillon.core.Operation;
import org.carillon.core.Page;
import org.carillon.core.ports.ItemQuery;
import software.amazon.awssdk.services.chimesdkvoice.model.ListVoiceConnectorsRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListVoiceConnectorsResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceConnector;

/** ListVoiceConnectors: the account's connectors of all regions (V1). */
public final class ListVoiceConnectors
    implements Operation<ListVoiceConnectorsRequest, ListVoiceConnectorsResponse> {

  private final Listing listing;
  private final Connectors connectors;

  /** Over these connectors. */
  public ListVoiceConnectors(Listing listing, Connectors connectors) {
    this.listing = listing;
    this.connectors = connectors;
  }

  @Override
  public ListVoiceConnectorsResponse handle(ListVoiceConnectorsRequest request, Caller caller) {
    Page<VoiceConnector> page =
        listing.page(
            ItemQuery.Index.TABLE,
            connectors.partition(),
            "",
            "",
            request.maxResults(),
            request.nextToken(),
            item -> Optional.of(Connector.of(item).voiceConnector()));
    return ListVoiceConnectorsResponse.builder()
        .voiceConnectors(page.entries())
        .nextToken(page.nextToken())
        .build();
  }
}
