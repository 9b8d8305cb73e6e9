package org.carillon.core.analytics;

import java.util.Optional;
import org.carillon.core.Caller;
import org.carillon.core.Listing;
import org.carillon.core.Operation;
import org.carillon.core.Page;
import org.carillon.core.ports.ItemQuery;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.ListMediaInsightsPipelineConfigurationsRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.ListMediaInsightsPipelineConfigurationsResponse;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.MediaInsightsPipelineConfiguration;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.MediaInsightsPipelineConfigurationSummary;

/** ListMediaInsightsPipelineConfigurations (A1). */
public final class ListMediaInsightsPipelineConfigurations
    implements Operation<
        ListMediaInsightsPipelineConfigurationsRequest,
        ListMediaInsightsPipelineConfigurationsResponse> {

  private final Listing listing;
  private final AnalyticsSpace space;

  /** In this space. */
  public ListMediaInsightsPipelineConfigurations(Listing listing, AnalyticsSpace space) {
    this.listing = listing;
    this.space = space;
  }

  @Override
  public ListMediaInsightsPipelineConfigurationsResponse handle(
      ListMediaInsightsPipelineConfigurationsRequest request, Caller caller) {
    Page<MediaInsightsPipelineConfigurationSummary> page =
        listing.page(
            ItemQuery.Index.TABLE,
            space.configurations().partition(),
            "",
            "",
            request.maxResults(),
            request.nextToken(),
            item -> Optional.of(summary(InsightsConfigurations.configuration(item))));
    return ListMediaInsightsPipelineConfigurationsResponse.builder()
        .mediaInsightsPipelineConfigurations(page.entries())
        .nextToken(page.nextToken())
        .build();
  }

  private static MediaInsightsPipelineConfigurationSummary summary(
      MediaInsightsPipelineConfiguration configuration) {
    return MediaInsightsPipelineConfigurationSummary.builder()
        .mediaInsightsPipelineConfigurationName(
            configuration.mediaInsightsPipelineConfigurationName())
        .mediaInsightsPipelineConfigurationId(configuration.mediaInsightsPipelineConfigurationId())
        .mediaInsightsPipelineConfigurationArn(
            configuration.mediaInsightsPipelineConfigurationArn())
        .build();
  }
}
