package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.carillon.core.routing.TrunkTarget;
import org.carillon.media.sip.CallEnd;
import org.carillon.media.sip.CallListener;
import org.carillon.media.sip.SipConfig;
import org.carillon.media.sip.SipEndpoint;
import org.carillon.media.sip.SipUser;
import org.carillon.media.sip.UasCall;
import org.carillon.media.sip.UasRequest;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.SipParser;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @EnumSource(
      value = CallEnd.Cause.class,
      names = {"TIMED_OUT", "TRANSPORT"})
  void aCallWithoutAnAnswerTakesItOutAtOnce(CallEnd.Cause cause) throws Exception {
    assertThat(isOutAfter(CallEnd.of(cause, 503, "nothing came"))).isTrue();
  }

  @Test
  void aCallRefusedForAWhileTakesItOutAtOnce() throws Exception {
    assertThat(isOutAfter(answer(503, List.of(HeaderField.of("Retry-After", "60"))))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 503, 500, 486})
  void anAnswerThatMayBeTheCalleesLeavesItIn(int status) throws Exception {
    assertThat(isOutAfter(answer(status, List.of()))).isFalse();
  }

  @Test
  void aCallThatWeCouldNotPlaceSaysNothingOfIt() throws Exception {
    assertThat(isOutAfter(CallEnd.of(CallEnd.Cause.FAILED, 503, "no password"))).isFalse();
  }

  @Test
  void aDoubtfulAnswerAndOneBadPingTakeItOut() throws Exception {
    theirs.status.set(503);
    theirs.answersOnce = true;
    onLoop(
        () -> {
          health.used(target);
          health.refused(target, answer(503, List.of()));
        });

    Await.until("it is out after one", this::isOut);
  }

  @Test
  void aTargetThatNobodyCalledIsLeftAlone() throws Exception {
    onLoop(() -> health.refused(target, CallEnd.of(CallEnd.Cause.TIMED_OUT, 408, "silent")));

    assertThat(isOut()).isFalse();
    assertThat(theirs.pings).isEmpty();
  }

  /** Whether it is out at once, with OPTIONS that it does not answer well. */
  private boolean isOutAfter(CallEnd end) throws Exception {
    CompletableFuture<Boolean> out = new CompletableFuture<>();
    onLoop(
        () -> {
          health.used(target);
          health.refused(target, end);
          out.complete(health.isOut(target));
        });
    return out.get();
  }

  private static CallEnd answer(int status, List<HeaderField> headers) {
    SipRequest invite =
        (SipRequest)
            SipParser.parse(
                """
                INVITE sip:+12065550100@127.0.0.1 SIP/2.0\r
                Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKa\r
                Max-Forwards: 70\r
                From: <sip:a@127.0.0.1>;tag=a\r
                To: <sip:+12065550100@127.0.0.1>\r
                Call-ID: a\r
                CSeq: 1 INVITE\r
                Contact: <sip:a@127.0.0.1>\r
                Content-Length: 0\r
                \r
                """
                    .getBytes(StandardCharsets.US_ASCII));
    SipResponse response = invite.response(status).toTag("b").headers(headers).build();
    return new CallEnd(
        CallEnd.Cause.REJECTED, status, "refused", Optional.empty(), Optional.of(response));
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
    private volatile boolean answersOnce;
    private SipEndpoint endpoint;

    @Override
    public CallListener onInvite(UasCall call, SipRequest invite) {
      call.reject(486);
      return (ended, end) -> {};
    }

    @Override
    public void onRequest(UasRequest request) {
      pings.add(request.request().method() + " " + request.request().requestUri());
      if (!answersOnce || pings.size() == 1) {
        request.respond(status.get());
      }
    }
  }
}
