package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.carillon.core.records.CallStatus;
import org.carillon.media.sip.CallEnd;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.sdp.Codec;
import org.carillon.media.sip.sdp.Direction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What may come between: changes of the session before a call is answered that meet descriptions of
 * other branches, lost dialogs and PRACK (RFC 3261 section 13.2.1, RFC 3262, RFC 3311) (V3, V15).
 */
@Timeout(120)
class EarlyChangeTest {
  private static final String NUMBER = "+12065550100";
  private static final int ONE_HZ = 1000;
  private static final int TWO_HZ = 1700;
  private static final String G729 = "rtpmap:18 G729/8000";

  @TempDir Path data;

  private static Callee ringingReliably() throws Exception {
    return new Callee((self, leg) -> leg.provisionalReliably(183, self.answerBody(), List.of()));
  }

  private static void awaitEarlyMedia(Caller caller) {
    Await.until("183", () -> caller.provisional().contains(183));
  }

  private static SipBody g729(Caller caller) {
    return SipBody.sdp(Sdp.bytes(Sdp.audio("" + caller.stream().localPort(), "18", G729)));
  }

  // ---- a side that lost its early dialog

  @Test
  void aCallerThatLostItsDialogGetsAFinalAnswerAndNoBye() throws Exception {
    try (Callee callee = ringingReliably();
        TestNode node = TestNode.trunk(data, Trunks.to(callee.target()));
        Caller caller = Caller.onLoopback().takingEarlyMedia().refusingChanges(481)) {
      caller.dial(NUMBER, node.sip());
      awaitEarlyMedia(caller);
      Await.until("PRACK at the carrier", () -> callee.requests().contains("PRACK"));

      // until the caller's own PRACK is there too, it is to come later
      Await.until(
          "the change is passed on",
          () -> callee.offerAgain("UPDATE", Direction.SENDONLY).status() == 481);

      assertThat(caller.awaitEnd().cause()).isEqualTo(CallEnd.Cause.REJECTED);
      assertThat(caller.awaitEnd().status()).isEqualTo(480);
      callee.awaitEnd();
      Await.until("the call is gone", () -> node.node().activeCalls() == 0);
      assertThat(node.ends(1).getFirst().status()).isEqualTo(CallStatus.FAILED);
    }
  }

  @Test
  void aCalleeThatLostItsDialogIsCancelled() throws Exception {
    try (ForkingCarrier carrier = new ForkingCarrier().allowingUpdate();
        TestNode node = TestNode.trunk(data, Trunks.to(carrier.target()));
        Caller caller = Caller.onLoopback().takingEarlyMedia()) {
      ForkingCarrier.Place only = carrier.place("only");
      caller.dial(NUMBER, node.sip());
      only.describesReliably();
      awaitEarlyMedia(caller);
      CompletableFuture<SipResponse> update = update(caller);
      Await.until("UPDATE", () -> !carrier.of("UPDATE").isEmpty());

      only.lostIts(carrier.of("UPDATE").getLast());

      assertThat(update.get(20, TimeUnit.SECONDS).status()).isEqualTo(481);
      Await.until("CANCEL", () -> !carrier.of("CANCEL").isEmpty());
      Await.until("the call is gone", () -> node.node().activeCalls() == 0);
      assertThat(node.ends(1).getFirst().status()).isEqualTo(CallStatus.FAILED);
      assertThat(carrier.of("BYE")).isEmpty();
    }
  }

  /** The caller offers G.729 by UPDATE. */
  private static CompletableFuture<SipResponse> update(Caller caller) {
    return CompletableFuture.supplyAsync(() -> caller.request("UPDATE", () -> g729(caller)));
  }

  // ---- descriptions besides the change

  @Test
  void anAnswerThatRepeatsTheChangedSessionIsNoAnswerToTheFirstOffer() throws Exception {
    try (ForkingCarrier carrier = new ForkingCarrier().allowingUpdate();
        TestNode node = TestNode.trunk(data, Trunks.to(carrier.target()));
        Caller caller = Caller.onLoopback().takingEarlyMedia()) {
      ForkingCarrier.Place only = carrier.place("only");
      caller.dial(NUMBER, node.sip());
      only.describesReliably();
      awaitEarlyMedia(caller);
      CompletableFuture<SipResponse> update = update(caller);
      only.describingItself(Sdp.audio("PORT", "18", G729)).takesUpdate();
      assertThat(update.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);

      // when its 200 describes the session as it is now, which the first offer did not allow
      only.answers();

      caller.awaitAnswer();
      assertThat(caller.lastResponse().status()).isEqualTo(200);
      assertThat(caller.lastResponse().body()).isEmpty();
      Await.until("ACK", () -> !carrier.of("ACK").isEmpty());
      assertThat(carrier.of("BYE")).isEmpty();
      assertThat(caller.changesAsked()).isZero();
    }
  }

