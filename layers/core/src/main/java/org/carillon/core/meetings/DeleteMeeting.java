package org.carillon.core.meetings;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import software.amazon.awssdk.services.chimesdkmeetings.model.DeleteMeetingRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.DeleteMeetingResponse;

/** DeleteMeeting: it ends at once, with all its attendees (S7). */
public final class DeleteMeeting implements Operation<DeleteMeetingRequest, DeleteMeetingResponse> {

  private final MeetingSpace space;

  /** In this space. */
  public DeleteMeeting(MeetingSpace space) {
    this.space = space;
  }

  @Override
  public DeleteMeetingResponse handle(DeleteMeetingRequest request, Caller caller) {
    space.meetings().end(request.meetingId());
    return DeleteMeetingResponse.builder().build();
  }
}
