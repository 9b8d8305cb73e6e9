package org.carillon.media.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.carillon.media.sip.message.NameAddress;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.message.SipUri;
import org.carillon.media.sip.transport.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Too much to do, scanners, forged requests, and calls that come back. */
class OverloadTest {
  private static final String URI = "sip:b@127.0.0.1";

  private final TestUser user = new TestUser();
  private SipEndpoint endpoint;
  private RawPeer peer;

  @BeforeEach
  void start() throws Exception {
    start(SipConfig.Limits.DEFAULT.withRequestsPerSecond(5));
  }

  private void start(SipConfig.Limits limits) throws Exception {
    endpoint = SipEndpoint.start(Endpoints.config("127.0.0.1").withLimits(limits), user);
    peer = new RawPeer(endpoint);
  }

  @AfterEach
  void stop() {
    endpoint.close();
    peer.close();
  }

  /** Keeps the loop from working until the latch is opened. */
  private CountDownLatch blockLoop() {
    CountDownLatch blocked = new CountDownLatch(1);
    CountDownLatch open = new CountDownLatch(1);
    endpoint
        .loop()
        .execute(
            () -> {
              blocked.countDown();
              awaitOpen(open);
            });
    awaitOpen(blocked);
    return open;
  }

  private static void awaitOpen(CountDownLatch open) {
    try {
      open.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void newCallsAreRefusedWhileTheLoopIsLateAndCallsInProgressAreServed() throws Exception {
    // given a call that rings, and a loop that is held up for longer than the second it may
    peer.send(peer.request("INVITE", URI, "up", "up"));
    UasCall call = (UasCall) user.expect("invite").call();
    CountDownLatch open = blockLoop();
    peer.send(peer.request("INVITE", URI, "late", "late"));
    peer.send(peer.request("CANCEL", URI, "up", "up", "CSeq: 1 CANCEL"));
    Waiting.until(() -> endpoint.statistics().lagMillis() > 1_200);
    open.countDown();

    // then the new call is refused, and the old one's CANCEL is taken
    assertThat(user.expectEnd().cause()).isEqualTo(CallEnd.Cause.CANCELLED);
    SipResponse refusal = peer.finalResponse();
    while (!refusal.callId().equals("late")) {
      refusal = peer.finalResponse();
    }
    assertThat(refusal.status()).isEqualTo(503);
    assertThat(refusal.header("Retry-After")).contains("5");
    assertThat(endpoint.statistics().overloaded()).isEqualTo(1);
    assertThat(call.callId()).isEqualTo("up");

    // and when the loop has caught up, calls come in again
    Waiting.until(() -> endpoint.statistics().lagMillis() == 0);
    peer.send(peer.request("INVITE", URI, "next", "next"));
    user.expect("invite");
  }

  @Test
  void callForHelpIsTakenWhileTheLoopIsLate() throws Exception {
    CountDownLatch open = blockLoop();
    peer.send(peer.request("INVITE", URI, "late", "late"));
    peer.send(peer.request("INVITE", "sip:911@127.0.0.1", "help", "help"));
    Waiting.until(() -> endpoint.statistics().lagMillis() > 1_200);
    open.countDown();

    assertThat(((SipRequest) user.expect("invite").detail()).callId()).isEqualTo("help");
    assertThat(endpoint.statistics().overloaded()).isEqualTo(1);
  }

  @Test
  void callForHelpIsTakenWhileTheTableOfTransactionsIsFull() throws Exception {
    stop();
    start(
        new SipConfig.Limits(
            100, 100, 100, Duration.ofHours(1), Duration.ofSeconds(10), 2, 1_000, 1_000, 1_000));
    // given a table with two calls that ring, which is all it takes
    for (String ringing : List.of("one", "two")) {
      peer.send(peer.request("INVITE", URI, ringing, ringing));
      user.expect("invite");
    }

    peer.send(peer.request("INVITE", URI, "full", "full"));
    peer.send(peer.request("INVITE", "sip:911@127.0.0.1", "help", "help"));

    assertThat(((SipRequest) user.expect("invite").detail()).callId()).isEqualTo("help");
    SipResponse refusal = peer.finalResponse();
    assertThat(refusal.callId()).isEqualTo("full");
    assertThat(refusal.status()).isEqualTo(503);

    // and nobody floods the places that are kept for such calls
    for (int i = 0; i < 60; i++) {
      peer.send(peer.request("INVITE", "sip:911@127.0.0.1", "h" + i, "h" + i));
    }
    Waiting.until(() -> endpoint.statistics().received() >= 64);
    assertThat(endpoint.statistics().transactions()).isBetween(20, 50);
  }

  @Test
  void tasksOfOtherThreadsAreBounded() throws Exception {
    CountDownLatch open = blockLoop();
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 100_001; i++) {
                endpoint.loop().execute(() -> {});
              }
            })
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessageContaining("overloaded");
    open.countDown();

