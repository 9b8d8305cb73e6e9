package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.carillon.core.ports.FunctionInvoker;
import org.carillon.core.ports.FunctionInvoker.Result;
import org.carillon.core.records.CallFact;
import org.carillon.core.records.CallStatus;
import org.carillon.core.routing.RejectReason;
import org.carillon.core.routing.RouteDecision;
import org.carillon.core.routing.RouteTarget;
import org.carillon.core.routing.RoutingQuestion;
import org.carillon.media.sip.CallEnd.Cause;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.sdp.Codec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An inbound call to an application, as its caller and its record see it (S3, S4, O1). */
@Timeout(120)
class InboundCallTest {
  private static final String NUMBER = "+12065550100";
  private static final String GREETING =
      """
      [{"Type":"Speak","Parameters":{"Text":"Hello"}},
       {"Type":"PlayAudio","Parameters":{"AudioSource":{"Type":"S3","BucketName":"prompts","Key":"tone.wav"}}},
       {"Type":"Pause","Parameters":{"DurationInMilliseconds":"200"}},
       {"Type":"Hangup","Parameters":{"SipResponseCode":"0"}}]
      """;
  private static final String SECOND_APPLICATION = "0b1d9b1c-4f7b-4a5e-9a57-0d5d0f6d9a02";
  private static final String LONG_PAUSE =
      """
      [{"Type":"PlayAudio","Parameters":{"AudioSource":{"Type":"S3","BucketName":"prompts","Key":"tone.wav"},"Repeat":1000}}]
      """;

  @TempDir Path data;

  @ParameterizedTest
  @EnumSource(names = {"PCMU", "PCMA"})
  void theCallerHearsSpeechThenPromptAndIsHungUpOn(Codec codec) throws Exception {
    ScriptedFunction function = ScriptedFunction.onInbound(GREETING);
    try (TestNode node = TestNode.with(data, function);
        Caller caller = Caller.onLoopback(codec)) {

      caller.dial(NUMBER, node.sip());

      assertThat(caller.awaitAnswer().codec()).isEqualTo(codec);
      assertThat(caller.awaitEnd().cause()).isEqualTo(Cause.BYE_RECEIVED);
      assertThat(caller.provisional()).contains(180);
      assertThat(caller.framesOf(TestNode.VOICE_HZ)).isBetween(13L, 16L);
      assertThat(caller.framesOf(TestNode.PROMPT_HZ)).isBetween(13L, 16L);
      assertThat(caller.firstFrameOf(TestNode.VOICE_HZ))
          .isLessThan(caller.firstFrameOf(TestNode.PROMPT_HZ));

      CallFact.CallEnded end = node.ended();
      assertThat(end.status()).isEqualTo(CallStatus.COMPLETED);
      assertThat(end.reason()).isEqualTo("OK");
      assertThat(end.answeredAt()).isPresent();
      assertThat(node.facts()).hasSize(3);
      Await.until("HANGUP", () -> function.eventTypes().contains("HANGUP"));
      assertThat(function.eventTypes()).containsExactly("NEW_INBOUND_CALL", "HANGUP");
    }
  }

  @Test
  void aCallOverIpv6IsTheSame() throws Exception {
    InetAddress loopback = InetAddress.ofLiteral("::1");
    try (TestNode node = TestNode.on(loopback, data, ScriptedFunction.onInbound(GREETING));
        Caller caller = new Caller(loopback)) {
      caller.dial(NUMBER, node.sip());
      assertThat(caller.awaitEnd().cause()).isEqualTo(Cause.BYE_RECEIVED);
      assertThat(caller.framesOf(TestNode.PROMPT_HZ)).isPositive();
    }
  }

  @Test
  void anInviteWithoutOfferGetsOursAndAnswersInItsAck() throws Exception {
    try (TestNode node = TestNode.with(data, ScriptedFunction.onInbound(GREETING));
        Caller caller = Caller.onLoopback().withoutOffer()) {
      caller.dial(NUMBER, node.sip(), null);
      assertThat(caller.awaitEnd().cause()).isEqualTo(Cause.BYE_RECEIVED);
      assertThat(caller.framesOf(TestNode.PROMPT_HZ)).isPositive();
    }
  }

