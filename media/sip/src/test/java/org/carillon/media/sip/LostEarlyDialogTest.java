package org.carillon.media.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.carillon.media.sip.message.HeaderName;
import org.carillon.media.sip.message.ParseResult;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A peer that does not know its early dialog any more, or is silent in it: the INVITE is ended as
 * one without a final answer is, and nothing is kept (RFC 3261 sections 9.1, 12.2.1.2 and 15).
 */
class LostEarlyDialogTest {
  private final TestUser user = new TestUser();
  private SipEndpoint endpoint;
  private RawPeer peer;

  @BeforeEach
  void start() throws Exception {
    SipConfig.Timers timers =
        Endpoints.FAST.withSession(Duration.ofSeconds(2), Duration.ofSeconds(1));
    endpoint = SipEndpoint.start(Endpoints.config("127.0.0.1").withTimers(timers), user);
    peer = new RawPeer(endpoint);
  }

  @AfterEach
  void stop() {
    peer.close();
    endpoint.close();
  }

  private static void ask(SipCall call, String method) throws Exception {
    CompletableFuture<Integer> status = new CompletableFuture<>();
    Endpoints.on(call.loop(), () -> call.request(method, null, List.of(), CallTest.into(status)));
  }

  // ---- the peer calls

  /** A call of the peer that rings. */
  private UasCall ringing(String callId, String... headers) throws Exception {
    peer.send(peer.request("INVITE", "sip:b@127.0.0.1", callId, callId, headers));
    UasCall call = (UasCall) user.expect("invite").call();
    Endpoints.on(call.loop(), () -> call.provisional(180));
    return call;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCallerThatLostTheDialogGetsAFinalAnswerAndNoBye(boolean answers) throws Exception {
    UasCall call = ringing("lost-" + answers);

    ask(call, "INFO");
    if (answers) {
      SipRequest info = peer.request("INFO");
      peer.send(info.response(481).build().bytes());
    }

    assertThat(refusalWithoutBye().status()).isEqualTo(480);
    CallEnd end = user.expectEnd();
    assertThat(end.cause()).isEqualTo(CallEnd.Cause.TIMED_OUT);
    assertThat(end.status()).isEqualTo(480);
    assertThat(endpoint.statistics().dialogs()).isZero();
    Endpoints.on(call.loop(), () -> assertThat(call.state()).isEqualTo(SipCall.State.TERMINATED));
  }

  private SipResponse refusalWithoutBye() throws Exception {
    while (true) {
      ParseResult next = peer.receive();
      if (next instanceof SipResponse response && response.isFinal()) {
        return response;
      }
      if (next instanceof SipRequest request) {
        assertThat(request.method()).as("it repeats INFO at most").isEqualTo("INFO");
      }
    }
  }

  @Test
  void theSessionTimerBeginsWithTheAnswerAndNotWithAnEarlierUpdate() throws Exception {
    UasCall call = ringing("timer", "Supported: timer");
    String tag = ";tag=" + ringingAnswer().toTag().orElseThrow();

    // when a caller who does not refresh asks for a timer of 2 s while it rings
    peer.send(
        peer.request(
            "UPDATE",
            "sip:b@127.0.0.1",
            "timer-update",
            "timer",
            tag,
            "CSeq: 2 UPDATE",
            "Supported: timer",
            "Session-Expires: 2;refresher=uac"));

    // then it rings on beyond the 1.4 s after which the session would be over
    SipResponse updated = peer.finalResponse();
    assertThat(updated.status()).isEqualTo(200);
    assertThat(updated.has(HeaderName.SESSION_EXPIRES)).isFalse();
    assertThat(peer.poll(2_000)).isEmpty();
    assertThat(user.rest()).isEmpty();
    Endpoints.on(call.loop(), () -> call.answer(Endpoints.OFFER));
    SipResponse answer = peer.finalResponse();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header(HeaderName.SESSION_EXPIRES)).contains("2;refresher=uac");
  }

  private SipResponse ringingAnswer() throws Exception {
    SipResponse response = peer.response();
    while (response.status() != 180) {
      response = peer.response();
    }
    return response;
  }

  // ---- the peer is called

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCalleeThatLostTheDialogGetsCancelAndNoBye(boolean answers) throws Exception {
    UacCall call = Endpoints.call(endpoint, endpoint, peer.way(), user);
    peer.answer(peer.request("INVITE"), 180, "x");
    user.expect("provisional");

    ask(call, "UPDATE");
    SipRequest update = peer.request("UPDATE");
    if (answers) {
      peer.answer(update, 481, "x");
    }

    SipRequest end = afterRepetitionsOf("UPDATE");
    assertThat(end.method()).isEqualTo("CANCEL");
    assertThat(update.has(HeaderName.SESSION_EXPIRES)).isFalse();
    assertThat(user.expectEnd().status()).isEqualTo(answers ? 481 : 408);
    assertThat(endpoint.statistics().dialogs()).isZero();
  }

  private SipRequest afterRepetitionsOf(String repeated) throws Exception {
    SipRequest next = (SipRequest) peer.receive();
    while (next.is(repeated)) {
      next = (SipRequest) peer.receive();
    }
    return next;
  }

  @Test
  void oneBranchOfAForkThatIsLostDoesNotEndTheOther() throws Exception {
    UacCall call = Endpoints.call(endpoint, endpoint, peer.way(), user);
    SipRequest invite = peer.request("INVITE");
    peer.answer(invite, 180, "one");
    user.expect("provisional");
    ask(call, "INFO");
    SipRequest info = peer.request("INFO");
    peer.answer(invite, 180, "two");
    user.expect("provisional");

    peer.answer(info, 481, "one");
    peer.answer(invite, 200, "two");

    assertThat(peer.request("ACK").toTag()).contains("two");
    user.expect("answered");
    assertThat(user.rest()).isEmpty();
  }
}
