package org.carillon.core.calls;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.core.routing.RouteDecision.ToApplication;
import org.carillon.core.routing.RouteTarget;

/**
 * The state of a call's session with its application. Opaque to whoever carries it; immutable.
 *
 * <p>Its size is bounded: attributes by {@link TransactionAttributes#MAX_BYTES}, the running list
 * by {@link FunctionAnswer#MAX_BYTES}, headers by {@link
 * org.carillon.core.routing.CustomSipHeaders}.
 *
 * @param transactionId the call's id, a UUID
 * @param accountId the AWS account id shown to the function
 * @param sipRuleId the rule that brought the call, none for calls made by API
 * @param targets the applications in the order they are tried
 * @param activeTarget index of the one that has the call
 * @param sequence the {@code Sequence} of the last event the active application got, 0 before the
 *     first
 * @param invocations how often functions were invoked for this call
 * @param attributes the {@code TransactionAttributes}, none before a function set them
 * @param participants the legs, LEG-A first
 * @param answered whether the inbound leg was told to answer
 * @param running the actions of the list in hand
 * @param firstActionCommand index in the last turn's commands of the list's first action
 */
public record CallSession(
    String transactionId,
    String accountId,
    Optional<String> sipRuleId,
    List<RouteTarget> targets,
    int activeTarget,
    int sequence,
    int invocations,
    Optional<Map<String, Object>> attributes,
    List<Participant> participants,
    boolean answered,
    List<CallAction> running,
    int firstActionCommand) {

  public CallSession {
    targets = List.copyOf(targets);
    participants = List.copyOf(participants);
    running = List.copyOf(running);
    if (activeTarget < 0 || activeTarget >= targets.size()) {
      throw new IllegalArgumentException("a session's active target is one of its targets");
    }
    if (participants.isEmpty()) {
      throw new IllegalArgumentException("a session has at least one participant");
    }
  }

  /**
   * The session of a new inbound call, to be used with {@link CallEvent.NewInboundCall}.
   *
   * @param accountId the AWS account id
   * @param transactionId a new UUID for the call
   * @param callId a new UUID for its leg
   * @param route what routing decided
   * @param startedAt when the INVITE came
   */
  public static CallSession inbound(
      String accountId,
      String transactionId,
      String callId,
      ToApplication route,
      Instant startedAt) {
    Participant caller =
        new Participant(
            callId,
            Participant.LEG_A,
            route.to(),
            route.from(),
            "Inbound",
            startedAt.toEpochMilli(),
            route.sipHeaders(),
            true);
    return new CallSession(
        transactionId,
        accountId,
        Optional.of(route.ruleId()),
        route.targets(),
        0,
        0,
        0,
        Optional.empty(),
        List.of(caller),
        false,
        List.of(),
        0);
  }

  /** The application that has the call. */
  public RouteTarget target() {
    return targets.get(activeTarget);
  }

  /** The first leg. */
  public Participant legA() {
    return participants.getFirst();
  }

  /** The leg under this id, if the call has one. */
  public Optional<Participant> participant(String callId) {
    return participants.stream().filter(leg -> leg.callId().equals(callId)).findFirst();
  }

  CallSession withNextApplication() {
    return new CallSession(
        transactionId,
        accountId,
        sipRuleId,
        targets,
        activeTarget + 1,
        0,
        invocations,
        Optional.empty(),
        participants,
        answered,
        List.of(),
        0);
  }

  CallSession withEventSent(int attempts) {
    return new CallSession(
        transactionId,
        accountId,
        sipRuleId,
        targets,
        activeTarget,
        sequence + 1,
        invocations + attempts,
        attributes,
        participants,
        answered,
        running,
        firstActionCommand);
  }

  CallSession withAttributes(Optional<Map<String, Object>> changed) {
    return new CallSession(
        transactionId,
        accountId,
        sipRuleId,
        targets,
        activeTarget,
        sequence,
        invocations,
        changed,
        participants,
        answered,
        running,
        firstActionCommand);
  }

  CallSession withRunning(List<CallAction> actions, int firstCommand, boolean nowAnswered) {
    return new CallSession(
        transactionId,
        accountId,
        sipRuleId,
        targets,
        activeTarget,
        sequence,
        invocations,
        attributes,
        participants,
        nowAnswered,
        actions,
        firstCommand);
  }

  CallSession withDisconnected(String callId) {
    List<Participant> legs =
        participants.stream()
            .map(leg -> leg.callId().equals(callId) ? leg.disconnected() : leg)
            .toList();
    return new CallSession(
        transactionId,
        accountId,
        sipRuleId,
        targets,
        activeTarget,
        sequence,
        invocations,
        attributes,
        legs,
        answered,
        running,
        firstActionCommand);
  }
}
