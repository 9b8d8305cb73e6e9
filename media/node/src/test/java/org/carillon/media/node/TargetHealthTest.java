package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.carillon.core.routing.TrunkTarget;
import org.carillon.media.sip.CallListener;
import org.carillon.media.sip.SipConfig;
import org.carillon.media.sip.SipEndpoint;
import org.carillon.media.sip.SipUser;
import org.carillon.media.sip.UasCall;
import org.carillon.media.sip.UasRequest;
import org.carillon.media.sip.message.SipRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Targets go out of the routes when they do not answer, and come back when they do (V2, V3). */
@Timeout(60)
class TargetHealthTest {
  private static final TargetHealth.Periods OFTEN =
      new TargetHealth.Periods(
          Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMinutes(1));

  private SipEndpoint ours;
  private Answering theirs;
  private TargetHealth health;
  private TrunkTarget target;

  @BeforeEach
  void start() throws Exception {
    ours = SipEndpoint.start(onLoopback(), new Answering());
    theirs = new Answering();
    theirs.endpoint = SipEndpoint.start(onLoopback(), theirs);
    health = new TargetHealth(() -> ours, OFTEN);
    health.start();
    InetSocketAddress at = theirs.endpoint.localAddresses().getFirst();
    target = Trunks.host("127.0.0.1", at.getPort());
  }

  @AfterEach
  void stop() {
    ours.loop().execute(health::close);
    ours.close();
    theirs.endpoint.close();
  }

  @Test
  void aTargetThatTakesCallsIsPingedAndStaysIn() throws Exception {
    onLoop(() -> health.used(target));

    Await.until("pings", () -> theirs.pings.size() > 2);

    assertThat(isOut()).isFalse();
    assertThat(theirs.pings.getFirst()).startsWith("OPTIONS sip:ping@127.0.0.1:");
  }

  @Test
  void aTargetThatIsOverloadedGoesOutAndComesBack() throws Exception {
    theirs.status.set(503);
    onLoop(() -> health.used(target));
    Await.until("it is out", this::isOut);

    theirs.status.set(405); // any answer but 503 comes from one that lives

    Await.until("it is back", () -> !isOut());
  }

  @Test
  void aCallWithoutAnAnswerTakesItOutAtOnce() throws Exception {
    theirs.status.set(503);

    onLoop(
        () -> {
          health.used(target);
          health.answered(target, 408);
          assertThat(health.isOut(target)).isTrue();
        });
  }

  @Test
  void aTargetThatNobodyCalledIsLeftAlone() throws Exception {
    onLoop(() -> health.answered(target, 503));

    assertThat(isOut()).isFalse();
    assertThat(theirs.pings).isEmpty();
  }

  private boolean isOut() {
    CompletableFuture<Boolean> out = new CompletableFuture<>();
    ours.loop().execute(() -> out.complete(health.isOut(target)));
    return out.join();
  }

  private void onLoop(Runnable task) throws Exception {
    CompletableFuture.runAsync(task, ours.loop()).get();
  }

  private static SipConfig onLoopback() {
    return SipConfig.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  /** Answers OPTIONS with a status that a test sets. */
  private static final class Answering implements SipUser {
    private final List<String> pings = new CopyOnWriteArrayList<>();
    private final AtomicInteger status = new AtomicInteger(200);
    private SipEndpoint endpoint;

    @Override
    public CallListener onInvite(UasCall call, SipRequest invite) {
      call.reject(486);
      return (ended, end) -> {};
    }

    @Override
    public void onRequest(UasRequest request) {
      pings.add(request.request().method() + " " + request.request().requestUri());
      request.respond(status.get());
    }
  }
}