    Waiting.until(() -> endpoint.statistics().queued() == 0);
    Endpoints.on(endpoint.loop(), () -> assertThat(endpoint.loop().inLoop()).isTrue());
  }

  @Test
  void scannerGetsFewAnswersAndLeavesNothing() throws Exception {
    for (int i = 0; i < 500; i++) {
      String method = i % 2 == 0 ? "OPTIONS" : "REGISTER";
      peer.send(peer.request(method, URI, "scan" + i, "scan" + i));
    }
    Waiting.until(() -> endpoint.statistics().received() >= 500);

    assertThat(endpoint.statistics().limited()).isGreaterThan(400);
    assertThat(endpoint.statistics().transactions()).isLessThan(50);
    int answers = 0;
    while (peer.poll(100).isPresent()) {
      answers++;
    }
    assertThat(answers).isLessThan(150);
  }

  @Test
  void callsThatAreUpDoNotNoticeAFlood() throws Exception {
    // given 200 calls with an endpoint that takes few new ones of a source
    TestUser callee = new TestUser((call, invite) -> call.answer(Endpoints.OFFER));
    SipConfig.Limits few =
        new SipConfig.Limits(
            100, 100, 100, Duration.ofHours(1), Duration.ofSeconds(10), 5_000, 1, 250, 50);
    try (SipEndpoint b =
            SipEndpoint.start(
                Endpoints.config("127.0.0.1").withLimits(few.withRequestsPerSecond(20)), callee);
        RawPeer scanner = new RawPeer(b)) {
      List<UacCall> calls = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        calls.add(Endpoints.call(endpoint, b, Transport.UDP, user));
        user.expect("answered");
      }

      // when a scanner sends without a pause
      AtomicBoolean over = new AtomicBoolean();
      AtomicInteger sent = new AtomicInteger();
      Thread flood = Thread.ofVirtual().start(() -> scan(scanner, over, sent));

      // then each call still gets an answer
      for (UacCall call : calls) {
        CompletableFuture<Integer> status = new CompletableFuture<>();
        Endpoints.on(
            call.loop(), () -> call.request("INFO", null, List.of(), CallTest.into(status)));
        assertThat(status.get(10, TimeUnit.SECONDS)).isEqualTo(200);
      }
      Waiting.until(() -> sent.get() > 5_000);
      over.set(true);
      flood.join();
      assertThat(b.statistics().limited()).isGreaterThan(1_000);
      assertThat(b.statistics().transactions()).isLessThan(5_000);
    }
  }

  private static void scan(RawPeer scanner, AtomicBoolean over, AtomicInteger sent) {
    String[] methods = {"OPTIONS", "REGISTER", "INVITE", "BYE", "CANCEL", "NOSUCH"};
    try {
      while (!over.get()) {
        int number = sent.incrementAndGet();
        String method = methods[number % methods.length];
        String tag = method.equals("BYE") ? ";tag=guess" : "X: y";
        scanner.send(scanner.request(method, URI, "s" + number, "s" + number, tag));
        scanner.send(new byte[] {'?', (byte) number});
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void requestsForNoCallGet481WithoutATransaction() throws Exception {
    peer.send(peer.request("INVITE", URI, "a", "real"));
    UasCall call = (UasCall) user.expect("invite").call();
    Endpoints.on(call.loop(), () -> call.answer(Endpoints.OFFER));
    String tag = peer.finalResponse().toTag().orElseThrow();
    peer.send(peer.request("ACK", URI, "ack", "real", ";tag=" + tag));
    user.expect("confirmed");
    int before = endpoint.statistics().transactions();

    // a BYE with a guessed tag, one with another Call-ID, and one with another From tag
    peer.send(peer.request("BYE", URI, "b1", "real", ";tag=guess", "CSeq: 2 BYE"));
    assertThat(peer.finalResponse().status()).isEqualTo(481);
    peer.send(peer.request("BYE", URI, "b2", "other", ";tag=" + tag, "CSeq: 2 BYE"));
    assertThat(peer.finalResponse().status()).isEqualTo(481);
    peer.send(
        peer.request("BYE", URI, "b3", "real", ";tag=" + tag, "CSeq: 2 BYE")
            .replace("tag=raw", "tag=forged"));
    assertThat(peer.finalResponse().status()).isEqualTo(481);

    assertThat(endpoint.statistics().transactions()).isEqualTo(before);
    Endpoints.on(call.loop(), () -> assertThat(call.state()).isEqualTo(SipCall.State.CONFIRMED));
  }

  @Test
  void cancelOfAStrangerCancelsNothing() throws Exception {
    String invite = peer.request("INVITE", URI, "mine", "mine");
    peer.send(invite);
    UasCall call = (UasCall) user.expect("invite").call();
    Endpoints.on(call.loop(), () -> call.provisional(180));

    // the same branch, from another address
    InetAddress elsewhere = InetAddress.ofLiteral("127.0.0.2");
    try (DatagramSocket stranger = new DatagramSocket(new InetSocketAddress(elsewhere, 0))) {
      String cancel =
          peer.request("CANCEL", URI, "mine", "mine", "CSeq: 1 CANCEL")
              .replace("PORT", "" + peer.port())
              .replace("\n", "\r\n");
      byte[] bytes = cancel.getBytes(StandardCharsets.US_ASCII);
      stranger.send(new DatagramPacket(bytes, bytes.length, endpoint.localAddresses().getFirst()));
      stranger.setSoTimeout(5_000);
      DatagramPacket answer = new DatagramPacket(new byte[2_000], 2_000);
      stranger.receive(answer);
      assertThat(new String(answer.getData(), 0, answer.getLength(), StandardCharsets.US_ASCII))
          .startsWith("SIP/2.0 481 ");
    }
    // the same branch and address, of another call
    peer.send(peer.request("CANCEL", URI, "mine", "theirs", "CSeq: 1 CANCEL"));
    assertThat(peer.finalResponse().status()).isEqualTo(481);
    Endpoints.on(call.loop(), () -> assertThat(call.state()).isEqualTo(SipCall.State.EARLY));

    peer.send(peer.request("CANCEL", URI, "mine", "mine", "CSeq: 1 CANCEL"));
    assertThat(user.expectEnd().cause()).isEqualTo(CallEnd.Cause.CANCELLED);
  }

  @Test
  void callThatComesBackUnchangedIsALoop() throws Exception {
    SipUri uri = SipUri.sip("x", "127.0.0.1", peer.port());
    endpoint.invite(OutgoingInvite.to(uri, NameAddress.of(uri)), user);
    SipRequest ours = peer.request("INVITE");

    // a proxy sends it back to us as it is
    String back = peer.request("INVITE", uri.toString(), "back", "back", "Via: " + ours.topVia());
    peer.send(back);
    assertThat(peer.finalResponse().status()).isEqualTo(482);

    // for another number it is a spiral, which is no fault
    peer.send(back.replace("sip:x@", "sip:y@").replace("back", "spiral"));
    user.expect("invite");
  }

  @Test
  void hopsAreCountedDownToNone() throws Exception {
    SipUri uri = SipUri.parse(URI);
    OutgoingInvite onward = OutgoingInvite.to(uri, NameAddress.of(uri));
    peer.send(peer.request("INVITE", URI, "h1", "h1").replace("Forwards: 70", "Forwards: 7"));
    SipRequest seven = (SipRequest) user.expect("invite").detail();
    peer.send(peer.request("INVITE", URI, "h2", "h2").replace("Forwards: 70", "Forwards: 0"));
    SipRequest none = (SipRequest) user.expect("invite").detail();

    assertThat(onward.following(seven).orElseThrow().maxForwards()).isEqualTo(6);
    assertThat(onward.following(none)).isEmpty();
  }
}
