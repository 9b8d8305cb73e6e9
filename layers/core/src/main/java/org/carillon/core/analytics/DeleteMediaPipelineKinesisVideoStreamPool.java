package org.carillon.core.analytics;

import java.util.ArrayList;
import java.util.List;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.Retries;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.quotas.Quota;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.DeleteMediaPipelineKinesisVideoStreamPoolRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.DeleteMediaPipelineKinesisVideoStreamPoolResponse;

/** DeleteMediaPipelineKinesisVideoStreamPool (A2). */
public final class DeleteMediaPipelineKinesisVideoStreamPool
    implements Operation<
        DeleteMediaPipelineKinesisVideoStreamPoolRequest,
        DeleteMediaPipelineKinesisVideoStreamPoolResponse> {

  private final AnalyticsSpace space;

  /** In this space. */
  public DeleteMediaPipelineKinesisVideoStreamPool(AnalyticsSpace space) {
    this.space = space;
  }

  @Override
  public DeleteMediaPipelineKinesisVideoStreamPoolResponse handle(
      DeleteMediaPipelineKinesisVideoStreamPoolRequest request, Caller caller) {
    return Retries.onConflict(
        () -> {
          Item read = space.pools().require(request.identifier());
          List<ItemWrite> writes = new ArrayList<>();
          writes.add(ItemWrite.delete(read));
          writes.add(space.tags().delete(StreamPools.pool(read).poolArn()));
          writes.add(space.quotas().giveBack(Quota.KINESIS_VIDEO_STREAM_POOLS, "", 1));
          StreamPools.requestToken(read)
              .ifPresent(
                  token ->
                      writes.addAll(
                          space
                              .tokens()
                              .forget(
                                  CreateMediaPipelineKinesisVideoStreamPool.NAME,
                                  token,
                                  read.key().sort())));
          space.items().write(writes);
          return DeleteMediaPipelineKinesisVideoStreamPoolResponse.builder().build();
        });
  }
}
