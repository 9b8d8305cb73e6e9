package org.carillon.media.node;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.carillon.core.calls.ActionError;
import org.carillon.core.calls.ActionResult;
import org.carillon.core.calls.CallEnd;
import org.carillon.core.calls.CallEvent;
import org.carillon.core.calls.CallLogLine;
import org.carillon.core.calls.CallSession;
import org.carillon.core.calls.MediaCommand;
import org.carillon.core.calls.Turn;
import org.carillon.media.ivr.recording.LegRecorder;
import org.carillon.media.ivr.recording.Recordings;
import org.carillon.media.node.CallMoment.Part;
import org.carillon.media.sip.ReferRequest;
import org.carillon.media.sip.SipLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The conversation of one call with its application: reports what happened on its legs, one turn at
 * a time, and has the commands done, each on the leg it names. Owned by one SIP loop, which has all
 * legs of the call; turns run on virtual threads.
 */
final class ApplicationSession implements CommandRunner.Call, SessionMeeting.Call {
  private static final Logger log = LoggerFactory.getLogger(ApplicationSession.class);

  private static final int UNAVAILABLE = 480;
  private static final int SERVER_ERROR = 500;
  private static final int DECLINE = 603;

  /**
   * Matches of ReceiveDigits that may wait for the function's answer. More are dropped, the newest
   * first: what is told then has no hole in it, up to where it ends.
   */
  private static final int MOST_DIGITS = 32;

  private final NodeContext node;
  private final SipLoop loop;
  private final String transactionId;
  private final CommandRunner runner = new CommandRunner(this);

  private final SessionVoiceFocus voiceFocus;

  /** The meeting that the call has joined; its leg is none of {@link #legs}. */
  private final SessionMeeting meeting;

  private Optional<SessionBot> bot = Optional.empty();

  /** The legs that are up, LEG-A first. */
  private final Map<String, ApplicationLeg> legs = new LinkedHashMap<>();

  /**
   * Events that wait for the turn in hand, in the order in which they happened; a leg has a
   * finished list and a hang-up at most, and of digits {@link #MOST_DIGITS} wait. One that is not
   * complete waits for what belongs to it, and those behind it wait with it.
   */
  private final Queue<CompletableFuture<CallEvent>> events = new ArrayDeque<>();

  private CallSession session;
  private Optional<SipLoop.Timeout> pause = Optional.empty();
  private Optional<Bridging> bridging = Optional.empty();
  private boolean turnInHand;
  private boolean over;

  /**
   * @param loop the one that has the call's legs
   * @param session as it stands before its first event
   */
  ApplicationSession(NodeContext node, SipLoop loop, CallSession session) {
    this.node = node;
    this.loop = loop;
    this.session = session;
    this.transactionId = session.transactionId();
    this.meeting = new SessionMeeting(node, this);
    this.voiceFocus = new SessionVoiceFocus(node);
  }

  @Override
  public String transactionId() {
    return transactionId;
  }

  SipLoop loop() {
    return loop;
  }

  /** Runs a task on the loop that has the call; drops it when the loop is gone. */
  @Override
  public void onLoop(Runnable task) {
    NodeContext.onLoop(loop, task);
  }

  @Override
  public void moment(Part part, String text) {
    node.moment(transactionId, part, text);
  }

  // ---- legs

  /** A leg is there from now on, until {@link #legEnded}. */
  void join(ApplicationLeg leg) {
    legs.put(leg.callId(), leg);
    node.live().add(this);
  }

  /**
   * The peer of a leg wants the call transferred (RFC 3515): no. Where the call goes is decided by
   * the function, which can be asked by a key and answer with CallAndBridge.
   */
  void refuseTransfer(ReferRequest refer) {
    moment(Part.SIP, "a REFER to " + refer.referTo().uri().host() + " is refused");
    log.info(
        "Call {}: a REFER is refused, a call of an application is transferred by its function"
            + " alone, with CallAndBridge.",
        transactionId);
    refer.refuse(DECLINE, "Only The Application Transfers This Call");
  }

