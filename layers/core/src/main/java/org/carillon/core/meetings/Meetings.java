package org.carillon.core.meetings;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.ApiException;
import org.carillon.contract.Documents;
import org.carillon.contract.ErrorType;
import org.carillon.core.Account;
import org.carillon.core.DueItems;
import org.carillon.core.Ids;
import org.carillon.core.RequestTokens;
import org.carillon.core.Retries;
import org.carillon.core.ServiceEvents;
import org.carillon.core.SortableTime;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemConflictException;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import org.carillon.core.ports.Sealer;
import org.carillon.core.tags.Tags;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.chimesdkmeetings.model.Meeting;

/**
 * The account's meetings, as stored. A meeting lasts for a day at most; what has ended is marked
 * first and cleared away then, so that a process that dies leaves no attendee behind. Safe for use
 * by many threads.
 */
public final class Meetings {

  /** The longest a meeting lasts. */
  public static final Duration LONGEST = Duration.ofHours(24);

  private static final Logger LOG = LoggerFactory.getLogger(Meetings.class);
  private static final int DELETES_AT_ONCE = 90;
  private static final String MEETING = "Meeting";
  private static final String SECRET = "JoinSecret";
  private static final String ATTENDEES = "Attendees";
  private static final String NOTIFICATIONS = "Notifications";
  private static final String REQUEST_TOKEN = "RequestToken";
  private static final String OPERATION = "Operation";
  private static final String ENDS = "Ends";
  private static final String CONNECTED = "Connected";
  private static final String TRANSCRIPTION = "Transcription";

  private final Items items;
  private final Tags tags;
  private final RequestTokens tokens;
  private final JoinTokens joinTokens;
  private final Account account;
  private final InstantSource clock;
  private final String partition;
  private final String ends;

  /** The meetings of this account, by this clock. */
  public Meetings(Items items, Sealer sealer, Account account, InstantSource clock) {
    this.items = items;
    this.tags = new Tags(items, account);
    this.tokens = new RequestTokens(items, account, clock);
    this.joinTokens = new JoinTokens(sealer);
    this.account = account;
    this.clock = clock;
    this.partition = "account/" + account.id() + "/meetings";
    this.ends = partition + "/ends";
  }

  /**
   * The meeting a client means.
   *
   * @throws ApiException {@link ErrorType#NOT_FOUND} when the account does not have it, or it has
   *     ended
   */
  Item require(String meetingId) {
    return find(meetingId)
        .orElseThrow(
            () ->
                new ApiException(
                    ErrorType.NOT_FOUND, "MeetingId: there is no such meeting, or it has ended."));
  }

  Optional<Item> find(String meetingId) {
    return (Ids.isGuid(meetingId) ? items.get(key(meetingId)) : Optional.<Item>empty())
        .filter(item -> clock.instant().isBefore(ends(item)));
  }

  /**
   * The writes that make a meeting.
   *
   * @param token the request's, with the operation it belongs to
   * @param notifications where its events go; empty for nowhere
   */
  List<ItemWrite> create(
      Meeting meeting,
      String operation,
      RequestTokens.Known token,
      String requestToken,
      Optional<Map<String, Object>> notifications,
      Map<String, String> itsTags,
      String secret,
      int attendees) {
    Instant end = clock.instant().plus(LONGEST);
    Map<String, Object> body = new HashMap<>();
    body.put(MEETING, Documents.toDocument(meeting));
    body.put(SECRET, secret);
    body.put(ATTENDEES, attendees);
    body.put(CONNECTED, 0);
    body.put(OPERATION, operation);
    body.put(REQUEST_TOKEN, requestToken);
    body.put(ENDS, end.toString());
    notifications.ifPresent(it -> body.put(NOTIFICATIONS, it));
    List<ItemWrite> writes = new ArrayList<>();
    writes.add(
        new ItemWrite.Put(
            key(meeting.meetingId()),
            body,
            Optional.of(endKey(end, meeting.meetingId())),
            Optional.empty(),
            new ItemWrite.Condition.Absent()));
    writes.add(tags.create(meeting.meetingArn(), itsTags));
    writes.add(tokens.remember(token, meeting.meetingId()));
    return writes;
  }

  /** Ends a meeting and clears its attendees away. */
  void end(String meetingId) {
    Item ended =
        Retries.onConflict(
            () -> {
              Item read = require(meetingId);
              Instant now = clock.instant();
              Map<String, Object> body = new HashMap<>(read.body());
              body.put(ENDS, now.toString());
              List<ItemWrite> writes = new ArrayList<>();
              writes.add(
                  new ItemWrite.Put(
                      read.key(),
                      body,
                      Optional.of(endKey(now, meetingId)),
                      Optional.empty(),
                      new ItemWrite.Condition.AtVersion(read.version())));
              writes.add(tags.delete(meeting(read).meetingArn()));
              writes.addAll(forgetToken(read));
              items.write(writes);
              return items.get(read.key()).orElse(read);
            });
    clear(ended, List.of());
  }

  /**
   * Clears away meetings that have ended by themselves, or whose end was interrupted. To be called
   * from time to time; making a meeting clears a few.
   *
   * @param most how many to look at
   */
  public DueItems.Work sweep(int most) {
    Instant now = clock.instant();
    return new DueItems(items)
        .each(
            ItemQuery.Index.INDEX1,
            ends,
            SortableTime.of(now),
            most,
            // the index may lag: what counts is the item itself
            item ->
                items
                    .get(item.key())
                    .filter(it -> !now.isBefore(ends(it)))
                    .filter(it -> clear(it, List.of(cleared(it, now))))
                    .isPresent());
  }

