package org.carillon.core.voiceprofiles;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.ports.Item;
import software.amazon.awssdk.services.chimesdkvoice.model.GetSpeakerSearchTaskRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetSpeakerSearchTaskResponse;

/** GetSpeakerSearchTask: for 7 days (P4). */
public final class GetSpeakerSearchTask
    implements Operation<GetSpeakerSearchTaskRequest, GetSpeakerSearchTaskResponse> {

  private final VoiceProfileSpace space;

  /** In this space. */
  public GetSpeakerSearchTask(VoiceProfileSpace space) {
    this.space = space;
  }

  @Override
  public GetSpeakerSearchTaskResponse handle(GetSpeakerSearchTaskRequest request, Caller caller) {
    Item task =
        space
            .tasks()
            .require(
                TaskKind.SPEAKER_SEARCH, request.voiceConnectorId(), request.speakerSearchTaskId());
    return GetSpeakerSearchTaskResponse.builder()
        .speakerSearchTask(VoiceAnalyticsTasks.speakerSearch(task))
        .build();
  }
}
