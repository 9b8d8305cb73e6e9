package org.carillon.core.meetings;

import java.util.ArrayList;
import java.util.List;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.Retries;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemWrite;
import software.amazon.awssdk.services.chimesdkmeetings.model.Attendee;
import software.amazon.awssdk.services.chimesdkmeetings.model.BatchCreateAttendeeRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.BatchCreateAttendeeResponse;
import software.amazon.awssdk.services.chimesdkmeetings.model.CreateAttendeeError;
import software.amazon.awssdk.services.chimesdkmeetings.model.CreateAttendeeRequestItem;

/**
 * BatchCreateAttendee: up to 100; one that breaks a rule is told in Errors, the others are made
 * (S7).
 */
public final class BatchCreateAttendee
    implements Operation<BatchCreateAttendeeRequest, BatchCreateAttendeeResponse> {

  /** One transaction holds them and the meeting. */
  private static final int AT_ONCE = 90;

  private final MeetingSpace space;

  /** In this space. */
  public BatchCreateAttendee(MeetingSpace space) {
    this.space = space;
  }

  @Override
  public BatchCreateAttendeeResponse handle(BatchCreateAttendeeRequest request, Caller caller) {
    List<Attendee> made = new ArrayList<>();
    List<CreateAttendeeError> errors = new ArrayList<>();
    List<CreateAttendeeRequestItem> asked = request.attendees();
    for (int from = 0; from < asked.size(); from += AT_ONCE) {
      List<CreateAttendeeRequestItem> part =
          asked.subList(from, Math.min(asked.size(), from + AT_ONCE));
      AttendeeBatch batch = Retries.onConflict(() -> create(request.meetingId(), part));
      made.addAll(batch.attendees());
      errors.addAll(batch.errors());
    }
    return BatchCreateAttendeeResponse.builder().attendees(made).errors(errors).build();
  }

  private AttendeeBatch create(String meetingId, List<CreateAttendeeRequestItem> asked) {
    Item read = space.meetings().require(meetingId);
    int there = Meetings.attendeeCount(read);
    AttendeeBatch batch = AttendeeBatch.of(Meetings.meeting(read), there, asked);
    if (!batch.attendees().isEmpty()) {
      List<ItemWrite> writes = new ArrayList<>();
      writes.add(Meetings.counted(read, there + batch.attendees().size()));
      writes.addAll(space.attendees().create(meetingId, batch.attendees()));
      space.items().write(writes);
    }
    return new AttendeeBatch(batch.told(space.meetings().signer(read)), batch.errors());
  }
}
