package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.carillon.media.sip.CallEnd.Cause;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.sdp.Codec;
import org.carillon.media.sip.sdp.Direction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A carrier that forks a call: several places describe their sessions, and the caller is told one
 * (RFC 3261 section 13.2, RFC 3264 section 4) (V3, V15).
 */
@Timeout(120)
class ForkedCallTest {
  private static final String NUMBER = "+12065550100";
  private static final int NEAR_HZ = 600;
  private static final int ONE_HZ = 1000;
  private static final int TWO_HZ = 1700;

  @TempDir Path data;

  /** All descriptions that the caller got in one dialog. */
  private static List<String> told(Caller caller) {
    assertThat(caller.described()).extracting(SipResponse::toTag).containsOnly(tag(caller));
    return caller.described().stream()
        .map(response -> response.body().orElseThrow().text())
        .toList();
  }

  private static Optional<String> tag(Caller caller) {
    return caller.described().getFirst().toTag();
  }

  @Test
  void theCallerIsToldOneSessionThoughAnotherPlaceTakesTheCall() throws Exception {
    try (ForkingCarrier carrier = new ForkingCarrier();
        TestNode node = TestNode.trunk(data, Trunks.to(carrier.target()));
        Caller caller = Caller.onLoopback().takingEarlyMedia()) {
      ForkingCarrier.Place one = carrier.place("one", Codec.PCMU);
      ForkingCarrier.Place two = carrier.place("two", Codec.PCMA);
      caller.dial(NUMBER, node.sip());

      // when both places send early media, then the last one that began is heard
      one.describesReliably();
      Await.until("183", () -> caller.provisional().contains(183));
      one.sounds(ONE_HZ);
      Await.until("the first place is heard", () -> caller.framesOf(ONE_HZ) > 15);
      two.describesReliably();
      two.sounds(TWO_HZ);
      Await.until("the second place is heard", () -> caller.framesOf(TWO_HZ) > 15);
      AtomicInteger earOfTwo = two.ear(NEAR_HZ);

      // and when the second takes the call
      two.answers();
      assertThat(caller.awaitAnswer().codec()).isEqualTo(Codec.PCMU);
      caller.stream().write(Tones.of(NEAR_HZ, 400).samples(), 0, 3200);
      Await.until("it hears the caller", () -> earOfTwo.get() > 15);

      assertThat(told(caller)).hasSize(2);
      assertThat(told(caller)).containsOnly(told(caller).getFirst());
      assertThat(caller.changesAsked()).isZero();
    }
  }

  @Test
  void thePlaceThatTakesTheCallIsHeardThoughAnotherDescribedItselfLast() throws Exception {
    try (ForkingCarrier carrier = new ForkingCarrier();
        TestNode node = TestNode.trunk(data, Trunks.to(carrier.target()));
        Caller caller = Caller.onLoopback().takingEarlyMedia()) {
      ForkingCarrier.Place one = carrier.place("one", Codec.PCMA);
      ForkingCarrier.Place two = carrier.place("two", Codec.PCMU);
      caller.dial(NUMBER, node.sip());
      one.describesReliably();
      two.describesReliably();

      // its 200 need not repeat what its reliable answer said (RFC 3262 section 5)
      one.answersBarely();

      assertThat(caller.awaitAnswer().codec()).isEqualTo(Codec.PCMA);
      AtomicInteger ear = one.ear(NEAR_HZ);
      one.sounds(ONE_HZ);
      caller.stream().write(Tones.of(NEAR_HZ, 400).samples(), 0, 3200);
      Await.until("the caller hears it", () -> caller.framesOf(ONE_HZ) > 15);
      Await.until("it hears the caller", () -> ear.get() > 15);
      assertThat(told(caller)).containsOnly(told(caller).getFirst());
    }
  }

  @Test
  void aPlaceWithACodecThatTheCallerWasNotToldIsOfferedToItAfterTheAnswer() throws Exception {
    try (ForkingCarrier carrier = new ForkingCarrier();
        TestNode node = TestNode.trunk(data, Trunks.to(carrier.target()));
        Caller caller = Caller.onLoopback()) {
      ForkingCarrier.Place one =
          carrier.place("one").describingItself(Sdp.audio("PORT", "18", "rtpmap:18 G729/8000"));
      ForkingCarrier.Place two = carrier.place("two", Codec.PCMU);
      String offer = Sdp.audio("" + caller.stream().localPort(), "18 0", "rtpmap:18 G729/8000");
      caller.dial(NUMBER, node.sip(), SipBody.sdp(Sdp.bytes(offer)));

      one.describes();
      Await.until("183", () -> caller.provisional().contains(183));
      two.answers();

      Await.until("the caller is asked to change", () -> caller.changesAsked() == 1);
      assertThat(told(caller)).hasSize(2).containsOnly(told(caller).getFirst());
      assertThat(told(caller).getFirst()).contains("RTP/AVP 18\r\n");
      two.sounds(TWO_HZ);
      Await.until("the caller hears it", () -> caller.framesOf(TWO_HZ) > 15);
    }
  }

