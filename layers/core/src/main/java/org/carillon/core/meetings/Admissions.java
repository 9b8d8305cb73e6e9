package org.carillon.core.meetings;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.ApiException;
import org.carillon.core.Account;
import org.carillon.core.Retries;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemConflictException;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import org.carillon.core.ports.Sealer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.chimesdkmeetings.model.Attendee;
import software.amazon.awssdk.services.chimesdkmeetings.model.MediaCapabilities;

/**
 * Who joins which meeting where, by what the store says. One node has a meeting, its focus, so that
 * all its legs are mixed together: the first that asks, for as long as it asks again before its
 * lease runs out. Safe for use by many threads.
 */
public final class Admissions implements MeetingAdmission {

  /** How long a node has a meeting that it does not ask about any more. */
  public static final Duration FOCUS_LEASE = Duration.ofSeconds(15);

  private static final Logger log = LoggerFactory.getLogger(Admissions.class);
  private static final String NODE = "Node";
  private static final String UNTIL = "Until";

  private final Items items;
  private final Meetings meetings;
  private final Attendees attendees;
  private final InstantSource clock;

  /** By what is stored of this account's meetings, and this clock. */
  public Admissions(Items items, Sealer sealer, Account account, InstantSource clock) {
    this.items = items;
    this.meetings = new Meetings(items, sealer, account, clock);
    this.attendees = new Attendees(items, meetings);
    this.clock = clock;
  }

  @Override
  public Entry join(String joinToken, Optional<String> meetingId, String node) {
    Optional<Map.Entry<String, String>> known = meetings.attendeeOf(joinToken);
    if (known.isEmpty()) {
      return new Entry.Refused(
          "the join token is not one of a meeting that goes on and an attendee that it has");
    }
    String meeting = known.get().getKey();
    String attendee = known.get().getValue();
    if (meetingId.filter(id -> !id.equals(meeting)).isPresent()) {
      return new Entry.Refused("the join token is for another meeting than MeetingId says");
    }
    Optional<Audio> audio = audio(meeting, attendee);
    if (audio.isEmpty()) {
      return new Entry.Refused("the attendee was deleted");
    }
    String focus = focus(meeting, node);
    return focus.equals(node)
        ? new Entry.Admitted(meeting, attendee, audio.get())
        : new Entry.Elsewhere(focus);
  }

  @Override
  public Map<String, Audio> standing(
      String meetingId, Collection<String> attendeeIds, String node) {
    Optional<Item> meeting = meetings.find(meetingId);
    if (meeting.isEmpty() || !focus(meetingId, node).equals(node)) {
      return Map.of();
    }
    Map<String, Audio> standing = new HashMap<>();
    for (String id : attendeeIds) {
      audio(meetingId, id).ifPresent(audio -> standing.put(id, audio));
    }
    if (Meetings.connected(meeting.get()) != standing.size()) {
      meetings.connected(meetingId, standing.size());
    }
    return standing;
  }

  @Override
  public void left(String meetingId, String node) {
    meetings.connected(meetingId, 0);
    Optional<Item> read = items.get(focusKey(meetingId));
    if (read.filter(item -> node.equals(item.body().get(NODE))).isPresent()) {
      try {
        items.write(List.of(ItemWrite.delete(read.get())));
      } catch (ItemConflictException another) {
        log.debug("Meeting {} is another node's by now.", meetingId, another);
      }
    }
  }

  @Override
  public List<String> strangers(String meetingId, Collection<String> attendeeIds) {
    boolean there = meetings.find(meetingId).isPresent();
    return attendeeIds.stream()
        .filter(id -> !there || attendees.find(meetingId, id).isEmpty())
        .toList();
  }

  private Optional<Audio> audio(String meetingId, String attendeeId) {
    return attendees
        .find(meetingId, attendeeId)
        .map(Attendees::attendee)
        .map(Attendee::capabilities)
        .map(capabilities -> audio(capabilities.audio()));
  }

  private static Audio audio(MediaCapabilities capability) {
    return switch (capability) {
      case SEND -> new Audio(true, false);
      case RECEIVE -> new Audio(false, true);
      case NONE -> new Audio(false, false);
      case SEND_RECEIVE, UNKNOWN_TO_SDK_VERSION -> new Audio(true, true);
    };
  }

  /**
   * The node that has the meeting: the one that asks, when nobody else's lease runs.
   *
   * @throws ApiException when many nodes ask at once, again and again
   */
  private String focus(String meetingId, String node) {
    return Retries.onConflict(
        () -> {
          Instant now = clock.instant();
          Optional<Item> read = items.get(focusKey(meetingId));
          if (read.isPresent()) {
            String holder = (String) read.get().body().get(NODE);
            Instant until = Instant.parse((String) read.get().body().get(UNTIL));
            if (!holder.equals(node) && now.isBefore(until)) {
              return holder;
            }
          }
          Map<String, Object> body = Map.of(NODE, node, UNTIL, now.plus(FOCUS_LEASE).toString());
          items.write(
              List.of(
                  read.<ItemWrite>map(item -> ItemWrite.replace(item, body))
                      .orElseGet(() -> ItemWrite.create(focusKey(meetingId), body))));
          return node;
        });
  }

  private ItemKey focusKey(String meetingId) {
    return meetings.focusKey(meetingId);
  }
}
