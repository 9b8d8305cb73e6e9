package org.carillon.core.meetings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.ErrorType;
import org.carillon.core.Ids;
import org.carillon.core.RequestTokens;
import org.carillon.core.Retries;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemWrite;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.chimesdkmeetings.model.Attendee;
import software.amazon.awssdk.services.chimesdkmeetings.model.CreateAttendeeError;
import software.amazon.awssdk.services.chimesdkmeetings.model.CreateAttendeeRequestItem;
import software.amazon.awssdk.services.chimesdkmeetings.model.Meeting;

/** Makes a meeting, with attendees or without, once for a request token. */
final class MeetingCreation {

  /** So that what has ended never piles up, even where no sweep runs. */
  private static final int CLEARED_AT_ONCE = 3;

  private MeetingCreation() {}

  /** What was made, or had been made by the same request before. */
  record Made(Meeting meeting, List<Attendee> attendees, List<CreateAttendeeError> errors) {}

  static Made create(
      MeetingSpace space,
      String operation,
      String token,
      SdkPojo request,
      NewMeeting wanted,
      List<CreateAttendeeRequestItem> attendees) {
    wanted.check(space.account(), space.meetings());
    Map<String, String> tags = wanted.checkedTags();
    space.meetings().sweep(CLEARED_AT_ONCE);
    return Retries.onConflict(
        () -> {
          RequestTokens.Known known =
              space.tokens().find(operation, token, request, ErrorType.CONFLICT);
          Optional<Item> before = known.resource().flatMap(space.meetings()::find);
          if (before.isPresent()) {
            return again(space, before.get(), attendees);
          }
          String id = Ids.guid();
          Meeting meeting = wanted.meeting(id, space.meetings().arn(id), space.placements());
          AttendeeBatch batch = AttendeeBatch.of(meeting, 0, attendees);
          String secret = space.meetings().joinTokens().newSecret(id);
          List<ItemWrite> writes = new ArrayList<>();
          writes.addAll(
              space
                  .meetings()
                  .create(
                      meeting,
                      operation,
                      known,
                      token,
                      wanted.notificationDocument(),
                      tags,
                      secret,
                      batch.attendees().size()));
          writes.addAll(space.attendees().create(id, batch.attendees()));
          space.items().write(writes);
          JoinTokens.Signer signer = space.meetings().joinTokens().signer(id, secret);
          return new Made(meeting, batch.told(signer), batch.errors());
        });
  }

  /** The answer to a request that comes again: what it made, as far as it is still there. */
  private static Made again(
      MeetingSpace space, Item item, List<CreateAttendeeRequestItem> attendees) {
    Meeting meeting = Meetings.meeting(item);
    if (attendees.isEmpty()) {
      return new Made(meeting, List.of(), List.of());
    }
    JoinTokens.Signer signer = space.meetings().signer(item);
    List<String> asked = attendees.stream().map(CreateAttendeeRequestItem::externalUserId).toList();
    List<Attendee> there =
        space.attendees().all(meeting.meetingId()).stream()
            .map(Attendees::attendee)
            .filter(attendee -> asked.contains(attendee.externalUserId()))
            .map(attendee -> Attendees.told(attendee, signer))
            .toList();
    return new Made(meeting, there, AttendeeBatch.of(meeting, 0, attendees).errors());
  }
}
