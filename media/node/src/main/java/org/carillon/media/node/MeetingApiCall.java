package org.carillon.media.node;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.carillon.core.calls.ActionError;
import org.carillon.core.calls.CallEnd;
import org.carillon.core.calls.CallEvent;
import org.carillon.core.calls.CallSession;
import org.carillon.core.calls.HangupCause;
import org.carillon.core.calls.MediaCommand;
import org.carillon.core.calls.NewCall;
import org.carillon.core.records.CallDirection;
import org.carillon.core.records.CallFact;
import org.carillon.core.records.CallStatus;
import org.carillon.media.node.CallMoment.Part;
import org.carillon.media.rtp.G711;
import org.carillon.media.rtp.RtpStream;
import org.carillon.media.rtp.StreamParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A call that the API made to a meeting (S7): its first leg is the meeting, joined by the header
 * fields of the request. The leg has a line of its own, whose other end sits in the conference, so
 * that prompts, recordings and bridges are as on any leg. Owned by the SIP loop it is placed on.
 */
final class MeetingApiCall implements ApplicationLeg {
  private static final Logger log = LoggerFactory.getLogger(MeetingApiCall.class);

  private static final String JOIN_TOKEN = "x-chime-join-token";
  private static final String MEETING_ID = "x-chime-meeting-id";
  private static final int FORBIDDEN = 403;
  private static final int UNAVAILABLE = 503;

  private final NodeContext node;
  private final NewCall wanted;
  private final String callId = UUID.randomUUID().toString();
  private final ApplicationSession session;
  private final CallFacts facts;
  private final RtpStream line;
  private final RtpStream far;
  private final LegAudio audio;

  private Optional<Meetings.Seat> seat = Optional.empty();
  private Optional<CallEnd> decidedEnd = Optional.empty();
  private boolean ended;

  private MeetingApiCall(NodeContext node, NewCall wanted, RtpStream line, RtpStream far) {
    this.node = node;
    this.wanted = wanted;
    this.line = line;
    this.far = far;
    this.session =
        new ApplicationSession(
            node,
            node.sip().loop(),
            CallSession.outbound(
                node.config().accountId(),
                wanted.transactionId(),
                callId,
                wanted.application(),
                wanted.from(),
                wanted.to(),
                wanted.sipHeaders(),
                node.now()));
    this.facts = new CallFacts(node, wanted.transactionId());
    this.audio = new LegAudio(node, line, session.loop());
  }

  /** Whether a call is one to a meeting. */
  static boolean isFor(NewCall wanted) {
    return wanted.to().equals(MediaCommand.JoinMeeting.MEETING_NUMBER);
  }

  /**
   * Joins the meeting. Asks the store, so it may block: not to be called on a loop.
   *
   * @throws IOException when no media port is free
   */
  static void place(NodeContext node, NewCall wanted) throws IOException {
    InetAddress here = InetAddress.getLoopbackAddress();
    RtpStream line = node.engine().open(here);
    RtpStream far;
    try {
      far = node.engine().open(here);
    } catch (IOException e) {
      line.close();
      throw e;
    }
    line.start(StreamParameters.of(far.localAddress(), G711.PCMU));
    far.start(StreamParameters.of(line.localAddress(), G711.PCMU));
    new MeetingApiCall(node, wanted, line, far).join();
  }

  private void join() {
    session.moment(Part.ROUTING, "CreateSipMediaApplicationCall to a meeting");
    facts.started(
        new CallFact.CallStarted(
            wanted.transactionId(),
            node.incarnation(),
            node.now(),
            callId,
            callId,
            CallDirection.OUTBOUND,
            wanted.from(),
            wanted.to(),
            Optional.empty(),
            Optional.of(wanted.application().applicationId()),
            CallFact.TrunkUse.NONE));
    facts.meter().media(line, Optional.empty());
    node.live().legPlaced();
    session.onLoop(
        () -> {
          session.join(this);
          session.report(new CallEvent.NewOutboundCall(wanted.arguments()));
        });
    Meetings.Joining joining;
    try {
      joining =
          header(JOIN_TOKEN)
              .map(
                  token ->
                      node.meetings()
                          .join(
                              far,
                              header(MEETING_ID),
                              token,
                              () -> session.onLoop(() -> over(0, HangupCause.CALLEE))))
              .orElseGet(
                  () ->
                      new Meetings.Joining.Refused(
                          ActionError.JOINING_MEETING, "SipHeaders has no X-chime-join-token"));
    } catch (RuntimeException e) {
      log.error("Call {}: the meeting could not be joined.", wanted.transactionId(), e);
      joining = new Meetings.Joining.Refused(ActionError.SYSTEM, "the store does not answer");
    }
    Meetings.Joining outcome = joining;
    session.onLoop(() -> joined(outcome));
  }

  private Optional<String> header(String name) {
    return wanted.sipHeaders().entrySet().stream()
        .filter(field -> field.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .filter(value -> !value.isBlank())
        .findFirst();
  }

  private void joined(Meetings.Joining outcome) {
    switch (outcome) {
      case Meetings.Joining.Refused(ActionError error, String why) -> {
        log.warn("Call {} does not join a meeting: {}.", wanted.transactionId(), why);
        over(error.equals(ActionError.SYSTEM) ? UNAVAILABLE : FORBIDDEN, HangupCause.CALLEE);
      }
      case Meetings.Joining.Joined(Meetings.Seat taken) -> {
        seat = Optional.of(taken);
        if (ended) {
          leave();
          return;
        }
        facts.answered();
        session.moment(Part.MEDIA, "in meeting " + taken.meetingId());
        session.report(new CallEvent.CallAnswered(callId));
      }
    }
  }

  private void leave() {
    seat.ifPresent(taken -> NodeContext.offLoop(() -> node.meetings().leave(taken)));
    seat = Optional.empty();
  }

  private void over(int status, HangupCause cause) {
    if (ended) {
      return;
    }
    ended = true;
    leave();
    far.close();
    boolean answered = facts.isAnswered();
    CallEvent.HungUp hungUp = new CallEvent.HungUp(callId, status, cause);
    facts.ended(decidedEnd.orElseGet(() -> CallEnd.of(hungUp, answered)));
    session.legEnded(hungUp);
    node.live().legGone();
  }

  @Override
  public String callId() {
    return callId;
  }

  @Override
  public LegAudio audio() {
    return audio;
  }

  @Override
  public boolean isAnswered() {
    return facts.isAnswered();
  }

  @Override
  public void answer(CommandRunner.Done done) {
    done.accept(Optional.empty());
  }

  @Override
  public void hangUp(MediaCommand.Hangup hangup) {
    over(0, HangupCause.APPLICATION);
  }

  @Override
  public void stop() {
    decidedEnd =
        Optional.of(
            new CallEnd(CallStatus.FAILED, 0, HangupCause.NODE_STOPPED.reason(isAnswered())));
    over(0, HangupCause.NODE_STOPPED);
  }

  @Override
  public void endsWith(CallEnd end) {
    decidedEnd = Optional.of(end);
  }

  @Override
  public void voiceFocusIs(boolean on) {
    facts.voiceFocus(on);
  }

  @Override
  public void applicationIs(String applicationId) {
    facts.applicationIs(applicationId);
  }
}
