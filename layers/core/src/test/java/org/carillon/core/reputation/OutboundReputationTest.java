package org.carillon.core.reputation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.core.CoreFixture.refused;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.ErrorType;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.CoreFixture;
import org.carillon.core.Ids;
import org.carillon.core.PageToken;
import org.carillon.core.Retries;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;

/** Outbound reputation (N12) and restrictions (N11). */
class OutboundReputationTest {

  private static final String SEATTLE = "+12065550100";
  private static final String NEW_YORK = "+12125550100";
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

  private final CoreFixture core = new CoreFixture();
  private final OutboundReputation reputation = new OutboundReputation(core.items, core.account);

  @Test
  void aDayOfACallerIdIsCounted() {
    call(SEATTLE, "+14255550111", NOON, 30, 120);
    call(SEATTLE, "+14255550112", NOON.plusSeconds(60), 5, 14);
    call(SEATTLE, "+14255550113", NOON.plusSeconds(120), 14, -1);
    call(SEATTLE, "+14255550114", NOON.plusSeconds(180), 30, -1);
    call(NEW_YORK, "+14255550111", NOON, 1, 60);

    assertThat(rows(Map.of("Date", "2026-03-02")))
        .hasSize(2)
        .first()
        .satisfies(
            row ->
                assertThat(row)
                    .containsEntry("PhoneNumber", SEATTLE)
                    .containsEntry("Date", "2026-03-02")
                    .containsEntry("Calls", 4)
                    .containsEntry("AnsweredCalls", 2)
                    .containsEntry("AnswerPercent", 50)
                    .containsEntry("ShortCalls", 1)
                    .containsEntry("ShortAlerts", 1)
                    .containsEntry("TalkSeconds", 134)
                    .containsEntry("PeakCallsPerMinute", 1)
                    .containsEntry("CallerIdsTowardOneNumber", 2)
                    .containsEntry("Findings", List.of()));
    assertThat(rows(Map.of("Date", "2026-03-03"))).isEmpty();
    assertThat(rows(Map.of("Date", "2026-03-02", "PhoneNumber", "12125550100"))).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"5, false", "6, true"})
  void moreThanFiveCallsAMinuteAreMany(int calls, boolean found) {
    for (int i = 0; i < calls; i++) {
      call(SEATTLE, "+1425555011" + i, NOON.plusSeconds(i), 5, 60);
    }

    assertThat(findings().contains("HIGH_VOLUME")).isEqualTo(found);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-02T09:59:00Z, , true",
    "2026-03-02T10:00:00Z, , false",
    "2026-03-02T16:59:59Z, , false",
    "2026-03-02T17:00:00Z, , true",
    "2026-03-02T18:00:00Z, America/Los_Angeles, false",
    "2026-03-02T12:00:00Z, America/Los_Angeles, true"
  })
  void callingHoursAreThoseOfTheTimeZoneAskedFor(Instant when, String zone, boolean outside) {
    call(SEATTLE, "+14255550111", when, 5, 60);
    Map<String, Object> question = new HashMap<>(Map.of("Date", "2026-03-02"));
    if (zone != null) {
      question.put("TimeZone", zone);
    }

    assertThat(rows(question).getFirst()).containsEntry("CallsOutsideHours", outside ? 1 : 0);
  }

  @Test
  void severalCallerIdsTowardOneNumberAreSeen() {
    for (String caller : List.of(SEATTLE, NEW_YORK, "+13035550100")) {
      call(caller, "+14255550111", NOON, 20, 60);
    }
    call("+13125550100", "+14255550119", NOON, 20, 60);

    assertThat(rows(Map.of("Date", "2026-03-02")))
        .extracting(row -> row.get("CallerIdsTowardOneNumber"))
        .containsExactlyInAnyOrder(3, 3, 3, 1);
    assertThat(findings()).contains("CALLER_ID_ROTATION");
  }

  @Test
  void ratesAreJudgedWhenThereAreEnoughCalls() {
    for (int i = 0; i < 10; i++) {
      call(SEATTLE, "+1425555011" + i, NOON.plusSeconds(60L * i), 20, i < 2 ? 5 : -1);
    }

    assertThat(findings()).contains("LOW_ANSWER_RATE", "SHORT_CALLS");
  }

  @Test
  void shortCallsToARestrictedCountryAreFound() {
    call(SEATTLE, "+861069445464", NOON, 20, 60);
    assertThat(findings()).doesNotContain("RESTRICTED_COUNTRY_RULES");

    call(SEATTLE, "+861069445464", NOON.plusSeconds(60), 20, 5);

    assertThat(findings()).contains("RESTRICTED_COUNTRY_RULES");
  }

  @Test
  void callsWithoutTwoNumbersAreNotCounted() {
    assertThat(reputation.count(made("anonymous", "+14255550111", NOON, 1, 1))).isEmpty();
    assertThat(reputation.count(made(SEATTLE, "911", NOON, 1, 1))).isEmpty();
  }

  @Test
  void aLongListComesInPages() {
    for (int i = 0; i < 7; i++) {
      for (int minute = 0; minute < 3; minute++) {
        call("+1206555020" + i, "+14255550111", NOON.plusSeconds(60L * minute), 20, 60);
      }
    }
    List<Object> seen = new ArrayList<>();
    Map<String, Object> question = new HashMap<>(Map.of("Date", "2026-03-02", "MaxResults", 3));
    int pages = 0;
    Object token;
    do {
      OperatorDocument answer = ask(question);
      callers(answer).forEach(row -> seen.add(row.get("PhoneNumber")));
      assertThat(callers(answer)).allSatisfy(row -> assertThat(row).containsEntry("Calls", 3));
      token = answer.members().get("NextToken");
      question.put("NextToken", token);
      pages++;
    } while (token != null);

    assertThat(pages).isEqualTo(3);
    assertThat(seen).hasSize(7).doesNotHaveDuplicates();
  }

  @Test
  void badQuestionsAreRefusedByMember() {
    refused(ErrorType.BAD_REQUEST, "Date", () -> rows(Map.of("Date", "2026-02-30")));
    refused(ErrorType.BAD_REQUEST, "TimeZone", () -> rows(Map.of("TimeZone", "Mars/Base")));
    refused(ErrorType.BAD_REQUEST, "PhoneNumber", () -> rows(Map.of("PhoneNumber", "x")));
    refused(ErrorType.BAD_REQUEST, "NextToken", () -> rows(Map.of("NextToken", "x")));
  }

  @Test
  void countsGoAfterNinetyDays() {
    for (int i = 0; i < 30; i++) {
      call("+1206555020" + i % 10, "+14255550111", NOON, 20, 60);
    }
    assertThat(reputation.removeOld(NOON.plus(Duration.ofDays(90)), 1000)).isZero();

    int removed = reputation.removeOld(NOON.plus(Duration.ofDays(91)), 1000);

    assertThat(removed).isPositive();
    assertThat(core.items.keys("account/111122223333/reputation/")).isEmpty();
  }

  @Test
  void numbersOfTheInventoryAreApprovedForARestrictedCountry() {
    core.order(PhoneNumberProductType.VOICE_CONNECTOR, SEATTLE);
    OutboundRestrictions restrictions = new OutboundRestrictions(core.items, core.account);
    PutOutboundRestriction put = new PutOutboundRestriction(restrictions, core.numbers);

    put.handle(restriction("CN", "12065550100"), core.caller);

    assertThat(
            new GetOutboundRestriction(restrictions)
                .handle(new OperatorDocument(Map.of("Country", "CN")), core.caller)
                .members())
        .isEqualTo(
            Map.of(
                "OutboundRestriction",
                Map.of("Country", "CN", "ApprovedPhoneNumbers", List.of(SEATTLE))));
    assertThat(restrictions.allows("CN", SEATTLE)).isTrue();
    assertThat(restrictions.allows("CN", NEW_YORK)).isFalse();
    assertThat(restrictions.allows("FR", NEW_YORK)).isTrue();
    refused(
        ErrorType.BAD_REQUEST,
        "ApprovedPhoneNumbers[0]",
        () -> put.handle(restriction("CN", NEW_YORK), core.caller));
    refused(
        ErrorType.NOT_FOUND, "Country", () -> put.handle(restriction("FR", SEATTLE), core.caller));
  }

  private static OperatorDocument restriction(String country, String number) {
    return new OperatorDocument(
        Map.of("Country", country, "ApprovedPhoneNumbers", List.of(number)));
  }

  private void call(String from, String to, Instant at, int rang, int talked) {
    Retries.onConflict(
        () -> {
          core.items.write(reputation.count(made(from, to, at, rang, talked)));
          return true;
        });
  }

  private static OutboundCall made(String from, String to, Instant at, int rang, int talked) {
    return new OutboundCall(
        Ids.guid(),
        from,
        to,
        at,
        Duration.ofSeconds(rang),
        talked < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(talked)));
  }

  @SuppressWarnings("unchecked")
  private List<Object> findings() {
    return rows(Map.of("Date", "2026-03-02")).stream()
        .flatMap(row -> ((List<Object>) row.get("Findings")).stream())
        .toList();
  }

  private List<Map<String, Object>> rows(Map<String, Object> question) {
    return callers(ask(question));
  }

  private OperatorDocument ask(Map<String, Object> question) {
    Map<String, Object> members = new HashMap<>(question);
    members.values().removeIf(java.util.Objects::isNull);
    return new ListOutboundReputation(reputation, new PageToken(core.sealer), core.clock)
        .handle(new OperatorDocument(members), core.caller);
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> callers(OperatorDocument answer) {
    return (List<Map<String, Object>>) answer.members().get("CallerIds");
  }
}
