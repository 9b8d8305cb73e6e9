package org.carillon.core.analytics;

import java.util.Map;
import java.util.stream.Collectors;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.Retries;
import org.carillon.core.ports.Item;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.MediaInsightsPipeline;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.MediaPipelineElementStatus;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.MediaPipelineStatus;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.MediaPipelineStatusUpdate;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.UpdateMediaInsightsPipelineStatusRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.UpdateMediaInsightsPipelineStatusResponse;

/**
 * UpdateMediaInsightsPipelineStatus: pause one that is in progress, resume one that is paused;
 * recording goes on while paused (A2).
 */
public final class UpdateMediaInsightsPipelineStatus
    implements Operation<
        UpdateMediaInsightsPipelineStatusRequest, UpdateMediaInsightsPipelineStatusResponse> {

  private final AnalyticsSpace space;

  /** In this space. */
  public UpdateMediaInsightsPipelineStatus(AnalyticsSpace space) {
    this.space = space;
  }

  @Override
  public UpdateMediaInsightsPipelineStatusResponse handle(
      UpdateMediaInsightsPipelineStatusRequest request, Caller caller) {
    boolean pause = request.updateStatus() == MediaPipelineStatusUpdate.PAUSE;
    MediaPipelineStatus from = pause ? MediaPipelineStatus.IN_PROGRESS : MediaPipelineStatus.PAUSED;
    MediaPipelineStatus to = pause ? MediaPipelineStatus.PAUSED : MediaPipelineStatus.IN_PROGRESS;
    return Retries.onConflict(
        () -> {
          Item read = space.pipelines().require("Identifier", request.identifier());
          MediaInsightsPipeline pipeline = InsightsPipelines.pipeline(read);
          if (pipeline.status() != from) {
            throw new ApiException(
                ErrorType.CONFLICT,
                "UpdateStatus: the pipeline is "
                    + pipeline.statusAsString()
                    + "; "
                    + request.updateStatusAsString()
                    + " needs one that is "
                    + from
                    + ".");
          }
          space
              .pipelines()
              .replace(read, InsightsPipelines.with(pipeline, to, processors(pipeline, pause)));
          return UpdateMediaInsightsPipelineStatusResponse.builder().build();
        });
  }

  private static Map<String, MediaPipelineElementStatus> processors(
      MediaInsightsPipeline pipeline, boolean pause) {
    MediaPipelineElementStatus from =
        pause ? MediaPipelineElementStatus.IN_PROGRESS : MediaPipelineElementStatus.PAUSED;
    MediaPipelineElementStatus to =
        pause ? MediaPipelineElementStatus.PAUSED : MediaPipelineElementStatus.IN_PROGRESS;
    return pipeline.elementStatuses().stream()
        .filter(element -> element.typeAsString().endsWith("Processor"))
        .filter(element -> element.status() == from)
        .collect(Collectors.toMap(element -> element.typeAsString(), element -> to));
  }
}
