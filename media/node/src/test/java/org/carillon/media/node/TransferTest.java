package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.carillon.core.records.CallDirection;
import org.carillon.core.records.CallFact;
import org.carillon.core.records.CallStatus;
import org.carillon.core.routing.EmergencyNumber;
import org.carillon.core.routing.InviteFacts;
import org.carillon.core.routing.RejectReason;
import org.carillon.core.routing.RouteDecision.ToTrunk;
import org.carillon.core.routing.RoutingQuestion;
import org.carillon.core.routing.TrunkTarget;
import org.carillon.media.sip.CallEnd.Cause;
import org.carillon.media.sip.UasRequest;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.sdp.Direction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A customer's exchange transfers calls (RFC 3515, RFC 5589), as all three parties see it. */
@Timeout(120)
class TransferTest {
  static final String NUMBER = "+12065550100";
  static final String THIRD = "+12065550133";
  private static final int NEAR_HZ = 600;
  private static final int THIRD_HZ = 1000;

  @TempDir Path data;

  /** Calls in go to the exchange, calls out and transfers to the third party. */
  static RoutingQuestion routing(Callee exchange, Callee third) {
    return facts -> {
      boolean in = facts.transferOf().isEmpty() && facts.requestUser().equals(NUMBER);
      return in
          ? way(facts, CallDirection.INBOUND, exchange.target())
          : facts.requestHost().equals("elsewhere.example.com")
              ? RejectReason.TRANSFER_TARGET_NOT_ALLOWED.reject(
                  facts.requestHost(), CallDirection.OUTBOUND, Optional.of(Trunks.CONNECTOR))
              : way(facts, CallDirection.OUTBOUND, carrier(third));
    };
  }

  /** Everything goes out: calls to the callee, transfers to the third party. */
  static RoutingQuestion out(Callee callee, Callee third) {
    return facts ->
        way(
            facts,
            CallDirection.OUTBOUND,
            carrier(facts.transferOf().isPresent() ? third : callee));
  }

  private static TrunkTarget carrier(Callee third) {
    TrunkTarget at = third.target();
    return new TrunkTarget(
        TrunkTarget.Kind.CARRIER_TRUNK,
        "carrier",
        Optional.empty(),
        at.host(),
        at.port(),
        "UDP",
        Optional.empty(),
        Optional.empty(),
        false);
  }

  private static ToTrunk way(InviteFacts facts, CallDirection direction, TrunkTarget target) {
    return new ToTrunk(
        direction,
        Trunks.CONNECTOR,
        List.of(target),
        facts.fromUser(),
        "",
        facts.requestUser(),
        Optional.empty(),
        EmergencyNumber.of(facts.requestUser()).isPresent(),
        Optional.empty(),
        Map.of(),
        Optional.empty());
  }

  static String at(TestNode node, String user) {
    return "sip:" + user + "@127.0.0.1:" + node.sip().getPort();
  }

  static List<CallFact.CallEnded> ends(TestNode node) {
    return node.facts().stream()
        .filter(CallFact.CallEnded.class::isInstance)
        .map(CallFact.CallEnded.class::cast)
        .toList();
  }

  static List<CallFact.CallStarted> starts(TestNode node) {
    return node.facts().stream()
        .filter(CallFact.CallStarted.class::isInstance)
        .map(CallFact.CallStarted.class::cast)
        .toList();
  }

  @Test
  void whoWasCalledHandsTheCallerOnToANumber() throws Exception {
    try (Callee exchange = Callee.answering();
        Callee third = Callee.answering();
        TestNode node = TestNode.trunk(data, routing(exchange, third));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      caller.awaitAnswer();

      assertThat(exchange.transferor().refer(at(node, THIRD))).isEqualTo(202);

      assertThat(third.awaitInvite().requestUri().user()).contains(THIRD);
      assertThat(third.awaitInvite().from().uri().user()).contains(NUMBER);
      Await.until(
          "told", () -> exchange.transferor().outcome().equals(Optional.of("SIP/2.0 200 OK")));
      assertThat(exchange.transferor().told().getFirst()).isEqualTo("SIP/2.0 100 Trying");
      caller.stream().write(Tones.of(NEAR_HZ, 400).samples(), 0, 3200);
      third.stream().write(Tones.of(THIRD_HZ, 400).samples(), 0, 3200);
      Await.until("the third hears the caller", () -> third.framesOf(NEAR_HZ) > 15);
      Await.until("the caller hears the third", () -> caller.framesOf(THIRD_HZ) > 15);
      assertThat(exchange.awaitEnd().cause()).isEqualTo(Cause.BYE_RECEIVED);
      assertThat(ends(node)).isEmpty();

      caller.hangUp();

      assertThat(third.awaitEnd().cause()).isEqualTo(Cause.BYE_RECEIVED);
      Await.until("two records", () -> ends(node).size() == 2);
      assertThat(ends(node)).allMatch(end -> end.status() == CallStatus.COMPLETED);
      assertThat(ends(node)).allMatch(end -> end.reason().equals("OK"));
      assertThat(starts(node))
          .extracting(CallFact.CallStarted::direction, CallFact.CallStarted::to)
          .containsExactlyInAnyOrder(
              tuple(CallDirection.INBOUND, NUMBER), tuple(CallDirection.OUTBOUND, THIRD));
      nothingIsLeft(node);
    }
  }

