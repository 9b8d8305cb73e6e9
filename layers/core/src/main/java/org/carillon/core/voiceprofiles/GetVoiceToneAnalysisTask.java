package org.carillon.core.voiceprofiles;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.ports.Item;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceToneAnalysisTaskRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceToneAnalysisTaskResponse;

/** GetVoiceToneAnalysisTask: for 7 days (P5). */
public final class GetVoiceToneAnalysisTask
    implements Operation<GetVoiceToneAnalysisTaskRequest, GetVoiceToneAnalysisTaskResponse> {

  private final VoiceProfileSpace space;

  /** In this space. */
  public GetVoiceToneAnalysisTask(VoiceProfileSpace space) {
    this.space = space;
  }

  @Override
  public GetVoiceToneAnalysisTaskResponse handle(
      GetVoiceToneAnalysisTaskRequest request, Caller caller) {
    Item task =
        space
            .tasks()
            .require(
                TaskKind.VOICE_TONE, request.voiceConnectorId(), request.voiceToneAnalysisTaskId());
    return GetVoiceToneAnalysisTaskResponse.builder()
        .voiceToneAnalysisTask(VoiceAnalyticsTasks.voiceTone(task, request.isCaller()))
        .build();
  }
}
