package org.carillon.core.numbers;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Caller;
import org.carillon.core.Listing;
import org.carillon.core.Operation;
import org.carillon.core.Page;
import org.carillon.core.ports.Item;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberType;
import software.amazon.awssdk.services.chimesdkvoice.model.SearchAvailablePhoneNumbersRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.SearchAvailablePhoneNumbersResponse;

/**
 * SearchAvailablePhoneNumbers: numbers on offer (N1). Without a country it looks in the US, without
 * a type for local numbers, or for toll-free ones when a toll-free prefix is given.
 */
public final class SearchAvailablePhoneNumbers
    implements Operation<SearchAvailablePhoneNumbersRequest, SearchAvailablePhoneNumbersResponse> {

  private static final Pattern AREA_CODE = Pattern.compile("[2-9]\\d{2}");
  private static final Pattern STATE = Pattern.compile("[A-Z]{2}");
  private static final int MAX_CITY_LENGTH = 100;

  private final Listing listing;
  private final NumberPool pool;

  /** Over this pool. */
  public SearchAvailablePhoneNumbers(Listing listing, NumberPool pool) {
    this.listing = listing;
    this.pool = pool;
  }

  @Override
  public SearchAvailablePhoneNumbersResponse handle(
      SearchAvailablePhoneNumbersRequest request, Caller caller) {
    check(request);
    String country = request.country() == null ? "US" : request.country();
    PhoneNumberType type = type(request);
    String prefix = numberPrefix(request);
    String question =
        String.join(
            "\n",
            "search",
            country,
            type.toString(),
            prefix,
            request.state() == null ? "" : state(request),
            request.city() == null ? "" : PoolNumber.cityPrefix(request.city()));
    Page<String> page =
        listing.walk(
            parts(request, country, type),
            question,
            request.maxResults(),
            request.nextToken(),
            item -> offered(item, request, prefix));
    if (page.entries().isEmpty() && request.city() != null && request.nextToken() == null) {
      throw bad("City: no numbers on offer there. Search again without City.");
    }
    return SearchAvailablePhoneNumbersResponse.builder()
        .e164PhoneNumbers(page.entries())
        .nextToken(page.nextToken())
        .build();
  }

  /** Where to look: never at more than the question is about. */
  private List<Listing.Part> parts(
      SearchAvailablePhoneNumbersRequest request, String country, PhoneNumberType type) {
    if (request.state() != null && request.city() != null) {
      String city = PoolNumber.cityPrefix(request.city());
      return PoolNumber.stateParts(country, type, state(request), city + numberPrefix(request));
    }
    String area = request.areaCode() == null ? request.tollFreePrefix() : request.areaCode();
    if (area != null) {
      return PoolNumber.areaParts(country, type, area);
    }
    if (request.state() != null) {
      return PoolNumber.stateParts(country, type, state(request), "");
    }
    return pool.areas(country, type).stream()
        .flatMap(each -> PoolNumber.areaParts(country, type, each).stream())
        .toList();
  }

  private static Optional<String> offered(
      Item item, SearchAvailablePhoneNumbersRequest request, String prefix) {
    // an index may lag: what was claimed in this moment is not shown when the item tells so
    PoolNumber number = PoolNumber.of(item);
    return number.isOffered()
            && number.e164().startsWith(prefix)
            && (request.state() == null || number.listed().state().equals(state(request)))
        ? Optional.of(number.e164())
        : Optional.empty();
  }

  private static void check(SearchAvailablePhoneNumbersRequest request) {
    boolean unitedStates = request.country() == null || request.country().equals("US");
    boolean byPlace = request.areaCode() != null || request.state() != null;
    if (!unitedStates && (byPlace || request.city() != null || request.tollFreePrefix() != null)) {
      throw bad(
          "Country: AreaCode, State, City and TollFreePrefix are for the US only. Search other"
              + " countries by Country and PhoneNumberType.");
    }
    if (request.tollFreePrefix() != null
        && (byPlace || request.phoneNumberType() == PhoneNumberType.LOCAL)) {
      throw bad("TollFreePrefix: toll-free numbers have no AreaCode, State or type Local.");
    }
    if (byPlace && request.phoneNumberType() == PhoneNumberType.TOLL_FREE) {
      throw bad("PhoneNumberType: TollFree numbers have no AreaCode, State or City.");
    }
    if (request.areaCode() != null && !AREA_CODE.matcher(request.areaCode()).matches()) {
      throw bad("AreaCode: three digits, the first not 0 or 1, such as 206.");
    }
    if (request.state() != null && !STATE.matcher(state(request)).matches()) {
      throw bad("State: the two letters of a US state, such as WA.");
    }
    if (request.city() != null && request.state() == null) {
      throw bad("City: give the State as well.");
    }
    if (request.city() != null
        && (request.city().isBlank() || request.city().length() > MAX_CITY_LENGTH)) {
      throw bad("City: 1 to " + MAX_CITY_LENGTH + " characters.");
    }
  }

  private static PhoneNumberType type(SearchAvailablePhoneNumbersRequest request) {
    if (request.phoneNumberType() != null) {
      return request.phoneNumberType();
    }
    return request.tollFreePrefix() == null ? PhoneNumberType.LOCAL : PhoneNumberType.TOLL_FREE;
  }

  private static String numberPrefix(SearchAvailablePhoneNumbersRequest request) {
    if (request.areaCode() != null) {
      return "+1" + request.areaCode();
    }
    return request.tollFreePrefix() == null ? "" : "+1" + request.tollFreePrefix();
  }

  private static String state(SearchAvailablePhoneNumbersRequest request) {
    return request.state().toUpperCase(Locale.ROOT);
  }

  private static ApiException bad(String message) {
    return new ApiException(ErrorType.BAD_REQUEST, message);
  }
}
