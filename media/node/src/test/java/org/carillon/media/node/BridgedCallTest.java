package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.carillon.core.records.CallFact;
import org.carillon.core.records.CallStatus;
import org.carillon.core.routing.RejectReason;
import org.carillon.media.sip.CallEnd.Cause;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.sdp.Codec;
import org.carillon.media.sip.sdp.Direction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CallAndBridge, as both telephones, the function and the records see it (S4, S6, O1). */
@Timeout(120)
class BridgedCallTest {
  private static final String NUMBER = "+12065550100";
  private static final String CALLEE = "+14255550181";
  private static final int NEAR_HZ = 600;
  private static final int FAR_HZ = 900;

  private static final String PLAY =
      """
      [{"Type":"PlayAudio","Parameters":{"AudioSource":{"Type":"S3","BucketName":"prompts","Key":"tone.wav"}}}]
      """;

  @TempDir Path data;

  @ParameterizedTest
  @CsvSource({"PCMU,PCMU", "PCMU,PCMA", "PCMA,PCMU"})
  void bothSidesHearEachOtherAndOneLegGoesOnWithoutTheOther(Codec near, Codec far)
      throws Exception {
    ScriptedFunction function = bridgingThen("HANGUP", PLAY);
    try (Callee callee = Callee.answering(far);
        TestNode node = TestNode.with(data, function, Trunks.applicationCalling(callee.target()));
        Caller caller = Caller.onLoopback(near)) {
      caller.dial(NUMBER, node.sip());
      Await.until("the bridge", () -> function.eventTypes().contains("ACTION_SUCCESSFUL"));

      caller.stream().write(Tones.of(NEAR_HZ, 400).samples(), 0, 3200);
      callee.stream().write(Tones.of(FAR_HZ, 400).samples(), 0, 3200);
      Await.until("the callee hears the caller", () -> callee.framesOf(NEAR_HZ) > 15);
      Await.until("the caller hears the callee", () -> caller.framesOf(FAR_HZ) > 15);
      assertThat(node.node().activeCalls()).isEqualTo(2);

      callee.hangUp();
      Await.until("a prompt after it", () -> caller.framesOf(TestNode.PROMPT_HZ) > 10);
      assertThat(participants(function.event("ACTION_SUCCESSFUL")))
          .extracting(leg -> leg.get("ParticipantTag") + " " + leg.get("Status"))
          .containsExactly("LEG-A Connected", "LEG-B Connected");
      assertThat(participants(function.event("HANGUP")))
          .extracting(leg -> leg.get("ParticipantTag") + " " + leg.get("Status"))
          .containsExactly("LEG-A Connected", "LEG-B Disconnected");
      caller.hangUp();

      List<CallFact.CallEnded> ends = node.ends(2);
      assertThat(ends).extracting(CallFact.CallEnded::status).containsOnly(CallStatus.COMPLETED);
      assertThat(ends).extracting(end -> end.answeredAt().isPresent()).containsOnly(true);
      assertThat(node.facts()).hasSize(6);
      Await.until("nothing is left", () -> node.node().activeCalls() == 0);
    }
  }

