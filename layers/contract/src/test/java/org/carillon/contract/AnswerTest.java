package org.carillon.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.CreateMediaInsightsPipelineRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.CreateMediaInsightsPipelineResponse;
import software.amazon.awssdk.services.chimesdkmeetings.model.StartMeetingTranscriptionResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateSipRuleResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteSipRuleResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.ListSipRulesResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.SipRule;

/** The wire form of answers and errors, byte by byte. */
class AnswerTest {

  private static final Contract CONTRACT = Contract.load();
  private static final Binding BINDING = new Binding(CONTRACT);

  private static ApiOperation operation(Api api, String name) {
    return CONTRACT.operation(api, name).orElseThrow();
  }

  private static String body(ApiResponse response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  @Test
  void voiceWritesTimesInIso8601WithMilliseconds() {
    ApiResponse response =
        BINDING.writeResponse(
            operation(Api.VOICE, "CreateSipRule"),
            CreateSipRuleResponse.builder()
                .sipRule(
                    SipRule.builder()
                        .sipRuleId("r")
                        .createdTimestamp(Instant.parse("2026-01-02T03:04:05.123456Z"))
                        .updatedTimestamp(Instant.parse("2026-01-02T03:04:05Z"))
                        .build())
                .build());

    assertThat(response.status()).isEqualTo(201);
    assertThat(response.headers()).isEqualTo(Map.of("Content-Type", "application/json"));
    assertThat(body(response))
        .isEqualTo(
            "{\"SipRule\":{\"SipRuleId\":\"r\","
                + "\"CreatedTimestamp\":\"2026-01-02T03:04:05.123Z\","
                + "\"UpdatedTimestamp\":\"2026-01-02T03:04:05.000Z\"}}");
  }

  @Test
  void mediaPipelinesReadsAndWritesTheTimesOfARangeInEpochSeconds() {
    String json =
        "{\"MediaInsightsPipelineConfigurationArn\":\"arn:aws:chime:us-east-1:111122223333:media-insights-pipeline-configuration/a\","
            + "\"KinesisVideoStreamRecordingSourceRuntimeConfiguration\":{\"Streams\":[{\"StreamArn\":"
            + "\"arn:aws:kinesisvideo:us-east-1:111122223333:stream/a/1\"}],"
            + "\"FragmentSelector\":{\"FragmentSelectorType\":\"ServerTimestamp\",\"TimestampRange\":"
            + "{\"StartTimestamp\":1767323045.678,\"EndTimestamp\":1767323046}}}}";
    ApiRequest request = Requests.request("POST", "/media-insights-pipelines", json);

    CreateMediaInsightsPipelineRequest read =
        (CreateMediaInsightsPipelineRequest) BINDING.readRequest(CONTRACT.route(request), request);
    ApiResponse response =
        BINDING.writeResponse(
            operation(Api.MEDIA_PIPELINES, "CreateMediaInsightsPipeline"),
            CreateMediaInsightsPipelineResponse.builder()
                .mediaInsightsPipeline(
                    it ->
                        it.kinesisVideoStreamRecordingSourceRuntimeConfiguration(
                                read.kinesisVideoStreamRecordingSourceRuntimeConfiguration())
                            .createdTimestamp(Instant.parse("2026-01-02T03:04:05Z")))
                .build());

    assertThat(
            read.kinesisVideoStreamRecordingSourceRuntimeConfiguration()
                .fragmentSelector()
                .timestampRange()
                .startTimestamp())
        .isEqualTo(Instant.parse("2026-01-02T03:04:05.678Z"));
    assertThat(body(response))
        .contains("{\"StartTimestamp\":1767323045.678,\"EndTimestamp\":1767323046}")
        .contains("\"CreatedTimestamp\":\"2026-01-02T03:04:05.000Z\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"2026-01-02T03:04:05Z\"", "1e300", "-1e12", "true", "{}"})
  void aTimeThatIsNotEpochSecondsIsRefused(String time) {
    ApiRequest request =
        Requests.request(
            "POST",
            "/media-insights-pipelines",
            "{\"KinesisVideoStreamRecordingSourceRuntimeConfiguration\":{\"FragmentSelector\":"
                + "{\"TimestampRange\":{\"EndTimestamp\":"
                + time
                + "}}}}");

    assertThatThrownBy(() -> BINDING.readRequest(CONTRACT.route(request), request))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("TimestampRange.EndTimestamp must be epoch seconds");
  }

  @Test
  void anEmptyAnswerIsAnEmptyObjectAndAnEmptyListIsKept() {
    ApiOperation list = operation(Api.VOICE, "ListSipRules");
    assertThat(body(BINDING.writeResponse(list, ListSipRulesResponse.builder().build())))
        .isEqualTo("{}");
    assertThat(
            body(
                BINDING.writeResponse(
                    list, ListSipRulesResponse.builder().sipRules(List.<SipRule>of()).build())))
        .isEqualTo("{\"SipRules\":[]}");
  }

  @Test
  void anOperationWithoutOutputAnswersWithoutABody() {
    ApiResponse deleted =
        BINDING.writeResponse(
            operation(Api.VOICE, "DeleteSipRule"), DeleteSipRuleResponse.builder().build());
    ApiResponse started =
        BINDING.writeResponse(
            operation(Api.MEETINGS, "StartMeetingTranscription"),
            StartMeetingTranscriptionResponse.builder().build());

    assertThat(deleted.status()).isEqualTo(204);
    assertThat(deleted.body()).isEmpty();
    assertThat(deleted.headers()).isEmpty();
    assertThat(started.status()).isEqualTo(200);
    assertThat(started.body()).isEmpty();
  }

  @Test
  void anAnswerOfAnotherOperationIsAFaultOfOurs() {
    assertThatThrownBy(
            () ->
                BINDING.writeResponse(
                    operation(Api.VOICE, "CreateSipRule"), DeleteSipRuleResponse.builder().build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("CreateSipRule does not answer with DeleteSipRuleResponse");
  }

  @Test
  void anErrorCarriesItsTypeInTheHeaderAndItsCodeInTheBody() {
    ApiResponse response =
        BINDING.writeError(
            new ApiException(ErrorType.RESOURCE_LIMIT_EXCEEDED, "25 are \"enough\"."), "id-1");

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.headers())
        .containsEntry("x-amzn-ErrorType", "ResourceLimitExceededException")
        .containsEntry("x-amzn-RequestId", "id-1")
        .containsEntry("Content-Type", "application/json");
    assertThat(body(response))
        .isEqualTo(
            "{\"Code\":\"ResourceLimitExceeded\",\"Message\":\"25 are \\\"enough\\\".\","
                + "\"RequestId\":\"id-1\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "MEETINGS, UNAUTHORIZED_CLIENT, UnauthorizedException, 401",
    "MEETINGS, THROTTLED_CLIENT, ThrottlingException, 429",
    "MEETINGS, RESOURCE_LIMIT_EXCEEDED, LimitExceededException, 400",
    "MEETINGS, ACCESS_DENIED, ForbiddenException, 403",
    "MEDIA_PIPELINES, ACCESS_DENIED, ForbiddenException, 403",
    "MEDIA_PIPELINES, UNAUTHORIZED, UnauthorizedClientException, 401",
    "VOICE, ACCESS_DENIED, AccessDeniedException, 403",
    "VOICE, NOT_IMPLEMENTED, NotImplementedException, 501",
  })
  void anErrorIsSaidInTheWordsOfTheApi(Api api, ErrorType type, String name, int status) {
    ApiResponse response = BINDING.writeError(api, new ApiException(type, "Why."), "id");

    assertThat(response.headers()).containsEntry("x-amzn-ErrorType", name);
    assertThat(response.status()).isEqualTo(status);
  }

  @Test
  void membersOfAnErrorGoWhereTheModelHasThem() {
    ApiResponse response =
        BINDING.writeError(
            Api.MEETINGS,
            new ApiException(
                ErrorType.SERVICE_UNAVAILABLE,
                "Later.",
                Map.of("RetryAfterSeconds", "30", "ResourceName", "arn")),
            "id");

    assertThat(response.headers()).containsEntry("Retry-After", "30");
    assertThat(Json.readObject(response.body()))
        .containsEntry("ResourceName", "arn")
        .doesNotContainKey("RetryAfterSeconds");
  }

  @Test
  void anOperationKnowsTheErrorsItDeclares() {
    ApiOperation order = operation(Api.VOICE, "CreatePhoneNumberOrder");
    assertThat(order.declares(ErrorType.RESOURCE_LIMIT_EXCEEDED)).isTrue();
    assertThat(order.declares(ErrorType.GONE)).isFalse();
    assertThat(order.declares(ErrorType.NOT_IMPLEMENTED)).isFalse();
  }
}
