package org.carillon.core.analytics;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.GetMediaPipelineRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.GetMediaPipelineResponse;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.MediaInsightsPipeline;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.MediaPipeline;

/** GetMediaPipeline: a media insights pipeline; there are no others here (A2). */
public final class GetMediaPipeline
    implements Operation<GetMediaPipelineRequest, GetMediaPipelineResponse> {

  private final AnalyticsSpace space;

  /** In this space. */
  public GetMediaPipeline(AnalyticsSpace space) {
    this.space = space;
  }

  @Override
  public GetMediaPipelineResponse handle(GetMediaPipelineRequest request, Caller caller) {
    MediaInsightsPipeline pipeline =
        InsightsPipelines.pipeline(
            space.pipelines().require("MediaPipelineId", request.mediaPipelineId()));
    return GetMediaPipelineResponse.builder()
        .mediaPipeline(MediaPipeline.builder().mediaInsightsPipeline(pipeline).build())
        .build();
  }
}
