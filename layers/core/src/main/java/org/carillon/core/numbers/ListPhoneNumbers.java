package org.carillon.core.numbers;

import java.util.Optional;
import java.util.stream.Collectors;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Caller;
import org.carillon.core.Listing;
import org.carillon.core.Operation;
import org.carillon.core.Page;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemQuery;
import software.amazon.awssdk.services.chimesdkvoice.model.ListPhoneNumbersRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListPhoneNumbersResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumber;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberStatus;

/** ListPhoneNumbers: the inventory and the deletion queue, with filters (N7). */
public final class ListPhoneNumbers
    implements Operation<ListPhoneNumbersRequest, ListPhoneNumbersResponse> {

  private final Listing listing;
  private final PhoneNumbers numbers;

  /** Over this inventory. */
  public ListPhoneNumbers(Listing listing, PhoneNumbers numbers) {
    this.listing = listing;
    this.numbers = numbers;
  }

  @Override
  public ListPhoneNumbersResponse handle(ListPhoneNumbersRequest request, Caller caller) {
    check(request);
    String filter =
        String.join(
            "\n",
            String.valueOf(request.status()),
            String.valueOf(request.productTypeAsString()),
            String.valueOf(request.filterNameAsString()),
            String.valueOf(request.filterValue()));
    Page<PhoneNumber> page =
        listing.page(
            ItemQuery.Index.TABLE,
            numbers.partition(),
            "",
            filter,
            request.maxResults(),
            request.nextToken(),
            item -> entry(item, request));
    return ListPhoneNumbersResponse.builder()
        .phoneNumbers(page.entries())
        .nextToken(page.nextToken())
        .build();
  }

  private static void check(ListPhoneNumbersRequest request) {
    if (request.status() != null
        && PhoneNumberStatus.fromValue(request.status())
            == PhoneNumberStatus.UNKNOWN_TO_SDK_VERSION) {
      throw new ApiException(
          ErrorType.BAD_REQUEST,
          "Status: one of "
              + PhoneNumberStatus.knownValues().stream()
                  .map(PhoneNumberStatus::toString)
                  .sorted()
                  .collect(Collectors.joining(", "))
              + ".");
    }
    if ((request.filterName() == null) != (request.filterValue() == null)) {
      throw new ApiException(
          ErrorType.BAD_REQUEST, "FilterName: FilterName and FilterValue go together.");
    }
  }

  private Optional<PhoneNumber> entry(Item item, ListPhoneNumbersRequest request) {
    return numbers
        .present(item)
        .map(InventoryNumber::phoneNumber)
        .filter(n -> request.status() == null || request.status().equals(n.statusAsString()))
        .filter(n -> request.productType() == null || request.productType() == n.productType())
        .filter(
            n ->
                request.filterName() == null
                    || n.associations().stream()
                        .anyMatch(
                            a ->
                                a.name() == request.filterName()
                                    && a.value().equals(request.filterValue())));
  }
}
