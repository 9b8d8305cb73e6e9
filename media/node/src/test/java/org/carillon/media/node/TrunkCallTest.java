package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.core.metrics.Metric;
import org.carillon.core.records.CallFact;
import org.carillon.core.records.CallStatus;
import org.carillon.core.routing.CallLimits;
import org.carillon.media.sip.CallEnd;
import org.carillon.media.sip.CallEnd.Cause;
import org.carillon.media.sip.message.Multipart;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.sdp.Codec;
import org.carillon.media.sip.sdp.Direction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A call that goes on to a trunk, as its two sides and its record see it (V2, V3, V6, O1). */
@Timeout(120)
class TrunkCallTest {
  private static final String NUMBER = "+12065550100";
  private static final int NEAR_HZ = 600;
  private static final int FAR_HZ = 1000;

  @TempDir Path data;

  @ParameterizedTest
  @CsvSource({"PCMU,PCMU", "PCMA,PCMA", "PCMU,PCMA"})
  void bothSidesHearEachOther(Codec near, Codec far) throws Exception {
    try (Callee callee = Callee.answering(far);
        TestNode node = TestNode.trunk(data, Trunks.to(callee.target()));
        Caller caller = Caller.onLoopback(near)) {

      caller.dial(NUMBER, node.sip());
      caller.awaitAnswer();

      caller.stream().write(Tones.of(NEAR_HZ, 400).samples(), 0, 3200);
      callee.stream().write(Tones.of(FAR_HZ, 400).samples(), 0, 3200);
      Await.until("the callee hears the caller", () -> callee.framesOf(NEAR_HZ) > 15);
      Await.until("the caller hears the callee", () -> caller.framesOf(FAR_HZ) > 15);
      caller.hangUp();

      assertThat(callee.awaitEnd().cause()).isEqualTo(Cause.BYE_RECEIVED);
      CallFact.CallEnded end = node.ended();
      assertThat(end.status()).isEqualTo(CallStatus.COMPLETED);
      assertThat(end.reason()).isEqualTo("OK");
      assertThat(end.answeredAt()).isPresent();
      assertThat(end.voiceConnectorId()).contains(Trunks.CONNECTOR);
      assertThat(node.facts()).hasSize(3);
    }
  }

