package org.carillon.core.voiceprofiles;

import java.util.Optional;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.ports.Item;
import org.carillon.core.voiceprofiles.VoiceAnalyticsTasks.Wanted;
import software.amazon.awssdk.services.chimesdkvoice.model.CallLegType;
import software.amazon.awssdk.services.chimesdkvoice.model.StartSpeakerSearchTaskRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.StartSpeakerSearchTaskResponse;

/** StartSpeakerSearchTask: on a call that goes on (P4). Without CallLeg the caller is searched. */
public final class StartSpeakerSearchTask
    implements Operation<StartSpeakerSearchTaskRequest, StartSpeakerSearchTaskResponse> {

  private final VoiceProfileSpace space;

  /** In this space. */
  public StartSpeakerSearchTask(VoiceProfileSpace space) {
    this.space = space;
  }

  @Override
  public StartSpeakerSearchTaskResponse handle(
      StartSpeakerSearchTaskRequest request, Caller caller) {
    Item domain = space.domains().require(request.voiceProfileDomainId());
    Wanted wanted =
        new Wanted(
            TaskKind.SPEAKER_SEARCH,
            request.voiceConnectorId(),
            request.transactionId(),
            request.callLeg() != CallLegType.CALLEE,
            Optional.of(request.voiceProfileDomainId()));
    new DomainAccess(space).requireUsable(domain);
    Item task =
        TaskStart.start(
            space, "StartSpeakerSearchTask", request.clientRequestToken(), request, wanted);
    return StartSpeakerSearchTaskResponse.builder()
        .speakerSearchTask(VoiceAnalyticsTasks.speakerSearch(task))
        .build();
  }
}
