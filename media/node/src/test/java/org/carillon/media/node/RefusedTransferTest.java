package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.media.node.TransferTest.NUMBER;
import static org.carillon.media.node.TransferTest.THIRD;
import static org.carillon.media.node.TransferTest.at;
import static org.carillon.media.node.TransferTest.ends;
import static org.carillon.media.node.TransferTest.hearEachOther;
import static org.carillon.media.node.TransferTest.out;
import static org.carillon.media.node.TransferTest.routing;
import static org.carillon.media.node.TransferTest.starts;

import java.nio.file.Path;
import org.carillon.core.records.CallStatus;
import org.carillon.media.sip.CallEnd.Cause;
import org.carillon.media.sip.sdp.Codec;
import org.carillon.media.sip.sdp.Direction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Transfers whose transferee refuses its new session, and those on a full node (V15). */
@Timeout(120)
class RefusedTransferTest {
  @TempDir Path data;

  @Test
  void aTransfereeThatRefusesItsNewSessionTalksInTheOneItHas() throws Exception {
    try (Callee exchange = Callee.answering(Codec.PCMU);
        Callee third = Callee.answering(Codec.PCMA);
        TestNode node = TestNode.trunk(data, routing(exchange, third));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      assertThat(caller.awaitAnswer().codec()).isEqualTo(Codec.PCMU);
      caller.refusingChanges(488);

      assertThat(exchange.transferor().refer(at(node, THIRD))).isEqualTo(202);

      Await.until("it was asked to speak as the third does", () -> caller.refused() == 1);
      hearEachOther(caller, third);
      assertThat(ends(node)).isEmpty();
      caller.hangUp();
      Await.until("two records", () -> ends(node).size() == 2);
      assertThat(ends(node)).allMatch(end -> end.status() == CallStatus.COMPLETED);
    }
  }

  @Test
  void aTransfereeThatStaysOnHoldIsHungUpWithTheOther() throws Exception {
    try (Callee callee = Callee.answering();
        Callee third = Callee.answering();
        TestNode node = TestNode.trunk(data, out(callee, third));
        Caller exchange = Caller.onLoopback()) {
      exchange.dial(NUMBER, node.sip());
      exchange.awaitAnswer();
      assertThat(exchange.offerAgain(Direction.SENDONLY)).isEqualTo(200);
      Await.until("hold", () -> callee.agreed().direction() == Direction.RECVONLY);
      callee.onChange(change -> change.respond(488));

      assertThat(exchange.transferor().refer(at(node, THIRD))).isEqualTo(202);

      assertThat(callee.awaitEnd().cause()).isEqualTo(Cause.BYE_RECEIVED);
      assertThat(third.awaitEnd().cause()).isEqualTo(Cause.BYE_RECEIVED);
      Await.until("two records", () -> ends(node).size() == 2);
      assertThat(ends(node)).allMatch(end -> end.status() == CallStatus.FAILED);
      Await.until("no call is left", () -> node.node().activeCalls() == 0);
    }
  }

  @Test
  void aTransferIsOneOfTheCallsThatANodeTakes() throws Exception {
    try (Callee exchange = Callee.answering();
        Callee third = Callee.answering();
        TestNode node = TestNode.trunk(data, routing(exchange, third), 2);
        Caller caller = Caller.onLoopback();
        Caller late = Caller.onLoopback();
        Caller refused = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      caller.awaitAnswer();
      assertThat(exchange.transferor().refer(at(node, THIRD))).isEqualTo(202);
      Await.until("joined", () -> !starts(node).isEmpty() && third.agreed() != null);

      refused.dial(NUMBER, node.sip());

      assertThat(refused.awaitEnd().status()).isEqualTo(503);
      caller.hangUp();
      Await.until("no call is left", () -> node.node().activeCalls() == 0);
      late.dial(NUMBER, node.sip());
      late.awaitAnswer();
    }
  }

  @Test
  void aFullNodeTransfersNobody() throws Exception {
    try (Callee exchange = Callee.answering();
        Callee third = Callee.answering();
        TestNode node = TestNode.trunk(data, routing(exchange, third), 1);
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      caller.awaitAnswer();

      assertThat(exchange.transferor().refer(at(node, THIRD))).isEqualTo(503);

      assertThat(third.invites()).isEmpty();
      Await.until("its record", () -> ends(node).size() == 1);
      assertThat(ends(node).getFirst().reason()).isEqualTo("The media node takes no more calls");
      hearEachOther(caller, exchange);
    }
  }

  @Test
  void aFullNodeTransfersToEmergencyServices() throws Exception {
    try (Callee exchange = Callee.answering();
        Callee help = Callee.answering();
        TestNode node = TestNode.trunk(data, routing(exchange, help), 1);
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      caller.awaitAnswer();

      assertThat(exchange.transferor().refer(at(node, "911"))).isEqualTo(202);

      hearEachOther(caller, help);
    }
  }
}
