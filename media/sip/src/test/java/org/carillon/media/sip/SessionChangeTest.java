package org.carillon.media.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.NameAddress;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.transport.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Re-INVITEs that wait, fail and cross (RFC 3261 section 14), and redirections. */
class SessionChangeTest {
  private static final SipBody HOLD =
      SipBody.sdp(
          (Endpoints.OFFER.text() + "a=sendonly\r\n")
              .getBytes(java.nio.charset.StandardCharsets.US_ASCII));

  /** Keeps the requests inside the dialog for the test to answer. */
  private static final class Patient extends TestUser {
    private final List<UasRequest> open = new CopyOnWriteArrayList<>();
    private final CompletableFuture<UasRequest> cancelled = new CompletableFuture<>();

    Patient() {
      super((call, invite) -> call.answer(Endpoints.OFFER));
    }

    @Override
    public void onRequest(SipCall call, UasRequest request) {
      open.add(request);
    }

    @Override
    public void onRequestCancelled(SipCall call, UasRequest request) {
      cancelled.complete(request);
    }

    UasRequest next() {
      Waiting.until(() -> !open.isEmpty());
      return open.removeFirst();
    }
  }

  /** Takes the answer, and may hold back the ACK. */
  private static final class Answers implements ResponseHandler {
    private final CompletableFuture<SipResponse> response = new CompletableFuture<>();
    private final CompletableFuture<UacRequest> request = new CompletableFuture<>();
    private final boolean later;

    Answers(boolean later) {
      this.later = later;
    }

    @Override
    public void onResponse(UacRequest sent, SipResponse answer) {
      if (later) {
        sent.acknowledgeLater();
      }
      request.complete(sent);
      response.complete(answer);
    }

    @Override
    public void onFailure(UacRequest sent, int status, String reason) {
      response.completeExceptionally(new AssertionError(status + " " + reason));
    }

    SipResponse get() throws Exception {
      return response.get(5, TimeUnit.SECONDS);
    }
  }

  private final Patient caller = new Patient();
  private final Patient callee = new Patient();
  private SipEndpoint a;
  private SipEndpoint b;
  private UacCall out;
  private UasCall in;

  @BeforeEach
  void callIsUp() throws Exception {
    a = Endpoints.start(caller);
    b = Endpoints.start(callee);
    out = Endpoints.call(a, b, Transport.UDP, caller);
    in = (UasCall) callee.expect("invite").call();
    caller.expect("answered");
    callee.expect("confirmed");
  }

  @AfterEach
  void stop() {
    a.close();
    b.close();
  }

  private static Answers send(SipCall call, String method, SipBody body, boolean later)
      throws Exception {
    Answers answers = new Answers(later);
    Endpoints.on(call.loop(), () -> call.request(method, body, List.of(), answers));
    return answers;
  }

  @Test
  void holdIsAnsweredWhenTheOtherSideHasAnswered() throws Exception {
    Answers hold = send(out, "INVITE", HOLD, false);
    UasRequest waiting = callee.next();
    assertThat(waiting.request().body().orElseThrow().text()).contains("a=sendonly");
    assertThat(hold.response).isNotDone();
    Endpoints.on(out.loop(), () -> assertThat(out.isChanging()).isTrue());
    Endpoints.on(in.loop(), () -> assertThat(in.isChanging()).isTrue());

    Endpoints.on(in.loop(), () -> waiting.respond(200, null, HOLD, List.of()));

    assertThat(hold.get().body().orElseThrow().text()).isEqualTo(HOLD.text());
    callee.expect("acknowledged");
    Endpoints.on(out.loop(), () -> assertThat(out.isChanging()).isFalse());
    Endpoints.on(in.loop(), () -> assertThat(in.isChanging()).isFalse());

    // and back
    Answers resume = send(in, "INVITE", Endpoints.OFFER, false);
    UasRequest second = caller.next();
    Endpoints.on(out.loop(), () -> second.respond(200, null, Endpoints.OFFER, List.of()));
    assertThat(resume.get().status()).isEqualTo(200);
    caller.expect("acknowledged");
  }

  @Test
  void failureIsPassedBackAndTheCallLivesOn() throws Exception {
    Answers change = send(out, "INVITE", HOLD, false);
    UasRequest waiting = callee.next();
    Endpoints.on(in.loop(), () -> waiting.respond(488, "No such codec", null, List.of()));

    assertThat(change.get().status()).isEqualTo(488);
    assertThat(change.get().reason()).isEqualTo("No such codec");
    assertThat(change.request.get().retryAfter()).isEmpty();
    Endpoints.on(out.loop(), () -> assertThat(out.state()).isEqualTo(SipCall.State.CONFIRMED));
    assertThat(send(out, "INVITE", HOLD, false)).isNotNull();
    assertThat(callee.next()).isNotNull();
  }

