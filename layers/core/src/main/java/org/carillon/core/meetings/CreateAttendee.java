package org.carillon.core.meetings;

import java.util.ArrayList;
import java.util.List;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.Retries;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemWrite;
import software.amazon.awssdk.services.chimesdkmeetings.model.Attendee;
import software.amazon.awssdk.services.chimesdkmeetings.model.CreateAttendeeRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.CreateAttendeeResponse;
import software.amazon.awssdk.services.chimesdkmeetings.model.Meeting;

/** CreateAttendee (S7). Each call makes an attendee, also for the same ExternalUserId. */
public final class CreateAttendee
    implements Operation<CreateAttendeeRequest, CreateAttendeeResponse> {

  private final MeetingSpace space;

  /** In this space. */
  public CreateAttendee(MeetingSpace space) {
    this.space = space;
  }

  @Override
  public CreateAttendeeResponse handle(CreateAttendeeRequest request, Caller caller) {
    return Retries.onConflict(() -> create(request));
  }

  private CreateAttendeeResponse create(CreateAttendeeRequest request) {
    Item read = space.meetings().require(request.meetingId());
    Meeting meeting = Meetings.meeting(read);
    Attendee attendee =
        Attendees.make(meeting, request.externalUserId(), request.capabilities(), "");
    int there = Meetings.attendeeCount(read);
    int limit = Attendees.limit(meeting);
    if (there >= limit) {
      throw Attendees.full(limit);
    }
    List<ItemWrite> writes = new ArrayList<>();
    writes.add(Meetings.counted(read, there + 1));
    writes.addAll(space.attendees().create(meeting.meetingId(), List.of(attendee)));
    space.items().write(writes);
    return CreateAttendeeResponse.builder()
        .attendee(Attendees.told(attendee, space.meetings().signer(read)))
        .build();
  }
}
