package org.carillon.core.meetings;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.Retries;
import org.carillon.core.ports.Item;
import software.amazon.awssdk.services.chimesdkmeetings.model.Attendee;
import software.amazon.awssdk.services.chimesdkmeetings.model.UpdateAttendeeCapabilitiesRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.UpdateAttendeeCapabilitiesResponse;

/** UpdateAttendeeCapabilities (S7). */
public final class UpdateAttendeeCapabilities
    implements Operation<UpdateAttendeeCapabilitiesRequest, UpdateAttendeeCapabilitiesResponse> {

  private final MeetingSpace space;

  /** In this space. */
  public UpdateAttendeeCapabilities(MeetingSpace space) {
    this.space = space;
  }

  @Override
  public UpdateAttendeeCapabilitiesResponse handle(
      UpdateAttendeeCapabilitiesRequest request, Caller caller) {
    return Retries.onConflict(
        () -> {
          Item meeting = space.meetings().require(request.meetingId());
          CapabilityRules.of(Meetings.meeting(meeting))
              .check(request.capabilities(), "Capabilities");
          Item read = space.attendees().require(meeting, request.attendeeId());
          space.items().write(Attendees.with(read, request.capabilities()));
          Attendee changed =
              Attendees.attendee(read).toBuilder().capabilities(request.capabilities()).build();
          return UpdateAttendeeCapabilitiesResponse.builder()
              .attendee(Attendees.told(changed, space.meetings().signer(meeting)))
              .build();
        });
  }
}
