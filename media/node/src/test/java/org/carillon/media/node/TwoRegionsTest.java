package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.carillon.core.Account;
import org.carillon.core.metrics.Metric;
import org.carillon.core.records.CallFact;
import org.carillon.core.routing.HandOvers;
import org.carillon.core.routing.InviteFacts;
import org.carillon.core.routing.RegionNodes;
import org.carillon.core.routing.RejectReason;
import org.carillon.core.routing.RouteDecision;
import org.carillon.core.routing.RouteDecision.ToTrunk;
import org.carillon.core.routing.RoutingQuestion;
import org.carillon.core.routing.TrunkTarget;
import org.carillon.embedded.EmbeddedPorts;
import org.carillon.media.sip.CallEnd.Cause;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A group with a connector here, whose host is dead, and one in another region: a call that comes
 * in here rings through the other region's node (V6). Both nodes have their signed header from the
 * core; what routing makes of configuration is shown there.
 */
@Timeout(120)
class TwoRegionsTest {
  private static final String NUMBER = "+12065550100";
  private static final String WEST = "westernmostvoiceconnec";
  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  @TempDir Path data;

  private EmbeddedPorts table;
  private DatagramSocket dead;

  @BeforeEach
  void aTable() throws Exception {
    table = EmbeddedPorts.open(data.resolve("table"), ScriptedFunction.onInbound("[]"));
    dead = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1")); // reads nothing
  }

  @AfterEach
  void gone() {
    dead.close();
    table.close();
  }

  private HandOvers handOvers(String region, String secret) {
    return new HandOvers(
        RegionNodes.fromEnvironment(Map.of("CARILLON_REGION_SECRET", secret)),
        table.ports().items(),
        new Account(TestNode.ACCOUNT, region),
        InstantSource.system());
  }

  /** The way of a node here: its own connector's dead host, then the other region. */
  private RoutingQuestion east(String secret, InetSocketAddress west, Callee pbx) {
    HandOvers handOvers = handOvers("us-east-1", secret);
    TrunkTarget first = Trunks.host("127.0.0.1", dead.getLocalPort());
    TrunkTarget node =
        new TrunkTarget(
            TrunkTarget.Kind.REGION_NODE,
            WEST,
            Optional.of("us-west-2"),
            west.getAddress().getHostAddress(),
            west.getPort(),
            "UDP",
            Optional.empty(),
            Optional.empty(),
            false);
    RoutingQuestion way = Trunks.to(first, node, host(pbx));
    return new RoutingQuestion() {
      @Override
      public RouteDecision decide(InviteFacts facts) {
        return way.decide(facts);
      }

      @Override
      public Map<String, String> handOver(InviteFacts came, ToTrunk to, TrunkTarget target) {
        return handOvers.headers(came, to, target);
      }
    };
  }

  /** The way of the other region's node: to the host for who hands over, else none. */
  private RoutingQuestion west(Callee pbx) {
    HandOvers handOvers = handOvers("us-west-2", SECRET);
    RoutingQuestion way = Trunks.to(host(pbx));
    return new RoutingQuestion() {
      @Override
      public RouteDecision decide(InviteFacts facts) {
        return handOvers.take(facts).filter(WEST::equals).isPresent()
            ? way.decide(facts)
            : RejectReason.UNKNOWN_SOURCE.reject(facts.sourceAddress());
      }

      @Override
      public boolean isHandedOver(InviteFacts facts) {
        return handOvers.isHandedOver(facts);
      }
    };
  }

  private static TrunkTarget host(Callee pbx) {
    TrunkTarget at = pbx.target();
    return Trunks.host(WEST, at.host(), at.port());
  }

