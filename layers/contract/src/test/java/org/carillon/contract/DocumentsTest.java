package org.carillon.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.chimesdkmeetings.model.CreateMeetingRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.Address;
import software.amazon.awssdk.services.chimesdkvoice.model.GetSpeakerSearchTaskResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.SipMediaApplication;
import software.amazon.awssdk.services.chimesdkvoice.model.SipMediaApplicationEndpoint;
import software.amazon.awssdk.services.chimesdkvoice.model.SipRule;
import software.amazon.awssdk.services.chimesdkvoice.model.SipRuleTargetApplication;
import software.amazon.awssdk.services.chimesdkvoice.model.SpeakerSearchResult;

/** SDK shapes as plain documents for stores, and back. */
class DocumentsTest {

  @Test
  void aShapeIsADocumentOfTheModelsMemberNames() {
    SipRule rule =
        SipRule.builder()
            .sipRuleId("rule")
            .name("front desk")
            .disabled(false)
            .triggerType("ToPhoneNumber")
            .triggerValue("+12065550100")
            .targetApplications(
                SipRuleTargetApplication.builder()
                    .sipMediaApplicationId("app")
                    .priority(1)
                    .awsRegion("us-east-1")
                    .build())
            .createdTimestamp(Instant.parse("2026-01-02T03:04:05.123456789Z"))
            .build();

    Map<String, Object> document = Documents.toDocument(rule);

    assertThat(document)
        .isEqualTo(
            Map.of(
                "SipRuleId", "rule",
                "Name", "front desk",
                "Disabled", false,
                "TriggerType", "ToPhoneNumber",
                "TriggerValue", "+12065550100",
                "TargetApplications",
                    List.of(
                        Map.of(
                            "SipMediaApplicationId", "app",
                            "Priority", 1,
                            "AwsRegion", "us-east-1")),
                "CreatedTimestamp", "2026-01-02T03:04:05.123456789Z"));
    assertThat(Documents.fromDocument(document, SipRule.class)).isEqualTo(rule);
  }

  @Test
  void memberNamesAreTheModelsAlsoWhereTheyStartSmall() {
    assertThat(Documents.toDocument(Address.builder().streetName("Main").build()))
        .isEqualTo(Map.of("streetName", "Main"));
  }

  @Test
  void anEmptyListIsKeptAndAMissingOneIsLeftOut() {
    SipMediaApplication empty =
        SipMediaApplication.builder().endpoints(List.<SipMediaApplicationEndpoint>of()).build();

    assertThat(Documents.toDocument(empty)).isEqualTo(Map.of("Endpoints", List.of()));
    assertThat(Documents.toDocument(SipMediaApplication.builder().build())).isEmpty();
    assertThat(
            Documents.fromDocument(Map.of("Endpoints", List.of()), SipMediaApplication.class)
                .hasEndpoints())
        .isTrue();
    assertThat(Documents.fromDocument(Map.of(), SipMediaApplication.class).hasEndpoints())
        .isFalse();
  }

  @Test
  void aTokenThatWasNotGivenIsNotMadeUp() {
    assertThat(Documents.toDocument(CreateMeetingRequest.builder().build())).isEmpty();
    assertThat(
            Documents.toDocument(
                CreateMeetingRequest.builder().clientRequestToken("token").build()))
        .isEqualTo(Map.of("ClientRequestToken", "token"));
  }

  @Test
  void aFloatKeepsItsDigits() {
    Map<String, Object> result =
        Documents.toDocument(SpeakerSearchResult.builder().confidenceScore(0.87f).build());

    assertThat(result).isEqualTo(Map.of("ConfidenceScore", 0.87d));
    assertThat(Documents.fromDocument(result, SpeakerSearchResult.class).confidenceScore())
        .isEqualTo(0.87f);
  }

  @Test
  void keysOfALaterVersionAndNullsAreIgnored() {
    Map<String, Object> later =
        Json.readObject(
            "{\"Name\":null,\"SipRuleId\":\"r\",\"New\":[1]}".getBytes(StandardCharsets.UTF_8));
    assertThat(Documents.fromDocument(later, SipRule.class))
        .isEqualTo(SipRule.builder().sipRuleId("r").build());
  }

  @Test
  void aValueOfTheWrongTypeIsToldByItsMember() {
    assertThatThrownBy(
            () ->
                Documents.fromDocument(
                    Map.of("TargetApplications", List.of(Map.of("Priority", "high"))),
                    SipRule.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("TargetApplications[0].Priority is not of the type INTEGER");
    assertThatThrownBy(
            () ->
                Documents.fromDocument(
                    Map.of("SpeakerSearchTask", Map.of("CreatedTimestamp", "yesterday")),
                    GetSpeakerSearchTaskResponse.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("SpeakerSearchTask.CreatedTimestamp is not of the type INSTANT")
        .hasNoCause();
  }
}