  /** The application that has the call. */
  String applicationId() {
    return session.target().applicationId();
  }

  /** The node ends the call: it is shutting down. */
  void stop() {
    runner.stop();
    List.copyOf(legs.values()).forEach(ApplicationLeg::stop);
  }

  /** The leg under this id, while it is up. */
  Optional<ApplicationLeg> leg(String callId) {
    return Optional.ofNullable(legs.get(callId));
  }

  /** Tells the application, after what was told before. */
  @Override
  public void report(CallEvent event) {
    if (event instanceof CallEvent.DigitsReceived && digitsWaiting() >= MOST_DIGITS) {
      moment(Part.MEDIA, "digits are dropped, too many wait for the function");
      node.meters().keyDropped();
      return;
    }
    report(CompletableFuture.completedFuture(event));
  }

  private void report(CompletableFuture<CallEvent> event) {
    if (over) {
      return;
    }
    events.add(event);
    if (event.isDone()) {
      nextTurn();
    } else {
      var _ = event.thenRun(() -> onLoop(this::nextTurn));
    }
  }

  private long digitsWaiting() {
    return events.stream()
        .filter(event -> event.getNow(null) instanceof CallEvent.DigitsReceived)
        .count();
  }

  /**
   * A leg is gone: what it was doing stops, and the application is told. With the last leg the call
   * is over, and what was still to be told of it is dropped, but for the ends of its legs. A
   * RecordAudio that ran on the leg is delivered first, so that the function is told where it is.
   */
  void legEnded(CallEvent.HungUp hungUp) {
    ApplicationLeg gone = legs.remove(hungUp.callId());
    if (gone == null) {
      return;
    }
    int list = runner.list();
    int index = runner.index();
    Optional<CompletableFuture<ActionResult>> recorded = gone.audio().recordings().close();
    if (legs.isEmpty()) {
      meeting.callEnded();
      voiceFocus.callEnded();
      runner.stop();
      events.removeIf(event -> !isOfLegs(event));
      node.live().remove(this);
    } else if (runner.current().filter(command -> isOn(command, hungUp.callId())).isPresent()) {
      runner.drop();
    }
    voiceFocus.legsAre(legs.values());
    gone.audio().close();
    report(
        recorded
            .map(
                result ->
                    result.<CallEvent>handle(
                        (brought, failure) ->
                            failure == null ? finished(hungUp, list, index, brought) : hungUp))
            .orElseGet(() -> CompletableFuture.completedFuture(hungUp)));
  }

  private static CallEvent.HungUp finished(
      CallEvent.HungUp hungUp, int list, int index, ActionResult result) {
    return new CallEvent.HungUp(
        hungUp.callId(),
        hungUp.sipResponseCode(),
        hungUp.cause(),
        Optional.of(new CallEvent.ActionSucceeded(list, index, result)));
  }

  /** Whether an event says which legs there are, so that the function must not miss it. */
  private static boolean isOfLegs(CompletableFuture<CallEvent> told) {
    CallEvent event = told.getNow(null);
    return event == null // the end of a leg, that waits for its recording
        || event instanceof CallEvent.HungUp
        || (event instanceof CallEvent.ActionSucceeded done
            && done.result() instanceof ActionResult.Bridged);
  }

  private static boolean isOn(MediaCommand command, String callId) {
    return command.callId().equals(callId);
  }

  // ---- turns

  private void nextTurn() {
    if (turnInHand || events.isEmpty() || !events.element().isDone()) {
      return;
    }
    turnInHand = true;
    CallEvent event = events.remove().join();
    CallSession before = session;
    NodeContext.offLoop(() -> ask(before, event));
  }

