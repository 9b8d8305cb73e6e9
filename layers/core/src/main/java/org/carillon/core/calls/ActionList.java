package org.carillon.core.calls;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the commands of a function's action list. */
final class ActionList {

  private static final ActionError NO_SUCH_CALL_ID = ActionError.LEG_GONE;
  private static final ActionError NO_SUCH_TAG =
      ActionError.invalidParameter("The ParticipantTag parameter is invalid.");

  private ActionList() {}

  /** The commands of a list and where its first action stands among them. */
  record Commands(List<MediaCommand> all, int firstAction, boolean answered) {}

  /**
   * One command for each action, up to the first that cannot be done or that ends the call, with an
   * Answer in front when {@link AnsweringRule} wants one.
   */
  static Commands commands(CallSession session, List<CallAction> actions) {
    List<MediaCommand> commands = new ArrayList<>(actions.size() + 1);
    for (CallAction action : actions) {
      MediaCommand command = command(session, action);
      commands.add(command);
      if (command instanceof MediaCommand.Fail || command instanceof MediaCommand.Hangup) {
        break;
      }
    }
    boolean answersNow = !session.answered() && AnsweringRule.answers(commands);
    boolean answered = session.answered() || answersNow;
    commands.replaceAll(command -> withStatus(command, answered));
    if (answersNow) {
      commands.addFirst(new MediaCommand.Answer(session.legA().callId()));
    }
    return new Commands(commands, answersNow ? 1 : 0, answered);
  }

  private static MediaCommand withStatus(MediaCommand command, boolean answered) {
    return command instanceof MediaCommand.Hangup(String callId, int asked)
        ? new MediaCommand.Hangup(callId, AnsweringRule.hangupStatus(answered, asked))
        : command;
  }

  private static MediaCommand command(CallSession session, CallAction action) {
    try {
      ActionParameters parameters = new ActionParameters(action.parameters());
      String leg = leg(session, parameters);
      return Actions.find(action.type()).orElseThrow().command(parameters, leg);
    } catch (InvalidActionException invalid) {
      return new MediaCommand.Fail(session.legA().callId(), invalid.error());
    }
  }

  /**
   * The leg an action is aimed at: by {@code CallId}, else by {@code ParticipantTag}, else LEG-A.
   */
  private static String leg(CallSession session, ActionParameters parameters)
      throws InvalidActionException {
    Optional<String> callId = parameters.text("CallId", NO_SUCH_CALL_ID);
    if (callId.isPresent()) {
      return session
          .participant(callId.get())
          .filter(Participant::connected)
          .orElseThrow(() -> new InvalidActionException(NO_SUCH_CALL_ID))
          .callId();
    }
    String tag = parameters.text("ParticipantTag", NO_SUCH_TAG).orElse(Participant.LEG_A);
    return session.participants().stream()
        .filter(leg -> leg.tag().equals(tag) && leg.connected())
        .findFirst()
        .orElseThrow(() -> new InvalidActionException(NO_SUCH_TAG))
        .callId();
  }
}
