package org.carillon.core.connectors.groups;

import java.util.Optional;
import org.carillon.core.Caller;
import org.carillon.core.Listing;
import org.carillon.core.Operation;
import org.carillon.core.Page;
import org.carillon.core.ports.ItemQuery;
import software.amazon.awssdk.services.chimesdkvoice.model.ListVoiceConnectorGroupsRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListVoiceConnectorGroupsResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceConnectorGroup;

/** ListVoiceConnectorGroups: the account's groups (V6). */
public final class ListVoiceConnectorGroups
    implements Operation<ListVoiceConnectorGroupsRequest, ListVoiceConnectorGroupsResponse> {

  private final Listing listing;
  private final ConnectorGroups groups;

  /** Over these groups. */
  public ListVoiceConnectorGroups(Listing listing, ConnectorGroups groups) {
    this.listing = listing;
    this.groups = groups;
  }

  @Override
  public ListVoiceConnectorGroupsResponse handle(
      ListVoiceConnectorGroupsRequest request, Caller caller) {
    Page<VoiceConnectorGroup> page =
        listing.page(
            ItemQuery.Index.TABLE,
            groups.partition(),
            "",
            "",
            request.maxResults(),
            request.nextToken(),
            item -> Optional.of(ConnectorGroups.group(item)));
    return ListVoiceConnectorGroupsResponse.builder()
        .voiceConnectorGroups(page.entries())
        .nextToken(page.nextToken())
        .build();
  }
}
