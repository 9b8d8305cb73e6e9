package org.carillon.core.analytics;

import java.util.Optional;
import org.carillon.core.Caller;
import org.carillon.core.Listing;
import org.carillon.core.Operation;
import org.carillon.core.Page;
import org.carillon.core.ports.ItemQuery;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.KinesisVideoStreamPoolConfiguration;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.KinesisVideoStreamPoolSummary;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.ListMediaPipelineKinesisVideoStreamPoolsRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.ListMediaPipelineKinesisVideoStreamPoolsResponse;

/** ListMediaPipelineKinesisVideoStreamPools (A2). */
public final class ListMediaPipelineKinesisVideoStreamPools
    implements Operation<
        ListMediaPipelineKinesisVideoStreamPoolsRequest,
        ListMediaPipelineKinesisVideoStreamPoolsResponse> {

  private final Listing listing;
  private final AnalyticsSpace space;

  /** In this space. */
  public ListMediaPipelineKinesisVideoStreamPools(Listing listing, AnalyticsSpace space) {
    this.listing = listing;
    this.space = space;
  }

  @Override
  public ListMediaPipelineKinesisVideoStreamPoolsResponse handle(
      ListMediaPipelineKinesisVideoStreamPoolsRequest request, Caller caller) {
    Page<KinesisVideoStreamPoolSummary> page =
        listing.page(
            ItemQuery.Index.TABLE,
            space.pools().partition(),
            "",
            "",
            request.maxResults(),
            request.nextToken(),
            item -> Optional.of(summary(StreamPools.pool(item))));
    return ListMediaPipelineKinesisVideoStreamPoolsResponse.builder()
        .kinesisVideoStreamPools(page.entries())
        .nextToken(page.nextToken())
        .build();
  }

  private static KinesisVideoStreamPoolSummary summary(KinesisVideoStreamPoolConfiguration pool) {
    return KinesisVideoStreamPoolSummary.builder()
        .poolName(pool.poolName())
        .poolId(pool.poolId())
        .poolArn(pool.poolArn())
        .build();
  }
}