  @ParameterizedTest
  @CsvSource({"0 101, sendonly", "0, sendrecv"}) // it does not listen; it takes no keys
  void aPersonWhoAnswersAfterAnAnnouncementHearsTheCaller(String formats, String direction)
      throws Exception {
    try (ForkingCarrier carrier = new ForkingCarrier();
        TestNode node = TestNode.trunk(data, Trunks.to(carrier.target()));
        Caller caller = Caller.onLoopback().takingEarlyMedia()) {
      ForkingCarrier.Place announcement =
          carrier
              .place("one")
              .describingItself(
                  Sdp.audio("PORT", formats, "rtpmap:101 telephone-event/8000", direction));
      ForkingCarrier.Place person = carrier.place("two", Codec.PCMU);
      caller.dial(NUMBER, node.sip());
      announcement.describes();
      Await.until("183", () -> caller.provisional().contains(183));
      assertThat(told(caller).getFirst()).contains(direction);

      person.answers();

      Await.until("the caller is asked to change", () -> caller.changesAsked() == 1);
      assertThat(caller.lastOffer()).contains("telephone-event", "a=sendrecv");
      AtomicInteger ear = person.ear(NEAR_HZ);
      caller.stream().write(Tones.of(NEAR_HZ, 400).samples(), 0, 3200);
      Await.until("the person hears the caller", () -> ear.get() > 15);
      assertThat(told(caller)).hasSize(2).containsOnly(told(caller).getFirst());
    }
  }

  @Test
  void aCallerWhoDoesNotTakeTheOtherCodecIsNotLeftInSilence() throws Exception {
    try (ForkingCarrier carrier = new ForkingCarrier();
        TestNode node = TestNode.trunk(data, Trunks.to(carrier.target()));
        Caller caller = Caller.onLoopback().refusingChanges(488)) {
      ForkingCarrier.Place one =
          carrier.place("one").describingItself(Sdp.audio("PORT", "18", "rtpmap:18 G729/8000"));
      ForkingCarrier.Place two = carrier.place("two", Codec.PCMU);
      String offer = Sdp.audio("" + caller.stream().localPort(), "18 0", "rtpmap:18 G729/8000");
      caller.dial(NUMBER, node.sip(), SipBody.sdp(Sdp.bytes(offer)));
      one.describes();
      Await.until("183", () -> caller.provisional().contains(183));

      two.answers();

      assertThat(caller.awaitEnd().cause()).isEqualTo(Cause.BYE_RECEIVED);
      Await.until("the carrier is hung up", () -> !carrier.of("BYE").isEmpty());
      assertThat(carrier.of("BYE").getFirst().toTag()).contains("two");
    }
  }

  @Test
  void theNextTargetDoesNotChangeWhatTheCallerWasToldOfTheFirst() throws Exception {
    try (Callee failing =
            new Callee(
                (self, leg) -> leg.provisional(183, self.answerBody(), List.of()), Codec.PCMU);
        Callee other = Callee.answering(Codec.PCMA);
        TestNode node = TestNode.trunk(data, Trunks.to(failing.target(), other.target()));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      Await.until("183", () -> caller.provisional().contains(183));

      failing.call().loop().execute(() -> failing.call().reject(503));

      assertThat(caller.awaitAnswer().codec()).isEqualTo(Codec.PCMU);
      assertThat(told(caller)).hasSize(2).containsOnly(told(caller).getFirst());
      other.stream().write(Tones.of(TWO_HZ, 400).samples(), 0, 3200);
      caller.stream().write(Tones.of(NEAR_HZ, 400).samples(), 0, 3200);
      Await.until("the caller hears it", () -> caller.framesOf(TWO_HZ) > 15);
      Await.until("it hears the caller", () -> other.framesOf(NEAR_HZ) > 15);
    }
  }

  @Test
  void whileSeveralPlacesRingTheSessionIsNotChanged() throws Exception {
    try (ForkingCarrier carrier = new ForkingCarrier().allowingUpdate();
        TestNode node = TestNode.trunk(data, Trunks.to(carrier.target()));
        Caller caller = Caller.onLoopback().takingEarlyMedia()) {
      ForkingCarrier.Place one = carrier.place("one");
      ForkingCarrier.Place two = carrier.place("two");
      caller.dial(NUMBER, node.sip());
      one.describesReliably();
      two.describesReliably();
      Await.until("183", () -> caller.provisional().contains(183));

      assertThat(caller.offerAgain("UPDATE", Direction.SENDONLY).status()).isEqualTo(491);

      assertThat(carrier.of("UPDATE")).isEmpty();
    }
  }
}
