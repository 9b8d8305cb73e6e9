package org.carillon.core.calls;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.carillon.core.routing.RouteDecision.ToApplication;
import org.carillon.core.routing.RouteTarget;

/**
 * The state of a call's session with its application. Opaque to whoever carries it; immutable.
 *
 * <p>Its size is bounded: attributes by {@link TransactionAttributes#MAX_BYTES}, the lists by
 * {@link FunctionAnswer#MAX_BYTES} and {@link #forgetting}, headers by {@link
 * org.carillon.core.routing.CustomSipHeaders}; there are two legs.
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
 * @param answered whether the first leg was told to answer, or did answer our call
 * @param running the list in hand
 * @param replaced the list before it, of which an event may still be on its way
 * @param older lists before those, of which an action may still be in hand
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
    ListInHand running,
    ListInHand replaced,
    List<ListInHand> older) {

  public CallSession {
    targets = List.copyOf(targets);
    participants = List.copyOf(participants);
    older = List.copyOf(older);
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
            Participant.INBOUND,
            startedAt.toEpochMilli(),
            route.sipHeaders(),
            true);
    return fresh(accountId, transactionId, Optional.of(route.ruleId()), route.targets(), caller);
  }

  /**
   * The session of a call that the API made, to be used with {@link CallEvent.NewOutboundCall}.
   *
   * @param accountId the AWS account id
   * @param transactionId the call's id, a UUID
   * @param callId a new UUID for its leg
   * @param target the application
   * @param from the caller id, an E.164 number of the account
   * @param to whom it calls
   * @param sipHeaders the custom headers that go with its INVITE; the function sees them
   * @param startedAt when the call was placed
   */
  public static CallSession outbound(
      String accountId,
      String transactionId,
      String callId,
      RouteTarget target,
      String from,
      String to,
      Map<String, String> sipHeaders,
      Instant startedAt) {
    Participant callee =
        new Participant(
            callId,
            Participant.LEG_A,
            to,
            from,
            Participant.OUTBOUND,
            startedAt.toEpochMilli(),
            sipHeaders,
            true);
    return fresh(accountId, transactionId, Optional.empty(), List.of(target), callee);
  }

  private static CallSession fresh(
      String accountId,
      String transactionId,
      Optional<String> sipRuleId,
      List<RouteTarget> targets,
      Participant legA) {
    return new CallSession(
        transactionId,
        accountId,
        sipRuleId,
        targets,
        0,
        0,
        0,
        Optional.empty(),
        List.of(legA),
        false,
        ListInHand.NONE,
        ListInHand.NONE,
        List.of());
  }

  /** The number of the list in hand, as events of its commands name it. */
  public int list() {
    return running.number();
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

  /** The list of that number; none for an older one that was forgotten. */
  Optional<ListInHand> list(int number) {
    if (number < 1 || number > running.number()) {
      throw new IllegalArgumentException("this call had no list " + number);
    }
    if (number == running.number()) {
      return Optional.of(running);
    }
    return Stream.concat(Stream.of(replaced), older.stream())
        .filter(list -> list.number() == number)
        .findFirst();
  }

  /**
   * Without the older lists that nothing is told of any more. A list outlives the ones that take
   * its place while its CallAndBridge rings, so whoever does the commands says which those are.
   *
   * @param told whether something of the list of that number may still be told
   */
  public CallSession forgetting(IntPredicate told) {
    List<ListInHand> kept = older.stream().filter(list -> told.test(list.number())).toList();
    return withLists(answered, running, replaced, kept);
  }

  /** As it was, for the next application of the rule. */
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
        running,
        replaced,
        older);
  }

  CallSession withEventSent(int attempts) {
    return with(sequence + 1, invocations + attempts, attributes, participants, answered);
  }

  CallSession withAttributes(Optional<Map<String, Object>> changed) {
    return with(sequence, invocations, changed, participants, answered);
  }

  /** With a call of ours answered. */
  CallSession withAnswer() {
    return with(sequence, invocations, attributes, participants, true);
  }

  CallSession withDisconnected(String callId) {
    List<Participant> legs =
        participants.stream()
            .map(leg -> leg.callId().equals(callId) ? leg.disconnected() : leg)
            .toList();
    return with(sequence, invocations, attributes, legs, answered);
  }

  /** Without its meeting leg, which ends with the last leg of a telephone. */
  CallSession withMeetingOver() {
    List<Participant> legs =
        participants.stream().map(leg -> leg.isMeeting() ? leg.disconnected() : leg).toList();
    return with(sequence, invocations, attributes, legs, answered);
  }

  /** With a second leg; it takes the place of one that ended. */
  CallSession withSecondLeg(Participant leg) {
    List<Participant> legs = new ArrayList<>(participants);
    legs.removeIf(it -> it.tag().equals(leg.tag()) && !it.connected());
    legs.add(leg);
    return with(sequence, invocations, attributes, legs, answered);
  }

  private CallSession with(
      int newSequence,
      int newInvocations,
      Optional<Map<String, Object>> newAttributes,
      List<Participant> newParticipants,
      boolean nowAnswered) {
    return new CallSession(
        transactionId,
        accountId,
        sipRuleId,
        targets,
        activeTarget,
        newSequence,
        newInvocations,
        newAttributes,
        newParticipants,
        nowAnswered,
        running,
        replaced,
        older);
  }

  /** With a new list in place of the running one. */
  CallSession withRunning(List<CallAction> actions, int firstCommand, boolean nowAnswered) {
    List<ListInHand> before = new ArrayList<>(older);
    if (replaced.number() > 0) {
      before.add(replaced);
    }
    var next = new ListInHand(running.number() + 1, actions, firstCommand);
    return withLists(nowAnswered, next, running, before);
  }

  private CallSession withLists(
      boolean nowAnswered, ListInHand now, ListInHand before, List<ListInHand> longBefore) {
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
        now,
        before,
        longBefore);
  }
}
