package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.carillon.core.records.CallFact;
import org.carillon.core.records.CallStatus;
import org.carillon.media.sip.CallEnd;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.HeaderName;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.sdp.Direction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reliable ringing (RFC 3262) and UPDATE (RFC 3311) in a call that goes on to a trunk, before it is
 * answered and after (V3, V15).
 */
@Timeout(120)
class EarlySessionTest {
  private static final String NUMBER = "+12065550100";
  private static final int FAR_HZ = 1000;

  @TempDir Path data;

  /** Sends early media reliably; answers when a test says so. */
  private static Callee ringingReliably() throws Exception {
    return new Callee((self, leg) -> leg.provisionalReliably(183, self.answerBody(), List.of()));
  }

  private static void awaitReliableRinging(Caller caller, Callee callee) {
    Await.until("183", () -> caller.provisional().contains(183));
    Await.until("PRACK at the carrier", () -> callee.requests().contains("PRACK"));
  }

  private static void answer(Callee callee) {
    callee.call().loop().execute(() -> callee.call().answer(null));
  }

  private static boolean isReliable(SipResponse response) {
    return response.values(HeaderName.REQUIRE).contains("100rel")
        && response.header(HeaderName.RSEQ).isPresent();
  }

  // ---- reliable ringing

  @Test
  void reliableEarlyMediaIsAcknowledgedAndHandedOnReliably() throws Exception {
    try (Callee callee = ringingReliably();
        TestNode node = TestNode.trunk(data, Trunks.to(callee.target()));
        Caller caller = Caller.onLoopback().takingEarlyMedia()) {
      caller.dial(NUMBER, node.sip());

      awaitReliableRinging(caller, callee);
      assertThat(isReliable(caller.lastResponse())).isTrue();
      callee.stream().write(Tones.of(FAR_HZ, 400).samples(), 0, 3200);
      Await.until("the caller hears the carrier", () -> caller.framesOf(FAR_HZ) > 15);

      // the carrier's 200 has no session description: the reliable answer had it
      answer(callee);
      caller.awaitAnswer();
      assertThat(caller.described())
          .extracting(response -> response.body().orElseThrow().text())
          .hasSize(2)
          .containsOnly(caller.described().getFirst().body().orElseThrow().text());
    }
  }

  @Test
  void whatACarrierSaysPlainlyIsHandedOnPlainly() throws Exception {
    try (Callee callee =
            new Callee((self, leg) -> leg.provisional(183, self.answerBody(), List.of()));
        TestNode node = TestNode.trunk(data, Trunks.to(callee.target()));
        Caller caller = Caller.onLoopback().takingEarlyMedia()) {
      caller.dial(NUMBER, node.sip());

      SipRequest invite = callee.awaitInvite();
      assertThat(invite.values(HeaderName.SUPPORTED)).contains("100rel");
      assertThat(invite.has(HeaderName.REQUIRE)).isFalse();
      Await.until("183", () -> caller.provisional().contains(183));
      assertThat(isReliable(caller.lastResponse())).isFalse();
      callee.stream().write(Tones.of(FAR_HZ, 400).samples(), 0, 3200);
      Await.until("the caller hears the carrier", () -> caller.framesOf(FAR_HZ) > 15);
      assertThat(callee.requests()).doesNotContain("PRACK");
    }
  }

  @Test
  void aCallerWhoInsistsGetsReliablyWhatACarrierSaysPlainly() throws Exception {
    try (Callee callee =
            new Callee((self, leg) -> leg.provisional(183, self.answerBody(), List.of()));
        TestNode node = TestNode.trunk(data, Trunks.to(callee.target()));
        Caller caller = Caller.onLoopback().saying(HeaderField.of("Require", "100rel"))) {
      caller.dial(NUMBER, node.sip());

      assertThat(callee.awaitInvite().has(HeaderName.REQUIRE)).isFalse();
      Await.until("183", () -> caller.provisional().contains(183));
      assertThat(isReliable(caller.lastResponse())).isTrue();
      callee.call().loop().execute(() -> callee.call().answer(callee.answerBody()));
      caller.awaitAnswer();
    }
  }

