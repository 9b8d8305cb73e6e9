package org.carillon.core.numbers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.core.CoreFixture.refused;

import java.util.List;
import java.util.Map;
import org.carillon.contract.ErrorType;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.CoreFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrderStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberType;

/** The guide's tables of what 15 countries ask (N3). */
class CountryRequirementsTest {

  private static final PhoneNumberProductType DIAL_IN =
      PhoneNumberProductType.SIP_MEDIA_APPLICATION_DIAL_IN;

  private final CountryRequirements guide = CountryRequirements.guide();

  @Test
  void theGuideNamesFifteenCountriesAndEveryRowIsWhole() {
    assertThat(guide.ordering().stream().map(OrderingRequirement::country).distinct())
        .containsExactly(
            "AU", "AT", "CA", "DK", "FI", "DE", "IE", "IT", "NZ", "NG", "PR", "KR", "SE", "CH",
            "GB");
    assertThat(guide.ordering())
        .hasSize(33)
        .allSatisfy(
            row -> {
              assertThat(row.countryName()).isNotBlank();
              assertThat(row.type()).isNotEqualTo(PhoneNumberType.UNKNOWN_TO_SDK_VERSION);
              assertThat(row.productTypes())
                  .isNotEmpty()
                  .doesNotContain(PhoneNumberProductType.UNKNOWN_TO_SDK_VERSION);
              assertThat(row.documents().isEmpty()).isNotEqualTo(row.identificationRequired());
              assertThat(row.prefixes()).allMatch(E164::isNumber);
            });
    assertThat(guide.porting().stream().map(PortingRequirement::country).distinct())
        .as("the guide says nothing about porting in Nigeria, Puerto Rico and South Korea")
        .containsExactly("AU", "AT", "CA", "DK", "FI", "DE", "IE", "IT", "NZ", "SE", "CH", "GB");
    assertThat(guide.porting())
        .hasSize(24)
        .allSatisfy(row -> assertThat(row.documents().isEmpty()).isEqualTo(!row.supported()));
  }

  @ParameterizedTest
  @CsvSource({
    "AU, LOCAL, +61270100000, true",
    "AU, TOLL_FREE, +611800000000, true",
    "AT, LOCAL, +43120000, true",
    "AT, LOCAL, +43720123456, true",
    "CA, LOCAL, +14165550100, false",
    "CA, TOLL_FREE, +18005550100, false",
    "DK, LOCAL, +4532000000, true",
    "FI, LOCAL, +35892000000, true",
    "FI, LOCAL, +358753000000, false",
    "FI, TOLL_FREE, +358800000000, false",
    "DE, LOCAL, +493023125000, true",
    "IE, LOCAL, +353818000000, true",
    "IT, LOCAL, +390600000000, true",
    "IT, TOLL_FREE, +39800000000, false",
    "NZ, LOCAL, +6490000000, false",
    "NG, LOCAL, +23412000000, true",
    "PR, LOCAL, +17875550100, false",
    "KR, TOLL_FREE, +82800000000, true",
    "SE, TOLL_FREE, +46200000000, true",
    "CH, LOCAL, +41580000000, true",
    "GB, LOCAL, +442079460000, false",
  })
  void whetherANumberNeedsIdentificationFollowsFromCountryTypeAndPrefix(
      String country, PhoneNumberType type, String e164, boolean needed) {
    assertThat(guide.ordering(country, type, e164).orElseThrow().identificationRequired())
        .isEqualTo(needed);
  }

  @Test
  void nothingIsAskedInTheUnitedStatesAndNothingKnownOfOthers() {
    assertThat(guide.ordering("US", PhoneNumberType.LOCAL, "+12065550100")).isEmpty();
    assertThat(guide.ordering("FR", PhoneNumberType.LOCAL, "+33199000000")).isEmpty();
    assertThat(guide.ordering("KR", PhoneNumberType.LOCAL, "+82200000000")).isEmpty();
    assertThat(guide.productTypes("US")).hasSize(2);
    assertThat(guide.productTypes("PR")).contains(PhoneNumberProductType.VOICE_CONNECTOR);
    assertThat(guide.productTypes("GB")).containsExactly(DIAL_IN);
    assertThat(guide.porting("NZ", PhoneNumberType.LOCAL).orElseThrow().supported()).isFalse();
    assertThat(guide.porting("CH", PhoneNumberType.TOLL_FREE).orElseThrow().documents()).hasSize(4);
  }

  @Test
  void whoeverMustBeKnownCannotOrderByOneself() {
    CoreFixture core = new CoreFixture();

    refused(
        ErrorType.ACCESS_DENIED,
        "/carillon/v1/international-number-requests",
        () -> core.order(DIAL_IN, "+442079460000", "+493023125000"));
    refused(
        ErrorType.BAD_REQUEST,
        "outside the US",
        () -> core.order(PhoneNumberProductType.VOICE_CONNECTOR, "+493023125000"));

    assertThat(core.numbers.find("+442079460000")).as("nothing was ordered").isEmpty();
    assertThat(core.order(DIAL_IN, "+442079460000").status())
        .isEqualTo(PhoneNumberOrderStatus.SUCCESSFUL);
  }

  @Test
  void anOperatorSeesTheTables() {
    CoreFixture core = new CoreFixture();
    ListPhoneNumberRequirements list = new ListPhoneNumberRequirements();

    assertThat(
            (List<?>) list.handle(OperatorDocument.empty(), core.caller).members().get("Countries"))
        .hasSize(15);
    assertThat(
            list.handle(new OperatorDocument(Map.of("Country", "FI")), core.caller)
                .members()
                .get("Countries")
                .toString())
        .contains("Finland", "+35875", "Proof of location", "Letter of authorization");
    assertThat(list.handle(new OperatorDocument(Map.of("Country", "US")), core.caller).members())
        .containsEntry("Countries", List.of());
  }
}
