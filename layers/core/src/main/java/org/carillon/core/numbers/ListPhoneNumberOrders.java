package org.carillon.core.numbers;

import java.util.Optional;
import org.carillon.core.Caller;
import org.carillon.core.Listing;
import org.carillon.core.Operation;
import org.carillon.core.Page;
import org.carillon.core.ports.ItemQuery;
import software.amazon.awssdk.services.chimesdkvoice.model.ListPhoneNumberOrdersRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListPhoneNumberOrdersResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrder;

/** ListPhoneNumberOrders: the account's orders (N2). */
public final class ListPhoneNumberOrders
    implements Operation<ListPhoneNumberOrdersRequest, ListPhoneNumberOrdersResponse> {

  private final Listing listing;
  private final PhoneNumberOrders orders;

  /** Over these orders. */
  public ListPhoneNumberOrders(Listing listing, PhoneNumberOrders orders) {
    this.listing = listing;
    this.orders = orders;
  }

  @Override
  public ListPhoneNumberOrdersResponse handle(ListPhoneNumberOrdersRequest request, Caller caller) {
    Page<PhoneNumberOrder> page =
        listing.page(
            ItemQuery.Index.TABLE,
            orders.partition(),
            "",
            "",
            request.maxResults(),
            request.nextToken(),
            item -> Optional.of(orders.current(item)));
    return ListPhoneNumberOrdersResponse.builder()
        .phoneNumberOrders(page.entries())
        .nextToken(page.nextToken())
        .build();
  }
}
