package org.carillon.core.calls;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.carillon.contract.Json;
import org.carillon.core.calls.CallEvent.ActionFailed;
import org.carillon.core.calls.CallEvent.ActionsFinished;
import org.carillon.core.calls.CallEvent.HungUp;
import org.carillon.core.calls.CallEvent.NewInboundCall;
import org.carillon.core.ports.FunctionInvoker;
import org.carillon.core.records.CallStatus;

/**
 * Takes a call from event to event (S3, S4): builds the function's event, invokes it, checks the
 * answer and makes commands of it. Holds no state of a call; safe for use by many threads.
 *
 * <p>Whether the next application of a rule takes over after a wrong answer, and not only after a
 * failed invocation, is not documented; it does here. It starts with a fresh NEW_INBOUND_CALL of
 * Sequence 1 and without attributes, and only while the first event is in hand.
 */
public final class CallTurns implements CallControl {

  private static final int UNAVAILABLE = 480;

  private final FunctionCalls functions;

  /**
   * @param functions how functions are invoked
   */
  public CallTurns(FunctionInvoker functions) {
    this(functions, System::nanoTime);
  }

  CallTurns(FunctionInvoker functions, LongSupplier nanoTime) {
    this.functions = new FunctionCalls(functions, nanoTime);
  }

  @Override
  public Turn turn(CallSession session, CallEvent event) {
    return switch (event) {
      case NewInboundCall call -> newInboundCall(session);
      case ActionsFinished finished -> actionsFinished(session);
      case ActionFailed(int commandIndex, ActionError error) ->
          ask(
              session,
              InvocationEvents.actionFailed(session, failedAction(session, commandIndex), error));
      case HungUp hungUp -> hungUp(session, hungUp);
    };
  }

  private Turn newInboundCall(CallSession session) {
    List<CallLogLine> log = new ArrayList<>();
    long deadline = functions.deadline();
    int waits = FunctionCalls.WAITS;
    CallSession current = session;
    while (true) {
      int applicationsLeft = current.targets().size() - current.activeTarget();
      int share = Math.max(1, waits / applicationsLeft);
      Exchange exchange =
          exchange(current, InvocationEvents.newInboundCall(current), true, share, deadline);
      waits -= exchange.waitsUsed();
      if (exchange.failure().isEmpty()) {
        return follow(exchange, log);
      }
      log.add(exchange.failure().get().log());
      if (applicationsLeft == 1 || waits < 1) {
        return giveUp(exchange, log);
      }
      current = exchange.session().withNextApplication();
      log.add(
          new CallLogLine(
              CallLogLine.Level.WARN,
              "The call goes to the next application of its rule, "
                  + current.target().applicationId()
                  + ".",
              ""));
    }
  }

  private Turn actionsFinished(CallSession session) {
    if (session.running().isEmpty()) {
      throw new IllegalArgumentException("no list is running on this call");
    }
    CallAction last = session.running().getLast();
    return ask(session, InvocationEvents.actionSuccessful(session, last));
  }

  private static CallAction failedAction(CallSession session, int commandIndex) {
    int index = commandIndex - session.firstActionCommand();
    if (index < 0 || index >= session.running().size()) {
      throw new IllegalArgumentException("no action stands behind command " + commandIndex);
    }
    return session.running().get(index);
  }

  private Turn ask(CallSession session, Map<String, Object> event) {
    List<CallLogLine> log = new ArrayList<>();
    Exchange exchange = exchange(session, event, false, FunctionCalls.WAITS, functions.deadline());
    if (exchange.failure().isEmpty()) {
      return follow(exchange, log);
    }
    log.add(exchange.failure().get().log());
    return giveUp(exchange, log);
  }

  /** The end of the only leg: the function is told, what it answers is ignored. */
  private Turn hungUp(CallSession session, HungUp event) {
    if (session.participant(event.callId()).isEmpty()) {
      throw new IllegalArgumentException("the call has no leg " + event.callId());
    }
    CallSession ended = session.withDisconnected(event.callId());
    // a final status says that an ordered answer came too late
    boolean answered =
        ended.answered() && (event.sipResponseCode() == 0 || !event.cause().normal());
    CallEnd end = CallEnd.of(event, answered);
    List<CallLogLine> log = new ArrayList<>();
    boolean known = ended.sequence() > 0;
    if (known && ended.invocations() < FunctionCalls.MAX_INVOCATIONS) {
      Participant leg = ended.participant(event.callId()).orElseThrow();
      byte[] payload = Json.write(InvocationEvents.hangup(ended, leg, event.sipResponseCode()));
      FunctionCalls.Outcome outcome =
          functions.invoke(
              ended.target().functionArn(),
              payload,
              FunctionCalls.WAITS,
              functions.deadline(),
              invocationsLeft(ended));
      ended = ended.withEventSent(outcome.attempts());
      if (!(outcome.result() instanceof FunctionInvoker.Result.Answer)) {
        CallLogLine line = FunctionFailure.of(ended.target().functionArn(), outcome).log();
        log.add(
            new CallLogLine(
                CallLogLine.Level.WARN, "HANGUP was not taken: " + line.message(), line.advice()));
      }
    }
    return new Turn(ended, false, List.of(), Optional.of(end), log);
  }

