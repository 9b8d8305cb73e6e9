package org.carillon.core.analytics;

import java.util.Optional;
import org.carillon.core.Caller;
import org.carillon.core.Listing;
import org.carillon.core.Operation;
import org.carillon.core.Page;
import org.carillon.core.ports.ItemQuery;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.ListMediaPipelinesRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.ListMediaPipelinesResponse;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.MediaPipelineSummary;

/** ListMediaPipelines (A2). */
public final class ListMediaPipelines
    implements Operation<ListMediaPipelinesRequest, ListMediaPipelinesResponse> {

  private final Listing listing;
  private final AnalyticsSpace space;

  /** In this space. */
  public ListMediaPipelines(Listing listing, AnalyticsSpace space) {
    this.listing = listing;
    this.space = space;
  }

  @Override
  public ListMediaPipelinesResponse handle(ListMediaPipelinesRequest request, Caller caller) {
    Page<MediaPipelineSummary> page =
        listing.page(
            ItemQuery.Index.TABLE,
            space.pipelines().partition(),
            "",
            "",
            request.maxResults(),
            request.nextToken(),
            item ->
                Optional.of(
                    MediaPipelineSummary.builder()
                        .mediaPipelineId(item.key().sort())
                        .mediaPipelineArn(space.pipelines().arn(item.key().sort()))
                        .build()));
    return ListMediaPipelinesResponse.builder()
        .mediaPipelines(page.entries())
        .nextToken(page.nextToken())
        .build();
  }
}
