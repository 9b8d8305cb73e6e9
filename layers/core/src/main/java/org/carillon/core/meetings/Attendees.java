package org.carillon.core.meetings;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.ApiException;
import org.carillon.contract.Documents;
import org.carillon.contract.ErrorType;
import org.carillon.core.Ids;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemPage;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import software.amazon.awssdk.services.chimesdkmeetings.model.Attendee;
import software.amazon.awssdk.services.chimesdkmeetings.model.AttendeeCapabilities;
import software.amazon.awssdk.services.chimesdkmeetings.model.Meeting;

/**
 * The attendees of meetings, as stored, without their join tokens: those are made anew when they
 * are told ({@link JoinTokens}). Safe for use by many threads.
 */
final class Attendees {

  /** Most attendees of a meeting, when its features do not say less. */
  static final int MOST = 250;

  private static final String ATTENDEE = "Attendee";

  private final Items items;
  private final Meetings meetings;

  Attendees(Items items, Meetings meetings) {
    this.items = items;
    this.meetings = meetings;
  }

  /** How many attendees a meeting may have. */
  static int limit(Meeting meeting) {
    boolean said =
        meeting.meetingFeatures() != null
            && meeting.meetingFeatures().attendee() != null
            && meeting.meetingFeatures().attendee().maxCount() != null;
    return said ? meeting.meetingFeatures().attendee().maxCount() : MOST;
  }

  /** The error of a meeting that is full. */
  static ApiException full(int limit) {
    return new ApiException(
        ErrorType.RESOURCE_LIMIT_EXCEEDED, "The meeting has " + limit + " attendees, its most.");
  }

  /**
   * A new attendee, not stored yet.
   *
   * @param capabilities null for the meeting's defaults
   * @param member where the request says it, for the message
   * @throws ApiException {@link ErrorType#BAD_REQUEST} that names the member and the rule
   */
  static Attendee make(
      Meeting meeting, String externalUserId, AttendeeCapabilities capabilities, String member) {
    checkExternalId(externalUserId, member + "ExternalUserId");
    CapabilityRules rules = CapabilityRules.of(meeting);
    if (capabilities != null) {
      rules.check(capabilities, member + "Capabilities");
    }
    return Attendee.builder()
        .attendeeId(Ids.guid())
        .externalUserId(externalUserId)
        .capabilities(capabilities == null ? rules.defaults() : capabilities)
        .build();
  }

  /**
   * Checks an id of the client's own.
   *
   * @throws ApiException {@link ErrorType#BAD_REQUEST} when it is reserved
   */
  static void checkExternalId(String id, String member) {
    if (id != null && id.toLowerCase(Locale.ROOT).startsWith("aws:")) {
      throw new ApiException(
          ErrorType.BAD_REQUEST, member + ": ids that start with aws: are reserved.");
    }
  }

  /** The writes that store attendees. */
  List<ItemWrite> create(String meetingId, List<Attendee> attendees) {
    List<ItemWrite> writes = new ArrayList<>();
    for (Attendee attendee : attendees) {
      writes.add(
          ItemWrite.create(
              key(meetingId, attendee.attendeeId()),
              Map.of(ATTENDEE, Documents.toDocument(attendee))));
    }
    return writes;
  }

  /** The write that gives an attendee other capabilities. */
  static ItemWrite with(Item read, AttendeeCapabilities capabilities) {
    Attendee changed = attendee(read).toBuilder().capabilities(capabilities).build();
    return ItemWrite.replace(read, Map.of(ATTENDEE, Documents.toDocument(changed)));
  }

  /**
   * The attendee a client means.
   *
   * @throws ApiException {@link ErrorType#NOT_FOUND} when the meeting does not have it
   */
  Item require(Item meeting, String attendeeId) {
    return find(meeting.key().sort(), attendeeId)
        .orElseThrow(
            () ->
                new ApiException(
                    ErrorType.NOT_FOUND, "AttendeeId: the meeting has no such attendee."));
  }

  Optional<Item> find(String meetingId, String attendeeId) {
    return Ids.isGuid(attendeeId) ? items.get(key(meetingId, attendeeId)) : Optional.empty();
  }

  /** All attendees of a meeting: {@value #MOST} at most. */
  List<Item> all(String meetingId) {
    List<Item> all = new ArrayList<>();
    ItemQuery query = ItemQuery.partition(meetings.attendees(meetingId), "", Items.MAX_PAGE_SIZE);
    ItemPage page;
    do {
      page = items.query(query);
      all.addAll(page.items());
      query = query.after(page.next());
    } while (page.next().isPresent());
    return all;
  }

  @SuppressWarnings("unchecked") // written by this class
  static Attendee attendee(Item item) {
    return Documents.fromDocument((Map<String, Object>) item.body().get(ATTENDEE), Attendee.class);
  }

  /** An attendee as it is told, with its join token. */
  static Attendee told(Attendee attendee, JoinTokens.Signer signer) {
    return attendee.toBuilder().joinToken(signer.token(attendee.attendeeId())).build();
  }

  private ItemKey key(String meetingId, String attendeeId) {
    return new ItemKey(meetings.attendees(meetingId), attendeeId);
  }
}
