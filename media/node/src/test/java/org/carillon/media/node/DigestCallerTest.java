package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.carillon.core.ports.SealedSecret;
import org.carillon.core.ports.Sealer;
import org.carillon.core.records.CallFact;
import org.carillon.core.routing.InviteFacts;
import org.carillon.core.routing.RouteDecision;
import org.carillon.core.routing.RoutingQuestion;
import org.carillon.media.sip.digest.SipCredentials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A connector that has credentials asks its callers for one of them (V2). */
@Timeout(120)
class DigestCallerTest {
  private static final String NUMBER = "+14255550110";

  @TempDir Path data;

  @Test
  void aCallerWhoKnowsThePasswordCallsOutUnderItsName() throws Exception {
    AskingRoute route = new AskingRoute();
    try (Callee callee = Callee.answering();
        TestNode node = TestNode.trunk(data, route);
        Caller caller = Caller.onLoopback()) {
      route.opens(node.sealer(), "pbx", "s3cret", Trunks.to(callee.target()));

      caller.withCredentials(new SipCredentials("pbx", "s3cret")).dial(NUMBER, node.sip());

      caller.awaitAnswer();
      assertThat(callee.invites()).hasSize(1);
      assertThat(callee.awaitInvite().header("Proxy-Authorization")).isEmpty();
      caller.hangUp();
      node.ended();
      assertThat(started(node)).singleElement().satisfies(DigestCallerTest::isOfThePbx);
    }
  }

  private static void isOfThePbx(CallFact.CallStarted fact) {
    assertThat(fact.trunk().sipAuthUser()).contains("pbx");
  }

  @Test
  void aWrongPasswordIsRefusedAndRecorded() throws Exception {
    AskingRoute route = new AskingRoute();
    try (Callee callee = Callee.answering();
        TestNode node = TestNode.trunk(data, route);
        Caller caller = Caller.onLoopback()) {
      route.opens(node.sealer(), "pbx", "s3cret", Trunks.to(callee.target()));

      caller.withCredentials(new SipCredentials("pbx", "wrong")).dial(NUMBER, node.sip());

      assertThat(caller.awaitEnd().status()).isEqualTo(403);
      assertThat(node.ended().reason()).isEqualTo("The credentials are wrong");
      assertThat(started(node)).hasSize(1);
      assertThat(callee.invites()).isEmpty();
    }
  }

  @Test
  void aSlowStoreDoesNotHoldUpOthersWhenACallerIsRefused() throws Exception {
    AskingRoute route = new AskingRoute();
    CountDownLatch slow = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    try (Callee callee = Callee.answering();
        TestNode node = TestNode.trunk(data, route);
        Caller other = Caller.onLoopback();
        Caller caller = Caller.onLoopback()) {
      route.opens(node.sealer(), "pbx", "s3cret", Trunks.to(callee.target()));
      // the challenged INVITE asks, the one with a wrong password does, and then its record
      node.onLoggingAsked(
          () -> {
            if (asked.incrementAndGet() == 3) {
              awaitQuietly(slow);
            }
          });
      caller.withCredentials(new SipCredentials("pbx", "wrong")).dial(NUMBER, node.sip());
      Await.until("the store is asked", () -> asked.get() == 3);

      assertThat(other.ping("127.0.0.1", node.sip())).isEqualTo(200);

      // and the caller may give up meanwhile
      caller.hangUp();
      assertThat(caller.awaitEnd().status()).isEqualTo(487);
      slow.countDown();
      assertThat(node.ended().sipStatus()).isEqualTo(487);
      assertThat(started(node)).hasSize(1);
      Await.until("the call is gone", () -> node.node().activeCalls() == 0);
    } finally {
      slow.countDown();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aCallerWithoutCredentialsIsAskedAndThatIsNoCall() throws Exception {
    AskingRoute route = new AskingRoute();
    try (Callee callee = Callee.answering();
        TestNode node = TestNode.trunk(data, route);
        Caller caller = Caller.onLoopback()) {
      route.opens(node.sealer(), "pbx", "s3cret", Trunks.to(callee.target()));

      caller.dial(NUMBER, node.sip());

      assertThat(caller.awaitEnd().status()).isEqualTo(407);
      Await.until("the call is gone", () -> node.node().activeCalls() == 0);
      assertThat(node.facts()).isEmpty();
    }
  }

  private static List<CallFact.CallStarted> started(TestNode node) {
    return node.facts().stream()
        .filter(CallFact.CallStarted.class::isInstance)
        .map(CallFact.CallStarted.class::cast)
        .toList();
  }

  /** Routing that wants to know who calls. */
  private static final class AskingRoute implements RoutingQuestion {
    private final List<InviteFacts> asked = new CopyOnWriteArrayList<>();
    private volatile Map<String, SealedSecret> users = Map.of();
    private volatile RoutingQuestion then;

    void opens(Sealer sealer, String user, String password, RoutingQuestion way) {
      byte[] sealed = sealer.seal(password.getBytes(StandardCharsets.UTF_8), "a test");
      users = Map.of(user, new SealedSecret(Base64.getEncoder().encodeToString(sealed), "a test"));
      then = way;
    }

    @Override
    public RouteDecision decide(InviteFacts facts) {
      asked.add(facts);
      return facts.authenticatedUser().isPresent()
          ? then.decide(facts)
          : new RouteDecision.Authenticate(
              Trunks.CONNECTOR, Trunks.CONNECTOR + ".voiceconnector.example.com", users);
    }
  }
}