  /** One event's way to the function and back. */
  private record Exchange(
      CallSession session,
      Optional<FunctionAnswer.Accepted> answer,
      Optional<FunctionFailure> failure,
      int waitsUsed) {}

  private Exchange exchange(
      CallSession session,
      Map<String, Object> event,
      boolean actionsRequired,
      int waits,
      long deadline) {
    String arn = session.target().functionArn();
    if (session.invocations() >= FunctionCalls.MAX_INVOCATIONS) {
      return failed(session, FunctionFailure.tooManyInvocations(arn), 0);
    }
    FunctionCalls.Outcome outcome =
        functions.invoke(arn, Json.write(event), waits, deadline, invocationsLeft(session));
    CallSession sent = session.withEventSent(outcome.attempts());
    if (!(outcome.result() instanceof FunctionInvoker.Result.Answer(byte[] payload))) {
      return failed(sent, FunctionFailure.of(arn, outcome), outcome.waitsUsed());
    }
    return switch (FunctionAnswer.read(payload, actionsRequired)) {
      case FunctionAnswer.Accepted accepted ->
          new Exchange(sent, Optional.of(accepted), Optional.empty(), outcome.waitsUsed());
      case FunctionAnswer.Rejected rejected ->
          failed(
              tellOfInvalidAnswer(sent, rejected),
              FunctionFailure.of(arn, rejected, payload),
              outcome.waitsUsed());
    };
  }

  private static Exchange failed(CallSession session, FunctionFailure failure, int waitsUsed) {
    return new Exchange(session, Optional.empty(), Optional.of(failure), waitsUsed);
  }

  /** Tells the function once; what it answers, or that it does not, changes nothing. */
  private CallSession tellOfInvalidAnswer(CallSession session, FunctionAnswer.Rejected rejected) {
    if (session.invocations() >= FunctionCalls.MAX_INVOCATIONS) {
      return session;
    }
    byte[] event = Json.write(InvocationEvents.invalidLambdaResponse(session, rejected));
    FunctionCalls.Outcome outcome =
        functions.invoke(session.target().functionArn(), event, 1, functions.deadline(), 1);
    return session.withEventSent(outcome.attempts());
  }

  private static int invocationsLeft(CallSession session) {
    return FunctionCalls.MAX_INVOCATIONS - session.invocations();
  }

  private static Turn follow(Exchange exchange, List<CallLogLine> log) {
    FunctionAnswer.Accepted answer = exchange.answer().orElseThrow();
    CallSession session = exchange.session();
    if (answer.attributes().isPresent()) {
      session = session.withAttributes(answer.attributes());
    }
    if (answer.actions().isEmpty() || answer.actions().get().isEmpty()) {
      boolean emptied = answer.actions().isPresent();
      CallSession next = emptied ? session.withRunning(List.of(), 0, session.answered()) : session;
      return new Turn(next, emptied, List.of(), Optional.empty(), log);
    }
    List<CallAction> actions = answer.actions().get();
    ActionList.Commands commands = ActionList.commands(session, actions);
    CallSession next = session.withRunning(actions, commands.firstAction(), commands.answered());
    return new Turn(next, true, commands.all(), Optional.empty(), log);
  }

  /** Ends what is still up: 480 to a ringing caller, BYE to an answered one. */
  private static Turn giveUp(Exchange exchange, List<CallLogLine> log) {
    CallSession session = exchange.session();
    List<MediaCommand> hangups = new ArrayList<>();
    for (Participant leg : session.participants()) {
      if (leg.connected()) {
        int status = AnsweringRule.hangupStatus(session.answered(), UNAVAILABLE);
        hangups.add(new MediaCommand.Hangup(leg.callId(), status));
      }
    }
    CallEnd end =
        new CallEnd(CallStatus.FAILED, UNAVAILABLE, exchange.failure().orElseThrow().cdrReason());
    return new Turn(session, true, hangups, Optional.of(end), log);
  }
}
