package org.carillon.core.analytics;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.voiceprofiles.TaskKind;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.GetVoiceToneAnalysisTaskRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.GetVoiceToneAnalysisTaskResponse;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.VoiceToneAnalysisTask;

/** GetVoiceToneAnalysisTask of media pipelines (P5). */
public final class GetVoiceToneAnalysisTask
    implements Operation<GetVoiceToneAnalysisTaskRequest, GetVoiceToneAnalysisTaskResponse> {

  private final AnalyticsSpace space;

  /** In this space. */
  public GetVoiceToneAnalysisTask(AnalyticsSpace space) {
    this.space = space;
  }

  @Override
  public GetVoiceToneAnalysisTaskResponse handle(
      GetVoiceToneAnalysisTaskRequest request, Caller caller) {
    return GetVoiceToneAnalysisTaskResponse.builder()
        .voiceToneAnalysisTask(
            shape(
                space
                    .tasks()
                    .require(
                        TaskKind.VOICE_TONE,
                        request.identifier(),
                        request.voiceToneAnalysisTaskId())))
        .build();
  }

  static VoiceToneAnalysisTask shape(PipelineTasks.Told task) {
    return VoiceToneAnalysisTask.builder()
        .voiceToneAnalysisTaskId(task.id())
        .voiceToneAnalysisTaskStatus(task.status())
        .createdTimestamp(task.created())
        .updatedTimestamp(task.updated())
        .build();
  }
}