  @Test
  void changeIsGivenUpWhileTheOtherSideThinks() throws Exception {
    Answers change = new Answers(false);
    CompletableFuture<UacRequest> sent = new CompletableFuture<>();
    Endpoints.on(out.loop(), () -> sent.complete(out.request("INVITE", HOLD, List.of(), change)));
    UasRequest waiting = callee.next();

    // the CANCEL waits for the 100 Trying that comes when nothing else does
    Endpoints.on(out.loop(), () -> sent.getNow(null).cancel());

    assertThat(change.get().status()).isEqualTo(487);
    assertThat(callee.cancelled.get(5, TimeUnit.SECONDS)).isSameAs(waiting);
    Endpoints.on(in.loop(), () -> waiting.respond(200));
    Endpoints.on(in.loop(), () -> assertThat(in.isChanging()).isFalse());
    Endpoints.on(out.loop(), () -> assertThat(out.state()).isEqualTo(SipCall.State.CONFIRMED));
  }

  @Test
  void lateOfferIsAnsweredInAnAckThatWaits() throws Exception {
    Answers late = send(out, "INVITE", null, true);
    UasRequest waiting = callee.next();
    assertThat(waiting.request().body()).isEmpty();
    Endpoints.on(in.loop(), () -> waiting.respond(200, null, Endpoints.OFFER, List.of()));
    assertThat(late.get().body()).isPresent();
    Endpoints.on(out.loop(), () -> assertThat(out.isChanging()).isTrue());
    assertThat(callee.rest()).isEmpty();

    Endpoints.on(out.loop(), () -> late.request.getNow(null).acknowledge(HOLD));

    SipRequest ack = (SipRequest) callee.expect("acknowledged").detail();
    assertThat(ack.body().orElseThrow().text()).isEqualTo(HOLD.text());
    Endpoints.on(out.loop(), () -> assertThat(out.isChanging()).isFalse());
  }

  @Test
  void ackThatNeverGetsItsBodyEndsTheCall() throws Exception {
    Answers late = send(out, "INVITE", null, true);
    UasRequest waiting = callee.next();
    Endpoints.on(in.loop(), () -> waiting.respond(200, null, Endpoints.OFFER, List.of()));
    late.get();

    // both sides wait equally long, and who is first tells the other by BYE
    assertThat(caller.expectEnd().cause()).isIn(CallEnd.Cause.NO_ACK, CallEnd.Cause.BYE_RECEIVED);
  }

  @Test
  void ackOfTheFirstAnswerCanWaitToo() throws Exception {
    CompletableFuture<UacCall> answered = new CompletableFuture<>();
    CallListener patient =
        new CallListener() {
          @Override
          public void onAnswered(UacCall call, SipResponse response) {
            call.acknowledgeLater();
            answered.complete(call);
          }

          @Override
          public void onEnded(SipCall call, CallEnd end) {
            caller.onEnded(call, end);
          }
        };
    Endpoints.call(a, b, Transport.UDP, patient);
    callee.expect("invite");
    UacCall call = answered.get(5, TimeUnit.SECONDS);
    Endpoints.on(call.loop(), () -> call.acknowledge(HOLD));
    SipRequest ack = (SipRequest) callee.expect("confirmed").detail();
    assertThat(ack.body().orElseThrow().text()).isEqualTo(HOLD.text());

    // hanging up while it waits sends the ACK first
    CompletableFuture<UacCall> second = new CompletableFuture<>();
    Endpoints.call(
        a,
        b,
        Transport.UDP,
        new CallListener() {
          @Override
          public void onAnswered(UacCall leg, SipResponse response) {
            leg.acknowledgeLater();
            second.complete(leg);
          }

          @Override
          public void onEnded(SipCall leg, CallEnd end) {}
        });
    callee.expect("invite");
    UacCall leaving = second.get(5, TimeUnit.SECONDS);
    Endpoints.on(leaving.loop(), leaving::hangUp);
    callee.expect("confirmed");
    assertThat(callee.expectEnd().cause()).isEqualTo(CallEnd.Cause.BYE_RECEIVED);
  }

