package org.carillon.media.node;

import java.util.Optional;
import org.carillon.core.calls.ActionError;
import org.carillon.core.calls.ActionResult;
import org.carillon.core.calls.CallEvent;
import org.carillon.core.calls.HangupCause;
import org.carillon.core.calls.MediaCommand;
import org.carillon.media.node.CallMoment.Part;
import org.carillon.media.rtp.RtpStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The meeting that a call has joined (S7): its second leg for the function, without a phone of its
 * own; what is said there is what the first leg says. Owned by the SIP loop of the call; the store
 * is asked on virtual threads.
 */
final class SessionMeeting {
  private static final Logger log = LoggerFactory.getLogger(SessionMeeting.class);

  private static final ActionError ON_MEETING_LEG =
      ActionError.invalidParameter(
          "Only Hangup and ModifyChimeMeetingAttendees can be done on the meeting leg.");

  /** The call, as the meeting uses it. */
  interface Call {
    String transactionId();

    /** Runs a task on the call's loop, from any thread; drops it when the loop is gone. */
    void onLoop(Runnable task);

    void moment(Part part, String text);

    /** Tells the application. */
    void report(CallEvent event);
  }

  private final NodeContext node;
  private final Call call;

  private Optional<Joined> joined = Optional.empty();
  private boolean over;

  /** The meeting leg. */
  private record Joined(String callId, Meetings.Seat seat) {}

  SessionMeeting(NodeContext node, Call call) {
    this.node = node;
    this.call = call;
  }

  /** Whether this is the meeting leg, and it is up. */
  boolean hasLeg(String callId) {
    return joined.filter(leg -> leg.callId().equals(callId)).isPresent();
  }

  /** The place in the conference, while there is one. */
  Optional<Meetings.Seat> seat() {
    return joined.map(Joined::seat);
  }

  /** Joins a leg's audio to a meeting. */
  void join(MediaCommand.JoinMeeting command, RtpStream stream, CommandRunner.Done done) {
    if (joined.isPresent()) {
      done.accept(Optional.of(ActionError.JOINING_MEETING));
      return;
    }
    call.moment(Part.MEDIA, "joining a meeting");
    NodeContext.offLoop(
        () -> {
          Meetings.Joining joining;
          try {
            joining =
                node.meetings()
                    .join(
                        stream,
                        command.meetingId(),
                        command.joinToken(),
                        () -> call.onLoop(() -> letGo(command.newCallId())));
          } catch (RuntimeException e) {
            log.error("Call {}: a meeting could not be joined.", call.transactionId(), e);
            joining = new Meetings.Joining.Refused(ActionError.SYSTEM, "the store does not answer");
          }
          Meetings.Joining outcome = joining;
          call.onLoop(() -> joined(command, outcome, done));
        });
  }

  private void joined(
      MediaCommand.JoinMeeting command, Meetings.Joining outcome, CommandRunner.Done done) {
    switch (outcome) {
      case Meetings.Joining.Refused(ActionError error, String why) -> {
        log.warn("Call {} does not join a meeting: {}.", call.transactionId(), why);
        done.accept(Optional.of(error));
      }
      case Meetings.Joining.Joined(Meetings.Seat seat) -> {
        if (over) {
          leave(seat);
          return;
        }
        joined = Optional.of(new Joined(command.newCallId(), seat));
        call.moment(Part.MEDIA, "in meeting " + seat.meetingId());
        done.succeeded(new ActionResult.Bridged(command.participant(node.now())));
        if (seat.leg().hasLeft()) {
          // the meeting let it go before it was told
          letGo(command.newCallId());
        }
      }
    }
  }

  /** Does a command that is aimed at the meeting leg. */
  void begin(MediaCommand command, CommandRunner.Done done) {
    switch (command) {
      case MediaCommand.ModifyAttendees modify -> modify(modify, done);
      case MediaCommand.Hangup _ -> {
        ended(HangupCause.APPLICATION);
        done.accept(Optional.empty());
      }
      case MediaCommand.Fail(String _, ActionError error) -> done.accept(Optional.of(error));
      default -> done.accept(Optional.of(ON_MEETING_LEG));
    }
  }

  private void modify(MediaCommand.ModifyAttendees modify, CommandRunner.Done done) {
    Meetings.Seat seat = joined.orElseThrow().seat();
    NodeContext.offLoop(
        () -> {
          Optional<ActionError> error;
          try {
            error =
                node.meetings()
                    .modify(seat, modify.meetingId(), modify.mute(), modify.attendeeIds());
          } catch (RuntimeException e) {
            log.error("Call {}: attendees could not be modified.", call.transactionId(), e);
            error = Optional.of(ActionError.SYSTEM);
          }
          Optional<ActionError> outcome = error;
          call.onLoop(() -> done.accept(outcome));
        });
  }

  /** The meeting let the leg go: it has ended, or the attendee was deleted or joined elsewhere. */
  private void letGo(String callId) {
    if (hasLeg(callId)) {
      call.moment(Part.MEDIA, "out of the meeting");
      ended(HangupCause.CALLEE);
    }
  }

  private void ended(HangupCause cause) {
    Joined leg = joined.orElseThrow();
    joined = Optional.empty();
    leave(leg.seat());
    call.report(new CallEvent.HungUp(leg.callId(), 0, cause));
  }

  /** The call is over: the meeting leg goes without a word. */
  void callEnded() {
    over = true;
    joined.ifPresent(leg -> leave(leg.seat()));
    joined = Optional.empty();
  }

  private void leave(Meetings.Seat seat) {
    NodeContext.offLoop(() -> node.meetings().leave(seat));
  }
}
