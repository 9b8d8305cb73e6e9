package org.carillon.core.voiceprofiles;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import software.amazon.awssdk.services.chimesdkvoice.model.StopSpeakerSearchTaskRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.StopSpeakerSearchTaskResponse;

/** StopSpeakerSearchTask: one that goes on (P4). */
public final class StopSpeakerSearchTask
    implements Operation<StopSpeakerSearchTaskRequest, StopSpeakerSearchTaskResponse> {

  private final VoiceProfileSpace space;

  /** In this space. */
  public StopSpeakerSearchTask(VoiceProfileSpace space) {
    this.space = space;
  }

  @Override
  public StopSpeakerSearchTaskResponse handle(StopSpeakerSearchTaskRequest request, Caller caller) {
    space
        .tasks()
        .stop(TaskKind.SPEAKER_SEARCH, request.voiceConnectorId(), request.speakerSearchTaskId());
    return StopSpeakerSearchTaskResponse.builder().build();
  }
}
