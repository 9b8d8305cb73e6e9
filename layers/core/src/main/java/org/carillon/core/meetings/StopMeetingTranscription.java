package org.carillon.core.meetings;

import java.util.Map;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.Retries;
import org.carillon.core.ports.Item;
import software.amazon.awssdk.services.chimesdkmeetings.model.StopMeetingTranscriptionRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.StopMeetingTranscriptionResponse;

/** StopMeetingTranscription: of a meeting that is being transcribed (S7). */
public final class StopMeetingTranscription
    implements Operation<StopMeetingTranscriptionRequest, StopMeetingTranscriptionResponse> {

  private final MeetingSpace space;

  /** In this space. */
  public StopMeetingTranscription(MeetingSpace space) {
    this.space = space;
  }

  @Override
  public StopMeetingTranscriptionResponse handle(
      StopMeetingTranscriptionRequest request, Caller caller) {
    return Retries.onConflict(
        () -> {
          Item read = space.meetings().require(request.meetingId());
          if (!Meetings.isTranscribed(read)) {
            throw new ApiException(
                ErrorType.UNPROCESSABLE_ENTITY, "MeetingId: the meeting is not being transcribed.");
          }
          space.meetings().transcribe(read, Map.of());
          return StopMeetingTranscriptionResponse.builder().build();
        });
  }
}
