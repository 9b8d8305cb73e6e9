package org.carillon.core.meetings;

import org.carillon.contract.ApiException;
import org.carillon.contract.Documents;
import org.carillon.contract.ErrorType;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.Retries;
import org.carillon.core.ports.Item;
import software.amazon.awssdk.services.chimesdkmeetings.model.StartMeetingTranscriptionRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.StartMeetingTranscriptionResponse;

/**
 * StartMeetingTranscription: of a meeting that somebody is connected to; nobody else could be heard
 * (S7).
 */
public final class StartMeetingTranscription
    implements Operation<StartMeetingTranscriptionRequest, StartMeetingTranscriptionResponse> {

  private final MeetingSpace space;

  /** In this space. */
  public StartMeetingTranscription(MeetingSpace space) {
    this.space = space;
  }

  @Override
  public StartMeetingTranscriptionResponse handle(
      StartMeetingTranscriptionRequest request, Caller caller) {
    TranscriptionChoice.check(request.transcriptionConfiguration());
    return Retries.onConflict(
        () -> {
          Item read = space.meetings().require(request.meetingId());
          if (Meetings.isTranscribed(read)) {
            throw new ApiException(
                ErrorType.UNPROCESSABLE_ENTITY,
                "MeetingId: the meeting is being transcribed already. Stop that first.");
          }
          if (Meetings.connected(read) == 0) {
            throw new ApiException(
                ErrorType.UNPROCESSABLE_ENTITY,
                "MeetingId: no attendee is connected to the meeting, so there is nothing to"
                    + " transcribe.");
          }
          space
              .meetings()
              .transcribe(read, Documents.toDocument(request.transcriptionConfiguration()));
          return StartMeetingTranscriptionResponse.builder().build();
        });
  }
}
