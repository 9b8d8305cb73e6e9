package org.carillon.core.analytics;

import static org.carillon.core.analytics.ResourceArns.bad;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.carillon.contract.ApiException;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.MediaInsightsPipelineConfigurationElement;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.MediaInsightsPipelineConfigurationElementType;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.RealTimeAlertConfiguration;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.RealTimeAlertRule;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.RealTimeAlertRuleType;

/** The rules for real-time alerts (A6): they watch what a transcription finds. */
final class RealTimeAlerts {

  private RealTimeAlerts() {}

  /**
   * Checks alerts against the elements they watch.
   *
   * @param alerts null when none are wanted
   * @throws ApiException BAD_REQUEST that names the member and the rule
   */
  static void check(
      RealTimeAlertConfiguration alerts, List<MediaInsightsPipelineConfigurationElement> elements) {
    if (alerts == null) {
      return;
    }
    boolean callAnalytics =
        Elements.have(
            elements,
            MediaInsightsPipelineConfigurationElementType
                .AMAZON_TRANSCRIBE_CALL_ANALYTICS_PROCESSOR);
    boolean transcribe =
        Elements.have(
            elements, MediaInsightsPipelineConfigurationElementType.AMAZON_TRANSCRIBE_PROCESSOR);
    boolean enabled = !Boolean.TRUE.equals(alerts.disabled());
    if (enabled && alerts.rules().isEmpty()) {
      throw bad("RealTimeAlertConfiguration.Rules", "one to three rules, or Disabled true.");
    }
    if (!alerts.rules().isEmpty() && !callAnalytics && !transcribe) {
      throw bad(
          "RealTimeAlertConfiguration",
          "alerts need an AmazonTranscribeProcessor or an AmazonTranscribeCallAnalyticsProcessor.");
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < alerts.rules().size(); i++) {
      String at = "RealTimeAlertConfiguration.Rules[" + i + "]";
      RealTimeAlertRule rule = alerts.rules().get(i);
      if (!callAnalytics && rule.type() != RealTimeAlertRuleType.KEYWORD_MATCH) {
        throw bad(
            at + ".Type",
            rule.typeAsString() + " needs an AmazonTranscribeCallAnalyticsProcessor.");
      }
      if (!names.add(name(rule, at))) {
        throw bad(
            at + "." + rule.typeAsString() + "Configuration.RuleName",
            "another rule has the same name.");
      }
    }
  }

  /** The name of a rule, which has the configuration of its own type and no other. */
  private static String name(RealTimeAlertRule rule, String at) {
    int others =
        (rule.keywordMatchConfiguration() == null ? 0 : 1)
            + (rule.sentimentConfiguration() == null ? 0 : 1)
            + (rule.issueDetectionConfiguration() == null ? 0 : 1);
    String name =
        switch (rule.type()) {
          case KEYWORD_MATCH ->
              rule.keywordMatchConfiguration() == null
                  ? null
                  : rule.keywordMatchConfiguration().ruleName();
          case SENTIMENT ->
              rule.sentimentConfiguration() == null
                  ? null
                  : rule.sentimentConfiguration().ruleName();
          case ISSUE_DETECTION ->
              rule.issueDetectionConfiguration() == null
                  ? null
                  : rule.issueDetectionConfiguration().ruleName();
          case UNKNOWN_TO_SDK_VERSION -> null;
        };
    if (name == null || others != 1) {
      throw bad(at, rule.typeAsString() + "Configuration is required for this Type, and no other.");
    }
    return name;
  }
}