  @Test
  void aCallCancelledBeforeItsAnswerCouldBeSentWasNeverAnswered() throws Exception {
    try (Callee callee =
            new Callee(
                (self, leg) -> {
                  leg.provisional(183, self.answerBody(), List.of());
                  leg.answer(self.answerBody());
                });
        TestNode node = TestNode.trunk(data, Trunks.to(callee.target()));
        RawCaller caller = new RawCaller(node.sip())) {
      caller.invite(1, "Require: 100rel\r\n");
      assertThat(caller.awaitStatus(1, 180)).isEqualTo(183); // and it sends no PRACK
      Await.until("the callee has its ACK", callee::isConfirmed);

      caller.cancel(1);

      assertThat(caller.awaitStatus(1, 200)).isEqualTo(487);
      assertThat(node.ended().status()).isEqualTo(CallStatus.FAILED);
      assertThat(node.ended().answeredAt()).isEmpty();
      assertThat(node.facts()).noneMatch(CallFact.CallAnswered.class::isInstance);
      assertThat(callee.awaitEnd().cause()).isEqualTo(CallEnd.Cause.BYE_RECEIVED);
    }
  }

  // ---- UPDATE before the answer

  @Test
  void theCallerHoldsAndResumesBeforeTheAnswer() throws Exception {
    try (Callee callee = ringingReliably();
        TestNode node = TestNode.trunk(data, Trunks.to(callee.target()));
        Caller caller = Caller.onLoopback().takingEarlyMedia()) {
      caller.dial(NUMBER, node.sip());
      awaitReliableRinging(caller, callee);

      SipResponse held = caller.offerAgain("UPDATE", Direction.SENDONLY);

      assertThat(held.status()).isEqualTo(200);
      assertThat(held.body().orElseThrow().text()).contains("a=recvonly");
      assertThat(callee.agreed().direction()).isEqualTo(Direction.RECVONLY);
      assertThat(caller.offerAgain("UPDATE", Direction.SENDRECV).status()).isEqualTo(200);
      assertThat(callee.agreed().direction()).isEqualTo(Direction.SENDRECV);
      assertThat(callee.requests()).containsExactly("PRACK", "UPDATE", "UPDATE");

      // the answer to the INVITE is an old one now, so the 200 does not repeat it
      answer(callee);
      caller.awaitAnswer();
      assertThat(caller.lastResponse().status()).isEqualTo(200);
      assertThat(caller.lastResponse().body()).isEmpty();
      callee.stream().write(Tones.of(FAR_HZ, 400).samples(), 0, 3200);
      Await.until("the caller hears the carrier", () -> caller.framesOf(FAR_HZ) > 15);
    }
  }

