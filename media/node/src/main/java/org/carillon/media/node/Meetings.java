package org.carillon.media.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;
import org.carillon.core.calls.ActionError;
import org.carillon.core.meetings.MeetingAdmission;
import org.carillon.core.meetings.MeetingAdmission.Audio;
import org.carillon.core.meetings.MeetingAdmission.Entry;
import org.carillon.media.ivr.conference.Conference;
import org.carillon.media.ivr.conference.ConferenceLeg;
import org.carillon.media.ivr.conference.MixingLoop;
import org.carillon.media.rtp.RtpStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The meetings that legs of this node are in (S7): a conference for each, who sits in it, and a
 * look at the store every few seconds, so that deleted attendees and ended meetings let their legs
 * go. All state is under one lock, which is never held over a question to the store; another, for
 * each meeting, keeps seats and the giving up of an empty meeting apart, so that a store that is
 * slow about one meeting stops no other. Methods that ask the store are for virtual threads.
 */
final class Meetings implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Meetings.class);

  /** How often the store is looked at; well within the lease of {@link MeetingAdmission}. */
  static final Duration LOOK = Duration.ofSeconds(2);

  private static final int MEETING_LOCKS = 64;

  private final MixingLoop mixing;
  private final MeetingAdmission admission;
  private final String node;
  private final Duration look;

  private final ReentrantLock lock = new ReentrantLock();

  /**
   * While one is taken to read, no meeting that it stands for is given up: a seat would be in one
   * that another node may have by then. Meetings share them, by the hash of their id.
   */
  private final List<ReadWriteLock> keeping =
      Stream.<ReadWriteLock>generate(ReentrantReadWriteLock::new).limit(MEETING_LOCKS).toList();

  /** How many meetings were given up; grows while the meeting is locked. */
  private final AtomicLong givenUp = new AtomicLong();

  private final Map<String, Room> rooms = new HashMap<>();
  private Optional<Thread> watch = Optional.empty();
  private boolean closed;

  /** A meeting's conference; under the lock. */
  private static final class Room {
    private final Conference conference;
    private final Map<String, Seat> seats = new HashMap<>();
    private final Set<String> muted = new HashSet<>();
    private boolean beingLookedAt;

    Room(Conference conference) {
      this.conference = conference;
    }
  }

  /** An attendee's place in a conference. Switches are under the lock. */
  static final class Seat {
    private final String meetingId;
    private final String attendeeId;
    private final ConferenceLeg leg;
    private final Runnable gone;

    private Seat(String meetingId, String attendeeId, ConferenceLeg leg, Runnable gone) {
      this.meetingId = meetingId;
      this.attendeeId = attendeeId;
      this.leg = leg;
      this.gone = gone;
    }

    String meetingId() {
      return meetingId;
    }

    ConferenceLeg leg() {
      return leg;
    }
  }

  /** What came of a wish to join. */
  sealed interface Joining {

    /** It sits there. */
    record Joined(Seat seat) implements Joining {}

    /** It does not. */
    record Refused(ActionError error, String why) implements Joining {}
  }

  Meetings(MixingLoop mixing, MeetingAdmission admission, String node, Duration look) {
    this.mixing = mixing;
    this.admission = admission;
    this.node = node;
    this.look = look;
  }

  private ReadWriteLock keeping(String meetingId) {
    return keeping.get(Math.floorMod(meetingId.hashCode(), MEETING_LOCKS));
  }

  /**
   * Seats a leg. An attendee that joins again, from another leg, takes its place from the first.
   *
   * @param gone told once, on any thread, when the meeting lets it go; not after {@link #leave},
   *     which it must not call itself
   */
  Joining join(RtpStream stream, Optional<String> meetingId, String joinToken, Runnable gone) {
    long givenUpBefore = givenUp.get();
    Entry entry = admission.join(joinToken, meetingId, node);
    if (!(entry instanceof Entry.Admitted admitted)) {
      return refused(entry);
    }
    Lock kept = keeping(admitted.meetingId()).readLock();
    kept.lock();
    try {
      if (givenUp.get() != givenUpBefore) {
        // it may have been this one, and another node's by now
        entry = admission.join(joinToken, Optional.of(admitted.meetingId()), node);
      }
      return entry instanceof Entry.Admitted(String meeting, String attendee, Audio audio)
          ? seat(stream, meeting, attendee, audio, gone)
          : refused(entry);
    } finally {
      kept.unlock();
    }
  }

  private static Joining refused(Entry entry) {
    String why =
        switch (entry) {
          case Entry.Refused(String reason) -> reason;
          case Entry.Elsewhere(String other) ->
              "media node "
                  + other
                  + " has the meeting, and nodes do not yet pass legs to each other";
          case Entry.Admitted _ -> throw new IllegalArgumentException("it may join");
        };
    return new Joining.Refused(ActionError.JOINING_MEETING, why);
  }

  private Joining seat(
      RtpStream stream, String meeting, String attendee, Audio audio, Runnable gone) {
    Seat before;
    Seat seat;
    lock.lock();
    try {
      if (closed) {
        return new Joining.Refused(ActionError.JOINING_MEETING, "the node is shutting down");
      }
      Room room = rooms.get(meeting);
      Conference conference = room == null ? mixing.open() : room.conference;
      ConferenceLeg leg = joined(conference, stream);
      room = rooms.computeIfAbsent(meeting, _ -> new Room(conference));
      seat = new Seat(meeting, attendee, leg, gone);
      before = room.seats.put(attendee, seat);
      apply(seat, room, audio);
      watch = Optional.of(watch.orElseGet(() -> Thread.startVirtualThread(this::watch)));
    } catch (IllegalStateException taken) {
      return new Joining.Refused(
          ActionError.JOINING_MEETING, "the leg's audio is in use: " + taken.getMessage());
    } finally {
      lock.unlock();
    }
    if (before != null) {
      letGo(before);
    }
    return new Joining.Joined(seat);
  }

  private static ConferenceLeg joined(Conference conference, RtpStream stream) {
    try {
      return conference.join(stream);
    } finally {
      if (conference.size() == 0) {
        conference.close();
      }
    }
  }

  private static void apply(Seat seat, Room room, Audio audio) {
    seat.leg.mute(!audio.sends() || room.muted.contains(seat.attendeeId));
    seat.leg.deafen(!audio.receives());
  }

  private static void letGo(Seat seat) {
    seat.leg.leave();
    seat.gone.run();
  }

  /**
   * Mutes or unmutes attendees of the meeting somebody sits in, those too who join later.
   *
   * @return what the function is told when it cannot be
   */
  Optional<ActionError> modify(Seat by, String meetingId, boolean mute, List<String> attendees) {
    if (!by.meetingId.equals(meetingId)) {
      return Optional.of(ActionError.invalidParameter("The meeting ID parameter is invalid."));
    }
    List<String> strangers = admission.strangers(meetingId, attendees);
    if (!strangers.isEmpty()) {
      return Optional.of(ActionError.notInMeeting(strangers));
    }
    lock.lock();
    try {
      Room room = rooms.get(meetingId);
      if (room != null) {
        if (mute) {
          room.muted.addAll(attendees);
        } else {
          room.muted.removeAll(Set.copyOf(attendees));
        }
      }
    } finally {
      lock.unlock();
    }
    look(meetingId);
    return Optional.empty();
  }

  /** Takes a seat away; nothing happens to one that is gone already. */
  void leave(Seat seat) {
    seat.leg.leave();
    if (wasOneOfMany(seat)) {
      return;
    }
    Lock alone = keeping(seat.meetingId).writeLock();
    alone.lock();
    try {
      if (wasLast(seat)) {
        giveUp(seat.meetingId);
      }
    } finally {
      alone.unlock();
    }
  }

  /** Takes a seat away unless it is the last; true too when it is gone already. */
  private boolean wasOneOfMany(Seat seat) {
    lock.lock();
    try {
      Room room = rooms.get(seat.meetingId);
      boolean isLast =
          room != null && room.seats.size() == 1 && seat.equals(room.seats.get(seat.attendeeId));
      if (room != null && !isLast) {
        room.seats.remove(seat.attendeeId, seat);
      }
      return !isLast;
    } finally {
      lock.unlock();
    }
  }

  private void giveUp(String meetingId) {
    try {
      admission.left(meetingId, node);
    } catch (RuntimeException e) {
      log.warn(
          "The store was not told that meeting {} is empty; its lease runs out.", meetingId, e);
    } finally {
      givenUp.incrementAndGet();
    }
  }

  /** Takes a seat away, and the room when it was the last. */
  private boolean wasLast(Seat seat) {
    lock.lock();
    try {
      Room room = rooms.get(seat.meetingId);
      if (room == null || !room.seats.remove(seat.attendeeId, seat) || !room.seats.isEmpty()) {
        return false;
      }
      rooms.remove(seat.meetingId);
      room.conference.close();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Ends with the last meeting. */
  private void watch() {
    while (true) {
      LockSupport.parkNanos(look.toNanos());
      lock.lock();
      try {
        if (rooms.isEmpty() || closed) {
          watch = Optional.empty();
          return;
        }
        rooms.forEach(this::startLook);
      } finally {
        lock.unlock();
      }
    }
  }

  /** Under the lock. A look that the store has not answered yet is waited for, one a meeting. */
  private void startLook(String meetingId, Room room) {
    if (!room.beingLookedAt) {
      room.beingLookedAt = true;
      Thread.startVirtualThread(
          () -> {
            try {
              look(meetingId);
            } finally {
              looked(room);
            }
          });
    }
  }

  private void looked(Room room) {
    lock.lock();
    try {
      room.beingLookedAt = false;
    } finally {
      lock.unlock();
    }
  }

  /** Asks what has become of a meeting and its attendees, and acts on it. */
  private void look(String meetingId) {
    Lock kept = keeping(meetingId).readLock();
    kept.lock();
    try {
      lookAt(meetingId);
    } finally {
      kept.unlock();
    }
  }

  private void lookAt(String meetingId) {
    List<String> seated;
    lock.lock();
    try {
      Room room = rooms.get(meetingId);
      if (room == null) {
        return;
      }
      seated = List.copyOf(room.seats.keySet());
    } finally {
      lock.unlock();
    }
    try {
      Map<String, Audio> standing = admission.standing(meetingId, seated, node);
      dismiss(meetingId, seated, standing).forEach(Meetings::letGo);
    } catch (RuntimeException e) {
      log.warn("Meeting {} goes on unchecked, the store did not answer.", meetingId, e);
    }
  }

  /** The seats of those who may not stay, taken away; the others as they may now. */
  private List<Seat> dismiss(String meetingId, List<String> asked, Map<String, Audio> standing) {
    List<Seat> dismissed = new ArrayList<>();
    lock.lock();
    try {
      Room room = rooms.get(meetingId);
      if (room == null) {
        return dismissed;
      }
      for (String attendee : asked) {
        Seat seat = room.seats.get(attendee);
        Audio audio = standing.get(attendee);
        if (seat != null && audio != null) {
          apply(seat, room, audio);
        } else if (seat != null) {
          room.seats.remove(attendee);
          dismissed.add(seat);
        }
      }
      if (room.seats.isEmpty()) {
        rooms.remove(meetingId);
        room.conference.close();
      }
    } finally {
      lock.unlock();
    }
    return dismissed;
  }

  /** How many meetings this node has. */
  int count() {
    lock.lock();
    try {
      return rooms.size();
    } finally {
      lock.unlock();
    }
  }

  /** Lets all go without a word; their calls are ended by the node. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      rooms.clear();
      watch.ifPresent(LockSupport::unpark);
    } finally {
      lock.unlock();
    }
    mixing.close();
  }
}
