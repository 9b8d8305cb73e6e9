package org.carillon.core.analytics;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.Retries;
import org.carillon.core.ports.Item;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.KinesisVideoStreamPoolConfiguration;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.UpdateMediaPipelineKinesisVideoStreamPoolRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.UpdateMediaPipelineKinesisVideoStreamPoolResponse;

/** UpdateMediaPipelineKinesisVideoStreamPool: how long its streams keep what they get (A2). */
public final class UpdateMediaPipelineKinesisVideoStreamPool
    implements Operation<
        UpdateMediaPipelineKinesisVideoStreamPoolRequest,
        UpdateMediaPipelineKinesisVideoStreamPoolResponse> {

  private final AnalyticsSpace space;
  private final InstantSource clock;

  /** In this space, by this clock. */
  public UpdateMediaPipelineKinesisVideoStreamPool(AnalyticsSpace space, InstantSource clock) {
    this.space = space;
    this.clock = clock;
  }

  @Override
  public UpdateMediaPipelineKinesisVideoStreamPoolResponse handle(
      UpdateMediaPipelineKinesisVideoStreamPoolRequest request, Caller caller) {
    return UpdateMediaPipelineKinesisVideoStreamPoolResponse.builder()
        .kinesisVideoStreamPoolConfiguration(Retries.onConflict(() -> update(request)))
        .build();
  }

  private KinesisVideoStreamPoolConfiguration update(
      UpdateMediaPipelineKinesisVideoStreamPoolRequest request) {
    Item read = space.pools().require(request.identifier());
    KinesisVideoStreamPoolConfiguration before = StreamPools.pool(read);
    KinesisVideoStreamPoolConfiguration.Builder changed = before.toBuilder();
    if (request.streamConfiguration() != null
        && request.streamConfiguration().dataRetentionInHours() != null) {
      changed.streamConfiguration(
          before.streamConfiguration().toBuilder()
              .dataRetentionInHours(request.streamConfiguration().dataRetentionInHours())
              .build());
    }
    KinesisVideoStreamPoolConfiguration after =
        changed.updatedTimestamp(clock.instant().truncatedTo(ChronoUnit.MILLIS)).build();
    space.pools().replace(read, after);
    return after;
  }
}
