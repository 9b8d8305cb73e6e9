package org.carillon.core.voiceprofiles;

import java.util.Optional;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.ports.Item;
import org.carillon.core.voiceprofiles.VoiceAnalyticsTasks.Wanted;
import software.amazon.awssdk.services.chimesdkvoice.model.StartVoiceToneAnalysisTaskRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.StartVoiceToneAnalysisTaskResponse;

/** StartVoiceToneAnalysisTask: on both legs of a call that goes on (P5). */
public final class StartVoiceToneAnalysisTask
    implements Operation<StartVoiceToneAnalysisTaskRequest, StartVoiceToneAnalysisTaskResponse> {

  private final VoiceProfileSpace space;

  /** In this space. */
  public StartVoiceToneAnalysisTask(VoiceProfileSpace space) {
    this.space = space;
  }

  @Override
  public StartVoiceToneAnalysisTaskResponse handle(
      StartVoiceToneAnalysisTaskRequest request, Caller caller) {
    Wanted wanted =
        new Wanted(
            TaskKind.VOICE_TONE,
            request.voiceConnectorId(),
            request.transactionId(),
            true,
            Optional.empty());
    Item task =
        TaskStart.start(
            space, "StartVoiceToneAnalysisTask", request.clientRequestToken(), request, wanted);
    return StartVoiceToneAnalysisTaskResponse.builder()
        .voiceToneAnalysisTask(VoiceAnalyticsTasks.voiceTone(task, true))
        .build();
  }
}
