package org.carillon.core.numbers;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import software.amazon.awssdk.services.chimesdkvoice.model.ListSupportedPhoneNumberCountriesRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListSupportedPhoneNumberCountriesResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;

/**
 * ListSupportedPhoneNumberCountries: the countries with numbers in the pool (N1). Voice Connectors
 * take US numbers only.
 */
public final class ListSupportedPhoneNumberCountries
    implements Operation<
        ListSupportedPhoneNumberCountriesRequest, ListSupportedPhoneNumberCountriesResponse> {

  private final NumberPool pool;

  /** Over this pool. */
  public ListSupportedPhoneNumberCountries(NumberPool pool) {
    this.pool = pool;
  }

  @Override
  public ListSupportedPhoneNumberCountriesResponse handle(
      ListSupportedPhoneNumberCountriesRequest request, Caller caller) {
    boolean everywhere =
        request.productType() == PhoneNumberProductType.SIP_MEDIA_APPLICATION_DIAL_IN;
    return ListSupportedPhoneNumberCountriesResponse.builder()
        .phoneNumberCountries(
            pool.countries().stream()
                .filter(country -> everywhere || country.countryCode().equals("US"))
                .toList())
        .build();
  }
}