  @Test
  void theCalleeSeesTheCallerIdAndTheFunctionsHeaders() throws Exception {
    try (Callee callee = Callee.answering();
        TestNode node =
            node(callee, onInbound(bridge(",\"SipHeaders\":{\"X-Ticket\":\"seven\"}")));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());

      SipRequest invite = callee.awaitInvite();

      assertThat(invite.requestUri().user()).contains(CALLEE);
      assertThat(invite.from().uri().user()).contains("+12065550199");
      assertThat(invite.header("P-Asserted-Identity").orElseThrow()).contains("+12065550199");
      assertThat(invite.header("X-Ticket")).contains("seven");
      assertThat(invite.maxForwards()).isEqualTo(70);
    }
  }

  @ParameterizedTest
  @CsvSource({"486", "603", "404"})
  void whoDoesNotTakeTheCallIsToldAndTheCallerGoesOn(int status) throws Exception {
    ScriptedFunction function = bridging("", PLAY);
    try (Callee callee = Callee.refusing(status);
        TestNode node = node(callee, function);
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());

      Await.until("a prompt", () -> caller.framesOf(TestNode.PROMPT_HZ) > 10);
      Map<String, Object> failed = data(function.event("ACTION_FAILED"));
      assertThat(failed).containsEntry("ErrorType", "CallNotAnswered");
      assertThat(failed).containsEntry("ErrorMessage", "Call not answered");
      CallFact.CallEnded end = node.ends(1).getFirst();
      assertThat(end.status()).isEqualTo(CallStatus.FAILED);
      assertThat(end.sipStatus()).isEqualTo(status);
      assertThat(node.node().activeCalls()).isEqualTo(1);
    }
  }

  @Test
  void whoDoesNotAnswerInTimeIsCancelled() throws Exception {
    ScriptedFunction function = bridging(",\"CallTimeoutSeconds\":1", PLAY);
    try (Callee callee = new Callee((it, leg) -> leg.provisional(180));
        TestNode node = node(callee, function);
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());

      assertThat(callee.awaitEnd().cause()).isEqualTo(Cause.CANCELLED);
      Await.until("the failure", () -> function.eventTypes().contains("ACTION_FAILED"));
      assertThat(data(function.event("ACTION_FAILED")))
          .containsEntry("ErrorType", "CallNotAnswered");
      assertThat(node.ends(1).getFirst().reason()).isEqualTo("The callee did not answer");
    }
  }

  @Test
  void aCallerWhoHangsUpWhileItRingsLeavesNothingBehind() throws Exception {
    ScriptedFunction function = onInbound(bridge(""));
    try (Callee callee = new Callee((it, leg) -> leg.provisional(180));
        TestNode node = node(callee, function);
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      callee.awaitInvite();

      caller.hangUp();

      assertThat(callee.awaitEnd().cause()).isEqualTo(Cause.CANCELLED);
      assertThat(node.ends(2))
          .extracting(CallFact.CallEnded::transactionId)
          .doesNotHaveDuplicates();
      Await.until("HANGUP", () -> function.eventTypes().contains("HANGUP"));
      assertThat(function.eventTypes()).containsExactly("NEW_INBOUND_CALL", "HANGUP");
      Await.until("nothing is left", () -> node.node().activeCalls() == 0);
    }
  }

  @Test
  void theRingbackToneIsHeardUntilTheAnswer() throws Exception {
    String tone =
        ",\"RingbackTone\":{\"Type\":\"S3\",\"BucketName\":\"prompts\",\"Key\":\"tone.wav\"}";
    ScriptedFunction function = onInbound(bridge(tone));
    try (Callee callee = new Callee((it, leg) -> leg.provisional(180));
        TestNode node = node(callee, function);
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      Await.until("the tone, more than once", () -> caller.framesOf(TestNode.PROMPT_HZ) > 30);

      callee.answer();

      Await.until("the bridge", () -> function.eventTypes().contains("ACTION_SUCCESSFUL"));
      callee.stream().write(Tones.of(FAR_HZ, 400).samples(), 0, 3200);
      Await.until("the caller hears the callee", () -> caller.framesOf(FAR_HZ) > 15);
    }
  }

  @Test
  void aRingbackToneThatIsNotThereFailsTheAction() throws Exception {
    String tone =
        ",\"RingbackTone\":{\"Type\":\"S3\",\"BucketName\":\"prompts\",\"Key\":\"none.wav\"}";
    ScriptedFunction function = bridging(tone, "[]");
    try (Callee callee = new Callee((it, leg) -> leg.provisional(180));
        TestNode node = node(callee, function);
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());

      Await.until("the failure", () -> function.eventTypes().contains("ACTION_FAILED"));
      assertThat(data(function.event("ACTION_FAILED")))
          .containsEntry("ErrorType", "InvalidAudioSource")
          .containsEntry("ErrorMessage", "Ringtone parameter value is invalid.");
      Await.until("one leg is left", () -> node.node().activeCalls() == 1);
    }
  }

  @Test
  void aFailingTargetIsPassedBy() throws Exception {
    ScriptedFunction function = onInbound(bridge(""));
    try (Callee down = Callee.refusing(503);
        Callee callee = Callee.answering();
        TestNode node =
            TestNode.with(
                data, function, Trunks.applicationCalling(down.target(), callee.target()));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());

      Await.until("the bridge", () -> function.eventTypes().contains("ACTION_SUCCESSFUL"));
      assertThat(down.invites()).hasSize(1);
    }
  }

  @Test
  void whatRoutingRefusesIsToldWithItsReason() throws Exception {
    ScriptedFunction function = bridging("", PLAY);
    try (TestNode node =
            TestNode.with(
                data,
                function,
                Trunks.applicationCalling(call -> RejectReason.NO_CARRIER.reject(CALLEE)));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());

      Await.until("a prompt", () -> caller.framesOf(TestNode.PROMPT_HZ) > 10);
      assertThat(data(function.event("ACTION_FAILED")).get("ErrorMessage"))
          .isEqualTo("No carrier takes the called number.");
    }
  }

  @Test
  void theCalleesHoldIsAnsweredAndAudioComesBack() throws Exception {
    ScriptedFunction function = onInbound(bridge(""));
    try (Callee callee = Callee.answering();
        TestNode node = node(callee, function);
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      Await.until("the bridge", () -> function.eventTypes().contains("ACTION_SUCCESSFUL"));

      assertThat(caller.offerAgain(Direction.SENDONLY)).isEqualTo(200);
      assertThat(caller.offerAgain(Direction.SENDRECV)).isEqualTo(200);

      callee.stream().write(Tones.of(FAR_HZ, 400).samples(), 0, 3200);
      Await.until("the caller hears the callee", () -> caller.framesOf(FAR_HZ) > 15);
    }
  }

  @Test
  void neitherSideTransfersTheCallOfAnApplication() throws Exception {
    ScriptedFunction function = bridgingThen("HANGUP", "[]");
    try (Callee callee = Callee.answering();
        TestNode node = node(callee, function);
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      Await.until("the bridge", () -> function.eventTypes().contains("ACTION_SUCCESSFUL"));

      assertThat(caller.transferor().refer("sip:+14255550199@127.0.0.1")).isEqualTo(603);
      assertThat(callee.transferor().refer("sip:+14255550199@127.0.0.1")).isEqualTo(603);

      callee.stream().write(Tones.of(FAR_HZ, 400).samples(), 0, 3200);
      Await.until("the caller hears the callee", () -> caller.framesOf(FAR_HZ) > 15);
      assertThat(function.eventTypes()).doesNotContain("HANGUP");
    }
  }

  private TestNode node(Callee callee, ScriptedFunction function) throws Exception {
    return TestNode.with(data, function, Trunks.applicationCalling(callee.target()));
  }

  private static ScriptedFunction bridgingThen(String event, String actions) {
    return new ScriptedFunction(
        type ->
            switch (type) {
              case "NEW_INBOUND_CALL" -> ScriptedFunction.actions(bridge(""));
              default -> ScriptedFunction.actions(type.equals(event) ? actions : "[]");
            });
  }

  /** A function that bridges, with these parameters more, and when that fails does this. */
  private static ScriptedFunction bridging(String more, String onFailure) {
    return new ScriptedFunction(
        type ->
            switch (type) {
              case "NEW_INBOUND_CALL" -> ScriptedFunction.actions(bridge(more));
              case "ACTION_FAILED" -> ScriptedFunction.actions(onFailure);
              default -> ScriptedFunction.actions("[]");
            });
  }

  private static ScriptedFunction onInbound(String actions) {
    return ScriptedFunction.onInbound(actions);
  }

  private static String bridge(String more) {
    return """
    [{"Type":"CallAndBridge","Parameters":{"CallerIdNumber":"+12065550199",
      "Endpoints":[{"BridgeEndpointType":"PSTN","Uri":"%s"}]%s}}]
    """
        .formatted(CALLEE, more);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> data(Map<String, Object> event) {
    return (Map<String, Object>) event.get("ActionData");
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> participants(Map<String, Object> event) {
    return (List<Map<String, Object>>)
        ((Map<String, Object>) event.get("CallDetails")).get("Participants");
  }
}