  private ItemWrite cleared(Item ended, Instant now) {
    return ServiceEvents.note(
        account.id(), now, "RemoveEndedMeeting", Map.of("MeetingId", ended.key().sort()));
  }

  /** Whether nothing of it is left. */
  private boolean clear(Item ended, List<ItemWrite> with) {
    String meetingId = ended.key().sort();
    try {
      ItemQuery query = ItemQuery.partition(attendees(meetingId), "", DELETES_AT_ONCE);
      List<Item> left = items.query(query).items();
      while (!left.isEmpty()) {
        items.write(
            left.stream()
                .<ItemWrite>map(
                    item -> new ItemWrite.Delete(item.key(), new ItemWrite.Condition.Always()))
                .toList());
        left = items.query(query).items();
      }
      List<ItemWrite> writes = new ArrayList<>();
      writes.add(
          with.isEmpty()
              ? new ItemWrite.Delete(ended.key(), new ItemWrite.Condition.Always())
              : ItemWrite.delete(ended)); // of two sweeps one tells of it
      writes.add(tags.delete(meeting(ended).meetingArn()));
      writes.add(new ItemWrite.Delete(focusKey(meetingId), new ItemWrite.Condition.Always()));
      writes.addAll(forgetToken(ended));
      writes.addAll(with);
      items.write(writes);
      return true;
    } catch (ItemConflictException another) {
      LOG.debug("The ended meeting {} is cleared away by another process.", meetingId, another);
      return false;
    } catch (RuntimeException later) {
      LOG.warn(
          "The ended meeting {} is not cleared away yet; it is tried again.", meetingId, later);
      return false;
    }
  }

  private List<ItemWrite> forgetToken(Item meeting) {
    return tokens.forget(
        (String) meeting.body().get(OPERATION),
        (String) meeting.body().get(REQUEST_TOKEN),
        meeting.key().sort());
  }

  /**
   * The media plane reports how many attendees are connected.
   *
   * @return false when the meeting has ended
   */
  public boolean connected(String meetingId, int attendees) {
    return Retries.onConflict(
        () -> {
          Optional<Item> read = find(meetingId);
          read.ifPresent(item -> items.write(with(item, Map.of(CONNECTED, attendees))));
          return read.isPresent();
        });
  }

  /** How many attendees are connected, as the media plane reports. */
  static int connected(Item meeting) {
    return Math.toIntExact((Long) meeting.body().get(CONNECTED));
  }

  /** Whether a meeting is being transcribed. */
  static boolean isTranscribed(Item meeting) {
    return meeting.body().get(TRANSCRIPTION) != null;
  }

  /**
   * Stores how a meeting is transcribed.
   *
   * @param configuration empty to stop
   */
  void transcribe(Item read, Map<String, Object> configuration) {
    Map<String, Object> body = new HashMap<>(read.body());
    body.put(TRANSCRIPTION, configuration.isEmpty() ? null : configuration);
    items.write(ItemWrite.replace(read, body));
  }

  /** How many attendees a meeting has. */
  static int attendeeCount(Item meeting) {
    return Math.toIntExact((Long) meeting.body().get(ATTENDEES));
  }

  /** The write that counts a meeting's attendees anew, unless it changed meanwhile. */
  static ItemWrite counted(Item read, int attendees) {
    return with(read, Map.of(ATTENDEES, attendees));
  }

  private static ItemWrite with(Item read, Map<String, Object> changes) {
    Map<String, Object> body = new HashMap<>(read.body());
    body.putAll(changes);
    return ItemWrite.replace(read, body);
  }

  /**
   * Who may join with a token.
   *
   * @return the attendee's id by the meeting's id; empty when the token is not good, the meeting
   *     has ended or the attendee was deleted
   */
  public Optional<Map.Entry<String, String>> attendeeOf(String joinToken) {
    return JoinTokens.meetingId(joinToken)
        .flatMap(this::find)
        .flatMap(
            meeting ->
                signer(meeting)
                    .attendee(joinToken)
                    .filter(
                        id ->
                            items.get(new ItemKey(attendees(meeting.key().sort()), id)).isPresent())
                    .map(id -> Map.entry(meeting.key().sort(), id)));
  }

  JoinTokens joinTokens() {
    return joinTokens;
  }

  JoinTokens.Signer signer(Item meeting) {
    return joinTokens.signer(meeting.key().sort(), (String) meeting.body().get(SECRET));
  }

  String arn(String meetingId) {
    return account.arn("meeting/" + meetingId);
  }

  /** Where a meeting's attendees are stored. */
  String attendees(String meetingId) {
    return partition + "/" + meetingId + "/attendees";
  }

  /** Where it is stored which media node has a meeting. */
  ItemKey focusKey(String meetingId) {
    return new ItemKey(partition + "/" + meetingId + "/focus", "node");
  }

  @SuppressWarnings("unchecked") // written by this class
  static Meeting meeting(Item item) {
    return Documents.fromDocument((Map<String, Object>) item.body().get(MEETING), Meeting.class);
  }

  private static Instant ends(Item item) {
    return Instant.parse((String) item.body().get(ENDS));
  }

  private ItemKey endKey(Instant end, String meetingId) {
    return new ItemKey(ends, SortableTime.of(end) + "/" + meetingId);
  }

  private ItemKey key(String meetingId) {
    return new ItemKey(partition, meetingId);
  }
}
