package org.carillon.core.meetings;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.Retries;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemWrite;
import software.amazon.awssdk.services.chimesdkmeetings.model.DeleteAttendeeRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.DeleteAttendeeResponse;

/** DeleteAttendee: its join token is of no use from then on (S7). */
public final class DeleteAttendee
    implements Operation<DeleteAttendeeRequest, DeleteAttendeeResponse> {

  private final MeetingSpace space;

  /** In this space. */
  public DeleteAttendee(MeetingSpace space) {
    this.space = space;
  }

  @Override
  public DeleteAttendeeResponse handle(DeleteAttendeeRequest request, Caller caller) {
    return Retries.onConflict(
        () -> {
          Item meeting = space.meetings().require(request.meetingId());
          Item attendee = space.attendees().require(meeting, request.attendeeId());
          space
              .items()
              .write(
                  ItemWrite.delete(attendee),
                  Meetings.counted(meeting, Meetings.attendeeCount(meeting) - 1));
          return DeleteAttendeeResponse.builder().build();
        });
  }
}
