package org.carillon.core.analytics;

import java.util.Optional;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.voiceprofiles.DomainAccess;
import org.carillon.core.voiceprofiles.TaskKind;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.StartSpeakerSearchTaskRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.StartSpeakerSearchTaskResponse;

/** StartSpeakerSearchTask of media pipelines: on one that is in progress (P4). */
public final class StartSpeakerSearchTask
    implements Operation<StartSpeakerSearchTaskRequest, StartSpeakerSearchTaskResponse> {

  private final AnalyticsSpace space;
  private final DomainAccess domains;

  /** In this space, over these domains. */
  public StartSpeakerSearchTask(AnalyticsSpace space, DomainAccess domains) {
    this.space = space;
    this.domains = domains;
  }

  @Override
  public StartSpeakerSearchTaskResponse handle(
      StartSpeakerSearchTaskRequest request, Caller caller) {
    domains.requireUsable(request.voiceProfileDomainArn());
    TaskStart.Asked asked =
        new TaskStart.Asked(
            "media-pipelines/StartSpeakerSearchTask",
            request,
            request.clientRequestToken(),
            TaskKind.SPEAKER_SEARCH,
            request.identifier(),
            request.kinesisVideoStreamSourceTaskConfiguration(),
            Optional.of(request.voiceProfileDomainArn()));
    return StartSpeakerSearchTaskResponse.builder()
        .speakerSearchTask(GetSpeakerSearchTask.shape(TaskStart.start(space, asked)))
        .build();
  }
}
