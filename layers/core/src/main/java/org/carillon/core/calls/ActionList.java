package org.carillon.core.calls;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes the commands of a function's action list. */
final class ActionList {

  private static final ActionError NO_SUCH_CALL_ID = ActionError.LEG_GONE;
  private static final ActionError NO_SUCH_TAG = DigitParameters.invalid("ParticipantTag");
  private static final ActionError NOT_NOW =
      ActionError.invalidParameter("Invalid action on the call.");

  /** The call as it will be when the turn of the next action comes. */
  private CallSession session;

  private final CallRules rules;
  private final Optional<String> invokedBy;

  /** The legs that are up when the turn of the next action comes. */
  private final Set<String> up = new LinkedHashSet<>();

  private final List<MediaCommand> commands = new ArrayList<>();
  private final List<CallLogLine> log = new ArrayList<>();

  private ActionList(CallSession session, CallRules rules, Optional<String> invokedBy) {
    this.session = session;
    this.rules = rules;
    this.invokedBy = invokedBy;
    session.participants().stream()
        .filter(Participant::connected)
        .forEach(leg -> up.add(leg.callId()));
  }

  /**
   * The commands of a list.
   *
   * @param all the commands in order
   * @param firstAction where the list's first action stands among them
   * @param answered whether the first leg is answered then
   * @param log what will fail, and why
   */
  record Commands(
      List<MediaCommand> all, int firstAction, boolean answered, List<CallLogLine> log) {}

  /**
   * One command for each action, up to the first that cannot be done or that ends the call, with an
   * Answer in front when {@link AnsweringRule} wants one.
   *
   * @param invokedBy the leg that the function was invoked for, where it was for one: {@code
   *     ReceiveDigits} is for it when it names no other
   */
  static Commands commands(
      CallSession session, List<CallAction> actions, CallRules rules, Optional<String> invokedBy) {
    return new ActionList(session, rules, invokedBy).read(actions);
  }

  private Commands read(List<CallAction> actions) {
    Instant at = rules.clock().instant();
    for (CallAction action : actions) {
      // a millisecond apart, so that two recordings of a list have two names
      MediaCommand command = command(action, at.plusMillis(commands.size()));
      commands.add(command);
      switch (command) {
        case MediaCommand.Hangup hangup -> gone(hangup.callId());
        case MediaCommand.Bridge bridge -> secondLeg(bridge.participant(at));
        case MediaCommand.JoinMeeting join -> secondLeg(join.participant(at));
        default -> {}
      }
      if (command instanceof MediaCommand.Fail || up.isEmpty()) {
        break;
      }
    }
    String legA = session.legA().callId();
    boolean rings = AnsweringRule.isUnanswered(session, legA);
    boolean answersNow = rings && AnsweringRule.answers(commands);
    commands.replaceAll(
        command ->
            command instanceof MediaCommand.Hangup(String callId, int asked)
                ? new MediaCommand.Hangup(
                    callId, AnsweringRule.hangupStatus(rings && !answersNow, asked))
                : command);
    if (answersNow) {
      commands.addFirst(new MediaCommand.Answer(legA));
    }
    return new Commands(commands, answersNow ? 1 : 0, session.answered() || answersNow, log);
  }

  /**
   * What follows may be aimed at it: when there is no second leg after all, the rest is dropped.
   */
  private void secondLeg(Participant leg) {
    session = session.withSecondLeg(leg);
    up.add(leg.callId());
  }

  /** What follows may make another leg in its place. */
  private void gone(String callId) {
    session = session.withDisconnected(callId);
    up.remove(callId);
  }

  private MediaCommand command(CallAction action, Instant at) {
    try {
      ActionParameters parameters = new ActionParameters(action.parameters());
      Action kind = Actions.find(action.type()).orElseThrow();
      String leg = leg(kind, parameters);
      MediaCommand command = kind.command(parameters, new ActionTarget(session, leg, rules, at));
      if (isTooEarly(command)) {
        throw new InvalidActionException(
            NOT_NOW, "The call has not been answered yet; until then only Hangup and Pause work.");
      }
      return command;
    } catch (InvalidActionException invalid) {
      log.add(
          new CallLogLine(
              CallLogLine.Level.WARN,
              "%s will fail with %s: %s"
                  .formatted(
                      action.type(),
                      invalid.error().errorType(),
                      Texts.excerpt(invalid.error().errorMessage(), 200)),
              invalid.getMessage()));
      // on a leg that is up, as nothing begins on another one
      return new MediaCommand.Fail(
          up.stream().findFirst().orElse(session.legA().callId()), invalid.error());
    }
  }

  /** A call of ours that still rings can be given up, and nothing else. */
  private boolean isTooEarly(MediaCommand command) {
    return !session.answered()
        && session.legA().direction().equals(Participant.OUTBOUND)
        && AnsweringRule.answers(List.of(command));
  }

  /**
   * The leg an action is aimed at: by {@code CallId}, else by {@code ParticipantTag}, else by the
   * action's default, or the only leg that is up.
   */
  private String leg(Action kind, ActionParameters parameters) throws InvalidActionException {
    Optional<String> callId = parameters.text("CallId", NO_SUCH_CALL_ID);
    if (callId.isPresent()) {
      if (!up.contains(callId.get())) {
        throw parameters.wrong("CallId", "of a leg that is connected", NO_SUCH_CALL_ID);
      }
      return callId.get();
    }
    Optional<String> tag = parameters.text("ParticipantTag", NO_SUCH_TAG);
    if (tag.isPresent()) {
      return tagged(tag.get())
          .orElseThrow(
              () -> parameters.wrong("ParticipantTag", "of a leg that is connected", NO_SUCH_TAG));
    }
    if (kind instanceof ReceiveDigitsAction && invokedBy.filter(up::contains).isPresent()) {
      return invokedBy.get();
    }
    return tagged(kind.defaultTag())
        .or(() -> up.stream().findFirst())
        .orElseThrow(
            () -> parameters.wrong("CallId", "of a leg that is connected", NO_SUCH_CALL_ID));
  }

  private Optional<String> tagged(String tag) {
    return session.participants().stream()
        .filter(leg -> leg.tag().equals(tag) && up.contains(leg.callId()))
        .map(Participant::callId)
        .findFirst();
  }
}
