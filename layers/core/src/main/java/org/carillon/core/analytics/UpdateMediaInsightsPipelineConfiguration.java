package org.carillon.core.analytics;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.Retries;
import org.carillon.core.ports.Item;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.MediaInsightsPipelineConfiguration;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.UpdateMediaInsightsPipelineConfigurationRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.UpdateMediaInsightsPipelineConfigurationResponse;

/**
 * UpdateMediaInsightsPipelineConfiguration: role, alerts and elements are replaced whole; Voice
 * Connectors that use it follow (A1).
 */
public final class UpdateMediaInsightsPipelineConfiguration
    implements Operation<
        UpdateMediaInsightsPipelineConfigurationRequest,
        UpdateMediaInsightsPipelineConfigurationResponse> {

  private final AnalyticsSpace space;
  private final InstantSource clock;

  /** In this space, by this clock. */
  public UpdateMediaInsightsPipelineConfiguration(AnalyticsSpace space, InstantSource clock) {
    this.space = space;
    this.clock = clock;
  }

  @Override
  public UpdateMediaInsightsPipelineConfigurationResponse handle(
      UpdateMediaInsightsPipelineConfigurationRequest request, Caller caller) {
    space.configurations().require("Identifier", request.identifier());
    InsightsConfigurationRules.check(
        space,
        request.resourceAccessRoleArn(),
        request.elements(),
        request.realTimeAlertConfiguration());
    return UpdateMediaInsightsPipelineConfigurationResponse.builder()
        .mediaInsightsPipelineConfiguration(Retries.onConflict(() -> update(request)))
        .build();
  }

  private MediaInsightsPipelineConfiguration update(
      UpdateMediaInsightsPipelineConfigurationRequest request) {
    Item read = space.configurations().require("Identifier", request.identifier());
    MediaInsightsPipelineConfiguration after =
        InsightsConfigurations.configuration(read).toBuilder()
            .resourceAccessRoleArn(request.resourceAccessRoleArn())
            .realTimeAlertConfiguration(request.realTimeAlertConfiguration())
            .elements(request.elements())
            .updatedTimestamp(clock.instant().truncatedTo(ChronoUnit.MILLIS))
            .build();
    space.configurations().replace(read, after);
    return after;
  }
}