  @Test
  void theCallRingsThroughTheOtherRegionsNodeAndHasOneRecord() throws Exception {
    try (Callee pbx = Callee.answering();
        TestNode west = TestNode.trunk(data.resolve("west"), west(pbx));
        TestNode east = TestNode.trunk(data.resolve("east"), east(SECRET, west.sip(), pbx));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, east.sip());
      caller.awaitAnswer();

      assertThat(west.node().activeCalls()).as("through the other node").isEqualTo(1);
      assertThat(pbx.awaitInvite().header(HandOvers.HEADER)).as("not for customers").isEmpty();
      assertThat(pbx.awaitInvite().from().uri().user()).contains("+12065550199");
      assertThat(pbx.awaitInvite().maxForwards()).isEqualTo(68);
      caller.stream().write(Tones.of(600, 400).samples(), 0, 3200);
      pbx.stream().write(Tones.of(1000, 400).samples(), 0, 3200);
      Await.until("the callee hears the caller", () -> pbx.framesOf(600) > 15);
      Await.until("the caller hears the callee", () -> caller.framesOf(1000) > 15);
      pbx.hangUp();

      assertThat(caller.awaitEnd().cause()).isEqualTo(Cause.BYE_RECEIVED);
      CallFact.CallEnded end = east.ended();
      assertThat(end.voiceConnectorId()).as("whose call it was at last").contains(WEST);
      assertThat(end.reason()).isEqualTo("OK");
      assertThat(east.facts()).hasSize(3);
      Await.until("the other node is done", () -> west.node().activeCalls() == 0);
      assertThat(west.facts()).as("the record is the first node's").isEmpty();
      west.node().measure();
      assertThat(west.metric(Metric.INBOUND_CALL_ATTEMPTS, Optional.of(WEST))).isEmpty();
    }
  }

  @Test
  void aBusyCalleeThereIsBusyAndNotCalledAgain() throws Exception {
    try (Callee pbx = Callee.refusing(486);
        TestNode west = TestNode.trunk(data.resolve("west"), west(pbx));
        TestNode east = TestNode.trunk(data.resolve("east"), east(SECRET, west.sip(), pbx));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, east.sip());

      assertThat(caller.awaitEnd().status()).isEqualTo(486);
      assertThat(east.ended().reason()).isEqualTo("486 Busy Here");
      assertThat(pbx.invites()).hasSize(1);
      assertThat(west.facts()).isEmpty();
    }
  }

  @Test
  void withoutThatNodeItsHostsAreCalledFromHere() throws Exception {
    try (Callee pbx = Callee.answering();
        DatagramSocket down = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
        TestNode east =
            TestNode.trunk(
                data.resolve("east"),
                east(SECRET, (InetSocketAddress) down.getLocalSocketAddress(), pbx));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, east.sip());
      caller.awaitAnswer();

      assertThat(pbx.awaitInvite().maxForwards()).as("straight from here").isEqualTo(69);
      caller.hangUp();
      assertThat(east.ended().voiceConnectorId()).contains(WEST);
      assertThat(east.facts()).hasSize(3);
    }
  }

  @Test
  void aFullNodeThereIsPassedByAndWritesNoRecord() throws Exception {
    try (Callee pbx = Callee.answering();
        Caller other = Caller.onLoopback();
        TestNode west = TestNode.trunk(data.resolve("west"), west(pbx), 1);
        TestNode east = TestNode.trunk(data.resolve("east"), east(SECRET, west.sip(), pbx));
        TestNode north = TestNode.trunk(data.resolve("north"), east(SECRET, west.sip(), pbx));
        Caller caller = Caller.onLoopback()) {
      other.dial(NUMBER, north.sip()).awaitAnswer();
      assertThat(west.node().activeCalls()).isEqualTo(1);

      caller.dial(NUMBER, east.sip()).awaitAnswer();

      assertThat(pbx.invites().getLast().maxForwards()).as("straight from here").isEqualTo(69);
      assertThat(west.facts()).isEmpty();
    }
  }

  @Test
  void aNodeWithAnotherSecretIsAStrangerAndItsCallIsNotLost() throws Exception {
    String another = SECRET.replace('0', 'x');
    try (Callee pbx = Callee.answering();
        TestNode west = TestNode.trunk(data.resolve("west"), west(pbx));
        TestNode east = TestNode.trunk(data.resolve("east"), east(another, west.sip(), pbx));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, east.sip()).awaitAnswer();

      assertThat(pbx.awaitInvite().maxForwards()).as("straight from here").isEqualTo(69);
      assertThat(west.ended().sipStatus()).as("refused like any stranger").isEqualTo(403);
      caller.hangUp();
      assertThat(east.ended().voiceConnectorId()).contains(WEST);
    }
  }
}
