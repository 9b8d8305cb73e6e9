package org.carillon.media.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
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
 * go. All state is under one lock, which is never held over a question to the store; another pair
 * keeps joins and the giving up of an empty meeting apart. Methods that ask the store are for
 * virtual threads.
 */
final class Meetings implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Meetings.class);

  /** How often the store is looked at; well within the lease of {@link MeetingAdmission}. */
  static final Duration LOOK = Duration.ofSeconds(2);

  private final MixingLoop mixing;
  private final MeetingAdmission admission;
  private final String node;
  private final Duration look;

  private final ReentrantLock lock = new ReentrantLock();

  /**
   * Between a join's question and its seat no meeting is given up, or the seat would be in one that
   * another node may have by then.
   */
  private final Lock keeping;

  private final Lock givingUp;
  private final Map<String, Room> rooms = new HashMap<>();
  private Optional<Thread> watch = Optional.empty();
  private boolean closed;

  /** A meeting's conference; under the lock. */
  private static final class Room {
    private final Conference conference;
    private final Map<String, Seat> seats = new HashMap<>();
    private final Set<String> muted = new HashSet<>();

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
    ReadWriteLock holding = new ReentrantReadWriteLock();
    this.keeping = holding.readLock();
    this.givingUp = holding.writeLock();
  }

  /**
   * Seats a leg. An attendee that joins again, from another leg, takes its place from the first.
   *
   * @param gone told once, on any thread, when the meeting lets it go; not after {@link #leave},
   *     which it must not call itself
   */
  Joining join(RtpStream stream, Optional<String> meetingId, String joinToken, Runnable gone) {
    keeping.lock();
    try {
      return admitted(stream, meetingId, joinToken, gone);
    } finally {
      keeping.unlock();
    }
  }

  private Joining admitted(
      RtpStream stream, Optional<String> meetingId, String joinToken, Runnable gone) {
    return switch (admission.join(joinToken, meetingId, node)) {
      case Entry.Refused(String why) -> new Joining.Refused(ActionError.JOINING_MEETING, why);
      case Entry.Elsewhere(String other) ->
          new Joining.Refused(
              ActionError.JOINING_MEETING,
              "media node "
                  + other
                  + " has the meeting, and nodes do not yet pass legs to each other");
      case Entry.Admitted(String meeting, String attendee, Audio audio) ->
          seat(stream, meeting, attendee, audio, gone);
    };
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
    givingUp.lock();
    try {
      if (wasLast(seat)) {
        giveUp(seat.meetingId);
      }
    } finally {
      givingUp.unlock();
    }
  }

  private void giveUp(String meetingId) {
    try {
      admission.left(meetingId, node);
    } catch (RuntimeException e) {
      log.warn(
          "The store was not told that meeting {} is empty; its lease runs out.", meetingId, e);
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
      List<String> all;
      lock.lock();
      try {
        if (rooms.isEmpty() || closed) {
          watch = Optional.empty();
          return;
        }
        all = List.copyOf(rooms.keySet());
      } finally {
        lock.unlock();
      }
      all.forEach(this::look);
    }
  }

  /** Asks what has become of a meeting and its attendees, and acts on it. */
  private void look(String meetingId) {
    keeping.lock();
    try {
      lookAt(meetingId);
    } finally {
      keeping.unlock();
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
