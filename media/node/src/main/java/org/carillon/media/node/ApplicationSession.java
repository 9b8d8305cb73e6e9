package org.carillon.media.node;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.carillon.core.calls.ActionError;
import org.carillon.core.calls.CallEvent;
import org.carillon.core.calls.CallLogLine;
import org.carillon.core.calls.CallSession;
import org.carillon.core.calls.MediaCommand;
import org.carillon.core.calls.Turn;
import org.carillon.media.node.CallMoment.Part;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The conversation of one call with its application: reports what happened, one turn at a time, and
 * has the commands done. Owned by the SIP loop of the call's leg; turns run on virtual threads.
 */
final class ApplicationSession implements CommandRunner.Leg {
  private static final Logger log = LoggerFactory.getLogger(ApplicationSession.class);

  private final NodeContext node;
  private final ApplicationWay way;
  private final InboundCall call;
  private final LegAudio audio;
  private final CommandRunner runner = new CommandRunner(this);

  /** Events that wait for the turn in hand; a leg has a finished list and a hang-up at most. */
  private final Queue<CallEvent> events = new ArrayDeque<>();

  private CallSession session;
  private boolean turnInHand;
  private boolean over;

  ApplicationSession(NodeContext node, ApplicationWay way, CallSession session, LegAudio audio) {
    this.node = node;
    this.way = way;
    this.call = way.call();
    this.session = session;
    this.audio = audio;
  }

  /** Tells the application, after what was told before. */
  void report(CallEvent event) {
    if (!over) {
      events.add(event);
      nextTurn();
    }
  }

  /** The leg is gone. The application is told; nothing is played any more. */
  void legEnded(CallEvent.HungUp hungUp) {
    runner.stop();
    audio.close();
    events.clear();
    report(hungUp);
  }

  private void nextTurn() {
    if (turnInHand || events.isEmpty()) {
      return;
    }
    turnInHand = true;
    CallEvent event = events.poll();
    CallSession before = session;
    call.moment(Part.FUNCTION, "<- " + event.getClass().getSimpleName());
    NodeContext.offLoop(() -> ask(before, event));
  }

  private void ask(CallSession before, CallEvent event) {
    try {
      Turn turn = node.services().control().turn(before, event);
      call.onLoop(() -> turned(turn));
    } catch (RuntimeException e) {
      log.error(
          "Call {} is ended, its turn failed. Report this as a defect.", call.transactionId(), e);
      call.onLoop(this::failed);
    }
  }

  private void turned(Turn turn) {
    turnInHand = false;
    session = turn.next();
    call.facts().applicationIs(session.target().applicationId());
    for (CallLogLine line : turn.log()) {
      write(line);
    }
    call.moment(Part.FUNCTION, "-> " + names(turn.commands()));
    if (turn.end().isPresent()) {
      over = true;
      events.clear();
      way.endsWith(turn.end().get());
    }
    if (turn.replaceRunning()) {
      runner.replace(turn.commands());
    }
    nextTurn();
  }

  private void failed() {
    turnInHand = false;
    over = true;
    events.clear();
    way.hangUp(new MediaCommand.Hangup(session.legA().callId(), 500));
  }

  private void write(CallLogLine line) {
    String id = call.transactionId();
    switch (line.level()) {
      case INFO -> log.info("Call {}: {}", id, line.text());
      case WARN -> log.warn("Call {}: {}", id, line.text());
      case ERROR -> log.error("Call {}: {}", id, line.text());
    }
  }

  private static String names(List<MediaCommand> commands) {
    return String.join(", ", commands.stream().map(c -> c.getClass().getSimpleName()).toList());
  }

  // ---- commands

  @Override
  public void prepare(List<MediaCommand> commands) {
    audio.prepare(commands);
  }

  @Override
  public void begin(MediaCommand command, CommandRunner.Done done) {
    switch (command) {
      case MediaCommand.Answer _ -> way.answer(done);
      case MediaCommand.PlayAudio play -> {
        call.moment(Part.MEDIA, "playing s3://" + play.bucket() + "/" + play.key());
        audio.play(play, done);
      }
      case MediaCommand.Speak speak -> {
        call.moment(Part.MEDIA, "speaking \"" + speak.text() + "\"");
        audio.speak(speak, done);
      }
      case MediaCommand.Pause pause -> {
        call.moment(Part.MEDIA, "pausing " + pause.duration().toMillis() + " ms");
        call.leg().loop().schedule(pause.duration(), () -> done.accept(Optional.empty()));
      }
      case MediaCommand.Hangup hangup -> {
        way.hangUp(hangup);
        done.accept(Optional.empty());
      }
      case MediaCommand.Fail fail -> done.accept(Optional.of(fail.error()));
    }
  }

  @Override
  public void finished() {
    report(new CallEvent.ActionsFinished());
  }

  @Override
  public void failed(int index, ActionError error) {
    call.moment(Part.MEDIA, "failed: " + error.errorMessage());
    report(new CallEvent.ActionFailed(index, error));
  }
}
