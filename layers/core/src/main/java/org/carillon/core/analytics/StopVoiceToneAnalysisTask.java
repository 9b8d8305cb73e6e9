package org.carillon.core.analytics;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.voiceprofiles.TaskKind;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.StopVoiceToneAnalysisTaskRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.StopVoiceToneAnalysisTaskResponse;

/** StopVoiceToneAnalysisTask of media pipelines: one that goes on (P5). */
public final class StopVoiceToneAnalysisTask
    implements Operation<StopVoiceToneAnalysisTaskRequest, StopVoiceToneAnalysisTaskResponse> {

  private final AnalyticsSpace space;

  /** In this space. */
  public StopVoiceToneAnalysisTask(AnalyticsSpace space) {
    this.space = space;
  }

  @Override
  public StopVoiceToneAnalysisTaskResponse handle(
      StopVoiceToneAnalysisTaskRequest request, Caller caller) {
    space
        .tasks()
        .stop(TaskKind.VOICE_TONE, request.identifier(), request.voiceToneAnalysisTaskId());
    return StopVoiceToneAnalysisTaskResponse.builder().build();
  }
}
