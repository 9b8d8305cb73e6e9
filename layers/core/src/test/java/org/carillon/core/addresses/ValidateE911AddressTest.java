package org.carillon.core.addresses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.core.CoreFixture.refused;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carillon.contract.ErrorType;
import org.carillon.core.CoreFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.chimesdkvoice.model.CandidateAddress;
import software.amazon.awssdk.services.chimesdkvoice.model.ValidateE911AddressRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ValidateE911AddressResponse;

/** Addresses for emergency calls, by the tables that come with Carillon (E1). */
class ValidateE911AddressTest {

  private final CoreFixture core = new CoreFixture();
  private final ValidatedAddresses addresses = new ValidatedAddresses(core.items, core.account);

  @Test
  void aRightAddressComesBackInStandardFormWithAnIdThatStays() {
    ValidateE911AddressResponse answer = validate(r -> {});

    assertThat(answer.validationResult()).isZero();
    assertThat(answer.address().streetNumber()).isEqualTo("410");
    assertThat(answer.address().streetName()).isEqualTo("TERRY");
    assertThat(answer.address().streetSuffix()).isEqualTo("AVE");
    assertThat(answer.address().postDirectional()).isEqualTo("N");
    assertThat(answer.address().preDirectional()).isNull();
    assertThat(answer.address().city()).isEqualTo("SEATTLE");
    assertThat(answer.address().state()).isEqualTo("WA");
    assertThat(answer.address().postalCode()).isEqualTo("98109");
    assertThat(answer.address().country()).isEqualTo("US");
    assertThat(answer.candidateAddressList()).isEmpty();

    assertThat(validate(r -> r.streetInfo("terry avenue n.")).addressExternalId())
        .isEqualTo(answer.addressExternalId());
    assertThat(validate(r -> r.streetNumber("411")).addressExternalId())
        .isNotEqualTo(answer.addressExternalId());
    var kept = addresses.find(answer.addressExternalId()).orElseThrow();
    assertThat(kept.streetInfo()).isEqualTo("TERRY AVE N");
    assertThat(addresses.isValidated(kept)).isTrue();
    assertThat(addresses.find("nonsense")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    // street, city, state, ZIP, standard form
    "8th Avenue, New York, NY, 10001, 8TH AVE|NEW YORK|NY|10001",
    "West 34th St., New York, New York, 10001-1234, W 34TH ST|NEW YORK|NY|10001-1234",
    "Broadway, new york, ny, 100041234, BROADWAY|NEW YORK|NY|10004-1234",
    "N Michigan Av, CHICAGO, il, 60601, N MICHIGAN AVE|CHICAGO|IL|60601",
    "North Street, Chicago, IL, 60601, NORTH ST|CHICAGO|IL|60601",
    "Market St NW, St Louis, MO, 63101, MARKET ST NW|SAINT LOUIS|MO|63101",
    "Pennsylvania Avenue Northwest, Washington, DC, 20500, PENNSYLVANIA AVE NW|WASHINGTON|DC|20500",
    "Calle Fortaleza, San Juan, PR, 00901, CALLE FORTALEZA|SAN JUAN|PR|00901",
  })
  void spellingInFullAndCapitalsAreNoCorrection(
      String street, String city, String state, String zip, String standard) {
    ValidateE911AddressResponse answer =
        validate(r -> r.streetInfo(street).city(city).state(state).postalCode(zip));

    assertThat(answer.validationResult()).isZero();
    assertThat(line(answer)).isEqualTo(standard);
  }

  @ParameterizedTest
  @CsvSource({
    "Terry Avenu North, Seatle, WA, 98109, TERRY AVE N|SEATTLE|WA|98109",
    "Terry Stret, Seattle, WA, 98109, TERRY ST|SEATTLE|WA|98109",
    "Terry Ave N, Seattle, Washingtan, 98109, TERRY AVE N|SEATTLE|WA|98109",
    "Main St, Holtsville, NY, 11999, MAIN ST|HOLTSVILLE|NY|",
  })
  void aSmallSlipIsCorrected(String street, String city, String state, String zip, String right) {
    ValidateE911AddressResponse answer =
        validate(r -> r.streetInfo(street).city(city).state(state).postalCode(zip));

    if (right.endsWith("|")) {
      // a ZIP code that is none, in a city with several: nobody knows which
      assertThat(answer.validationResult()).isEqualTo(2);
      assertThat(answer.candidateAddressList())
          .isNotEmpty()
          .allSatisfy(c -> assertThat(c.city()).isEqualTo("HOLTSVILLE"));
    } else {
      assertThat(answer.validationResult()).isEqualTo(1);
      assertThat(line(answer)).isEqualTo(right);
      assertThat(answer.addressExternalId()).isNotNull();
    }
  }

