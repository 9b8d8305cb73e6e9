package org.carillon.core.voiceprofiles;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import software.amazon.awssdk.services.chimesdkvoice.model.StopVoiceToneAnalysisTaskRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.StopVoiceToneAnalysisTaskResponse;

/** StopVoiceToneAnalysisTask: one that goes on (P5). */
public final class StopVoiceToneAnalysisTask
    implements Operation<StopVoiceToneAnalysisTaskRequest, StopVoiceToneAnalysisTaskResponse> {

  private final VoiceProfileSpace space;

  /** In this space. */
  public StopVoiceToneAnalysisTask(VoiceProfileSpace space) {
    this.space = space;
  }

  @Override
  public StopVoiceToneAnalysisTaskResponse handle(
      StopVoiceToneAnalysisTaskRequest request, Caller caller) {
    space
        .tasks()
        .stop(TaskKind.VOICE_TONE, request.voiceConnectorId(), request.voiceToneAnalysisTaskId());
    return StopVoiceToneAnalysisTaskResponse.builder().build();
  }
}
