package org.carillon.core.analytics;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Caller;
import org.carillon.core.Ids;
import org.carillon.core.Operation;
import org.carillon.core.RequestTokens;
import org.carillon.core.Retries;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.quotas.Quota;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.CreateMediaInsightsPipelineConfigurationRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.CreateMediaInsightsPipelineConfigurationResponse;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.MediaInsightsPipelineConfiguration;

/**
 * CreateMediaInsightsPipelineConfiguration (A1): no audio source inside, so that many Voice
 * Connectors can use one.
 */
public final class CreateMediaInsightsPipelineConfiguration
    implements Operation<
        CreateMediaInsightsPipelineConfigurationRequest,
        CreateMediaInsightsPipelineConfigurationResponse> {

  /** The operation's name, by which its tokens are kept. */
  static final String NAME = "CreateMediaInsightsPipelineConfiguration";

  private final AnalyticsSpace space;
  private final InstantSource clock;

  /** In this space, by this clock. */
  public CreateMediaInsightsPipelineConfiguration(AnalyticsSpace space, InstantSource clock) {
    this.space = space;
    this.clock = clock;
  }

  @Override
  public CreateMediaInsightsPipelineConfigurationResponse handle(
      CreateMediaInsightsPipelineConfigurationRequest request, Caller caller) {
    InsightsConfigurationRules.check(
        space,
        request.resourceAccessRoleArn(),
        request.elements(),
        request.realTimeAlertConfiguration());
    Map<String, String> tags = AnalyticsSpace.checked(request.tags());
    return CreateMediaInsightsPipelineConfigurationResponse.builder()
        .mediaInsightsPipelineConfiguration(Retries.onConflict(() -> create(request, tags)))
        .build();
  }

  private MediaInsightsPipelineConfiguration create(
      CreateMediaInsightsPipelineConfigurationRequest request, Map<String, String> tags) {
    Optional<RequestTokens.Known> token =
        Optional.ofNullable(request.clientRequestToken())
            .map(it -> space.tokens().find(NAME, it, request, ErrorType.BAD_REQUEST));
    String name = request.mediaInsightsPipelineConfigurationName();
    Optional<MediaInsightsPipelineConfiguration> there = space.configurations().find(name);
    if (there.isPresent() && token.flatMap(RequestTokens.Known::resource).isPresent()) {
      return there.get();
    }
    if (there.isPresent()) {
      throw new ApiException(
          ErrorType.BAD_REQUEST,
          "MediaInsightsPipelineConfigurationName: the account has a configuration of this name."
              + " Choose another.");
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    MediaInsightsPipelineConfiguration configuration =
        MediaInsightsPipelineConfiguration.builder()
            .mediaInsightsPipelineConfigurationName(name)
            .mediaInsightsPipelineConfigurationArn(space.configurations().arn(name))
            .mediaInsightsPipelineConfigurationId(Ids.guid())
            .resourceAccessRoleArn(request.resourceAccessRoleArn())
            .realTimeAlertConfiguration(request.realTimeAlertConfiguration())
            .elements(request.elements())
            .createdTimestamp(now)
            .updatedTimestamp(now)
            .build();
    List<ItemWrite> writes = new ArrayList<>();
    writes.add(
        space
            .configurations()
            .create(configuration, Optional.ofNullable(request.clientRequestToken())));
    writes.add(space.tags().create(configuration.mediaInsightsPipelineConfigurationArn(), tags));
    writes.add(space.quotas().take(Quota.MEDIA_INSIGHTS_PIPELINE_CONFIGURATIONS, "", 1));
    token.ifPresent(it -> writes.add(space.tokens().remember(it, name)));
    space.items().write(writes);
    return configuration;
  }
}
