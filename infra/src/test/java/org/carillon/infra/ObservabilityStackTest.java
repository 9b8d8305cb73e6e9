package org.carillon.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.carillon.core.metrics.Metric;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;

class ObservabilityStackTest {

  @Test
  void theDashboardShowsEveryMetricOfTheCore() {
    assertThat(Arrays.stream(CallMetric.values()).map(CallMetric::metricName))
        .containsExactlyElementsOf(Arrays.stream(Metric.values()).map(Metric::wireName).toList())
        .hasSize(45);
    String body = String.valueOf(Synth.of(Synth.PLAIN).resources("AWS::CloudWatch::Dashboard"));
    for (CallMetric metric : CallMetric.values()) {
      assertThat(body).contains(metric.metricName());
    }
  }

  @Test
  void everyAlarmTellsSomebodyWhatToDo() {
    List<Map<String, Object>> alarms = Synth.of(Synth.FULL).resources("AWS::CloudWatch::Alarm");
    assertThat(alarms).hasSizeGreaterThan(20);
    for (Map<String, Object> alarm : alarms) {
      if (!String.valueOf(alarm).contains("TargetTracking")) {
        assertThat(Synth.map(alarm.get("Properties")))
            .containsKeys("AlarmActions", "AlarmDescription");
      }
    }
    Synth.of(Synth.FULL)
        .template("carillon-prod-observability")
        .hasResourceProperties(
            "AWS::SNS::Subscription",
            Map.of("Protocol", "email", "Endpoint", "operator@example.com"));
  }

  @Test
  void alarmsMayBePublished() {
    Object account = Map.of("Ref", "AWS::AccountId");
    Object alarms =
        Match.objectLike(
            Map.of(
                "Effect",
                "Allow",
                "Action",
                "sns:Publish",
                "Principal",
                Map.of("Service", "cloudwatch.amazonaws.com"),
                "Condition",
                Map.of("StringEquals", Map.of("aws:SourceAccount", account))));
    Synth.of(Synth.PLAIN)
        .template("carillon-dev-observability")
        .hasResourceProperties(
            "AWS::SNS::TopicPolicy",
            Map.of(
                "PolicyDocument",
                Match.objectLike(Map.of("Statement", Match.arrayWith(List.of(alarms))))));
    // the topic is sealed with the key of data, which CloudWatch must be able to use
    for (String type : List.of("AWS::KMS::Key", "AWS::KMS::ReplicaKey")) {
      assertThat(Synth.of(Synth.FULL).resources(type))
          .anySatisfy(
              it ->
                  assertThat(String.valueOf(it))
                      .contains("cloudwatch.amazonaws.com", "kms:GenerateDataKey"));
    }
  }

  @Test
  void throttlesOfAllConnectorsAreAnAlarm() {
    Synth.of(Synth.PLAIN)
        .template("carillon-dev-observability")
        .hasResourceProperties(
            "AWS::CloudWatch::Alarm",
            Map.of(
                "AlarmDescription",
                Match.stringLikeRegexp("Calls are refused"),
                "Metrics",
                List.of(
                    Match.objectLike(
                        Map.of(
                            "Expression",
                            "SELECT SUM(Throttles) FROM \"Carillon/VoiceConnector\"")))));
  }
}
