package org.carillon.core.analytics;

import java.util.List;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.MediaInsightsPipelineConfigurationElement;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.RealTimeAlertConfiguration;

/** What a configuration must be, new or changed (A1). */
final class InsightsConfigurationRules {

  private InsightsConfigurationRules() {}

  /**
   * Checks it.
   *
   * @throws ApiException {@link ErrorType#BAD_REQUEST} that names the member and the rule
   */
  static void check(
      AnalyticsSpace space,
      String role,
      List<MediaInsightsPipelineConfigurationElement> elements,
      RealTimeAlertConfiguration alerts) {
    new ResourceArns(space.account()).role("ResourceAccessRoleArn", role);
    space.elements().check(elements);
    RealTimeAlerts.check(alerts, elements);
  }
}