  @Test
  void aCityOfAnotherZipCodeIsInvalidAndBothAreCandidates() {
    ValidateE911AddressResponse answer = validate(r -> r.city("Bellevue").postalCode("98109"));

    assertThat(answer.validationResult()).isEqualTo(2);
    assertThat(answer.address()).isNull();
    assertThat(answer.addressExternalId()).isNull();
    assertThat(answer.candidateAddressList()).hasSizeBetween(2, 5);
    assertThat(answer.candidateAddressList().getFirst())
        .isEqualTo(
            CandidateAddress.builder()
                .streetNumber("410")
                .streetInfo("TERRY AVE N")
                .city("SEATTLE")
                .state("WA")
                .postalCode("98109")
                .country("US")
                .build());
    assertThat(answer.candidateAddressList())
        .extracting(CandidateAddress::city)
        .contains("BELLEVUE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Terry Ave N Suite 200",
        "Terry Ave N, Apt. 4",
        "Terry Ave N #12",
        "Terry Ave N Unit B",
        "Terry Ave N Fl 3"
      })
  void anApartmentIsNoBuildingAndTheBuildingIsTheCandidate(String street) {
    ValidateE911AddressResponse answer = validate(r -> r.streetInfo(street));

    assertThat(answer.validationResult()).isEqualTo(2);
    assertThat(answer.candidateAddressList().stream().map(CandidateAddress::streetInfo))
        .containsExactly("TERRY AVE N");
  }

  @Test
  void whatIsNoStreetAddressIsInvalidWithoutCandidates() {
    for (String street : new String[] {"PO Box 12", "P.O. Box 12", "RR 2 Box 152", ".", "#"}) {
      assertThat(validate(r -> r.streetInfo(street)).validationResult()).as(street).isEqualTo(2);
    }
    for (String house : new String[] {"Tower", "-", "410; DROP", "1".repeat(20)}) {
      ValidateE911AddressResponse answer = validate(r -> r.streetNumber(house));
      assertThat(answer.validationResult()).as(house).isEqualTo(2);
      assertThat(answer.candidateAddressList()).isEmpty();
    }
    assertThat(validate(r -> r.postalCode("9810")).validationResult()).isEqualTo(2);
    assertThat(validate(r -> r.city("Nowhere")).validationResult()).isEqualTo(2);
    assertThat(validate(r -> r.state("TX")).validationResult()).isEqualTo(2);
  }

  @Test
  void otherCountriesAndOtherAccountsAreRefused() {
    refused(ErrorType.BAD_REQUEST, "Country: only", () -> validate(r -> r.country("CA")));
    refused(
        ErrorType.FORBIDDEN, "AwsAccountId", () -> validate(r -> r.awsAccountId("999999999999")));
    refused(ErrorType.BAD_REQUEST, "City: at most", () -> validate(r -> r.city("x".repeat(257))));
    assertThat(validate(r -> r.country("usa")).validationResult()).isZero();
  }

  @Test
  void wordsAreNearWithOneSlipInFiveLettersOrTwoInEight() {
    assertThat(Words.areNear("SEATLE", "SEATTLE")).isTrue();
    assertThat(Words.areNear("SAETTLE", "SEATTLE")).isTrue();
    assertThat(Words.areNear("SETLE", "SEATTLE")).isFalse();
    assertThat(Words.areNear("PHILADELFIA", "PHILADELPHIA")).isTrue();
    assertThat(Words.areNear("AVE", "AVA")).isFalse();
  }

  private static String line(ValidateE911AddressResponse answer) {
    var a = answer.address();
    String street =
        Stream.of(a.preDirectional(), a.streetName(), a.streetSuffix(), a.postDirectional())
            .filter(Objects::nonNull)
            .collect(Collectors.joining(" "));
    String zip = a.postalCode() + (a.postalCodePlus4() == null ? "" : "-" + a.postalCodePlus4());
    return String.join("|", street, a.city(), a.state(), zip);
  }

  private ValidateE911AddressResponse validate(
      Consumer<ValidateE911AddressRequest.Builder> change) {
    return new ValidateE911Address(new UsReference(), addresses, core.clock)
        .handle(
            ValidateE911AddressRequest.builder()
                .awsAccountId("111122223333")
                .streetNumber("410")
                .streetInfo("Terry Ave N")
                .city("Seattle")
                .state("WA")
                .country("US")
                .postalCode("98109")
                .applyMutation(change)
                .build(),
            core.caller);
  }
}
