package org.carillon.core.analytics;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.GetMediaPipelineKinesisVideoStreamPoolRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.GetMediaPipelineKinesisVideoStreamPoolResponse;

/** GetMediaPipelineKinesisVideoStreamPool: by name or ARN (A2). */
public final class GetMediaPipelineKinesisVideoStreamPool
    implements Operation<
        GetMediaPipelineKinesisVideoStreamPoolRequest,
        GetMediaPipelineKinesisVideoStreamPoolResponse> {

  private final AnalyticsSpace space;

  /** In this space. */
  public GetMediaPipelineKinesisVideoStreamPool(AnalyticsSpace space) {
    this.space = space;
  }

  @Override
  public GetMediaPipelineKinesisVideoStreamPoolResponse handle(
      GetMediaPipelineKinesisVideoStreamPoolRequest request, Caller caller) {
    return GetMediaPipelineKinesisVideoStreamPoolResponse.builder()
        .kinesisVideoStreamPoolConfiguration(
            StreamPools.pool(space.pools().require(request.identifier())))
        .build();
  }
}
