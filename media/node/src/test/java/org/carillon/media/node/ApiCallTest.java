package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.carillon.core.calls.CallUpdate;
import org.carillon.core.calls.NewCall;
import org.carillon.core.records.CallFact;
import org.carillon.core.records.CallStatus;
import org.carillon.core.routing.PlacedCall;
import org.carillon.core.routing.RejectReason;
import org.carillon.core.routing.RouteTarget;
import org.carillon.media.sip.CallEnd.Cause;
import org.carillon.media.sip.SipLoop;
import org.carillon.media.sip.UasCall;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Calls that the API makes and updates, as callee, function and record see them (S5, O1). */
@Timeout(180)
class ApiCallTest {
  private static final String CALLEE = "+14255550181";
  private static final String GREETING =
      """
      [{"Type":"PlayAudio","Parameters":{"AudioSource":{"Type":"S3","BucketName":"prompts","Key":"tone.wav"}}},
       {"Type":"Hangup","Parameters":{}}]
      """;
  private static final String LONG_PROMPT =
      """
      [{"Type":"PlayAudio","Parameters":{"AudioSource":{"Type":"S3","BucketName":"prompts","Key":"tone.wav"},"Repeat":1000}}]
      """;

  @TempDir Path data;

  @Test
  void theCalleeHearsTheApplicationAndTheFunctionIsToldInOrder() throws Exception {
    ScriptedFunction function = on("CALL_ANSWERED", GREETING);
    try (Callee callee = new Callee(ApiCallTest::ringThenAnswer);
        TestNode node = TestNode.with(data, function, Trunks.applicationCalling(callee.target()))) {
      NewCall call = call(Map.of("X-Ticket", "seven"));
      node.node().place(call);

      assertThat(callee.awaitEnd().cause()).isEqualTo(Cause.BYE_RECEIVED);
      assertThat(callee.framesOf(TestNode.PROMPT_HZ)).isBetween(13L, 16L);
      assertThat(callee.awaitInvite().header("X-Ticket")).contains("seven");
      assertThat(callee.awaitInvite().from().uri().user()).contains(call.from());

      Await.until("HANGUP", () -> function.eventTypes().contains("HANGUP"));
      assertThat(function.eventTypes())
          .containsExactly("NEW_OUTBOUND_CALL", "RINGING", "CALL_ANSWERED", "HANGUP");
      assertThat(function.event("NEW_OUTBOUND_CALL").get("ActionData"))
          .isEqualTo(
              Map.of(
                  "Type",
                  "CallCreateRequest",
                  "Parameters",
                  Map.of("Arguments", Map.of("who", "alice"))));
      CallFact.CallEnded end = node.ended();
      assertThat(end.transactionId()).isEqualTo(call.transactionId());
      assertThat(end.status()).isEqualTo(CallStatus.COMPLETED);
      assertThat(end.applicationId()).contains(TestNode.APPLICATION);
      Await.until("nothing is left", () -> node.node().activeCalls() == 0);
    }
  }

  @Test
  void theRecordNamesTheCallIdOfTheInvite() throws Exception {
    ScriptedFunction function = on("none", "[]");
    try (Callee callee = Callee.refusing(486);
        TestNode node = TestNode.with(data, function, Trunks.applicationCalling(callee.target()))) {
      node.node().place(call(Map.of()));

      String callId = callee.awaitInvite().callId();

      Await.until("its start", () -> node.facts().stream().anyMatch(isStart()));
      assertThat(node.facts().stream().filter(isStart()))
          .singleElement()
          .isInstanceOfSatisfying(
              CallFact.CallStarted.class, start -> assertThat(start.sipCallId()).isEqualTo(callId));
    }
  }

  private static Predicate<CallFact> isStart() {
    return CallFact.CallStarted.class::isInstance;
  }

  @Test
  void aBusyCalleeIsAHangupWithItsStatus() throws Exception {
    ScriptedFunction function = on("none", "[]");
    try (Callee callee = Callee.refusing(486);
        TestNode node = TestNode.with(data, function, Trunks.applicationCalling(callee.target()))) {
      node.node().place(call(Map.of()));

      Await.until("HANGUP", () -> function.eventTypes().contains("HANGUP"));
      assertThat(function.eventTypes()).containsExactly("NEW_OUTBOUND_CALL", "HANGUP");
      assertThat(parameters(function.event("HANGUP"))).containsEntry("SipResponseCode", 486);
      assertThat(node.ended().sipStatus()).isEqualTo(486);
      assertThat(node.ended().reason()).isEqualTo("486 Busy Here");
    }
  }

