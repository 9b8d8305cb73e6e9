package org.carillon.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is secret does not get into what is kept for reading. */
class RedactionTest {

  private final Contract contract = Contract.load();
  private final Redaction redaction = new Redaction(contract);

  @Test
  void passwordsOfTrunksAreHiddenAndTheRestStays() {
    var shown =
        redaction.input(
            operation(Api.VOICE, "PutVoiceConnectorTerminationCredentials"),
            Map.of(
                "VoiceConnectorId",
                "abcdefghijklmnopqrstu1",
                "Credentials",
                List.of(Map.of("Username", "pbx", "Password", "hunter2"))));

    assertThat(shown).containsEntry("voiceConnectorId", "abcdefghijklmnopqrstu1");
    assertThat(shown.get("credentials").toString())
        .contains(Redaction.HIDDEN)
        .doesNotContain("hunter2");
  }

  @Test
  void joinTokensOfMeetingsAreHidden() {
    var shown =
        redaction.output(
            operation(Api.MEETINGS, "CreateAttendee"),
            Map.of("Attendee", Map.of("AttendeeId", "a-1", "JoinToken", "t0ken")));

    assertThat(shown.toString()).contains("attendeeId=a-1").doesNotContain("t0ken");
  }

  @Test
  void secretsOfAccessKeysAndSessionsAreHidden() {
    var key =
        redaction.output(
            operation(Api.OPERATOR, "CreateAccessKey"),
            Map.of("AccessKey", Map.of("AccessKeyId", "AKIA1", "SecretAccessKey", "wJalr")));
    assertThat(key.toString()).contains("AKIA1").doesNotContain("wJalr");

    var session =
        redaction.output(
            operation(Api.OPERATOR, "CreateSession"),
            Map.of("Credentials", Map.of("SessionToken", "FwoG", "SecretAccessKey", "wJalr")));
    assertThat(session.toString()).doesNotContain("FwoG").doesNotContain("wJalr");
  }

  /** Every member of every model that is sensitive, or in a sensitive shape. */
  @Test
  void nothingThatAModelMarksSensitiveIsShown() {
    int looked = 0;
    for (ApiOperation operation : contract.operations()) {
      if (!operation.inputShape().isEmpty()) {
        ApiModel model = contract.model(operation.api());
        for (Shape.Member member : model.shape(operation.inputShape()).members().values()) {
          if (model.shape(member.shape()).sensitive()) {
            var shown = redaction.input(operation, Map.of(member.name(), "SECRET"));
            assertThat(shown.toString()).as(operation.name()).doesNotContain("SECRET");
            looked++;
          }
        }
      }
    }
    assertThat(looked).isGreaterThan(40);
  }

  private ApiOperation operation(Api api, String name) {
    return contract.operation(api, name).orElseThrow();
  }
}
