package org.carillon.core.analytics;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.ErrorType;
import org.carillon.core.Caller;
import org.carillon.core.Ids;
import org.carillon.core.Operation;
import org.carillon.core.RequestTokens;
import org.carillon.core.Retries;
import org.carillon.core.ports.ItemWrite;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.CreateMediaInsightsPipelineRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.CreateMediaInsightsPipelineResponse;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.MediaInsightsPipeline;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.MediaInsightsPipelineConfiguration;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.MediaInsightsPipelineElementStatus;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.MediaPipelineElementStatus;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.MediaPipelineStatus;

/**
 * CreateMediaInsightsPipeline: on Kinesis video streams, when a media node is there to run it (A2).
 */
public final class CreateMediaInsightsPipeline
    implements Operation<CreateMediaInsightsPipelineRequest, CreateMediaInsightsPipelineResponse> {

  /** The operation's name, by which its tokens are kept. */
  static final String NAME = "CreateMediaInsightsPipeline";

  private static final int MAX_METADATA_CHARACTERS = 50_000;

  private final AnalyticsSpace space;
  private final InstantSource clock;

  /** In this space, by this clock. */
  public CreateMediaInsightsPipeline(AnalyticsSpace space, InstantSource clock) {
    this.space = space;
    this.clock = clock;
  }

  @Override
  public CreateMediaInsightsPipelineResponse handle(
      CreateMediaInsightsPipelineRequest request, Caller caller) {
    MediaInsightsPipelineConfiguration configuration =
        InsightsConfigurations.configuration(
            space
                .configurations()
                .require(
                    "MediaInsightsPipelineConfigurationArn",
                    request.mediaInsightsPipelineConfigurationArn()));
    new PipelineSources(space.account()).check(request, configuration.elements());
    int metadata =
        request.mediaInsightsRuntimeMetadata().entrySet().stream()
            .mapToInt(entry -> entry.getKey().length() + entry.getValue().length())
            .sum();
    if (metadata > MAX_METADATA_CHARACTERS) {
      throw ResourceArns.bad(
          "MediaInsightsRuntimeMetadata",
          "at most " + MAX_METADATA_CHARACTERS + " characters in all.");
    }
    Map<String, String> tags = AnalyticsSpace.checked(request.tags());
    return CreateMediaInsightsPipelineResponse.builder()
        .mediaInsightsPipeline(Retries.onConflict(() -> create(request, configuration, tags)))
        .build();
  }

  private MediaInsightsPipeline create(
      CreateMediaInsightsPipelineRequest request,
      MediaInsightsPipelineConfiguration configuration,
      Map<String, String> tags) {
    Optional<RequestTokens.Known> token =
        Optional.ofNullable(request.clientRequestToken())
            .map(it -> space.tokens().find(NAME, it, request, ErrorType.BAD_REQUEST));
    Optional<MediaInsightsPipeline> made =
        token
            .flatMap(RequestTokens.Known::resource)
            .map(id -> space.pipelines().require("ClientRequestToken", id))
            .map(InsightsPipelines::pipeline);
    if (made.isPresent()) {
      return made.get();
    }
    space.pipelines().requireRunner();
    String id = Ids.guid();
    List<MediaInsightsPipelineElementStatus> elements =
        configuration.elements().stream()
            .map(
                element ->
                    MediaInsightsPipelineElementStatus.builder()
                        .type(element.type())
                        .status(MediaPipelineElementStatus.NOT_STARTED)
                        .build())
            .toList();
    MediaInsightsPipeline pipeline =
        MediaInsightsPipeline.builder()
            .mediaPipelineId(id)
            .mediaPipelineArn(space.pipelines().arn(id))
            .mediaInsightsPipelineConfigurationArn(
                configuration.mediaInsightsPipelineConfigurationArn())
            .status(MediaPipelineStatus.INITIALIZING)
            .kinesisVideoStreamSourceRuntimeConfiguration(
                request.kinesisVideoStreamSourceRuntimeConfiguration())
            .mediaInsightsRuntimeMetadata(
                request.hasMediaInsightsRuntimeMetadata()
                    ? request.mediaInsightsRuntimeMetadata()
                    : null)
            .kinesisVideoStreamRecordingSourceRuntimeConfiguration(
                request.kinesisVideoStreamRecordingSourceRuntimeConfiguration())
            .s3RecordingSinkRuntimeConfiguration(request.s3RecordingSinkRuntimeConfiguration())
            .createdTimestamp(clock.instant().truncatedTo(ChronoUnit.MILLIS))
            .elementStatuses(elements)
            .build();
    List<ItemWrite> writes = new ArrayList<>();
    writes.add(
        space.pipelines().create(pipeline, Optional.ofNullable(request.clientRequestToken())));
    writes.add(space.tags().create(pipeline.mediaPipelineArn(), tags));
    token.ifPresent(it -> writes.add(space.tokens().remember(it, id)));
    space.items().write(writes);
    return pipeline;
  }
}
