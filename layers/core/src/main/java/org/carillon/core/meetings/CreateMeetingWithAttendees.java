package org.carillon.core.meetings;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import software.amazon.awssdk.services.chimesdkmeetings.model.CreateMeetingWithAttendeesRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.CreateMeetingWithAttendeesResponse;

/**
 * CreateMeetingWithAttendees (S7): all at once, up to 20; one that breaks a rule is told in Errors.
 */
public final class CreateMeetingWithAttendees
    implements Operation<CreateMeetingWithAttendeesRequest, CreateMeetingWithAttendeesResponse> {

  private final MeetingSpace space;

  /** In this space. */
  public CreateMeetingWithAttendees(MeetingSpace space) {
    this.space = space;
  }

  @Override
  public CreateMeetingWithAttendeesResponse handle(
      CreateMeetingWithAttendeesRequest request, Caller caller) {
    NewMeeting wanted = NewMeeting.of(request);
    MeetingCreation.Made made =
        MeetingCreation.create(
            space,
            "CreateMeetingWithAttendees",
            request.clientRequestToken(),
            request,
            wanted,
            request.attendees());
    return CreateMeetingWithAttendeesResponse.builder()
        .meeting(made.meeting())
        .attendees(made.attendees())
        .errors(made.errors())
        .build();
  }
}
