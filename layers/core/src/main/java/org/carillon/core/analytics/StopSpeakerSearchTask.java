package org.carillon.core.analytics;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.voiceprofiles.TaskKind;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.StopSpeakerSearchTaskRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.StopSpeakerSearchTaskResponse;

/** StopSpeakerSearchTask of media pipelines: one that goes on (P4). */
public final class StopSpeakerSearchTask
    implements Operation<StopSpeakerSearchTaskRequest, StopSpeakerSearchTaskResponse> {

  private final AnalyticsSpace space;

  /** In this space. */
  public StopSpeakerSearchTask(AnalyticsSpace space) {
    this.space = space;
  }

  @Override
  public StopSpeakerSearchTaskResponse handle(StopSpeakerSearchTaskRequest request, Caller caller) {
    space
        .tasks()
        .stop(TaskKind.SPEAKER_SEARCH, request.identifier(), request.speakerSearchTaskId());
    return StopSpeakerSearchTaskResponse.builder().build();
  }
}
