package org.carillon.core.meetings;

import java.util.Optional;
import org.carillon.core.Caller;
import org.carillon.core.Listing;
import org.carillon.core.Operation;
import org.carillon.core.Page;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemQuery;
import software.amazon.awssdk.services.chimesdkmeetings.model.Attendee;
import software.amazon.awssdk.services.chimesdkmeetings.model.ListAttendeesRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.ListAttendeesResponse;

/** ListAttendees (S7). */
public final class ListAttendees implements Operation<ListAttendeesRequest, ListAttendeesResponse> {

  private final Listing listing;
  private final MeetingSpace space;

  /** In this space. */
  public ListAttendees(Listing listing, MeetingSpace space) {
    this.listing = listing;
    this.space = space;
  }

  @Override
  public ListAttendeesResponse handle(ListAttendeesRequest request, Caller caller) {
    Item meeting = space.meetings().require(request.meetingId());
    JoinTokens.Signer signer = space.meetings().signer(meeting);
    Page<Attendee> page =
        listing.page(
            ItemQuery.Index.TABLE,
            space.meetings().attendees(request.meetingId()),
            "",
            "",
            request.maxResults(),
            request.nextToken(),
            item -> Optional.of(Attendees.told(Attendees.attendee(item), signer)));
    return ListAttendeesResponse.builder()
        .attendees(page.entries())
        .nextToken(page.nextToken())
        .build();
  }
}
