package org.carillon.core.analytics;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.GetMediaInsightsPipelineConfigurationRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.GetMediaInsightsPipelineConfigurationResponse;

/** GetMediaInsightsPipelineConfiguration: by name or ARN (A1). */
public final class GetMediaInsightsPipelineConfiguration
    implements Operation<
        GetMediaInsightsPipelineConfigurationRequest,
        GetMediaInsightsPipelineConfigurationResponse> {

  private final AnalyticsSpace space;

  /** In this space. */
  public GetMediaInsightsPipelineConfiguration(AnalyticsSpace space) {
    this.space = space;
  }

  @Override
  public GetMediaInsightsPipelineConfigurationResponse handle(
      GetMediaInsightsPipelineConfigurationRequest request, Caller caller) {
    return GetMediaInsightsPipelineConfigurationResponse.builder()
        .mediaInsightsPipelineConfiguration(
            InsightsConfigurations.configuration(
                space.configurations().require("Identifier", request.identifier())))
        .build();
  }
}
