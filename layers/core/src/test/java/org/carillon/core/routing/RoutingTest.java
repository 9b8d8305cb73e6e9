package org.carillon.core.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.carillon.contract.Json;
import org.carillon.core.documents.DocumentException;
import org.carillon.core.routing.RouteDecision.Reject;
import org.carillon.core.routing.RouteDecision.ToApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Where a call goes (S3). */
class RoutingTest {

  private static final RouteTarget ONE = new RouteTarget("one", "arn:one", "us-east-1");
  private static final RouteTarget TWO = new RouteTarget("two", "arn:two", "us-west-2");

  /** An account with one number of each kind. */
  private static final RoutingDirectory DIRECTORY =
      new RoutingDirectory() {
        @Override
        public boolean hasNumber(String e164) {
          return e164.startsWith("+1206555010");
        }

        @Override
        public Optional<Rule> ruleFor(String e164) {
          return switch (e164) {
            case "+12065550100" -> Optional.of(new Rule("rule", true, List.of("two", "one")));
            case "+12065550101" -> Optional.of(new Rule("disabled", false, List.of("one")));
            case "+12065550102" -> Optional.of(new Rule("empty", true, List.of("gone")));
            case "+12065550103" -> Optional.of(new Rule("half", true, List.of("gone", "one")));
            default -> Optional.empty();
          };
        }

        @Override
        public Optional<RouteTarget> application(String id) {
          return List.of(ONE, TWO).stream()
              .filter(target -> target.applicationId().equals(id))
              .findFirst();
        }
      };

  private final Routing routing = new Routing(DIRECTORY);

  @Test
  void aCallGoesToTheApplicationsOfItsNumbersRuleInTheirOrder() {
    assertThat(routing.decide(invite("+12065550100", "+14255550111", Map.of())))
        .isEqualTo(
            new ToApplication("rule", List.of(TWO, ONE), "+14255550111", "+12065550100", Map.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "+1-206-555-0100, +12065550100",
    "+1(206)555.0100, +12065550100",
    "+12065550100;npdi, +12065550100"
  })
  void visualSeparatorsAndParametersAreNoPartOfTheNumber(String dialled, String number) {
    assertThat(routing.decide(invite(dialled, "+14255550111", Map.of())))
        .isInstanceOfSatisfying(ToApplication.class, to -> assertThat(to.to()).isEqualTo(number));
  }

  @ParameterizedTest
  @CsvSource({
    "12065550100, NOT_E164, 404",
    "'', NOT_E164, 404",
    "alice, NOT_E164, 404",
    "+, NOT_E164, 404",
    "+02065550100, NOT_E164, 404",
    "+1206555010012345, NOT_E164, 404",
    "+1206555O100, NOT_E164, 404",
    "+12025550100, UNKNOWN_NUMBER, 404",
    "+12065550109, NO_RULE, 404",
    "+12065550101, RULE_DISABLED, 480",
    "+12065550102, NO_APPLICATION, 480"
  })
  void whatCannotBeRoutedIsRejectedWithAReason(String dialled, RejectReason reason, int status) {
    assertThat(routing.decide(invite(dialled, "+14255550111", Map.of())))
        .isInstanceOfSatisfying(
            Reject.class,
            reject -> {
              assertThat(reject.reason()).isEqualTo(reason);
              assertThat(reject.sipStatus()).isEqualTo(status);
              assertThat(reject.cdrReason()).isNotBlank();
              assertThat(reject.advice()).contains(dialled);
            });
  }

  @ParameterizedTest
  @EnumSource(RejectReason.class)
  void onlyACallThatFindsNoRoomIsToBeTriedElsewhereAndNoneIsGlobal(RejectReason reason) {
    boolean tryElsewhere =
        Set.of(
                RejectReason.TOO_MANY_CALLS,
                RejectReason.TOO_MANY_CALLS_AT_ONCE,
                RejectReason.TOO_MANY_CALLS_OF_ACCOUNT,
                RejectReason.NODE_FULL,
                RejectReason.CONFIGURATION_UNREADABLE,
                RejectReason.HAND_OVER_FAILED,
                RejectReason.NO_CARRIER,
                RejectReason.NO_EMERGENCY_CARRIER)
            .contains(reason);
    assertThat(reason.sipStatus()).isBetween(tryElsewhere ? 503 : 400, tryElsewhere ? 503 : 499);
    assertThat(reason.reject("+1").advice()).contains("+1").doesNotContain("%s");
  }

  @Test
  void anApplicationThatIsGoneIsPassedOver() {
    assertThat(routing.decide(invite("+12065550103", "+14255550111", Map.of())))
        .isInstanceOfSatisfying(
            ToApplication.class, to -> assertThat(to.targets()).containsExactly(ONE));
  }

  @ParameterizedTest
  @CsvSource({
    "+1-425-555-0111, +14255550111",
    "Anonymous, Anonymous",
    "'', anonymous",
    "4711, 4711"
  })
  void callersNeedNoNumber(String fromUser, String from) {
    assertThat(routing.decide(invite("+12065550100", fromUser, Map.of())))
        .isInstanceOfSatisfying(ToApplication.class, to -> assertThat(to.from()).isEqualTo(from));
  }

  @Test
  void whatAStrangerSendsIsCutAndHarmlessInTheLog() {
    String dialled = "a\r\nFAKE LOG LINE" + "x".repeat(500);

    assertThat(routing.decide(invite(dialled, "y".repeat(500), Map.of())))
        .isInstanceOfSatisfying(
            Reject.class,
            reject ->
                assertThat(reject.advice())
                    .doesNotContain("\n")
                    .doesNotContain("\r")
                    .hasSizeLessThan(250));
  }

  @Test
  void onlyCustomHeadersAreShown() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Via", "SIP/2.0/UDP 192.0.2.1");
    headers.put("X-Customer", "4711");
    headers.put("x-amzn-trace", "internal");
    headers.put("X-VoiceConnector-ID", "internal");
    headers.put("User-to-User", "616263;encoding=hex");
    headers.put("Diversion", "<sip:+12065550123@192.0.2.1>");
    headers.put("X-Long", "x".repeat(2049));

    assertThat(routing.decide(invite("+12065550100", "+14255550111", headers)))
        .isInstanceOfSatisfying(
            ToApplication.class,
            to ->
                assertThat(to.sipHeaders().keySet())
                    .containsExactly("X-Customer", "User-to-User", "Diversion"));
  }

