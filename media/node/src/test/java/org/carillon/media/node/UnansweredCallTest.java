package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.carillon.core.calls.NewCall;
import org.carillon.core.records.CallFact;
import org.carillon.core.records.CallStatus;
import org.carillon.core.routing.RouteTarget;
import org.carillon.media.sip.CallEnd.Cause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls that nobody answers, up to their last second, and what is told of them (S4, S5, S6). */
@Timeout(60)
class UnansweredCallTest {
  private static final String NUMBER = "+12065550100";
  private static final String CALLEE = "+14255550181";
  private static final Duration MOMENT = Duration.ofMillis(1);

  @TempDir Path data;

  private final ManualPatience time = new ManualPatience();

  @Test
  void aCallThatItsFunctionDoesNotAnswerIsRefusedAfterThirtySeconds() throws Exception {
    ScriptedFunction function =
        ScriptedFunction.onInbound(
            "[{\"Type\":\"Pause\",\"Parameters\":{\"DurationInMilliseconds\":30000}}]");
    try (Callee callee = ringing();
        TestNode node = node(function, callee);
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      Await.until("the call", () -> !function.events().isEmpty());

      time.pass(Duration.ofSeconds(30).minus(MOMENT));
      assertThat(time.waiting()).as("it waits still").isEqualTo(1);
      time.pass(MOMENT);

      assertThat(caller.awaitEnd().status()).isEqualTo(480);
      CallFact.CallEnded end = node.ends(1).getFirst();
      assertThat(end.status()).isEqualTo(CallStatus.FAILED);
      assertThat(end.sipStatus()).isEqualTo(480);
      assertThat(end.reason())
          .isEqualTo("The application did not answer the call within 30 seconds");
      Await.until("HANGUP", () -> function.eventTypes().contains("HANGUP"));
      assertThat(function.eventTypes()).containsExactly("NEW_INBOUND_CALL", "HANGUP");
      assertThat(code(function)).isEqualTo(480);
      assertNothingWaits(node);
    }
  }

  @ParameterizedTest
  @CsvSource({"'',30", "'\"CallTimeoutSeconds\":1,',1", "'\"CallTimeoutSeconds\":120,',120"})
  void whoIsCalledByCallAndBridgeMayRingSoLong(String more, int seconds) throws Exception {
    ScriptedFunction function =
        ScriptedFunction.onInbound(
            """
            [{"Type":"CallAndBridge","Parameters":{%s"CallerIdNumber":"+12065550199",
              "Endpoints":[{"BridgeEndpointType":"PSTN","Uri":"%s"}]}}]
            """
                .formatted(more, CALLEE));
    try (Callee callee = ringing();
        TestNode node = node(function, callee);
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip()).awaitAnswer();
      callee.awaitInvite();

      time.pass(Duration.ofSeconds(seconds).minus(MOMENT));
      assertThat(time.waiting()).as("it rings still").isEqualTo(1);
      time.pass(MOMENT);

      assertThat(callee.awaitEnd().cause()).isEqualTo(Cause.CANCELLED);
      CallFact.CallEnded end = node.ends(1).getFirst();
      assertThat(end.status()).isEqualTo(CallStatus.FAILED);
      assertThat(end.reason()).isEqualTo("The callee did not answer");
      Await.until("the failure", () -> function.eventTypes().contains("ACTION_FAILED"));
      assertThat(function.actionData("ACTION_FAILED"))
          .containsEntry("Type", "CallAndBridge")
          .containsEntry("ErrorType", "CallNotAnswered")
          .containsEntry("ErrorMessage", "Call not answered");
      assertThat(node.node().activeCalls()).as("the caller is there").isEqualTo(1);
      caller.hangUp();
      Await.until("HANGUP", () -> function.eventTypes().contains("HANGUP"));
      assertThat(function.eventTypes())
          .containsExactly("NEW_INBOUND_CALL", "ACTION_FAILED", "HANGUP");
      assertNothingWaits(node);
    }
  }

  @Test
  void aCallOfTheApiRingsForTwoMinutes() throws Exception {
    ScriptedFunction function = ScriptedFunction.onEach(Map.of());
    try (Callee callee = ringing();
        TestNode node = node(function, callee)) {
      node.node()
          .place(
              new NewCall(
                  UUID.randomUUID().toString(),
                  new RouteTarget(TestNode.APPLICATION, TestNode.FUNCTION, "us-east-1"),
                  NUMBER,
                  CALLEE,
                  Map.of(),
                  Map.of(),
                  Instant.now()));
      Await.until("it rings", () -> function.eventTypes().contains("RINGING"));

      time.pass(Duration.ofMinutes(2).minus(MOMENT));
      assertThat(time.waiting()).as("it rings still").isEqualTo(1);
      time.pass(MOMENT);

      assertThat(callee.awaitEnd().cause()).isEqualTo(Cause.CANCELLED);
      CallFact.CallEnded end = node.ends(1).getFirst();
      assertThat(end.status()).isEqualTo(CallStatus.FAILED);
      assertThat(end.sipStatus()).isEqualTo(480);
      assertThat(end.reason()).isEqualTo("The callee did not answer");
      Await.until("HANGUP", () -> function.eventTypes().contains("HANGUP"));
      assertThat(function.eventTypes()).containsExactly("NEW_OUTBOUND_CALL", "RINGING", "HANGUP");
      assertThat(code(function)).isEqualTo(480);
      assertNothingWaits(node);
    }
  }

  private static Callee ringing() throws IOException {
    return new Callee((it, leg) -> leg.provisional(180));
  }

  private TestNode node(ScriptedFunction function, Callee callee) throws IOException {
    return TestNode.waiting(data, function, Trunks.applicationCalling(callee.target()), time);
  }

  private static Object code(ScriptedFunction function) {
    return ((Map<?, ?>) function.actionData("HANGUP").get("Parameters")).get("SipResponseCode");
  }

  private void assertNothingWaits(TestNode node) {
    Await.until("no call is left", () -> node.node().activeCalls() == 0);
    Await.until("no port is left", () -> node.node().openStreams() == 0);
    assertThat(time.waiting()).isZero();
  }
}
