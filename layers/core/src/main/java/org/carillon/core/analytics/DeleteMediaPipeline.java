package org.carillon.core.analytics;

import java.util.ArrayList;
import java.util.List;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.Retries;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemWrite;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.DeleteMediaPipelineRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.DeleteMediaPipelineResponse;

/**
 * DeleteMediaPipeline: the pipeline is gone at once with its tasks; whoever runs it stops at its
 * next report (A2).
 */
public final class DeleteMediaPipeline
    implements Operation<DeleteMediaPipelineRequest, DeleteMediaPipelineResponse> {

  private final AnalyticsSpace space;

  /** In this space. */
  public DeleteMediaPipeline(AnalyticsSpace space) {
    this.space = space;
  }

  @Override
  public DeleteMediaPipelineResponse handle(DeleteMediaPipelineRequest request, Caller caller) {
    return Retries.onConflict(() -> delete(request.mediaPipelineId()));
  }

  private DeleteMediaPipelineResponse delete(String id) {
    Item read = space.pipelines().require("MediaPipelineId", id);
    List<ItemWrite> writes = new ArrayList<>();
    writes.add(ItemWrite.delete(read));
    writes.add(space.tags().delete(space.pipelines().arn(id)));
    InsightsPipelines.requestToken(read)
        .ifPresent(
            token ->
                writes.addAll(space.tokens().forget(CreateMediaInsightsPipeline.NAME, token, id)));
    // the tasks go first: without the pipeline nobody would find what is left of them
    space.tasks().deleteAll(id);
    space.items().write(writes);
    return DeleteMediaPipelineResponse.builder().build();
  }
}