  private void ask(CallSession before, CallEvent event) {
    try {
      Turn turn = node.services().control().turn(before, event);
      onLoop(() -> turned(event, turn));
    } catch (RuntimeException e) {
      log.error("Call {} is ended, its turn failed. Report this as a defect.", transactionId, e);
      onLoop(this::failed);
    }
  }

  private void turned(CallEvent event, Turn turn) {
    turnInHand = false;
    session = turn.next();
    legs.values().forEach(leg -> leg.applicationIs(session.target().applicationId()));
    for (CallLogLine line : turn.log()) {
      write(line);
    }
    if (turn.end().isPresent()) {
      over = true;
      events.clear();
      endsWith(turn.end().get());
      runner.stop();
      hangUpAll(UNAVAILABLE);
    } else if (turn.replaceRunning()) {
      runner.replace(session.list(), turn.commands(), turn.interrupt());
    } else if (event instanceof CallEvent.ActionSucceeded done) {
      runner.goOn(done.list());
    }
    session = session.forgetting(this::isToldOf);
    nextTurn();
  }

  /**
   * Whether something of a list may still be told: a command of it is in hand, or an event waits.
   */
  private boolean isToldOf(int list) {
    return list == runner.list() || events.stream().anyMatch(event -> isOfList(event, list));
  }

  private static boolean isOfList(CompletableFuture<CallEvent> event, int list) {
    return switch (event.getNow(null)) {
      case null -> true; // not known yet
      case CallEvent.OfList told -> told.list() == list;
      case CallEvent.HungUp hungUp ->
          hungUp.finished().filter(told -> told.list() == list).isPresent();
      default -> false;
    };
  }

  private void endsWith(CallEnd end) {
    legs.values().forEach(leg -> leg.endsWith(end));
  }

  private void failed() {
    turnInHand = false;
    over = true;
    events.clear();
    runner.stop();
    hangUpAll(SERVER_ERROR);
  }

  /**
   * Ends every leg that is up, also one that the turn did not know of or that ended meanwhile.
   *
   * @param status what a caller who was not answered is told
   */
  private void hangUpAll(int status) {
    for (ApplicationLeg leg : List.copyOf(legs.values())) {
      leg.hangUp(new MediaCommand.Hangup(leg.callId(), status));
    }
  }

  private void write(CallLogLine line) {
    node.meters().applicationLine(applicationId(), transactionId, line.message());
    switch (line.level()) {
      case INFO -> log.info("Call {}: {}", transactionId, line.text());
      case WARN -> log.warn("Call {}: {}", transactionId, line.text());
      case ERROR -> log.error("Call {}: {}", transactionId, line.text());
    }
  }

  // ---- commands

  @Override
  public void prepare(List<MediaCommand> commands) {
    for (ApplicationLeg leg : legs.values()) {
      leg.audio().prepare(commands.stream().filter(c -> isOn(c, leg.callId())).toList());
    }
  }