  @Test
  void theNextApplicationOfTheRuleAnswersWhenTheFirstFails() throws Exception {
    String second = TestNode.FUNCTION + "-second";
    ScriptedFunction answering = ScriptedFunction.onInbound(GREETING);
    List<String> invoked = new CopyOnWriteArrayList<>();
    FunctionInvoker both =
        (arn, payload, timeout) -> {
          invoked.add(arn);
          return arn.equals(second)
              ? answering.invoke(arn, payload, timeout)
              : new Result.FunctionError("KeyError", "'number'");
        };
    RoutingQuestion rule =
        facts ->
            new RouteDecision.ToApplication(
                TestNode.RULE,
                List.of(
                    new RouteTarget(TestNode.APPLICATION, TestNode.FUNCTION, "us-east-1"),
                    new RouteTarget(SECOND_APPLICATION, second, "us-east-1")),
                facts.fromUser(),
                facts.requestUser(),
                Map.of());
    try (TestNode node = TestNode.with(data, both, rule, 5);
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());

      assertThat(caller.awaitEnd().cause()).isEqualTo(Cause.BYE_RECEIVED);
      assertThat(caller.framesOf(TestNode.PROMPT_HZ)).isBetween(13L, 16L);
      Await.until("HANGUP", () -> answering.eventTypes().contains("HANGUP"));
      assertThat(answering.eventTypes()).containsExactly("NEW_INBOUND_CALL", "HANGUP");
      assertThat(invoked).containsExactly(TestNode.FUNCTION, second, second);
      assertThat(node.ended().applicationId()).contains(SECOND_APPLICATION);
    }
  }

  @Test
  void anUnknownNumberIsRefusedAndRecorded() throws Exception {
    ScriptedFunction function = ScriptedFunction.onInbound(GREETING);
    try (TestNode node =
            TestNode.with(data, function, facts -> RejectReason.UNKNOWN_NUMBER.reject(NUMBER));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      assertThat(caller.awaitEnd().status()).isEqualTo(404);
      CallFact.CallEnded end = node.ended();
      assertThat(end.status()).isEqualTo(CallStatus.FAILED);
      assertThat(end.sipStatus()).isEqualTo(404);
      assertThat(end.reason()).isEqualTo("The called number is not in the inventory");
      assertThat(function.eventTypes()).isEmpty();
    }
  }

  @Test
  void anOfferWithoutOurCodecsIsRefusedWith488() throws Exception {
    String g729 =
        """
        v=0\r
        o=- 1 1 IN IP4 127.0.0.1\r
        s=-\r
        c=IN IP4 127.0.0.1\r
        t=0 0\r
        m=audio 40000 RTP/AVP 18\r
        a=rtpmap:18 G729/8000\r
        """;
    try (TestNode node = TestNode.with(data, ScriptedFunction.onInbound(GREETING));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip(), SipBody.sdp(g729.getBytes(StandardCharsets.US_ASCII)));
      assertThat(caller.awaitEnd().status()).isEqualTo(488);
      assertThat(node.ended().reason()).startsWith("No common codec");
    }
  }

  @Test
  void brokenSdpIsRefusedWith400() throws Exception {
    try (TestNode node = TestNode.with(data, ScriptedFunction.onInbound(GREETING));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip(), SipBody.sdp("not sdp".getBytes(StandardCharsets.US_ASCII)));
      assertThat(caller.awaitEnd().status()).isEqualTo(400);
      assertThat(node.ended().status()).isEqualTo(CallStatus.FAILED);
    }
  }

  @Test
  void aFailingFunctionEndsTheCallWith480() throws Exception {
    ScriptedFunction function =
        new ScriptedFunction(type -> new Result.FunctionError("ValueError", "no such thing"));
    try (TestNode node = TestNode.with(data, function);
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      assertThat(caller.awaitEnd().status()).isEqualTo(480);
      CallFact.CallEnded end = node.ended();
      assertThat(end.status()).isEqualTo(CallStatus.FAILED);
      assertThat(end.sipStatus()).isEqualTo(480);
      assertThat(end.answeredAt()).isEmpty();
    }
  }

  @Test
  void aHangupAsTheOnlyActionRefusesTheCallWithItsStatus() throws Exception {
    ScriptedFunction function =
        ScriptedFunction.onInbound(
            "[{\"Type\":\"Hangup\",\"Parameters\":{\"SipResponseCode\":486}}]");
    try (TestNode node = TestNode.with(data, function);
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      assertThat(caller.awaitEnd().status()).isEqualTo(486);
      assertThat(node.ended().reason()).isEqualTo("The application rejected the call");
    }
  }

  @Test
  void aMissingPromptIsToldToTheFunctionWhichMayGoOn() throws Exception {
    ScriptedFunction function =
        new ScriptedFunction(
            type ->
                switch (type) {
                  case "NEW_INBOUND_CALL" ->
                      ScriptedFunction.actions(GREETING.replace("tone.wav", "gone.wav"));
                  case "ACTION_FAILED" -> ScriptedFunction.actions("[{\"Type\":\"Hangup\"}]");
                  default -> ScriptedFunction.actions("[]");
                });
    try (TestNode node = TestNode.with(data, function);
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      assertThat(caller.awaitEnd().cause()).isEqualTo(Cause.BYE_RECEIVED);
      assertThat(function.event("ACTION_FAILED"))
          .extractingByKey("ActionData")
          .asInstanceOf(InstanceOfAssertFactories.MAP)
          .containsEntry("Type", "PlayAudio")
          .containsEntry("ErrorType", "InvalidAudioSource");
      assertThat(node.ended().status()).isEqualTo(CallStatus.COMPLETED);
    }
  }

  @Test
  void aCallerWhoGivesUpWhileTheFunctionThinksGets487AndARecord() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    ScriptedFunction function =
        new ScriptedFunction(
            type -> {
              asked.countDown();
              awaitQuietly(type.equals("NEW_INBOUND_CALL") ? answer : new CountDownLatch(0));
              return ScriptedFunction.actions(GREETING);
            });
    try (TestNode node = TestNode.with(data, function);
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      Await.until("180", () -> caller.provisional().contains(180));
      asked.await();
      caller.hangUp();
      assertThat(caller.awaitEnd().status()).isEqualTo(487);
      CallFact.CallEnded end = node.ended();
      assertThat(end.status()).isEqualTo(CallStatus.FAILED);
      assertThat(end.reason()).isEqualTo("The caller hung up before the call was answered");
      answer.countDown();
      Await.until("HANGUP", () -> function.eventTypes().contains("HANGUP"));
      assertThat(node.node().activeCalls()).isZero();
    }
  }

  @Test
  void aCallerWhoHangsUpDuringAPromptEndsTheCallAtOnce() throws Exception {
    ScriptedFunction function = ScriptedFunction.onInbound(LONG_PAUSE);
    try (TestNode node = TestNode.with(data, function);
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      Await.until("the prompt", () -> caller.framesOf(TestNode.PROMPT_HZ) > 3);
      caller.hangUp();
      assertThat(caller.awaitEnd().cause()).isEqualTo(Cause.BYE_SENT);
      assertThat(node.ended().status()).isEqualTo(CallStatus.COMPLETED);
      Await.until("HANGUP", () -> function.eventTypes().contains("HANGUP"));
      assertThat(function.event("HANGUP"))
          .extractingByKey("ActionData")
          .asInstanceOf(InstanceOfAssertFactories.MAP)
          .containsEntry("Type", "Hangup");
    }
  }

  @Test
  void stoppingTheNodeEndsItsCallsEachWithOneRecord() throws Exception {
    ScriptedFunction function = ScriptedFunction.onInbound(LONG_PAUSE);
    try (TestNode node = TestNode.with(data, function);
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      caller.awaitAnswer();
      node.node().close();
      assertThat(caller.awaitEnd().cause()).isEqualTo(Cause.BYE_RECEIVED);
      CallFact.CallEnded end = node.ended();
      assertThat(end.status()).isEqualTo(CallStatus.FAILED);
      assertThat(end.reason()).isEqualTo("The media node stopped");
    }
  }

  @Test
  void theAnswerWaitsUntilTheStartOfTheCallCannotBeLost() throws Exception {
    try (TestNode node =
            TestNode.overStream(
                data, ScriptedFunction.onInbound(GREETING), stream -> new FailingFirst(stream, 2));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      assertThat(caller.awaitEnd().cause()).isEqualTo(Cause.BYE_RECEIVED);
      node.ended();
      Await.until("all three facts", () -> node.facts().size() == 3);
      assertThat(node.facts()).hasAtLeastOneElementOfType(CallFact.CallStarted.class);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