  @Test
  void theCarrierChangesTheSessionBeforeTheAnswer() throws Exception {
    try (Callee callee = ringingReliably();
        TestNode node = TestNode.trunk(data, Trunks.to(callee.target()));
        Caller caller = Caller.onLoopback().takingEarlyMedia()) {
      caller.dial(NUMBER, node.sip());
      awaitReliableRinging(caller, callee);

      // until the caller's own PRACK is there too, it is to come later
      AtomicReference<SipResponse> last = new AtomicReference<>();
      Await.until(
          "the change is passed on",
          () -> {
            last.set(callee.offerAgain("UPDATE", Direction.SENDONLY));
            return last.get().status() != 491;
          });

      SipResponse answer = last.get();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body().orElseThrow().text()).contains("a=recvonly");
      assertThat(caller.changesAsked()).isEqualTo(1);
      assertThat(callee.offerAgain("UPDATE", Direction.SENDRECV).status()).isEqualTo(200);
      answer(callee);
      caller.awaitAnswer();
    }
  }

  @Test
  void anUpdateThatTheCarrierCannotTakeYetIsToComeLater() throws Exception {
    try (ForkingCarrier carrier = new ForkingCarrier(); // it does not say that it takes UPDATE
        TestNode node = TestNode.trunk(data, Trunks.to(carrier.target()));
        Caller caller = Caller.onLoopback().takingEarlyMedia()) {
      ForkingCarrier.Place only = carrier.place("only");
      caller.dial(NUMBER, node.sip());
      only.describesReliably();
      Await.until("183", () -> caller.provisional().contains(183));

      assertThat(caller.offerAgain("UPDATE", Direction.SENDONLY).status()).isEqualTo(491);
      only.answers();
      caller.awaitAnswer();

      // then it goes on as a re-INVITE
      assertThat(caller.offerAgain("UPDATE", Direction.SENDONLY).status()).isEqualTo(200);
      assertThat(carrier.of("INVITE").getLast().body().orElseThrow().text()).contains("a=sendonly");
      assertThat(carrier.of("UPDATE")).isEmpty();
    }
  }

  @Test
  void anUpdateOfTheCarrierWaitsForTheAnswerWhenTheCallerKnowsNoReliableRinging() throws Exception {
    try (Callee callee = ringingReliably();
        TestNode node = TestNode.trunk(data, Trunks.to(callee.target()));
        Caller caller = Caller.thatSupports("timer")) {
      caller.dial(NUMBER, node.sip());
      Await.until("183", () -> caller.provisional().contains(183));
      assertThat(isReliable(caller.lastResponse())).isFalse();
      Await.until("PRACK at the carrier", () -> callee.requests().contains("PRACK"));

      assertThat(callee.offerAgain("UPDATE", Direction.SENDONLY).status()).isEqualTo(491);
      answer(callee);
      caller.awaitAnswer();
      Await.until(
          "the change is taken",
          () -> callee.offerAgain("UPDATE", Direction.SENDONLY).status() == 200);
      assertThat(caller.changesAsked()).isEqualTo(1);
    }
  }

  // ---- UPDATE after the answer

  @Test
  void eitherSideHoldsAndResumesByUpdate() throws Exception {
    try (Callee callee = Callee.answering();
        TestNode node = TestNode.trunk(data, Trunks.to(callee.target()));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      caller.awaitAnswer();

      SipResponse held = caller.offerAgain("UPDATE", Direction.SENDONLY);
      assertThat(held.status()).isEqualTo(200);
      assertThat(held.body().orElseThrow().text()).contains("a=recvonly");
      assertThat(callee.agreed().direction()).isEqualTo(Direction.RECVONLY);
      assertThat(caller.offerAgain("UPDATE", Direction.SENDRECV).status()).isEqualTo(200);
      assertThat(callee.agreed().direction()).isEqualTo(Direction.SENDRECV);

      Await.until("both are acknowledged", () -> callee.acknowledged() == 2);
      SipResponse answer = callee.offerAgain("UPDATE", Direction.SENDONLY);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body().orElseThrow().text()).contains("a=recvonly");
      assertThat(callee.offerAgain("UPDATE", Direction.SENDRECV).status()).isEqualTo(200);
      assertThat(caller.changesAsked()).isEqualTo(2);
      callee.stream().write(Tones.of(FAR_HZ, 400).samples(), 0, 3200);
      Await.until("the caller hears the carrier", () -> caller.framesOf(FAR_HZ) > 15);
    }
  }

  @Test
  void anUpdateRefreshesTheSessionTimerAndStaysWithUs() throws Exception {
    try (Callee callee = Callee.answering();
        TestNode node = TestNode.trunk(data, Trunks.to(callee.target()));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      caller.awaitAnswer();

      SipResponse refreshed = caller.request("UPDATE", () -> null);

      assertThat(refreshed.status()).isEqualTo(200);
      assertThat(refreshed.header("Session-Expires").orElseThrow()).startsWith("1800;refresher=");
      assertThat(refreshed.body()).isEmpty();
      assertThat(callee.requests()).isEmpty();
    }
  }
}
