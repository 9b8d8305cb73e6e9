package org.carillon.core.numbers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.core.CoreFixture.refused;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.carillon.contract.ErrorType;
import org.carillon.core.CoreFixture;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.chimesdkvoice.model.ListSupportedPhoneNumberCountriesRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberCountry;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberType;
import software.amazon.awssdk.services.chimesdkvoice.model.SearchAvailablePhoneNumbersRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.SearchAvailablePhoneNumbersResponse;

class SearchTest {

  private final CoreFixture core = new CoreFixture();

  @Test
  void numbersAreFoundByAreaCodePlacePrefixCountryAndType() {
    assertThat(found(r -> r.areaCode("415"))).hasSize(50).allMatch(n -> n.startsWith("+1415"));
    assertThat(found(r -> r.state("wa")))
        .hasSize(100)
        .allMatch(n -> n.startsWith("+1425") || n.startsWith("+1206"));
    assertThat(found(r -> r.state("WA").city("seattle "))).allMatch(n -> n.startsWith("+1206"));
    assertThat(found(r -> r.state("CA").areaCode("415"))).allMatch(n -> n.startsWith("+1415"));
    assertThat(found(r -> r.tollFreePrefix("888")))
        .hasSize(20)
        .allMatch(n -> n.startsWith("+1888"));
    assertThat(found(r -> r.phoneNumberType("TollFree"))).allMatch(n -> n.startsWith("+18"));
    assertThat(found(r -> r.country("GB"))).allMatch(n -> n.startsWith("+44"));
    assertThat(found(r -> r.country("GB").phoneNumberType("TollFree")))
        .allMatch(n -> n.startsWith("+44808"));
    for (String country : List.of("CA", "DE", "FR", "AU", "JP")) {
      assertThat(found(r -> r.country(country))).as(country).isNotEmpty();
    }
    assertThat(found(r -> r.country("IT"))).isEmpty();
    assertThat(found(r -> r.areaCode("999"))).isEmpty();
  }

