package org.carillon.core.meetings;

import java.util.ArrayList;
import java.util.List;
import org.carillon.contract.Api;
import org.carillon.contract.ApiException;
import software.amazon.awssdk.services.chimesdkmeetings.model.Attendee;
import software.amazon.awssdk.services.chimesdkmeetings.model.CreateAttendeeError;
import software.amazon.awssdk.services.chimesdkmeetings.model.CreateAttendeeRequestItem;
import software.amazon.awssdk.services.chimesdkmeetings.model.Meeting;

/** Attendees that are asked for together: those that can be made, and an error for each other. */
record AttendeeBatch(List<Attendee> attendees, List<CreateAttendeeError> errors) {

  /**
   * Sorts them.
   *
   * @param there how many attendees the meeting has
   */
  static AttendeeBatch of(Meeting meeting, int there, List<CreateAttendeeRequestItem> asked) {
    int limit = Attendees.limit(meeting);
    List<Attendee> attendees = new ArrayList<>();
    List<CreateAttendeeError> errors = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      CreateAttendeeRequestItem one = asked.get(i);
      try {
        Attendee attendee =
            Attendees.make(
                meeting, one.externalUserId(), one.capabilities(), "Attendees[" + i + "].");
        if (there + attendees.size() >= limit) {
          throw Attendees.full(limit);
        }
        attendees.add(attendee);
      } catch (ApiException refused) {
        errors.add(
            CreateAttendeeError.builder()
                .externalUserId(one.externalUserId())
                .errorCode(refused.type().in(Api.MEETINGS).code())
                .errorMessage(refused.getMessage())
                .build());
      }
    }
    return new AttendeeBatch(attendees, errors);
  }

  List<Attendee> told(JoinTokens.Signer signer) {
    return attendees.stream().map(attendee -> Attendees.told(attendee, signer)).toList();
  }
}
