package org.carillon.core.numbers;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Caller;
import org.carillon.core.Listing;
import org.carillon.core.Listing.Part;
import org.carillon.core.Operation;
import org.carillon.core.Page;
import org.carillon.core.ports.ItemQuery.Index;
import software.amazon.awssdk.services.chimesdkvoice.model.ListPhoneNumbersRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListPhoneNumbersResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumber;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberAssociationName;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberStatus;

/** ListPhoneNumbers: the inventory and the deletion queue, with filters (N7). */
public final class ListPhoneNumbers
    implements Operation<ListPhoneNumbersRequest, ListPhoneNumbersResponse> {

  private static final int MAX_FILTER = 128; // an id's length, with room

  private final Listing listing;
  private final PhoneNumbers numbers;
  private final Function<String, Optional<String>> triggerOfRule;

  /**
   * Over this inventory.
   *
   * @param triggerOfRule the trigger value of a SIP rule by its id, empty when there is none: a
   *     rule has at most one number, and it knows which
   */
  public ListPhoneNumbers(
      Listing listing, PhoneNumbers numbers, Function<String, Optional<String>> triggerOfRule) {
    this.listing = listing;
    this.numbers = numbers;
    this.triggerOfRule = triggerOfRule;
  }

  @Override
  public ListPhoneNumbersResponse handle(ListPhoneNumbersRequest request, Caller caller) {
    check(request);
    if (request.filterName() == PhoneNumberAssociationName.SIP_RULE_ID) {
      return ListPhoneNumbersResponse.builder().phoneNumbers(ofRule(request)).build();
    }
    String question =
        String.join(
            "\n",
            numbers.partition(),
            String.valueOf(request.status()),
            String.valueOf(request.productTypeAsString()),
            String.valueOf(request.filterNameAsString()),
            String.valueOf(request.filterValue()));
    Page<PhoneNumber> page =
        listing.walk(
            parts(request),
            question,
            request.maxResults(),
            request.nextToken(),
            item ->
                numbers
                    .present(item)
                    .map(InventoryNumber::phoneNumber)
                    .filter(number -> fits(number, request)));
    return ListPhoneNumbersResponse.builder()
        .phoneNumbers(page.entries())
        .nextToken(page.nextToken())
        .build();
  }

  /** Where numbers that fit are, and few others, so that a page costs what it shows. */
  private List<Part> parts(ListPhoneNumbersRequest request) {
    String inventory = numbers.partition();
    if (request.filterName() != null) {
      return List.of(
          new Part(
              Index.INDEX1,
              InventoryIndex.use(inventory, request.filterName(), request.filterValue()),
              ""));
    }
    if (request.status() == null && request.productType() == null) {
      return List.of(new Part(Index.TABLE, inventory, ""));
    }
    String prefix =
        request.status() == null
            ? ""
            : InventoryIndex.statusPrefix(PhoneNumberStatus.fromValue(request.status()));
    return Stream.of(
            PhoneNumberProductType.SIP_MEDIA_APPLICATION_DIAL_IN,
            PhoneNumberProductType.VOICE_CONNECTOR)
        .filter(type -> request.productType() == null || request.productType() == type)
        .map(type -> new Part(Index.INDEX2, InventoryIndex.state(inventory, type), prefix))
        .toList();
  }

  private List<PhoneNumber> ofRule(ListPhoneNumbersRequest request) {
    return triggerOfRule
        .apply(request.filterValue())
        .flatMap(numbers::find)
        .filter(number -> fits(number, request))
        .stream()
        .toList();
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
    if (request.filterValue() != null
        && (request.filterValue().isEmpty() || request.filterValue().length() > MAX_FILTER)) {
      throw new ApiException(
          ErrorType.BAD_REQUEST, "FilterValue: 1 to " + MAX_FILTER + " characters.");
    }
  }

  private static boolean fits(PhoneNumber number, ListPhoneNumbersRequest request) {
    return (request.status() == null || request.status().equals(number.statusAsString()))
        && (request.productType() == null || request.productType() == number.productType())
        && (request.filterName() == null
            || number.associations().stream()
                .anyMatch(
                    a ->
                        a.name() == request.filterName()
                            && a.value().equals(request.filterValue())));
  }
}