  @Test
  void anotherPlaceThatDescribesItselfMeanwhileIsNotTheAnswerToTheChange() throws Exception {
    try (ForkingCarrier carrier = new ForkingCarrier().allowingUpdate();
        TestNode node = TestNode.trunk(data, Trunks.to(carrier.target()));
        Caller caller = Caller.onLoopback().takingEarlyMedia()) {
      ForkingCarrier.Place one = carrier.place("one");
      ForkingCarrier.Place two = carrier.place("two");
      caller.dial(NUMBER, node.sip());
      one.describesReliably();
      awaitEarlyMedia(caller);
      CompletableFuture<SipResponse> update = update(caller);
      Await.until("UPDATE", () -> !carrier.of("UPDATE").isEmpty());

      two.describesReliably();
      one.describingItself(Sdp.audio("PORT", "18", G729)).takesUpdate();

      SipResponse changed = update.get(20, TimeUnit.SECONDS);
      assertThat(changed.status()).isEqualTo(200);
      assertThat(changed.body().orElseThrow().text()).contains("RTP/AVP 18\r\n");
      one.answers();
      caller.awaitAnswer();
      assertThat(carrier.of("BYE")).isEmpty();
    }
  }

  @Test
  void thePlaceWithTheChangedSessionIsHeardAgainWhenItAnswersAfterAnother() throws Exception {
    try (ForkingCarrier carrier = new ForkingCarrier().allowingUpdate();
        TestNode node = TestNode.trunk(data, Trunks.to(carrier.target()));
        Caller caller = Caller.onLoopback().takingEarlyMedia()) {
      ForkingCarrier.Place one = carrier.place("one", Codec.PCMU);
      ForkingCarrier.Place two = carrier.place("two", Codec.PCMA);
      caller.dial(NUMBER, node.sip());
      one.describesReliably();
      awaitEarlyMedia(caller);
      CompletableFuture<SipResponse> update =
          CompletableFuture.supplyAsync(() -> caller.offerAgain("UPDATE", Direction.SENDRECV));
      one.takesUpdate();
      assertThat(update.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
      two.describes();
      two.sounds(TWO_HZ);
      Await.until("the second place is heard", () -> caller.framesOf(TWO_HZ) > 15);

      one.answersBarely();
      caller.awaitAnswer();

      one.sounds(ONE_HZ);
      Await.until("the first place is heard", () -> caller.framesOf(ONE_HZ) > 15);
      assertThat(caller.changesAsked()).isZero();
    }
  }

  @Test
  void aChangeThatOnePlaceIsAskedForEndsWhenAnotherTakesTheCall() throws Exception {
    try (ForkingCarrier carrier = new ForkingCarrier().allowingUpdate();
        TestNode node = TestNode.trunk(data, Trunks.to(carrier.target()));
        Caller caller = Caller.onLoopback().takingEarlyMedia()) {
      ForkingCarrier.Place one = carrier.place("one", Codec.PCMU);
      ForkingCarrier.Place two = carrier.place("two", Codec.PCMU);
      caller.dial(NUMBER, node.sip());
      one.describesReliably();
      awaitEarlyMedia(caller);
      CompletableFuture<SipResponse> update =
          CompletableFuture.supplyAsync(() -> caller.offerAgain("UPDATE", Direction.SENDRECV));
      Await.until("UPDATE", () -> !carrier.of("UPDATE").isEmpty());

      two.answers();
      caller.awaitAnswer();
      one.takesUpdate();

      // then the change is refused, and the caller is offered the session of who answered
      assertThat(update.get(20, TimeUnit.SECONDS).status()).isEqualTo(488);
      Await.until("the caller is asked to change", () -> caller.changesAsked() == 1);
      two.sounds(TWO_HZ);
      Await.until("the caller hears it", () -> caller.framesOf(TWO_HZ) > 15);
      assertThat(carrier.of("BYE")).isEmpty();
    }
  }

  // ---- an offer in PRACK

  @Test
  void anOfferInPrackGoesOnAsAnUpdate() throws Exception {
    try (Callee callee = ringingReliably();
        TestNode node = TestNode.trunk(data, Trunks.to(callee.target()));
        Caller caller =
            Caller.onLoopback().takingEarlyMedia().offeringInPrack(Direction.SENDONLY)) {
      caller.dial(NUMBER, node.sip());

      Await.until("UPDATE at the carrier", () -> callee.requests().contains("UPDATE"));
      assertThat(callee.requests()).containsExactly("PRACK", "UPDATE");
      assertThat(callee.agreed().direction()).isEqualTo(Direction.RECVONLY);
      callee.call().loop().execute(() -> callee.call().answer(null));
      caller.awaitAnswer();
      assertThat(caller.lastResponse().body()).isEmpty();
    }
  }
}
