package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.carillon.core.calls.CallUpdate;
import org.carillon.core.ports.FunctionInvoker;
import org.carillon.media.sip.CallEnd.Cause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Turns of the function while a CallAndBridge rings or was just answered: those that end the call,
 * and those that bring another list (S4, S6).
 */
@Timeout(120)
class BridgeTurnsTest {
  private static final String NUMBER = "+12065550100";
  private static final String BRIDGE =
      """
      [{"Type":"CallAndBridge","Parameters":{"CallerIdNumber":"+12065550199",
        "Endpoints":[{"BridgeEndpointType":"PSTN","Uri":"+14255550181"}]}}]
      """;

  private static final String UPDATE = "CALL_UPDATE_REQUESTED";
  private static final String PLAY =
      """
      [{"Type":"PlayAudio","Parameters":{"AudioSource":{"Type":"S3","BucketName":"prompts","Key":"tone.wav"}}}]
      """;

  @TempDir Path data;

  // ---- the call is given up

  @Test
  void aCallThatIsGivenUpWhenItsCallerHasGoneEndsForTheCalleeToo() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    ScriptedFunction function = failingAt("ACTION_SUCCESSFUL", gone);
    try (Callee callee = Callee.answering();
        TestNode node = node(callee, function);
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      Await.until("the bridge", () -> function.eventTypes().contains("ACTION_SUCCESSFUL"));

      caller.hangUp();
      Await.until("the node knows", () -> node.node().activeCalls() == 1);
      gone.countDown();

      assertThat(callee.awaitEnd().cause()).isEqualTo(Cause.BYE_RECEIVED);
      Await.until("nothing is left", () -> node.node().activeCalls() == 0);
    }
  }

  @Test
  void aCallThatIsGivenUpWhileItsCalleeAnswersEndsForBoth() throws Exception {
    CountDownLatch answered = new CountDownLatch(1);
    ScriptedFunction function = failingAt(UPDATE, answered);
    try (Callee callee = ringing();
        TestNode node = node(callee, function);
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      callee.awaitInvite();
      update(node, function);
      Await.until("the update", () -> function.eventTypes().contains(UPDATE));

      callee.answer();
      Await.until("the bridge", () -> moments(node).contains("both legs are bridged"));
      answered.countDown();

      assertThat(callee.awaitEnd().cause()).isEqualTo(Cause.BYE_RECEIVED);
      assertThat(caller.awaitEnd().cause()).isEqualTo(Cause.BYE_RECEIVED);
      Await.until("nothing is left", () -> node.node().activeCalls() == 0);
    }
  }

  @Test
  void aListThatWaitsIsNotBegunWhenTheCallIsGivenUp() throws Exception {
    ScriptedFunction function =
        onUpdates(
            ScriptedFunction.actions(PLAY),
            new FunctionInvoker.Result.FunctionError("KeyError", "'Digits'"));
    try (Callee callee = ringing();
        TestNode node = node(callee, function);
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      callee.awaitInvite();

      update(node, function);
      update(node, function);

      assertThat(caller.awaitEnd().cause()).isEqualTo(Cause.BYE_RECEIVED);
      assertThat(callee.awaitEnd().cause()).isEqualTo(Cause.CANCELLED);
      assertThat(moments(node)).noneMatch(text -> text.startsWith("playing"));
      Await.until("nothing is left", () -> node.node().activeCalls() == 0);
    }
  }

  // ---- the function has something else done

  @Test
  void aBridgeIsToldThoughTwoListsCameWhileItRang() throws Exception {
    ScriptedFunction function =
        onUpdates(ScriptedFunction.actions("[]"), ScriptedFunction.actions(PLAY));
    try (Callee callee = ringing();
        TestNode node = node(callee, function);
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      callee.awaitInvite();
      update(node, function);
      update(node, function);
      Await.until("two answers", () -> Collections.frequency(function.eventTypes(), UPDATE) == 2);

      callee.answer();

      Await.until("the bridge", () -> function.eventTypes().contains("ACTION_SUCCESSFUL"));
      assertThat(function.actionData("ACTION_SUCCESSFUL")).containsEntry("Type", "CallAndBridge");
      callee.hangUp();
      Await.until("HANGUP", () -> function.eventTypes().contains("HANGUP"));
      assertThat(node.node().activeCalls()).isEqualTo(1);
    }
  }

  @Test
  void aBridgeThatNobodyTakesIsToldBeforeTheListThatWaits() throws Exception {
    ScriptedFunction function = onUpdates(ScriptedFunction.actions(PLAY));
    try (Callee callee = ringing();
        TestNode node = node(callee, function);
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      callee.awaitInvite();
      update(node, function);
      Await.until("the update", () -> function.eventTypes().contains(UPDATE));

      callee.refuse(486);

      Await.until("the prompt", () -> caller.framesOf(TestNode.PROMPT_HZ) > 10);
      Await.until("its end", () -> function.eventTypes().contains("ACTION_SUCCESSFUL"));
      assertThat(function.eventTypes())
          .containsExactly("NEW_INBOUND_CALL", UPDATE, "ACTION_FAILED", "ACTION_SUCCESSFUL");
      assertThat(function.actionData("ACTION_FAILED"))
          .containsEntry("Type", "CallAndBridge")
          .containsEntry("ErrorType", "CallNotAnswered");
    }
  }

  // ---- one leg goes while a list is done

  @Test
  void aListOnTheLegThatStaysGoesOn() throws Exception {
    ScriptedFunction function = bridgingThen("LEG-A", 1_000);
    try (Callee callee = Callee.answering();
        TestNode node = node(callee, function);
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      Await.until("the pause", () -> moments(node).contains("pausing 1000 ms"));

      callee.hangUp();

      Await.until("HANGUP", () -> function.eventTypes().contains("HANGUP"));
      Await.until("the prompt behind it", () -> caller.framesOf(TestNode.PROMPT_HZ) > 10);
    }
  }

  @Test
  void aListOnTheLegThatGoesIsDropped() throws Exception {
    ScriptedFunction function = bridgingThen("LEG-B", 30_000);
    try (Callee callee = Callee.answering();
        TestNode node = node(callee, function);
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      Await.until("the pause", () -> moments(node).contains("pausing 30000 ms"));

      callee.hangUp();
      Await.until("HANGUP", () -> function.eventTypes().contains("HANGUP"));
      caller.hangUp();

      Await.until("both", () -> Collections.frequency(function.eventTypes(), "HANGUP") == 2);
      assertThat(moments(node)).noneMatch(text -> text.startsWith("playing"));
      assertThat(function.eventTypes())
          .containsExactly("NEW_INBOUND_CALL", "ACTION_SUCCESSFUL", "HANGUP", "HANGUP");
    }
  }

  /** A function that bridges, pauses a leg, and plays to the caller; it answers HANGUP nothing. */
  private static ScriptedFunction bridgingThen(String leg, int millis) {
    String pause =
        """
        [{"Type":"Pause","Parameters":{"ParticipantTag":"%s","DurationInMilliseconds":%d}},
        """
            .formatted(leg, millis);
    return new ScriptedFunction(
        type ->
            switch (type) {
              case "NEW_INBOUND_CALL" -> ScriptedFunction.actions(BRIDGE);
              case "ACTION_SUCCESSFUL" ->
                  ScriptedFunction.actions(pause + PLAY.strip().substring(1));
              default -> ScriptedFunction.keepGoing();
            });
  }

  private static Callee ringing() throws Exception {
    return new Callee((it, leg) -> leg.provisional(180));
  }

  private TestNode node(Callee callee, ScriptedFunction function) throws Exception {
    return TestNode.with(data, function, Trunks.applicationCalling(callee.target()));
  }

  /** A function that bridges, and that fails at this event once that has happened. */
  private static ScriptedFunction failingAt(String event, CountDownLatch happened) {
    return new ScriptedFunction(
        type -> {
          if (type.equals(event)) {
            await(happened);
            return new FunctionInvoker.Result.FunctionError("KeyError", "'Digits'");
          }
          return ScriptedFunction.actions(type.equals("NEW_INBOUND_CALL") ? BRIDGE : "[]");
        });
  }

  /** A function that bridges, and answers updates with these, one after the other. */
  private static ScriptedFunction onUpdates(FunctionInvoker.Result... answers) {
    Iterator<FunctionInvoker.Result> next = List.of(answers).iterator();
    return new ScriptedFunction(
        type ->
            switch (type) {
              case "NEW_INBOUND_CALL" -> ScriptedFunction.actions(BRIDGE);
              case UPDATE -> next.next();
              default -> ScriptedFunction.keepGoing();
            });
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(4, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Updates the call that the function has heard of. */
  private static void update(TestNode node, ScriptedFunction function) {
    Map<?, ?> details = (Map<?, ?>) function.event("NEW_INBOUND_CALL").get("CallDetails");
    String transactionId = (String) details.get("TransactionId");
    assertThat(node.node().update(new CallUpdate(transactionId, Map.of(), Instant.now()))).isTrue();
  }

  private static List<String> moments(TestNode node) {
    return node.moments().stream().map(CallMoment::text).toList();
  }
}