  @Test
  void theFarSideSeesWhoCallsWhom() throws Exception {
    try (Callee callee = Callee.answering();
        TestNode node = TestNode.trunk(data, Trunks.to(callee.target()));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());

      SipRequest invite = callee.awaitInvite();

      assertThat(invite.requestUri().user()).contains(NUMBER);
      assertThat(invite.from().displayName()).isEqualTo("North Campus");
      assertThat(invite.from().uri().user()).contains("+12065550199");
      assertThat(invite.header("X-VoiceConnector-ID")).contains(Trunks.CONNECTOR);
      assertThat(invite.header("P-Asserted-Identity").orElseThrow())
          .startsWith("\"North Campus\" <sip:+12065550199@");
      assertThat(invite.maxForwards()).isEqualTo(69);
      assertThat(invite.callId()).isNotEqualTo(caller.call().callId());
    }
  }

  @Test
  void theCalleeHangsUp() throws Exception {
    try (Callee callee = Callee.answering();
        TestNode node = TestNode.trunk(data, Trunks.to(callee.target()));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      caller.awaitAnswer();

      callee.hangUp();

      assertThat(caller.awaitEnd().cause()).isEqualTo(Cause.BYE_RECEIVED);
      assertThat(node.ended().reason()).isEqualTo("OK");
    }
  }

  @Test
  void theCallerGivesUpWhileItRings() throws Exception {
    try (Callee callee = new Callee((self, leg) -> leg.provisional(180));
        TestNode node = TestNode.trunk(data, Trunks.to(callee.target()));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      Await.until("it rings", () -> caller.provisional().contains(180));

      caller.hangUp();

      assertThat(callee.awaitEnd().cause()).isEqualTo(Cause.CANCELLED);
      assertThat(node.ended().sipStatus()).isEqualTo(487);
      assertThat(node.ended().status()).isEqualTo(CallStatus.FAILED);
    }
  }

  @Test
  void aBusyCalleeIsTheCallersAnswerAndNobodyElseIsTried() throws Exception {
    try (Callee busy = Callee.refusing(486);
        Callee other = Callee.answering();
        TestNode node = TestNode.trunk(data, Trunks.to(busy.target(), other.target()));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());

      assertThat(caller.awaitEnd().status()).isEqualTo(486);
      assertThat(node.ended().reason()).isEqualTo("486 Busy Here");
      assertThat(other.invites()).isEmpty();
    }
  }

  @Test
  void aCallForHelpGoesOnToTheNextTargetAfterAnyRefusal() throws Exception {
    try (Callee unwilling = Callee.refusing(603);
        Callee other = Callee.answering();
        TestNode node = TestNode.trunk(data, Trunks.to(unwilling.target(), other.target()));
        Caller caller = Caller.onLoopback()) {
      caller.dial("911", node.sip());

      caller.awaitAnswer();
      assertThat(unwilling.invites()).hasSize(1);
      assertThat(other.invites()).hasSize(1);
    }
  }

  @Test
  void aFailingTargetIsPassedBy() throws Exception {
    try (Callee failing = Callee.refusing(503);
        Callee other = Callee.answering();
        TestNode node = TestNode.trunk(data, Trunks.to(failing.target(), other.target()));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());

      caller.awaitAnswer();
      assertThat(failing.invites()).hasSize(1);
      assertThat(other.invites()).hasSize(1);
    }
  }

  @Test
  void oneCalleesFailureDoesNotSilenceItsTrunk() throws Exception {
    try (Callee trunk = Callee.refusingFirst(503);
        Callee other = Callee.answering();
        TestNode node = TestNode.trunk(data, Trunks.to(trunk.target(), other.target()));
        Caller first = Caller.onLoopback();
        Caller second = Caller.onLoopback()) {
      first.dial(NUMBER, node.sip());
      first.awaitAnswer();

      second.dial(NUMBER, node.sip());

      second.awaitAnswer();
      assertThat(trunk.invites()).hasSize(2);
      assertThat(other.invites()).hasSize(1);
    }
  }

  @Test
  void theNextCallDoesNotGoToATargetThatAsksForTime() throws Exception {
    try (Callee failing = Callee.overloaded();
        Callee other = Callee.answering();
        TestNode node = TestNode.trunk(data, Trunks.to(failing.target(), other.target()));
        Caller first = Caller.onLoopback();
        Caller second = Caller.onLoopback()) {
      first.dial(NUMBER, node.sip());
      first.awaitAnswer();

      second.dial(NUMBER, node.sip());

      second.awaitAnswer();
      assertThat(failing.invites()).hasSize(1);
      assertThat(other.invites()).hasSize(2);
    }
  }

  @Test
  void aTargetThatCannotBeCalledIsPassedBy() throws Exception {
    try (Callee other = Callee.answering();
        TestNode node = TestNode.trunk(data, Trunks.to(Trunks.simulatedCarrier(), other.target()));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip()); // no simulated carrier runs beside this node

      caller.awaitAnswer();
      assertThat(other.invites()).hasSize(1);
    }
  }

  @Test
  void theNextConnectorOfAGroupHasTheCallAndItsRecord() throws Exception {
    String next = "zyxwvutsrqponmlkjihgfe";
    try (Callee failing = Callee.refusing(503);
        Callee other = Callee.answering();
        TestNode node =
            TestNode.trunk(
                data,
                Trunks.to(
                    failing.target(), Trunks.host(next, "127.0.0.1", other.target().port())));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      caller.awaitAnswer();
      caller.hangUp();

      assertThat(failing.awaitInvite().header("X-VoiceConnector-ID")).contains(Trunks.CONNECTOR);
      assertThat(other.awaitInvite().header("X-VoiceConnector-ID")).contains(next);
      assertThat(node.ended().voiceConnectorId()).contains(next);
    }
  }

  @Test
  void aTargetThatSaysNothingIsPassedBy() throws Exception {
    try (DatagramSocket silent = new DatagramSocket(0);
        Callee other = Callee.answering();
        TestNode node =
            TestNode.trunk(
                data, Trunks.to(Trunks.host("127.0.0.1", silent.getLocalPort()), other.target()));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());

      caller.awaitAnswer();
      assertThat(other.invites()).hasSize(1);
    }
  }

  @Test
  void earlyMediaIsHeardBeforeTheAnswer() throws Exception {
    try (Callee callee =
            new Callee((self, leg) -> leg.provisional(183, self.answerBody(), List.of()));
        TestNode node = TestNode.trunk(data, Trunks.to(callee.target()));
        Caller caller = Caller.onLoopback().takingEarlyMedia()) {
      caller.dial(NUMBER, node.sip());
      Await.until("183", () -> caller.provisional().contains(183));

      callee.stream().write(Tones.of(FAR_HZ, 400).samples(), 0, 3200);
      Await.until("the caller hears the callee", () -> caller.framesOf(FAR_HZ) > 15);
      callee.call().loop().execute(() -> callee.call().answer(callee.answerBody()));

      caller.awaitAnswer();
      Await.until(
          "the answer's fact",
          () -> node.facts().stream().anyMatch(CallFact.CallAnswered.class::isInstance));
    }
  }

  @Test
  void holdAndResumeGoThrough() throws Exception {
    try (Callee callee = Callee.answering();
        TestNode node = TestNode.trunk(data, Trunks.to(callee.target()));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      caller.awaitAnswer();

      assertThat(caller.offerAgain(Direction.SENDONLY)).isEqualTo(200);
      Await.until("hold", () -> callee.agreed().direction() == Direction.RECVONLY);
      assertThat(caller.offerAgain(Direction.SENDRECV)).isEqualTo(200);
      Await.until("resume", () -> callee.agreed().direction() == Direction.SENDRECV);
      assertThat(callee.requests()).containsExactly("INVITE", "INVITE");
    }
  }

  @Test
  void anInviteWithoutOfferGetsThatOfTheCalleeAndAnswersInItsAck() throws Exception {
    try (Callee callee = Callee.answering(Codec.PCMA);
        TestNode node = TestNode.trunk(data, Trunks.to(callee.target()));
        Caller caller = Caller.onLoopback(Codec.PCMU, Codec.PCMA).withoutOffer()) {
      caller.dial(NUMBER, node.sip(), null);

      assertThat(caller.awaitAnswer().codec()).isEqualTo(Codec.PCMA);
      assertThat(callee.awaitInvite().body()).isEmpty();
      Await.until("the callee has the answer", () -> callee.agreed() != null);
      assertThat(callee.agreed().codec()).isEqualTo(Codec.PCMA);
      callee.stream().write(Tones.of(FAR_HZ, 400).samples(), 0, 3200);
      caller.stream().write(Tones.of(NEAR_HZ, 400).samples(), 0, 3200);
      Await.until("the caller hears the callee", () -> caller.framesOf(FAR_HZ) > 15);
      Await.until("the callee hears the caller", () -> callee.framesOf(NEAR_HZ) > 15);
    }
  }

  @Test
  void aReinviteWithoutOfferGetsThatOfTheOtherSide() throws Exception {
    try (Callee callee = Callee.answering(Codec.PCMA);
        TestNode node = TestNode.trunk(data, Trunks.to(callee.target()));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      caller.awaitAnswer();
      callee.forgetAgreement();

      assertThat(caller.askForOffer().codec()).isEqualTo(Codec.PCMA);

      Await.until("the callee has the answer", () -> callee.agreed() != null);
      callee.stream().write(Tones.of(FAR_HZ, 400).samples(), 0, 3200);
      Await.until("the caller hears the callee", () -> caller.framesOf(FAR_HZ) > 15);
      assertThat(caller.offerAgain(Direction.SENDONLY)).isEqualTo(200);
      assertThat(callee.requests()).containsExactly("INVITE", "INVITE");
    }
  }

  @Test
  void aCallMoreThanTheConnectorMayHaveIsRefusedUntilAnotherEnds() throws Exception {
    try (Callee callee = Callee.answering();
        TestNode node = TestNode.trunk(data, Trunks.within(new CallLimits(1, 5), callee.target()));
        Caller first = Caller.onLoopback();
        Caller second = Caller.onLoopback()) {
      first.dial(NUMBER, node.sip());
      first.awaitAnswer();
      second.dial(NUMBER, node.sip());

      assertThat(second.awaitEnd().status()).isEqualTo(503);
      assertThat(comesAgainAfter(second.awaitEnd())).contains("5");
      assertThat(node.ended().reason())
          .isEqualTo("Over the quota of active calls of the Voice Connector");
      node.node().measure();
      Await.until(
          "it counts",
          () -> node.metric(Metric.THROTTLES, Optional.of(Trunks.CONNECTOR)).orElse(0) == 1);

      first.hangUp();
      Await.until("the line is free", () -> node.node().activeCalls() == 0);
      try (Caller third = Caller.onLoopback()) {
        third.dial(NUMBER, node.sip());
        third.awaitAnswer();
      }
    }
  }

  /** How many seconds a refused caller is asked to wait. */
  private static Optional<String> comesAgainAfter(CallEnd end) {
    return end.response().flatMap(refusal -> refusal.header("Retry-After"));
  }

  @Test
  void whatAFullNodeRefusesHasARecordAndCounts() throws Exception {
    try (Callee callee = Callee.answering();
        TestNode node = TestNode.trunk(data, Trunks.to(callee.target()), 1);
        Caller first = Caller.onLoopback();
        Caller second = Caller.onLoopback()) {
      first.dial(NUMBER, node.sip());
      first.awaitAnswer();
      second.dial(NUMBER, node.sip());

      assertThat(second.awaitEnd().status()).isEqualTo(503);
      assertThat(comesAgainAfter(second.awaitEnd())).contains("10");
      assertThat(node.ended().reason()).isEqualTo("The media node takes no more calls");
      assertThat(node.ended().sipStatus()).isEqualTo(503);
      node.node().measure();
      Await.until(
          "it counts", () -> node.metric(Metric.THROTTLES, Optional.empty()).orElse(0) == 1);
    }
  }

  @Test
  void aCodecThatWeDoNotSpeakPasses() throws Exception {
    String g729 =
        """
        v=0\r
        o=- 1 1 IN IP4 127.0.0.1\r
        s=-\r
        c=IN IP4 127.0.0.1\r
        t=0 0\r
        m=audio 40000 RTP/AVP 18 96\r
        a=rtpmap:18 G729/8000\r
        a=fmtp:18 annexb=no\r
        a=rtpmap:96 opus/48000/2\r
        """;
    try (Callee callee = new Callee((self, leg) -> leg.reject(486));
        TestNode node = TestNode.trunk(data, Trunks.to(callee.target()));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip(), SipBody.sdp(g729.getBytes(StandardCharsets.US_ASCII)));

      String offered = callee.awaitInvite().body().orElseThrow().text();

      assertThat(offered)
          .contains("RTP/AVP 18 96", "a=fmtp:18 annexb=no", "a=rtpmap:96 opus/48000/2")
          .doesNotContain("40000");
      assertThat(caller.awaitEnd().status()).isEqualTo(486);
    }
  }

  @Test
  void aCallWhoseCalleeIsGoneIsEndedAndSaysSo() throws Exception {
    try (HeldCalls silent = new HeldCalls();
        TestNode node = TestNode.trunk(data, Trunks.to(silent.target()), Duration.ofMillis(700));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      caller.awaitAnswer();

      assertThat(caller.awaitEnd().cause()).isEqualTo(Cause.BYE_RECEIVED);
      assertThat(node.ended().status()).isEqualTo(CallStatus.FAILED);
      assertThat(node.ended().reason()).isEqualTo("No media");
    }
  }

  @Test
  void anOptionsPingIsNoted() throws Exception {
    try (Callee callee = Callee.answering();
        TestNode node = TestNode.trunk(data, Trunks.to(callee.target()));
        Caller caller = Caller.onLoopback()) {
      assertThat(caller.ping("abc.voiceconnector.example.com", node.sip())).isEqualTo(200);

      Await.until("the ping is noted", () -> !node.pings().isEmpty());
      assertThat(node.pings()).containsExactly("abc.voiceconnector.example.com from 127.0.0.1");
    }
  }

  @Test
  void theLocationOfACallForHelpIsHandedOn() throws Exception {
    SipBody location =
        new SipBody("application/pidf+xml", "<presence/>".getBytes(StandardCharsets.UTF_8));
    try (Callee callee = Callee.answering();
        TestNode node = TestNode.trunk(data, Trunks.to(callee.target()));
        Caller caller = Caller.onLoopback()) {
      Multipart both =
          new Multipart(
              List.of(Multipart.Part.of(caller.offer()), new Multipart.Part(Map.of(), location)));
      caller.dial("911", node.sip(), both.toBody());

      SipRequest invite = callee.awaitInvite();

      Multipart body = Multipart.parse(invite.body().orElseThrow());
      assertThat(body.first("application/pidf+xml").orElseThrow().text()).isEqualTo("<presence/>");
      assertThat(invite.header("Geolocation")).contains("<cid:location@carillon>");
      assertThat(invite.header("Geolocation-Routing")).contains("yes");
      caller.awaitAnswer();
    }
  }

  @Test
  void aCallThatWentTooFarIsRefused() throws Exception {
    try (Callee callee = Callee.answering();
        TestNode node = TestNode.trunk(data, Trunks.to(callee.target()));
        Caller caller = Caller.onLoopback()) {
      caller.withMaxForwards(0).dial(NUMBER, node.sip());

      assertThat(caller.awaitEnd().status()).isEqualTo(483);
      assertThat(callee.invites()).isEmpty();
    }
  }

  @Test
  void aFullNodeTakesACallForHelp() throws Exception {
    try (Callee callee = Callee.answering();
        TestNode node = TestNode.trunk(data, Trunks.to(callee.target()), 1);
        Caller first = Caller.onLoopback();
        Caller second = Caller.onLoopback()) {
      first.dial(NUMBER, node.sip());
      first.awaitAnswer();

      second.dial("911", node.sip());

      second.awaitAnswer();
    }
  }

  @Test
  void aCallForHelpWithABrokenSessionGetsThatOfTheCallee() throws Exception {
    SipBody broken = SipBody.sdp("v=0\r\nm=audio x\r\n".getBytes(StandardCharsets.US_ASCII));
    try (Callee callee = Callee.answering(Codec.PCMA);
        TestNode node = TestNode.trunk(data, Trunks.to(callee.target()));
        Caller caller = Caller.onLoopback(Codec.PCMU, Codec.PCMA).withoutOffer()) {
      caller.dial("911", node.sip(), broken);

      assertThat(caller.awaitAnswer().codec()).isEqualTo(Codec.PCMA);
      assertThat(callee.awaitInvite().body()).isEmpty();
    }
  }
}
