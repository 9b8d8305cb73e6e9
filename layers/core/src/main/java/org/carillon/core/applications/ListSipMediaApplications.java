package org.carillon.core.applications;

import java.util.Optional;
import org.carillon.core.Caller;
import org.carillon.core.Listing;
import org.carillon.core.Operation;
import org.carillon.core.Page;
import org.carillon.core.ports.ItemQuery;
import software.amazon.awssdk.services.chimesdkvoice.model.ListSipMediaApplicationsRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListSipMediaApplicationsResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.SipMediaApplication;

/** ListSipMediaApplications: the account's applications of all regions (S1). */
public final class ListSipMediaApplications
    implements Operation<ListSipMediaApplicationsRequest, ListSipMediaApplicationsResponse> {

  private final Listing listing;
  private final SipMediaApplications applications;

  /** Over these applications. */
  public ListSipMediaApplications(Listing listing, SipMediaApplications applications) {
    this.listing = listing;
    this.applications = applications;
  }

  @Override
  public ListSipMediaApplicationsResponse handle(
      ListSipMediaApplicationsRequest request, Caller caller) {
    Page<SipMediaApplication> page =
        listing.page(
            ItemQuery.Index.TABLE,
            applications.partition(),
            "",
            "",
            request.maxResults(),
            request.nextToken(),
            item -> Optional.of(SipMediaApplications.application(item)));
    return ListSipMediaApplicationsResponse.builder()
        .sipMediaApplications(page.entries())
        .nextToken(page.nextToken())
        .build();
  }
}