  @Test
  void crossingChangesAreGlareAndEachSideGetsItsPause() throws Exception {
    // both loops are held, then both send, and only then either reads what came
    Answers first = new Answers(false);
    Answers second = new Answers(false);
    CountDownLatch held = new CountDownLatch(2);
    CountDownLatch sent = new CountDownLatch(2);
    cross(out, first, held, sent);
    cross(in, second, held, sent);

    assertThat(first.get().status()).isEqualTo(491);
    assertThat(second.get().status()).isEqualTo(491);
    Duration ofCaller = first.request.get().retryAfter().orElseThrow();
    Duration ofCallee = second.request.get().retryAfter().orElseThrow();
    assertThat(ofCaller).isBetween(Duration.ofMillis(2100), Duration.ofSeconds(4));
    assertThat(ofCallee).isBetween(Duration.ZERO, Duration.ofSeconds(2));
  }

  private static void cross(
      SipCall call, Answers answers, CountDownLatch held, CountDownLatch sent) {
    call.loop()
        .execute(
            () -> {
              meet(held);
              call.request("INVITE", Endpoints.OFFER, List.of(), answers);
              meet(sent);
            });
  }

  private static void meet(CountDownLatch latch) {
    latch.countDown();
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void secondChangeBeforeTheFirstIsAnsweredIsNotSent() throws Exception {
    send(out, "INVITE", HOLD, false);
    UasRequest waiting = callee.next();

    assertThat(refused(out, "INVITE")).isEqualTo(491);
    assertThat(refused(in, "UPDATE")).isEqualTo(491);

    Endpoints.on(in.loop(), () -> waiting.respond(200, null, HOLD, List.of()));
    callee.expect("acknowledged");
    assertThat(callee.open).isEmpty();
    assertThat(caller.open).isEmpty();
  }

  private static int refused(SipCall call, String method) throws Exception {
    CompletableFuture<Integer> status = new CompletableFuture<>();
    Endpoints.on(call.loop(), () -> call.request(method, HOLD, List.of(), CallTest.into(status)));
    return status.get(5, TimeUnit.SECONDS);
  }

  @Test
  void peerThatSendsASecondOneGets500WithAPause() throws Exception {
    Patient user = new Patient();
    try (SipEndpoint c = Endpoints.start(user);
        RawPeer peer = new RawPeer(c)) {
      peer.send(peer.request("INVITE", "sip:b@127.0.0.1", "one", "twice"));
      SipResponse answer = peer.finalResponse();
      String tag = ";tag=" + answer.toTag().orElseThrow();
      peer.send(peer.request("ACK", "sip:b@127.0.0.1", "ack", "twice", tag));
      user.expect("invite");
      user.expect("confirmed");
      peer.send(peer.request("INVITE", "sip:b@127.0.0.1", "two", "twice", tag, "CSeq: 2 INVITE"));
      user.next();
      peer.send(peer.request("INVITE", "sip:b@127.0.0.1", "three", "twice", tag, "CSeq: 3 INVITE"));

      SipResponse refusal = peer.finalResponse();
      while (refusal.status() == 200) {
        refusal = peer.finalResponse();
      }
      assertThat(refusal.status()).isEqualTo(500);
      assertThat(Integer.parseInt(refusal.header("Retry-After").orElseThrow())).isBetween(0, 10);
    }
  }

  @Test
  void redirectionIsHandedToTheUserBestContactFirst() throws Exception {
    List<HeaderField> contacts = new ArrayList<>();
    for (String contact :
        List.of(
            "<sip:second@127.0.0.1>;q=0.5",
            "<sip:first@127.0.0.1>;q=1.0, <sip:third@127.0.0.1>;q=0.1",
            "<sip:broken@:::>")) {
      contacts.add(HeaderField.of("Contact", contact));
    }
    TestUser moved = new TestUser((call, invite) -> call.reject(302, null, contacts));
    try (SipEndpoint c = Endpoints.start(moved)) {
      Endpoints.call(a, c, Transport.TCP, caller);

      CallEnd end = caller.expectEnd();

      assertThat(end.status()).isEqualTo(302);
      assertThat(end.contacts())
          .extracting(NameAddress::uri)
          .extracting(uri -> uri.user())
          .containsExactly(Optional.of("first"), Optional.of("second"), Optional.of("third"));
      assertThat(moved.expect("invite").call()).isNotNull();
      assertThat(moved.expectEnd().contacts()).isEmpty();
    }
  }
}
