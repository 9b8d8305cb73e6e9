package org.carillon.core.analytics;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.voiceprofiles.TaskKind;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.GetSpeakerSearchTaskRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.GetSpeakerSearchTaskResponse;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.SpeakerSearchTask;

/** GetSpeakerSearchTask of media pipelines (P4). */
public final class GetSpeakerSearchTask
    implements Operation<GetSpeakerSearchTaskRequest, GetSpeakerSearchTaskResponse> {

  private final AnalyticsSpace space;

  /** In this space. */
  public GetSpeakerSearchTask(AnalyticsSpace space) {
    this.space = space;
  }

  @Override
  public GetSpeakerSearchTaskResponse handle(GetSpeakerSearchTaskRequest request, Caller caller) {
    return GetSpeakerSearchTaskResponse.builder()
        .speakerSearchTask(
            shape(
                space
                    .tasks()
                    .require(
                        TaskKind.SPEAKER_SEARCH,
                        request.identifier(),
                        request.speakerSearchTaskId())))
        .build();
  }

  static SpeakerSearchTask shape(PipelineTasks.Told task) {
    return SpeakerSearchTask.builder()
        .speakerSearchTaskId(task.id())
        .speakerSearchTaskStatus(task.status())
        .createdTimestamp(task.created())
        .updatedTimestamp(task.updated())
        .build();
  }
}
