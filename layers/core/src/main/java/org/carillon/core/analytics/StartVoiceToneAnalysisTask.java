package org.carillon.core.analytics;

import java.util.Optional;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.voiceprofiles.TaskKind;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.StartVoiceToneAnalysisTaskRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.StartVoiceToneAnalysisTaskResponse;

/** StartVoiceToneAnalysisTask of media pipelines: on one that is in progress (P5). */
public final class StartVoiceToneAnalysisTask
    implements Operation<StartVoiceToneAnalysisTaskRequest, StartVoiceToneAnalysisTaskResponse> {

  private final AnalyticsSpace space;

  /** In this space. */
  public StartVoiceToneAnalysisTask(AnalyticsSpace space) {
    this.space = space;
  }

  @Override
  public StartVoiceToneAnalysisTaskResponse handle(
      StartVoiceToneAnalysisTaskRequest request, Caller caller) {

    TaskStart.Asked asked =
        new TaskStart.Asked(
            "media-pipelines/StartVoiceToneAnalysisTask",
            request,
            request.clientRequestToken(),
            TaskKind.VOICE_TONE,
            request.identifier(),
            request.kinesisVideoStreamSourceTaskConfiguration(),
            Optional.empty());
    return StartVoiceToneAnalysisTaskResponse.builder()
        .voiceToneAnalysisTask(GetVoiceToneAnalysisTask.shape(TaskStart.start(space, asked)))
        .build();
  }
}
