package org.carillon.core.calls;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.carillon.contract.Json;
import org.carillon.core.calls.CallEvent.HungUp;
import org.carillon.core.calls.FunctionAnswer.Expected;
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
  private final CallRules rules;

  /**
   * @param functions how functions are invoked
   * @param rules what applications may do here
   */
  public CallTurns(FunctionInvoker functions, CallRules rules) {
    this(functions, rules, System::nanoTime);
  }

  CallTurns(FunctionInvoker functions, CallRules rules, LongSupplier nanoTime) {
    this.functions = new FunctionCalls(functions, nanoTime);
    this.rules = rules;
  }

  @Override
  public Turn turn(CallSession session, CallEvent event) {
    return switch (event) {
      case CallEvent.NewInboundCall _ -> newInboundCall(session);
      case CallEvent.NewOutboundCall(Map<String, String> arguments) ->
          ask(session, InvocationEvents.newOutboundCall(session, arguments), Expected.NO_ACTIONS);
      case CallEvent.Ringing(String callId) -> {
        leg(session, callId);
        yield ask(session, InvocationEvents.ringing(session), Expected.NO_ACTIONS);
      }
      case CallEvent.CallAnswered(String callId) -> {
        leg(session, callId);
        CallSession answered = session.withAnswer();
        yield ask(answered, InvocationEvents.callAnswered(answered), Expected.ANSWER);
      }
      case CallEvent.ActionsFinished(int list) ->
          ofList(session, list, in -> succeeded(session, in.last(), ActionResult.NONE));
      case CallEvent.ActionSucceeded(int list, int index, ActionResult result) ->
          ofList(session, list, in -> succeeded(session, in.action(index), result));
      case CallEvent.ActionFailed(int list, int index, ActionError error) ->
          ofList(session, list, in -> failed(session, in.action(index), error));
      case CallEvent.ActionInterrupted(int list, int index) ->
          ofList(session, list, in -> interrupted(session, in.action(index)));
      case CallEvent.DigitsReceived received -> digitsReceived(session, received);
      case CallEvent.CallUpdateRequested(Map<String, String> arguments) ->
          interrupting(
              ask(
                  session,
                  InvocationEvents.callUpdateRequested(session, arguments),
                  Expected.ANSWER));
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
          exchange(
              current, InvocationEvents.newInboundCall(current), Expected.ACTIONS, share, deadline);
      waits -= exchange.waitsUsed();
      if (exchange.failure().isEmpty()) {
        return follow(exchange, Optional.empty(), log);
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

  /** A turn about an action; nothing is known any more of a list before the one before. */
  private static Turn ofList(CallSession session, int number, Function<ListInHand, Turn> turn) {
    Optional<ListInHand> list = session.list(number);
    return list.isPresent()
        ? turn.apply(list.get())
        : new Turn(session, false, false, List.of(), Optional.empty(), List.of());
  }

  private Turn interrupted(CallSession session, CallAction action) {
    return ask(session, InvocationEvents.actionInterrupted(session, action), Expected.NO_ACTIONS);
  }

  private Turn succeeded(CallSession session, CallAction action, ActionResult result) {
    CallSession now = with(session, result);
    return ask(now, InvocationEvents.actionSuccessful(now, action, result), Expected.ANSWER);
  }

  private static CallSession with(CallSession session, ActionResult result) {
    return result instanceof ActionResult.Bridged(Participant leg)
        ? session.withSecondLeg(leg)
        : session;
  }

  private Turn failed(CallSession session, CallAction action, ActionError error) {
    List<CallLogLine> log = new ArrayList<>();
    FailureAdvice.of(action, error).ifPresent(log::add);
    Map<String, Object> event = InvocationEvents.actionFailed(session, action, error);
    return ask(session, event, Expected.ANSWER, Optional.empty(), log);
  }

  private Turn digitsReceived(CallSession session, CallEvent.DigitsReceived received) {
    leg(session, received.callId());
    return ask(
        session,
        InvocationEvents.digitsReceived(session, received.parameters(), received.digits()),
        Expected.ANSWER,
        Optional.of(received.callId()),
        new ArrayList<>());
  }

  private static Turn interrupting(Turn turn) {
    return new Turn(
        turn.next(),
        turn.replaceRunning(),
        turn.replaceRunning(),
        turn.commands(),
        turn.end(),
        turn.log());
  }

  private static Participant leg(CallSession session, String callId) {
    return session
        .participant(callId)
        .orElseThrow(() -> new IllegalArgumentException("the call has no leg " + callId));
  }

  private Turn ask(CallSession session, Map<String, Object> event, Expected expected) {
    return ask(session, event, expected, Optional.empty(), new ArrayList<>());
  }

  private Turn ask(
      CallSession session,
      Map<String, Object> event,
      Expected expected,
      Optional<String> invokedBy,
      List<CallLogLine> log) {
    Exchange exchange =
        exchange(session, event, expected, FunctionCalls.WAITS, functions.deadline());
    if (exchange.failure().isEmpty()) {
      return follow(exchange, invokedBy, log);
    }
    log.add(exchange.failure().get().log());
    return giveUp(exchange, log);
  }

  /** The end of a leg: the function is told, and goes on with the leg that is left, if one is. */
  private Turn hungUp(CallSession session, HungUp event) {
    leg(session, event.callId());
    CallSession now = session.withDisconnected(event.callId());
    List<CallLogLine> log = new ArrayList<>();
    if (event.finished().isPresent() && now.sequence() > 0) {
      now = toldOf(event.finished().get(), now, log);
    }
    Participant gone = leg(now, event.callId());
    if (now.participants().stream().anyMatch(it -> it.connected() && !it.isMeeting())) {
      boolean ordered = gone.isMeeting() && event.cause() == HangupCause.APPLICATION;
      Map<String, Object> told =
          ordered
              ? InvocationEvents.meetingLegHungUp(now, gone)
              : InvocationEvents.hangup(now, gone, event.sipResponseCode());
      return ask(now, told, Expected.ANYTHING, Optional.empty(), log);
    }
    return over(now, gone, event, log);
  }

  /** What the leg's end brought to its end; actions are not done any more on a leg that is gone. */
  private CallSession toldOf(
      CallEvent.ActionSucceeded finished, CallSession session, List<CallLogLine> log) {
    Optional<ListInHand> list = session.list(finished.list());
    if (list.isEmpty()) {
      return session;
    }
    CallAction action = list.get().action(finished.commandIndex());
    Exchange exchange =
        exchange(
            session,
            InvocationEvents.actionSuccessful(session, action, finished.result()),
            Expected.NO_ACTIONS,
            FunctionCalls.WAITS,
            functions.deadline());
    exchange.failure().ifPresent(failure -> log.add(failure.log()));
    Optional<Map<String, Object>> attributes =
        exchange.answer().flatMap(FunctionAnswer.Accepted::attributes);
    return attributes.isPresent()
        ? exchange.session().withAttributes(attributes)
        : exchange.session();
  }

  /** The end of the call: what the function answers to the last HANGUP is ignored. */
  private Turn over(CallSession session, Participant gone, HungUp event, List<CallLogLine> log) {
    // a final status says that an ordered answer came too late
    boolean answered =
        session.answered() && (event.sipResponseCode() == 0 || !event.cause().normal());
    CallEnd end = CallEnd.of(event, answered);
    CallSession ended = session;
    if (session.sequence() > 0 && session.invocations() < FunctionCalls.MAX_INVOCATIONS) {
      byte[] payload =
          Json.write(
              InvocationEvents.hangup(session.withMeetingOver(), gone, event.sipResponseCode()));
      String arn = session.target().functionArn();
      FunctionCalls.Outcome outcome =
          functions.invoke(
              arn, payload, FunctionCalls.WAITS, functions.deadline(), invocationsLeft(session));
      ended = session.withEventSent(outcome.attempts());
      if (!(outcome.result() instanceof FunctionInvoker.Result.Answer)) {
        CallLogLine line = FunctionFailure.of(arn, outcome).log();
        log.add(
            new CallLogLine(
                CallLogLine.Level.WARN, "HANGUP was not taken: " + line.message(), line.advice()));
      }
    }
    List<MediaCommand> rest = hangups(ended);
    return new Turn(ended, !rest.isEmpty(), !rest.isEmpty(), rest, Optional.of(end), log);
  }

  /** One event's way to the function and back. */
  private record Exchange(
      CallSession session,
      Optional<FunctionAnswer.Accepted> answer,
      Optional<FunctionFailure> failure,
      int waitsUsed) {}

  private Exchange exchange(
      CallSession session, Map<String, Object> event, Expected expected, int waits, long deadline) {
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
    return switch (FunctionAnswer.read(payload, expected)) {
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

  private Turn follow(Exchange exchange, Optional<String> invokedBy, List<CallLogLine> log) {
    FunctionAnswer.Accepted answer = exchange.answer().orElseThrow();
    CallSession session = exchange.session();
    if (answer.attributes().isPresent()) {
      session = session.withAttributes(answer.attributes());
    }
    if (answer.actions().isEmpty()) {
      return new Turn(session, false, false, List.of(), Optional.empty(), log);
    }
    List<CallAction> actions = answer.actions().get();
    ActionList.Commands commands = ActionList.commands(session, actions, rules, invokedBy);
    log.addAll(commands.log());
    CallSession next = session.withRunning(actions, commands.firstAction(), commands.answered());
    return new Turn(next, true, false, commands.all(), Optional.empty(), log);
  }

  /** Ends what is still up: 480 to a ringing caller, CANCEL to a ringing callee, BYE to others. */
  private static Turn giveUp(Exchange exchange, List<CallLogLine> log) {
    CallEnd end =
        new CallEnd(CallStatus.FAILED, UNAVAILABLE, exchange.failure().orElseThrow().cdrReason());
    CallSession session = exchange.session();
    return new Turn(session, true, true, hangups(session), Optional.of(end), log);
  }

  private static List<MediaCommand> hangups(CallSession session) {
    List<MediaCommand> hangups = new ArrayList<>();
    for (Participant leg : session.participants()) {
      if (leg.connected()) {
        boolean unanswered = AnsweringRule.isUnanswered(session, leg.callId());
        hangups.add(
            new MediaCommand.Hangup(
                leg.callId(), AnsweringRule.hangupStatus(unanswered, UNAVAILABLE)));
      }
    }
    return hangups;
  }
}