  @Test
  void pagesFollowEachOtherUntilTheLast() {
    List<String> all = new ArrayList<>();
    String token = null;
    int pages = 0;
    do {
      String next = token;
      SearchAvailablePhoneNumbersResponse page =
          search(r -> r.areaCode("206").maxResults(15).nextToken(next));
      all.addAll(page.e164PhoneNumbers());
      token = page.nextToken();
      pages++;
    } while (token != null);

    assertThat(pages).isEqualTo(4);
    assertThat(all).hasSize(50).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aLargeAreaIsFoundWholePageByPageHoweverItIsSpread() {
    core.pool.load(
        "large", NumberRange.read(List.of("US,Local,+12532000000,+12532000999,WA,Tacoma")));
    core.order(PhoneNumberProductType.VOICE_CONNECTOR, "+12532000000", "+12532000500");

    assertThat(pages(r -> r.areaCode("253"))).hasSize(998);
    assertThat(pages(r -> r.state("WA").city("Tacoma"))).hasSize(998);
    assertThat(pages(r -> r.state("WA").areaCode("253"))).hasSize(998);
    assertThat(pages(r -> r.state("WA"))).hasSize(1098);
    assertThat(pages(r -> r.country("US"))).hasSizeGreaterThan(1098);
    // numbers that follow each other are found beside each other
    assertThat(found(r -> r.areaCode("253").maxResults(50))).isSorted();
  }

  private List<String> pages(Consumer<SearchAvailablePhoneNumbersRequest.Builder> question) {
    List<String> all = new ArrayList<>();
    String token = null;
    do {
      String next = token;
      SearchAvailablePhoneNumbersResponse page =
          search(r -> question.accept(r.maxResults(70).nextToken(next)));
      all.addAll(page.e164PhoneNumbers());
      token = page.nextToken();
    } while (token != null);
    assertThat(all).doesNotHaveDuplicates();
    return all;
  }

  @Test
  void aTokenIsGoodForItsOwnQuestionOnly() {
    String token = search(r -> r.areaCode("206").maxResults(1)).nextToken();

    refused(
        ErrorType.BAD_REQUEST,
        "NextToken",
        () -> search(r -> r.areaCode("212").maxResults(1).nextToken(token)));
    for (String bad : List.of("x", "!", "a".repeat(100_000), token + "A", token.substring(1))) {
      refused(
          ErrorType.BAD_REQUEST,
          "NextToken",
          () -> search(r -> r.areaCode("206").maxResults(1).nextToken(bad)));
    }
  }

  @Test
  void anEmptyCitySearchSaysToRetryWithoutTheCity() {
    refused(
        ErrorType.BAD_REQUEST,
        "Search again without City",
        () -> search(r -> r.state("WA").city("Nowhere")));
  }

  @Test
  void questionsThatMakeNoSenseAreRefused() {
    refused(ErrorType.BAD_REQUEST, "Country", () -> search(r -> r.country("GB").areaCode("206")));
    refused(ErrorType.BAD_REQUEST, "AreaCode", () -> search(r -> r.areaCode("20")));
    refused(ErrorType.BAD_REQUEST, "AreaCode", () -> search(r -> r.areaCode("106")));
    refused(ErrorType.BAD_REQUEST, "State", () -> search(r -> r.state("Washington")));
    refused(ErrorType.BAD_REQUEST, "State", () -> search(r -> r.city("Seattle")));
    refused(ErrorType.BAD_REQUEST, "City", () -> search(r -> r.state("WA").city(" ")));
    refused(
        ErrorType.BAD_REQUEST,
        "TollFreePrefix",
        () -> search(r -> r.tollFreePrefix("888").areaCode("206")));
    refused(
        ErrorType.BAD_REQUEST,
        "PhoneNumberType",
        () -> search(r -> r.phoneNumberType("TollFree").areaCode("206")));
  }

  @Test
  void countriesAreThoseOfTheGuideAndOfThePool() {
    assertThat(countries(PhoneNumberProductType.SIP_MEDIA_APPLICATION_DIAL_IN))
        .extracting(PhoneNumberCountry::countryCode)
        .contains("AU", "CA", "DE", "GB", "IT", "KR", "US")
        .as("in the pool only")
        .contains("FR", "JP")
        .isSorted();
    assertThat(countries(PhoneNumberProductType.SIP_MEDIA_APPLICATION_DIAL_IN))
        .contains(
            PhoneNumberCountry.builder()
                .countryCode("NG")
                .supportedPhoneNumberTypes(PhoneNumberType.LOCAL)
                .build());
    assertThat(countries(PhoneNumberProductType.VOICE_CONNECTOR))
        .extracting(PhoneNumberCountry::countryCode)
        .containsExactly("PR", "US");
  }

  @Test
  void loadingAListAgainChangesNothingAndANewVersionOnlyAdds() {
    core.order(PhoneNumberProductType.VOICE_CONNECTOR, "+12065550100");

    assertThat(core.pool.load("simulated", NumberPool.simulatedList())).isFalse();
    assertThat(
            core.pool.load(
                "simulated 2",
                NumberRange.read(
                    List.of(
                        "# a comment",
                        "US,Local,+12065550100,+12065550101,WA,Seattle",
                        "",
                        "IT,TollFree,+39800000000,+39800000001,,"))))
        .isTrue();

    assertThat(found(r -> r.areaCode("206").maxResults(1))).containsExactly("+12065550101");
    assertThat(found(r -> r.country("IT").phoneNumberType("TollFree"))).hasSize(2);
  }

  @Test
  void aListThatIsNoneNamesTheLine() {
    for (String line :
        List.of(
            "US,Local,+12065550100",
            "us,Local,+12065550100,+12065550101,WA,Seattle",
            "US,Mobile,+12065550100,+12065550101,WA,Seattle",
            "US,Local,12065550100,+12065550101,WA,Seattle",
            "US,Local,+12065550101,+12065550100,WA,Seattle",
            "US,Local,+10000000000,+19999999999,WA,Seattle")) {
      org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
          .as(line)
          .isThrownBy(() -> NumberRange.read(List.of("", line)))
          .withMessageStartingWith("line 2: ");
    }
  }

  private List<PhoneNumberCountry> countries(PhoneNumberProductType type) {
    return new ListSupportedPhoneNumberCountries(core.pool)
        .handle(
            ListSupportedPhoneNumberCountriesRequest.builder().productType(type).build(),
            core.caller)
        .phoneNumberCountries();
  }

  private List<String> found(Consumer<SearchAvailablePhoneNumbersRequest.Builder> question) {
    return search(question).e164PhoneNumbers();
  }

  private SearchAvailablePhoneNumbersResponse search(
      Consumer<SearchAvailablePhoneNumbersRequest.Builder> question) {
    return new SearchAvailablePhoneNumbers(core.listing, core.pool)
        .handle(
            SearchAvailablePhoneNumbersRequest.builder().applyMutation(question).build(),
            core.caller);
  }
}
