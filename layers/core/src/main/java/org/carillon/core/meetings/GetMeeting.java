package org.carillon.core.meetings;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import software.amazon.awssdk.services.chimesdkmeetings.model.GetMeetingRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.GetMeetingResponse;

/** GetMeeting (S7). */
public final class GetMeeting implements Operation<GetMeetingRequest, GetMeetingResponse> {

  private final MeetingSpace space;

  /** In this space. */
  public GetMeeting(MeetingSpace space) {
    this.space = space;
  }

  @Override
  public GetMeetingResponse handle(GetMeetingRequest request, Caller caller) {
    return GetMeetingResponse.builder()
        .meeting(Meetings.meeting(space.meetings().require(request.meetingId())))
        .build();
  }
}