  @Test
  void atMostTwentyHeadersAreShown() {
    Map<String, String> headers = new LinkedHashMap<>();
    for (int i = 0; i < 30; i++) {
      headers.put("X-" + i, "v");
    }

    assertThat(CustomSipHeaders.visible(headers)).hasSize(20).containsKey("X-19");
  }

  @Test
  void questionAndAnswerSurviveTheirWayThroughALambda() {
    InviteFacts facts = invite("+12065550100", "+14255550111", Map.of("X-A", "b"));
    RouteDecision route = routing.decide(facts);
    RouteDecision reject = RejectReason.NO_RULE.reject("+12065550109");

    assertThat(RouteDocuments.inviteFacts(overTheWire(RouteDocuments.toDocument(facts))))
        .isEqualTo(facts);
    assertThat(RouteDocuments.routeDecision(overTheWire(RouteDocuments.toDocument(route))))
        .isEqualTo(route);
    assertThat(RouteDocuments.routeDecision(overTheWire(RouteDocuments.toDocument(reject))))
        .isEqualTo(reject);
  }

  @Test
  void aBrokenQuestionNamesTheField() {
    assertThatThrownBy(() -> RouteDocuments.inviteFacts(Map.of("RequestUser", 7)))
        .isInstanceOf(DocumentException.class)
        .hasMessage("InviteFacts.RequestUser must be a text.");
    assertThatThrownBy(() -> RouteDocuments.routeDecision(Map.of("Decision", "ToTheMoon")))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining("RouteDecision.Decision must be");
  }

  private static Map<String, Object> overTheWire(Map<String, Object> document) {
    return Json.readObject(Json.write(document));
  }

  private static InviteFacts invite(String dialled, String from, Map<String, String> headers) {
    return new InviteFacts(
        dialled,
        "127.0.0.1",
        dialled,
        from,
        "",
        headers,
        "UDP",
        "127.0.0.1:5090",
        "a84b4c76e66710",
        Optional.empty(),
        false,
        Optional.empty());
  }
}