  @Test
  void aHoldThatOneOfTheJoinedGivesUpIsGivenUpOnTheOtherLegToo() throws Exception {
    try (Callee exchange = Callee.answering();
        Callee third = Callee.answering();
        TestNode node = TestNode.trunk(data, routing(exchange, third));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      caller.awaitAnswer();
      exchange.transferor().refer(at(node, THIRD));
      Await.until("the third's ACK", third::isConfirmed);
      exchange.awaitEnd();
      third.onChange(request -> {}); // it takes its time
      caller.call().loop().execute(() -> caller.wanting(Direction.SENDONLY));
      GivenUp hold = GivenUp.sent(caller.call(), caller::offer);
      Await.until("the third has it", () -> third.requests().contains("INVITE"));

      hold.giveUp();

      assertThat(hold.answer().status()).isEqualTo(487);
      Await.until("the third hears so", () -> third.cancelled() == 1);
      third.onChange(third::take);
      assertThat(caller.offerAgain(Direction.SENDRECV)).isEqualTo(200);
    }
  }

  @Test
  void whoCalledHandsTheCalleeOnAndHangsUpAtOnce() throws Exception {
    try (Callee callee = Callee.answering();
        Callee third = Callee.answering();
        TestNode node = TestNode.trunk(data, out(callee, third));
        Caller exchange = Caller.onLoopback()) {
      exchange.dial(NUMBER, node.sip());
      exchange.awaitAnswer();
      assertThat(exchange.offerAgain(Direction.SENDONLY)).isEqualTo(200);
      Await.until("hold", () -> callee.agreed().direction() == Direction.RECVONLY);

      assertThat(exchange.transferor().refer(at(node, THIRD))).isEqualTo(202);
      exchange.hangUp();

      Await.until("off hold", () -> callee.agreed().direction() == Direction.SENDRECV);
      third.stream().write(Tones.of(THIRD_HZ, 400).samples(), 0, 3200);
      Await.until("the callee hears the third", () -> callee.framesOf(THIRD_HZ) > 15);
      callee.stream().write(Tones.of(NEAR_HZ, 400).samples(), 0, 3200);
      Await.until("the third hears the callee", () -> third.framesOf(NEAR_HZ) > 15);
      assertThat(ends(node)).isEmpty();

      third.hangUp();

      assertThat(callee.awaitEnd().cause()).isEqualTo(Cause.BYE_RECEIVED);
      Await.until("two records", () -> ends(node).size() == 2);
      assertThat(ends(node)).allMatch(end -> end.status() == CallStatus.COMPLETED);
      nothingIsLeft(node);
    }
  }

  @Test
  void theOtherPartiesOfTwoCallsAreJoined() throws Exception {
    try (Callee exchange = Callee.answering();
        Callee third = Callee.answering();
        TestNode node = TestNode.trunk(data, routing(exchange, third));
        Caller caller = Caller.onLoopback();
        Caller consulting = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      caller.awaitAnswer();
      consulting.dial(THIRD, node.sip()); // the exchange's other leg
      consulting.awaitAnswer();

      int status =
          exchange
              .transferor()
              .refer(at(node, THIRD) + "?Replaces=" + consulting.transferor().replaces());

      assertThat(status).isEqualTo(202);
      Await.until(
          "told", () -> exchange.transferor().outcome().equals(Optional.of("SIP/2.0 200 OK")));
      caller.stream().write(Tones.of(NEAR_HZ, 400).samples(), 0, 3200);
      third.stream().write(Tones.of(THIRD_HZ, 400).samples(), 0, 3200);
      Await.until("the third hears the caller", () -> third.framesOf(NEAR_HZ) > 15);
      Await.until("the caller hears the third", () -> caller.framesOf(THIRD_HZ) > 15);
      assertThat(exchange.awaitEnd().cause()).isEqualTo(Cause.BYE_RECEIVED);
      assertThat(consulting.awaitEnd().cause()).isEqualTo(Cause.BYE_RECEIVED);

      third.hangUp();

      assertThat(caller.awaitEnd().cause()).isEqualTo(Cause.BYE_RECEIVED);
      Await.until("two records", () -> ends(node).size() == 2);
      assertThat(starts(node)).hasSize(2);
      nothingIsLeft(node);
    }
  }

