package org.carillon.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

/** The service roles of the guide (O4). */
class RolesStackTest {

  private final Template dev = Synth.of(Synth.PLAIN).template("carillon-dev-roles");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          voice-connector | kinesisvideo:PutMedia               | :stream/ChimeVoiceConnector-*
          voice-connector | sns:Publish                         | :ChimeVoiceConnector-Streaming*
          voice-connector | sqs:SendMessage                     | :ChimeVoiceConnector-Streaming*
          voice-connector | polly:SynthesizeSpeech              | *
          transcription   | transcribe:StartStreamTranscription | *
          media-pipelines | kinesisvideo:PutMedia               | :stream/ChimeMediaPipelines-*
          media-pipelines | cloudwatch:PutMetricData            | *
          events          | firehose:PutRecordBatch | :deliverystream/AmazonChimeSDKEvents-*
          """)
  void aRoleOfTheGuideHasItsPermissions(String role, String action, String resource) {
    assertThat(Statements.of(Synth.of(Synth.PLAIN)))
        .filteredOn(it -> it.role().startsWith("carillon-dev-roles/Role" + role.replace("-", "")))
        .filteredOn(it -> it.actions().contains(action))
        .singleElement()
        .satisfies(it -> assertThat(it.resources()).singleElement().asString().endsWith(resource));
  }

  @Test
  void theyAreTrimmedToTheServicesThatAreNotOurOwn() {
    assertThat(
            Statements.of(Synth.of(Synth.PLAIN)).stream()
                .filter(it -> it.role().startsWith("carillon-dev-roles/"))
                .flatMap(it -> it.actions().stream()))
        .isNotEmpty()
        .noneMatch(it -> it.startsWith("chime:"))
        .noneMatch(it -> it.contains("Medical"))
        .noneMatch(it -> it.contains("*"));
  }

  @Test
  void onlyTheNodesTakeThemOn() {
    for (String role : List.of("voice-connector", "transcription", "media-pipelines")) {
      Object nodesOnly =
          Match.objectLike(
              Map.of(
                  "Action",
                  "sts:AssumeRole",
                  "Condition",
                  Map.of("ArnEquals", Map.of("aws:PrincipalArn", Match.anyValue()))));
      dev.hasResourceProperties(
          "AWS::IAM::Role",
          Map.of(
              "RoleName",
              "carillon-dev-us-east-1-" + role,
              "AssumeRolePolicyDocument",
              Match.objectLike(Map.of("Statement", List.of(nodesOnly)))));
    }
    dev.hasResourceProperties(
        "AWS::IAM::Role",
        Map.of(
            "RoleName",
            "carillon-dev-us-east-1-events",
            "AssumeRolePolicyDocument",
            Match.objectLike(
                Map.of(
                    "Statement",
                    List.of(
                        Match.objectLike(
                            Map.of(
                                "Principal",
                                Map.of("Service", "events.amazonaws.com"),
                                "Condition",
                                Map.of(
                                    "StringEquals",
                                    Map.of(
                                        "aws:SourceAccount",
                                        Map.of("Ref", "AWS::AccountId"))))))))));
  }
}