  @Override
  public void begin(MediaCommand command, CommandRunner.Done done) {
    if (meeting.hasLeg(command.callId())) {
      meeting.begin(command, done);
      return;
    }
    ApplicationLeg leg = legs.get(command.callId());
    if (leg == null) {
      done.accept(Optional.of(ActionError.LEG_GONE));
      return;
    }
    switch (command) {
      case MediaCommand.Answer _ -> leg.answer(done);
      case MediaCommand.JoinMeeting join ->
          meeting.join(
              join,
              leg.audio().stream(),
              (error, result) -> {
                meeting.seat().ifPresent(seat -> voiceFocus.joined(join.callId(), seat.leg()));
                done.ended(error, result);
              });
      case MediaCommand.StartBot start -> {
        moment(Part.MEDIA, "talking to the bot " + start.botAliasArn());
        SessionBot talk = new SessionBot(node, this, leg.audio(), start, done);
        bot = Optional.of(talk);
        talk.start();
      }
      case MediaCommand.VoiceFocus focus -> {
        moment(Part.MEDIA, "VoiceFocus " + (focus.enable() ? "on" : "off"));
        done.accept(voiceFocus.set(focus, meeting.seat().map(Meetings.Seat::leg), legs.values()));
      }
      case MediaCommand.PlayAudio play -> {
        moment(Part.MEDIA, "playing s3://" + play.bucket() + "/" + play.key());
        leg.audio().play(play, done);
      }
      case MediaCommand.Speak speak -> {
        moment(Part.MEDIA, "speaking \"" + speak.text() + "\"");
        leg.audio().speak(speak, done);
      }
      case MediaCommand.Pause wait -> {
        moment(Part.MEDIA, "pausing " + wait.duration().toMillis() + " ms");
        pause = Optional.of(loop.schedule(wait.duration(), () -> done.accept(Optional.empty())));
      }
      case MediaCommand.Hangup hangup -> {
        leg.hangUp(hangup);
        done.accept(Optional.empty());
      }
      case MediaCommand.Bridge bridge -> {
        moment(Part.MEDIA, "bridging to " + bridge.target().to());
        Bridging begun =
            new Bridging(
                node,
                this,
                leg,
                bridge,
                (error, result) -> {
                  voiceFocus.legsAre(legs.values());
                  done.ended(error, result);
                });
        bridging = Optional.of(begun);
        begun.begin();
      }
      case MediaCommand.Fail fail -> done.accept(Optional.of(fail.error()));
      case MediaCommand.GetDigits get -> {
        moment(Part.MEDIA, "asking for digits");
        leg.audio().getDigits(get, this, done);
      }
      case MediaCommand.ReceiveDigits receive -> {
        moment(Part.MEDIA, "listening for digits");
        leg.audio().receiveDigits(receive, this, done);
      }
      case MediaCommand.SendDigits send -> {
        moment(Part.MEDIA, "pressing " + send.digits().length() + " keys");
        leg.audio().sendDigits(send, done);
      }
      case MediaCommand.RecordAudio record -> {
        moment(Part.MEDIA, "recording to s3://" + record.bucket() + "/" + record.key());
        leg.audio().recordings().record(record, recordings(), transactionId, done);
      }
      case MediaCommand.StartCallRecording start -> {
        moment(Part.MEDIA, "recording the leg to s3://" + start.bucket() + "/" + start.key());
        leg.audio().recordings().startCall(start, recordings(), transactionId, done);
      }
      case MediaCommand.StopCallRecording _ -> leg.audio().recordings().stopCall(done);
      case MediaCommand.PauseCallRecording _ ->
          leg.audio().recordings().change(LegRecorder::pause, done);
      case MediaCommand.ResumeCallRecording _ ->
          leg.audio().recordings().change(LegRecorder::resume, done);
      default ->
          done.accept(Optional.of(ActionError.notBuiltIn(command.getClass().getSimpleName())));
    }
  }

  private Recordings recordings() {
    return node.services().recordings();
  }

  @Override
  public void stop(MediaCommand command) {
    pause.ifPresent(SipLoop.Timeout::cancel);
    pause = Optional.empty();
    bridging.ifPresent(Bridging::abort);
    bridging = Optional.empty();
    leg(command.callId()).ifPresent(leg -> leg.audio().stop());
    bot.ifPresent(SessionBot::stop);
    bot = Optional.empty();
  }

  @Override
  public void finished(int list) {
    report(new CallEvent.ActionsFinished(list));
  }

  @Override
  public void succeeded(int list, int index, ActionResult result) {
    report(new CallEvent.ActionSucceeded(list, index, result));
  }

  @Override
  public void interrupted(int list, int index) {
    moment(Part.MEDIA, "interrupted");
    report(new CallEvent.ActionInterrupted(list, index));
  }

  @Override
  public void failed(int list, int index, ActionError error) {
    moment(Part.MEDIA, "failed: " + error.errorMessage());
    report(new CallEvent.ActionFailed(list, index, error));
  }
}