  @Test
  void aTransferThatNobodyTakesLeavesTheCallAsItWas() throws Exception {
    try (Callee exchange = Callee.answering();
        Callee third = Callee.refusing(486);
        TestNode node = TestNode.trunk(data, routing(exchange, third));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      caller.awaitAnswer();

      assertThat(exchange.transferor().refer(at(node, THIRD))).isEqualTo(202);

      Await.until(
          "told",
          () -> exchange.transferor().outcome().equals(Optional.of("SIP/2.0 486 Busy Here")));
      Await.until("its record", () -> ends(node).size() == 1);
      assertThat(ends(node).getFirst().reason()).isEqualTo("486 Busy Here");
      exchange.stream().write(Tones.of(THIRD_HZ, 400).samples(), 0, 3200);
      Await.until("the caller hears the exchange", () -> caller.framesOf(THIRD_HZ) > 15);
      caller.hangUp();
      Await.until("the call's record", () -> ends(node).size() == 2);
    }
  }

  @Test
  void aCallerWhoHangsUpMeanwhileEndsBoth() throws Exception {
    try (Callee exchange = Callee.answering();
        Callee third = new Callee((self, leg) -> leg.provisional(180));
        TestNode node = TestNode.trunk(data, routing(exchange, third));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      caller.awaitAnswer();
      assertThat(exchange.transferor().refer(at(node, THIRD))).isEqualTo(202);
      Await.until(
          "it rings",
          () -> exchange.transferor().outcome().equals(Optional.of("SIP/2.0 180 Ringing")));

      caller.hangUp();

      assertThat(third.awaitEnd().cause()).isEqualTo(Cause.CANCELLED);
      assertThat(exchange.awaitEnd().cause()).isEqualTo(Cause.BYE_RECEIVED);
      Await.until("two records", () -> ends(node).size() == 2);
      nothingIsLeft(node);
    }
  }

  @Test
  void aNodeThatStopsEndsACallThatIsHandedOn() throws Exception {
    try (Callee callee = Callee.answering();
        Callee third = new Callee((self, leg) -> leg.provisional(180));
        TestNode node = TestNode.trunk(data, out(callee, third));
        Caller exchange = Caller.onLoopback()) {
      exchange.dial(NUMBER, node.sip());
      exchange.awaitAnswer();
      assertThat(exchange.transferor().refer(at(node, THIRD))).isEqualTo(202);
      third.awaitInvite();

      node.node().close();

      assertThat(callee.awaitEnd().cause()).isEqualTo(Cause.BYE_RECEIVED);
      Await.until("two records", () -> ends(node).size() == 2);
      assertThat(ends(node)).anyMatch(end -> end.reason().equals("The media node stopped"));
    }
  }

  @Test
  void aPlaceOutsideTheConnectorIsRefusedAndHasARecord() throws Exception {
    try (Callee exchange = Callee.answering();
        Callee third = Callee.answering();
        TestNode node = TestNode.trunk(data, routing(exchange, third));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      caller.awaitAnswer();

      assertThat(exchange.transferor().refer("sip:" + THIRD + "@elsewhere.example.com"))
          .isEqualTo(403);

      assertThat(third.invites()).isEmpty();
      Await.until("its record", () -> ends(node).size() == 1);
      assertThat(ends(node).getFirst().sipStatus()).isEqualTo(403);
      assertThat(exchange.transferor().told()).isEmpty();
    }
  }

  @Test
  void theTelephoneNetworkTransfersNobody() throws Exception {
    try (Callee exchange = Callee.answering();
        Callee third = Callee.answering();
        TestNode node = TestNode.trunk(data, routing(exchange, third));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      caller.awaitAnswer();

      assertThat(caller.transferor().refer(at(node, THIRD))).isEqualTo(403);

      caller.hangUp();
      Await.until("the call's record", () -> ends(node).size() == 1);
      assertThat(third.invites()).isEmpty();
      assertThat(starts(node)).hasSize(1);
    }
  }

  @Test
  void aDialogThatIsNotOursCannotBeReplaced() throws Exception {
    try (Callee exchange = Callee.answering();
        Callee third = Callee.answering();
        TestNode node = TestNode.trunk(data, routing(exchange, third));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      caller.awaitAnswer();

      int status =
          exchange
              .transferor()
              .refer(at(node, THIRD) + "?Replaces=a%40b%3Bto-tag%3D1%3Bfrom-tag%3D2");

      assertThat(status).isEqualTo(481);
      assertThat(third.invites()).isEmpty();
    }
  }

