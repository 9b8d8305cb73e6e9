package org.carillon.core.numbers;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import software.amazon.awssdk.services.chimesdkvoice.model.ListSupportedPhoneNumberCountriesRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListSupportedPhoneNumberCountriesResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberCountry;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberType;

/**
 * ListSupportedPhoneNumberCountries (N1, N3): the US, the countries of the guide's tables, and
 * those with numbers in the pool, as far as their numbers can be used for the product.
 */
public final class ListSupportedPhoneNumberCountries
    implements Operation<
        ListSupportedPhoneNumberCountriesRequest, ListSupportedPhoneNumberCountriesResponse> {

  private final NumberPool pool;
  private final CountryRequirements requirements = CountryRequirements.guide();

  /** Over this pool. */
  public ListSupportedPhoneNumberCountries(NumberPool pool) {
    this.pool = pool;
  }

  @Override
  public ListSupportedPhoneNumberCountriesResponse handle(
      ListSupportedPhoneNumberCountriesRequest request, Caller caller) {
    Map<String, TreeSet<PhoneNumberType>> countries = new TreeMap<>();
    countries.put("US", new TreeSet<>(List.of(PhoneNumberType.LOCAL, PhoneNumberType.TOLL_FREE)));
    for (OrderingRequirement row : requirements.ordering()) {
      countries.computeIfAbsent(row.country(), c -> new TreeSet<>()).add(row.type());
    }
    for (PhoneNumberCountry pooled : pool.countries()) {
      countries
          .computeIfAbsent(pooled.countryCode(), c -> new TreeSet<>())
          .addAll(pooled.supportedPhoneNumberTypes());
    }
    return ListSupportedPhoneNumberCountriesResponse.builder()
        .phoneNumberCountries(
            countries.entrySet().stream()
                .filter(c -> requirements.productTypes(c.getKey()).contains(request.productType()))
                .map(
                    c ->
                        PhoneNumberCountry.builder()
                            .countryCode(c.getKey())
                            .supportedPhoneNumberTypes(c.getValue())
                            .build())
                .toList())
        .build();
  }
}
