package org.carillon.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.carillon.contract.Requests.request;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which operation a request asks for, and what is said when there is none. */
class RoutingTest {

  private static final Contract CONTRACT = Contract.load();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET  | /phone-numbers                          | ListPhoneNumbers",
        "POST | /phone-numbers?operation=batch-delete   | BatchDeletePhoneNumber",
        "POST | /phone-numbers/%2B12065550100           | UpdatePhoneNumber",
        "POST | /phone-numbers/%2B12065550100?operation=restore | RestorePhoneNumber",
        "GET  | /search?max-results=5&type=phone-numbers | SearchAvailablePhoneNumbers",
        "PUT  | /settings                               | UpdateGlobalSettings",
        "PUT  | /settings/phone-number                  | UpdatePhoneNumberSettings",
        "GET  | /meetings/m/attendees/capabilities      | GetAttendee",
        "PUT  | /meetings/m/attendees/a/capabilities    | UpdateAttendeeCapabilities",
        "POST | /meetings/m/attendees?operation=batch-create | BatchCreateAttendee",
        "POST | /meetings?operation=create-attendees    | CreateMeetingWithAttendees",
        "POST | /media-insights-pipelines/i/speaker-search-tasks?operation=start"
            + " | StartSpeakerSearchTask",
        "POST | /voice-connectors/v/speaker-search-tasks/t?operation=stop | StopSpeakerSearchTask",
        "GET  | /voice%2Dconnectors                     | ListVoiceConnectors",
        "GET  | /voice-connectors?unknown=1&operation=x | ListVoiceConnectors",
      })
  void aRequestFindsItsOperation(String method, String target, String operation) {
    assertThat(CONTRACT.route(request(method, target)).operation().name()).isEqualTo(operation);
  }

  @ParameterizedTest
  @CsvSource({
    "%2B12065550100, +12065550100",
    "+12065550100, +12065550100",
    "a%2Fb, a/b",
    "a%20b, a b",
    "%C3%A9, é",
    "%2e%2e, ..",
    "%253A, %3A",
  })
  void pathSegmentsAreDecodedOneByOneAndOnce(String sent, String read) {
    assertThat(CONTRACT.route(request("GET", "/phone-numbers/" + sent)).pathValues())
        .isEqualTo(Map.of("phoneNumberId", read));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/nothing-here",
        "/voice-connectors/",
        "/voice-connectors//termination",
        "/sip-rules/a/b",
        "//sip-rules",
        "/Sip-Rules"
      })
  void anUnknownPathIsNotFound(String target) {
    assertThatThrownBy(() -> CONTRACT.route(request("GET", target)))
        .isInstanceOfSatisfying(
            ApiException.class, it -> assertThat(it.type()).isEqualTo(ErrorType.NOT_FOUND));
  }

  @Test
  void anUnknownPathIsNotEchoedBeyondAPlainFirstWord() {
    assertThatThrownBy(() -> CONTRACT.route(request("GET", "/phone-number/%2B12065550100")))
        .hasMessage("No operation has this path under /phone-number.");
    assertThatThrownBy(() -> CONTRACT.route(request("GET", "/%2B12065550100")))
        .hasMessage("No operation has this path.");
  }

  @Test
  void aMethodThatThePathDoesNotTakeIsToldWithThoseItTakes() {
    assertThatThrownBy(() -> CONTRACT.route(request("PATCH", "/sip-rules/r")))
        .isInstanceOfSatisfying(
            ApiException.class, it -> assertThat(it.type()).isEqualTo(ErrorType.BAD_REQUEST))
        .hasMessage("/sip-rules/{sipRuleId} takes the method DELETE or GET or PUT only.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/phone-numbers/n?operation=bogus | POST /phone-numbers/{phoneNumberId} takes the query"
            + " operation=restore, or none.",
        "/tags | POST /tags takes the query operation=tag-resource or operation=untag-resource.",
        "/tags?operation=tag | POST /tags takes the query operation=tag-resource or"
            + " operation=untag-resource.",
      })
  void anUnknownFixedQueryNeverFallsThroughToAnotherOperation(String target, String message) {
    assertThatThrownBy(() -> CONTRACT.route(request("POST", target)))
        .isInstanceOfSatisfying(
            ApiException.class, it -> assertThat(it.type()).isEqualTo(ErrorType.BAD_REQUEST))
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/phone-numbers/%", "/phone-numbers/%2", "/phone-numbers/%zz", "/phone-numbers/%ff",
        "/phone-numbers/%c0%af", "/phone-numbers/%ed%a0%80", "/phone-numbers?status=%",
            "phone-numbers"
      })
  void aPathOrQueryThatIsNotCorrectlyEncodedIsRefused(String target) {
    assertThatThrownBy(() -> CONTRACT.route(request("GET", target)))
        .isInstanceOfSatisfying(
            ApiException.class, it -> assertThat(it.type()).isEqualTo(ErrorType.BAD_REQUEST));
  }

  @Test
  void anEndlessPathOrQueryIsRefused() {
    String endless = "a".repeat(Router.MAX_LENGTH);
    assertThatThrownBy(() -> CONTRACT.route(request("GET", "/phone-numbers/" + endless)))
        .hasMessage("The path is longer than 16384 characters.");
    assertThatThrownBy(() -> CONTRACT.route(request("GET", "/phone-numbers?status=" + endless)))
        .hasMessage("The query is longer than 16384 characters.");
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:chime:us-east-1:111122223333:vc/abc, VOICE",
    "arn:aws:chime:us-east-1:111122223333:sma/abc, VOICE",
    "arn:aws:chime::111122223333:meeting/abc, MEETINGS",
    "arn:aws:chime:us-east-1:111122223333:media-pipeline/abc, MEDIA_PIPELINES",
    "arn:aws:chime:us-east-1:111122223333:media-insights-pipeline-configuration/a, MEDIA_PIPELINES",
    "arn:aws:chime:us-east-1:111122223333:media-pipeline-kinesis-video-stream-pool/a, MEDIA_PIPELINES",
    "no-arn, VOICE",
    "'', VOICE",
  })
  void aTagOperationBelongsToTheApiOfTheResource(String arn, Api api) {
    Binding binding = new Binding(CONTRACT);
    ApiRequest list = request("GET", "/tags?arn=" + arn.replace("/", "%2F"));
    ApiRequest tag =
        request("POST", "/tags?operation=tag-resource", "{\"ResourceARN\":\"" + arn + "\"}");

    Route listed = CONTRACT.route(list);
    Route tagged = CONTRACT.route(tag);

    assertThat(listed.operation().api()).isEqualTo(Api.VOICE);
    assertThat(binding.resolve(listed, list).operation())
        .isEqualTo(CONTRACT.operation(api, "ListTagsForResource").orElseThrow());
    assertThat(binding.resolve(tagged, tag).operation())
        .isEqualTo(CONTRACT.operation(api, "TagResource").orElseThrow());
  }

  @Test
  void onlyTagOperationsAreResolved() {
    ApiRequest request = request("GET", "/settings");
    Route route = CONTRACT.route(request);
    assertThat(new Binding(CONTRACT).resolve(route, request)).isSameAs(route);
  }
}