  @Test
  void aCallThatRoutingRefusesIsToldAndRecorded() throws Exception {
    ScriptedFunction function = on("none", "[]");
    try (TestNode node =
        TestNode.with(
            data,
            function,
            Trunks.applicationCalling(call -> RejectReason.NO_CARRIER.reject(CALLEE)))) {
      node.node().place(call(Map.of()));

      Await.until("HANGUP", () -> function.eventTypes().contains("HANGUP"));
      assertThat(function.eventTypes()).containsExactly("NEW_OUTBOUND_CALL", "HANGUP");
      assertThat(node.ended().reason()).isEqualTo("No carrier takes the called number");
    }
  }

  @Test
  void aSipUriIsAskedForAsSuch() throws Exception {
    String uri = "sip:bob@pbx.example.com";
    ScriptedFunction function = on("none", "[]");
    AtomicReference<PlacedCall.Callee> asked = new AtomicReference<>();
    try (TestNode node =
        TestNode.with(
            data,
            function,
            Trunks.applicationCalling(
                call -> {
                  asked.set(call.callee());
                  return RejectReason.NO_CARRIER.reject(uri);
                }))) {
      node.node().place(call(uri, Map.of()));

      Await.until("HANGUP", () -> function.eventTypes().contains("HANGUP"));
      assertThat(asked).hasValue(new PlacedCall.Callee.Uri(uri));
    }
  }

  @Test
  void anUpdateInterruptsThePromptAndTheFunctionsNewListRuns() throws Exception {
    ScriptedFunction function =
        new ScriptedFunction(
            type ->
                switch (type) {
                  case "CALL_ANSWERED" -> ScriptedFunction.actions(LONG_PROMPT);
                  case "CALL_UPDATE_REQUESTED" ->
                      ScriptedFunction.actions("[{\"Type\":\"Hangup\",\"Parameters\":{}}]");
                  default -> ScriptedFunction.actions("[]");
                });
    try (Callee callee = Callee.answering();
        TestNode node = TestNode.with(data, function, Trunks.applicationCalling(callee.target()))) {
      NewCall call = call(Map.of());
      node.node().place(call);
      Await.until("the prompt", () -> callee.framesOf(TestNode.PROMPT_HZ) > 3);

      assertThat(node.node().update(update(call.transactionId()))).isTrue();

      assertThat(callee.awaitEnd().cause()).isEqualTo(Cause.BYE_RECEIVED);
      Await.until("HANGUP", () -> function.eventTypes().contains("HANGUP"));
      assertThat(function.eventTypes())
          .containsSubsequence("CALL_ANSWERED", "CALL_UPDATE_REQUESTED", "HANGUP")
          .contains("ACTION_INTERRUPTED");
      assertThat(function.event("CALL_UPDATE_REQUESTED").get("ActionData"))
          .isEqualTo(
              Map.of(
                  "Type",
                  "CallUpdateRequest",
                  "Parameters",
                  Map.of("Arguments", Map.of("k", "v"))));
      Await.until("nothing is left", () -> node.node().activeCalls() == 0);
      assertThat(node.node().update(update(call.transactionId()))).isFalse();
    }
  }

  @Test
  void whatACalleeSaidWhoHangsUpIsDeliveredAndToldBeforeTheEnd() throws Exception {
    ScriptedFunction function =
        on(
            "CALL_ANSWERED",
            """
            [{"Type":"RecordAudio","Parameters":{"DurationInSeconds":30,
              "RecordingDestination":{"Type":"S3","BucketName":"voicemail"}}}]
            """);
    try (Callee callee = Callee.answering();
        TestNode node = TestNode.with(data, function, Trunks.applicationCalling(callee.target()))) {
      node.node().place(call(Map.of()));
      Await.until(
          "the recording",
          () -> node.moments().stream().anyMatch(it -> it.text().startsWith("recording to")));

      callee.hangUp();

      Await.until("HANGUP", () -> function.eventTypes().contains("HANGUP"));
      assertThat(function.eventTypes())
          .containsExactly("NEW_OUTBOUND_CALL", "CALL_ANSWERED", "ACTION_SUCCESSFUL", "HANGUP");
      Map<?, ?> told = (Map<?, ?>) function.event("ACTION_SUCCESSFUL").get("ActionData");
      String key = (String) ((Map<?, ?>) told.get("RecordingDestination")).get("Key");
      assertThat(node.objects().get("voicemail", key, 100_000)).isPresent();
      assertThat(status(function.event("ACTION_SUCCESSFUL"))).isEqualTo("Disconnected");
      Await.until("no port is left", () -> node.node().openStreams() == 0);
    }
  }

  @Test
  void stoppingTheNodeEndsACallThatRings() throws Exception {
    ScriptedFunction function = on("none", "[]");
    try (Callee callee = new Callee((it, leg) -> leg.provisional(180))) {
      CallFact.CallEnded end;
      try (TestNode node =
          TestNode.with(data, function, Trunks.applicationCalling(callee.target()))) {
        node.node().place(call(Map.of()));
        callee.awaitInvite();
        node.node().close();
        end = node.ended();
      }
      assertThat(end.reason()).isEqualTo("The media node stopped before the call was answered");
    }
  }

