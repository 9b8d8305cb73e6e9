package org.carillon.core.addresses;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.ports.AddressValidator;
import org.carillon.core.ports.AddressValidator.Civic;
import org.carillon.core.ports.AddressValidator.Entered;
import org.carillon.core.ports.AddressValidator.Outcome;
import org.carillon.core.ports.AddressValidator.Verdict;
import software.amazon.awssdk.services.chimesdkvoice.model.Address;
import software.amazon.awssdk.services.chimesdkvoice.model.CandidateAddress;
import software.amazon.awssdk.services.chimesdkvoice.model.ValidateE911AddressRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ValidateE911AddressResponse;

/**
 * ValidateE911Address (E1): a building's address in the US. The result is 0 when it is right, 1
 * when it is right after a small correction, 2 when it is not; then candidates show what may have
 * been meant. A right address is kept under an id that is always the same.
 */
public final class ValidateE911Address
    implements Operation<ValidateE911AddressRequest, ValidateE911AddressResponse> {

  private static final String COUNTRY = "US";
  private static final List<String> COUNTRY_NAMES =
      List.of(COUNTRY, "USA", "UNITED STATES", "UNITED STATES OF AMERICA");
  private static final int MAX_LENGTH = 256;

  private final AddressValidator validator;
  private final ValidatedAddresses addresses;
  private final InstantSource clock;

  /** By this validator and clock; right addresses are kept. */
  public ValidateE911Address(
      AddressValidator validator, ValidatedAddresses addresses, InstantSource clock) {
    this.validator = validator;
    this.addresses = addresses;
    this.clock = clock;
  }

  @Override
  public ValidateE911AddressResponse handle(ValidateE911AddressRequest request, Caller caller) {
    check(request, caller);
    Outcome outcome =
        validator.validate(
            new Entered(
                request.streetNumber(),
                request.streetInfo(),
                request.city(),
                request.state(),
                request.postalCode()));
    ValidateE911AddressResponse.Builder response =
        ValidateE911AddressResponse.builder()
            .validationResult(result(outcome.verdict()))
            .candidateAddressList(
                outcome.candidates().stream().map(ValidateE911Address::candidate).toList());
    outcome
        .address()
        .ifPresent(
            address ->
                response
                    .addressExternalId(
                        addresses.keep(address, clock.instant().truncatedTo(ChronoUnit.MILLIS)))
                    .address(address(address)));
    return response.build();
  }

  private static void check(ValidateE911AddressRequest request, Caller caller) {
    if (!request.awsAccountId().equals(caller.account().id())) {
      throw new ApiException(
          ErrorType.FORBIDDEN,
          "AwsAccountId: must be the account that signed the request, "
              + caller.account().id()
              + ".");
    }
    if (!COUNTRY_NAMES.contains(request.country().strip().toUpperCase(Locale.ROOT))) {
      throw new ApiException(
          ErrorType.BAD_REQUEST, "Country: only addresses in the US can be validated. Write US.");
    }
    Map.of(
            "StreetNumber", request.streetNumber(),
            "StreetInfo", request.streetInfo(),
            "City", request.city(),
            "State", request.state(),
            "PostalCode", request.postalCode())
        .forEach(
            (member, value) -> {
              if (value.length() > MAX_LENGTH) {
                throw new ApiException(
                    ErrorType.BAD_REQUEST, member + ": at most " + MAX_LENGTH + " characters.");
              }
            });
  }

  private static int result(Verdict verdict) {
    return switch (verdict) {
      case VALID -> 0;
      case CORRECTED -> 1;
      case INVALID -> 2;
    };
  }

  private static Address address(Civic civic) {
    return Address.builder()
        .streetNumber(civic.streetNumber())
        .preDirectional(orNull(civic.preDirectional()))
        .streetName(civic.streetName())
        .streetSuffix(orNull(civic.streetSuffix()))
        .postDirectional(orNull(civic.postDirectional()))
        .city(civic.city())
        .state(civic.state())
        .postalCode(civic.postalCode())
        .postalCodePlus4(orNull(civic.postalCodePlus4()))
        .country(COUNTRY)
        .build();
  }

  private static CandidateAddress candidate(Civic civic) {
    return CandidateAddress.builder()
        .streetNumber(civic.streetNumber())
        .streetInfo(civic.streetInfo())
        .city(civic.city())
        .state(civic.state())
        .postalCode(civic.postalCode())
        .postalCodePlus4(orNull(civic.postalCodePlus4()))
        .country(COUNTRY)
        .build();
  }

  private static String orNull(String part) {
    return part.isEmpty() ? null : part;
  }
}
