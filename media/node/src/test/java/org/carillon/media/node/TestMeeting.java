package org.carillon.media.node;

import org.carillon.core.Account;
import org.carillon.core.Caller;
import org.carillon.core.Ids;
import org.carillon.core.access.Principal;
import org.carillon.core.meetings.CreateAttendee;
import org.carillon.core.meetings.CreateMeeting;
import org.carillon.core.meetings.DeleteAttendee;
import org.carillon.core.meetings.DeleteMeeting;
import org.carillon.core.meetings.MeetingSpace;
import software.amazon.awssdk.services.chimesdkmeetings.model.Attendee;
import software.amazon.awssdk.services.chimesdkmeetings.model.CreateAttendeeRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.CreateMeetingRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.DeleteAttendeeRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.DeleteMeetingRequest;

/** A meeting of the control plane, beside a node. */
final class TestMeeting {
  private final MeetingSpace space;
  private final Caller caller;
  private final String id;

  TestMeeting(MeetingSpace space, Account account) {
    this.space = space;
    this.caller =
        new Caller(account, new Principal(account.id(), account.rootArn(), "AKIA"), Ids.guid());
    this.id =
        new CreateMeeting(space)
            .handle(
                CreateMeetingRequest.builder()
                    .clientRequestToken(Ids.guid())
                    .mediaRegion("us-east-1")
                    .externalMeetingId("monday")
                    .build(),
                caller)
            .meeting()
            .meetingId();
  }

  String id() {
    return id;
  }

  Attendee attendee() {
    return new CreateAttendee(space)
        .handle(
            CreateAttendeeRequest.builder().meetingId(id).externalUserId("user").build(), caller)
        .attendee();
  }

  void delete(Attendee attendee) {
    new DeleteAttendee(space)
        .handle(
            DeleteAttendeeRequest.builder().meetingId(id).attendeeId(attendee.attendeeId()).build(),
            caller);
  }

  void end() {
    new DeleteMeeting(space).handle(DeleteMeetingRequest.builder().meetingId(id).build(), caller);
  }
}