  @Test
  void aTargetThatTakesNoneOfTheMediaLeavesTheCallAsItWas() throws Exception {
    String none =
        """
        v=0\r
        o=- 1 1 IN IP4 127.0.0.1\r
        s=-\r
        c=IN IP4 127.0.0.1\r
        t=0 0\r
        m=audio 0 RTP/AVP 0\r
        """;
    try (Callee exchange = Callee.answering();
        Callee third =
            new Callee(
                (self, leg) -> leg.answer(SipBody.sdp(none.getBytes(StandardCharsets.US_ASCII))));
        TestNode node = TestNode.trunk(data, routing(exchange, third));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      caller.awaitAnswer();

      assertThat(exchange.transferor().refer(at(node, THIRD))).isEqualTo(202);

      assertThat(third.awaitEnd().cause()).isEqualTo(Cause.BYE_RECEIVED);
      Await.until(
          "told",
          () ->
              exchange
                  .transferor()
                  .outcome()
                  .equals(Optional.of("SIP/2.0 488 Not Acceptable Here")));
      Await.until("its record", () -> ends(node).size() == 1);
      assertThat(ends(node).getFirst().sipStatus()).isEqualTo(488);
      assertThat(caller.offerAgain(Direction.SENDRECV)).isEqualTo(200);
      hearEachOther(caller, exchange);
      caller.hangUp();
      Await.until("the call's record", () -> ends(node).size() == 2);
      nothingIsLeft(node);
    }
  }

  @Test
  void aTargetThatRefusesToBeMovedStaysWhereItIs() throws Exception {
    try (Callee exchange = Callee.answering();
        Callee third = Callee.answering();
        TestNode node = TestNode.trunk(data, routing(exchange, third));
        Caller caller = Caller.onLoopback();
        Caller consulting = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      caller.awaitAnswer();
      consulting.dial(THIRD, node.sip());
      consulting.awaitAnswer();
      third.onChange(change -> change.respond(488));

      assertThat(refer(exchange, node, consulting)).isEqualTo(202);

      Await.until(
          "told",
          () ->
              exchange
                  .transferor()
                  .outcome()
                  .equals(Optional.of("SIP/2.0 488 Not Acceptable Here")));
      hearEachOther(caller, exchange);
      hearEachOther(consulting, third);
      assertThat(ends(node)).isEmpty();
    }
  }

  @Test
  void aTransfereeThatHangsUpWhileTheTargetIsMovedLeavesTheTargetWhereItWas() throws Exception {
    List<UasRequest> changes = new CopyOnWriteArrayList<>();
    try (Callee exchange = Callee.answering();
        Callee third = Callee.answering();
        TestNode node = TestNode.trunk(data, routing(exchange, third));
        Caller caller = Caller.onLoopback();
        Caller consulting = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      caller.awaitAnswer();
      consulting.dial(THIRD, node.sip());
      consulting.awaitAnswer();
      third.onChange(changes::add);
      assertThat(refer(exchange, node, consulting)).isEqualTo(202);
      Await.until("the target is asked", () -> changes.size() == 1);

      caller.hangUp();
      assertThat(exchange.awaitEnd().cause()).isEqualTo(Cause.BYE_RECEIVED);
      third.onChange(third::take);
      third.call().loop().execute(() -> third.take(changes.getFirst()));

      Await.until("it is asked back", () -> third.requests().size() == 2);
      hearEachOther(consulting, third);
      Await.until("one record", () -> ends(node).size() == 1);
      assertThat(ends(node).getFirst().status()).isEqualTo(CallStatus.COMPLETED);
      consulting.hangUp();
      nothingIsLeft(node);
    }
  }

  private static void nothingIsLeft(TestNode node) {
    Await.until("no call is left", () -> node.node().activeCalls() == 0);
    Await.until("each port is free", () -> node.node().openStreams() == 0);
  }

  /** The exchange asks to join its two calls. */
  private static int refer(Callee exchange, TestNode node, Caller consulting) {
    return exchange
        .transferor()
        .refer(at(node, THIRD) + "?Replaces=" + consulting.transferor().replaces());
  }

  static void hearEachOther(Caller caller, Callee callee) throws Exception {
    caller.stream().write(Tones.of(NEAR_HZ, 400).samples(), 0, 3200);
    callee.stream().write(Tones.of(THIRD_HZ, 400).samples(), 0, 3200);
    Await.until("who was called hears the caller", () -> callee.framesOf(NEAR_HZ) > 15);
    Await.until("the caller hears who was called", () -> caller.framesOf(THIRD_HZ) > 15);
  }
}
