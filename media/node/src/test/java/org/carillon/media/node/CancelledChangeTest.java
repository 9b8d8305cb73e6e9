package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.carillon.core.records.CallFact;
import org.carillon.core.records.CallStatus;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.sdp.Codec;
import org.carillon.media.sip.sdp.Direction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A re-INVITE that its sender gives up changes nothing on either side (V3, RFC 3261 sections 9 and
 * 14.1).
 */
@Timeout(120)
class CancelledChangeTest {
  private static final String NUMBER = "+12065550100";
  private static final int NEAR_HZ = 600;
  private static final int FAR_HZ = 1000;

  @TempDir private Path data;
  private Callee callee;
  private TestNode node;
  private Caller caller;

  @BeforeEach
  void callIsUp() throws Exception {
    callee = Callee.answering(Codec.PCMU);
    node = TestNode.trunk(data, Trunks.to(callee.target()));
    caller = Caller.onLoopback();
    caller.dial(NUMBER, node.sip());
    caller.awaitAnswer();
    Await.until("the callee's ACK", callee::isConfirmed);
  }

  @AfterEach
  void close() throws Exception {
    caller.close();
    node.close();
    callee.close();
  }

  @Test
  void aHoldThatIsGivenUpIsGivenUpOnTheOtherLegToo() throws Exception {
    callee.onChange(request -> {}); // it takes its time
    GivenUp hold = GivenUp.sent(caller.call(), this::hold);
    Await.until("the callee has it", () -> callee.requests().contains("INVITE"));

    hold.giveUp();

    assertThat(hold.answer().status()).isEqualTo(487);
    Await.until("the callee hears so", () -> callee.cancelled() == 1);
    assertThat(callee.agreed().direction()).isEqualTo(Direction.SENDRECV);
    theCallGoesOn();
  }

  @Test
  void aReinviteWithoutOfferThatIsGivenUpIsGivenUpOnTheOtherLegToo() throws Exception {
    callee.onChange(request -> {});
    GivenUp question = GivenUp.sent(caller.call(), () -> null);
    Await.until("the callee has it", () -> callee.requests().contains("INVITE"));

    question.giveUp();

    assertThat(question.answer().status()).isEqualTo(487);
    Await.until("the callee hears so", () -> callee.cancelled() == 1);
    theCallGoesOn();
  }

  @Test
  void whoTookAHoldBeforeItHeardThatItIsGivenUpIsAskedBack() throws Exception {
    GivenUp hold = new GivenUp();
    callee.onChange(
        request -> {
          callee.onChange(callee::take);
          hold.answer(); // meanwhile it hears nothing, and says nothing
          callee.take(request);
        });

    hold.send(caller.call(), this::hold);
    Await.until("the callee has it", () -> callee.requests().contains("INVITE"));
    hold.giveUp();

    assertThat(hold.answer().status()).isEqualTo(487);
    Await.until("both were acknowledged", () -> callee.acknowledged() == 2);
    assertThat(callee.requests()).containsExactly("INVITE", "INVITE");
    assertThat(callee.agreed().direction()).isEqualTo(Direction.SENDRECV);
    assertThat(callee.cancelled()).isZero();
    theCallGoesOn();
  }

  @Test
  void whoOfferedBeforeItHeardThatNobodyAsksKeepsItsSession() throws Exception {
    GivenUp question = new GivenUp();
    callee.onChange(
        request -> {
          question.answer();
          callee.take(request);
        });
    callee.forgetAgreement();

    question.send(caller.call(), () -> null);
    Await.until("the callee has it", () -> callee.requests().contains("INVITE"));
    question.giveUp();

    assertThat(question.answer().status()).isEqualTo(487);
    Await.until("its offer has an answer", () -> callee.agreed() != null);
    assertThat(callee.agreed().direction()).isEqualTo(Direction.SENDRECV);
    callee.onChange(callee::take);
    theCallGoesOn();
  }

  @Test
  void theCalleeCanGiveUpToo() throws Exception {
    GivenUp hold = new GivenUp();
    caller.answeringChanges(
        offer -> {
          caller.answeringChanges(null);
          hold.answer();
          return caller.wanting(Direction.RECVONLY).offer();
        });

    hold.send(callee.call(), () -> callee.offer(Direction.SENDONLY));
    Await.until("the caller has it", () -> caller.changesAsked() == 1);
    hold.giveUp();

    assertThat(hold.answer().status()).isEqualTo(487);
    Await.until("the caller is asked back", () -> caller.changesAsked() == 2);
    assertThat(caller.lastOffer()).doesNotContain("a=sendonly");
    callee.offer(Direction.SENDRECV);
    theCallGoesOn();
  }

  private SipBody hold() {
    return caller.wanting(Direction.SENDONLY).offer();
  }

  /** Both hear each other, can change the session, and there is one record. */
  private void theCallGoesOn() throws Exception {
    caller.stream().write(Tones.of(NEAR_HZ, 400).samples(), 0, 3200);
    callee.stream().write(Tones.of(FAR_HZ, 400).samples(), 0, 3200);
    Await.until("the callee hears the caller", () -> callee.framesOf(NEAR_HZ) > 15);
    Await.until("the caller hears the callee", () -> caller.framesOf(FAR_HZ) > 15);

    callee.onChange(callee::take);
    assertThat(caller.offerAgain(Direction.SENDRECV)).isEqualTo(200);
    caller.hangUp();

    assertThat(node.ended().status()).isEqualTo(CallStatus.COMPLETED);
    assertThat(node.facts().stream().filter(CallFact.CallEnded.class::isInstance)).hasSize(1);
  }
}