  @Test
  void manyCallsWithRandomEndsLeaveNothingBehind() throws Exception {
    int calls = 200;
    Random random = new Random(7);
    ScriptedFunction function =
        new ScriptedFunction(
            type ->
                switch (type) {
                  case "CALL_ANSWERED" -> ScriptedFunction.actions(bridge());
                  case "ACTION_SUCCESSFUL", "ACTION_FAILED" ->
                      ScriptedFunction.actions(
                          "[{\"Type\":\"Hangup\",\"Parameters\":{\"ParticipantTag\":\"LEG-A\"}}]");
                  case "HANGUP" ->
                      ScriptedFunction.actions(
                          "[{\"Type\":\"Hangup\",\"Parameters\":{\"ParticipantTag\":\"LEG-B\"}}]");
                  default -> ScriptedFunction.actions("[]");
                });
    AtomicInteger taken = new AtomicInteger();
    try (Callee callee =
            new Callee(
                (it, leg) -> {
                  taken.incrementAndGet();
                  behaveAt(random.nextInt(6), it, leg);
                });
        TestNode node = TestNode.with(data, function, Trunks.applicationCalling(callee.target()))) {
      for (int i = 0; i < calls; i++) {
        Await.until("room", () -> node.node().room() > 25);
        node.node().place(call(Map.of()));
      }

      // A call that is placed begins a moment later: so the ends are counted, not the active calls.
      Await.until("an end for each call", () -> count(node, true) >= calls);
      Await.until("all calls are gone", () -> node.node().activeCalls() == 0);
      Await.until("each leg's end", () -> count(node, false) == count(node, true));
      assertThat(ids(node)).doesNotHaveDuplicates();
      Await.until("each port is free", () -> node.node().openStreams() == 0);
    }
  }

  private static void behaveAt(int kind, Callee callee, UasCall leg) {
    switch (kind) {
      case 0 -> leg.reject(486);
      case 1 -> leg.reject(503);
      case 2 -> {
        leg.provisional(180);
        leg.answer(callee.answerBody());
        later(leg.loop(), 20, leg::hangUp);
      }
      case 3 -> later(leg.loop(), 30, () -> leg.answer(callee.answerBody()));
      case 4 -> {
        leg.answer(callee.answerBody());
        leg.hangUp();
      }
      default -> leg.answer(callee.answerBody());
    }
  }

  private static void later(SipLoop loop, int millis, Runnable task) {
    var _ = loop.schedule(Duration.ofMillis(millis), task);
  }

  private static long count(TestNode node, boolean ends) {
    return node.facts().stream()
        .filter(
            fact ->
                ends ? fact instanceof CallFact.CallEnded : fact instanceof CallFact.CallStarted)
        .count();
  }

  private static List<String> ids(TestNode node) {
    return node.facts().stream()
        .filter(CallFact.CallEnded.class::isInstance)
        .map(CallFact::transactionId)
        .toList();
  }

  private static void ringThenAnswer(Callee callee, UasCall leg) {
    leg.provisional(180);
    leg.answer(callee.answerBody());
  }

  private static ScriptedFunction on(String event, String actions) {
    return new ScriptedFunction(
        type -> ScriptedFunction.actions(type.equals(event) ? actions : "[]"));
  }

  private static String bridge() {
    return """
    [{"Type":"CallAndBridge","Parameters":{"CallerIdNumber":"+12065550100","CallTimeoutSeconds":2,
      "Endpoints":[{"BridgeEndpointType":"PSTN","Uri":"%s"}]}}]
    """
        .formatted(CALLEE);
  }

  private static NewCall call(Map<String, String> headers) {
    return call(CALLEE, headers);
  }

  private static NewCall call(String to, Map<String, String> headers) {
    return new NewCall(
        UUID.randomUUID().toString(),
        new RouteTarget(TestNode.APPLICATION, TestNode.FUNCTION, "us-east-1"),
        "+12065550100",
        to,
        headers,
        Map.of("who", "alice"),
        Instant.now());
  }

  private static CallUpdate update(String transactionId) {
    return new CallUpdate(transactionId, Map.of("k", "v"), Instant.now());
  }

  private static Object status(Map<String, Object> event) {
    List<?> legs = (List<?>) ((Map<?, ?>) event.get("CallDetails")).get("Participants");
    return ((Map<?, ?>) legs.getFirst()).get("Status");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> parameters(Map<String, Object> event) {
    return (Map<String, Object>) ((Map<String, Object>) event.get("ActionData")).get("Parameters");
  }
}
