package org.carillon.core.meetings;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.ports.Item;
import software.amazon.awssdk.services.chimesdkmeetings.model.GetAttendeeRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.GetAttendeeResponse;

/** GetAttendee (S7). */
public final class GetAttendee implements Operation<GetAttendeeRequest, GetAttendeeResponse> {

  private final MeetingSpace space;

  /** In this space. */
  public GetAttendee(MeetingSpace space) {
    this.space = space;
  }

  @Override
  public GetAttendeeResponse handle(GetAttendeeRequest request, Caller caller) {
    Item meeting = space.meetings().require(request.meetingId());
    Item attendee = space.attendees().require(meeting, request.attendeeId());
    return GetAttendeeResponse.builder()
        .attendee(Attendees.told(Attendees.attendee(attendee), space.meetings().signer(meeting)))
        .build();
  }
}
