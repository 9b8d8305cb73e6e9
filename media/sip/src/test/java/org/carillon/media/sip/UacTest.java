package org.carillon.media.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.carillon.media.sip.message.HeaderName;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How we call: a peer that answers just what a test says (RFC 3261 sections 9.1, 13.2, 17.1). */
class UacTest {
  private final TestUser caller = new TestUser();
  private SipEndpoint endpoint;
  private RawPeer peer;

  @BeforeEach
  void start() throws Exception {
    endpoint = Endpoints.start(caller);
    peer = new RawPeer();
  }

  @AfterEach
  void stop() {
    endpoint.close();
    peer.close();
  }

  private UacCall call() {
    return Endpoints.call(endpoint, endpoint, peer.way(), caller);
  }

  @Test
  void inviteIsRepeatedUntilSomethingIsAnswered() throws Exception {
    call();
    SipRequest first = peer.request("INVITE");
    SipRequest second = peer.request("INVITE");
    peer.answer(second, 100, "x");

    assertThat(second.toString()).isEqualTo(first.toString());
    assertThat(first.topVia().hasMagicCookie()).isTrue();
    assertThat(first.header(HeaderName.ALLOW)).isPresent();
    peer.expectSilence();
  }

  @Test
  void ackOfARefusalBelongsToTheInvite() throws Exception {
    call();
    SipRequest invite = peer.request("INVITE");
    peer.answer(invite, 603, "x");

    SipRequest ack = peer.request("ACK");
    assertThat(ack.topVia()).isEqualTo(invite.topVia());
    assertThat(ack.requestUri()).isEqualTo(invite.requestUri());
    assertThat(ack.toTag()).contains("x");
    assertThat(ack.cseq().number()).isEqualTo(invite.cseq().number());
    assertThat(caller.expectEnd().status()).isEqualTo(603);

    // a repeated refusal gets its ACK again, and the user nothing
    peer.answer(invite, 603, "x");
    assertThat(peer.request("ACK").toString()).isEqualTo(ack.toString());
    assertThat(caller.rest()).isEmpty();
  }

  @Test
  void ackOfAnAnswerGoesToTheContactInItsOwnTransaction() throws Exception {
    call();
    SipRequest invite = peer.request("INVITE");
    peer.answer(invite, 200, "x");

    SipRequest ack = peer.request("ACK");
    assertThat(ack.topVia().branch()).isNotEqualTo(invite.topVia().branch());
    assertThat(ack.requestUri()).hasToString("sip:raw@127.0.0.1:" + peer.port());

    peer.answer(invite, 200, "x");
    assertThat(peer.request("ACK").toString()).isEqualTo(ack.toString());
    caller.expect("answered");
    assertThat(caller.rest()).isEmpty();
  }

  @Test
  void firstAnswerOfAForkWinsAndTheSecondIsHungUp() throws Exception {
    UacCall call = call();
    SipRequest invite = peer.request("INVITE");
    peer.answer(invite, 180, "one");
    peer.answer(invite, 180, "two");
    caller.expect("provisional");
    caller.expect("provisional");
    peer.answer(invite, 200, "two");
    assertThat(peer.request("ACK").toTag()).contains("two");
    peer.answer(invite, 200, "one");

    assertThat(peer.request("ACK").toTag()).contains("one");
    SipRequest bye = peer.request("BYE");
    assertThat(bye.toTag()).contains("one");
    peer.answer(bye, 200, "one");
    caller.expect("answered");
    assertThat(caller.rest()).isEmpty();
    Endpoints.on(call.loop(), () -> assertThat(call.state()).isEqualTo(SipCall.State.CONFIRMED));
  }

  @Test
  void answerThatCrossesTheCancelIsHungUp() throws Exception {
    UacCall call = call();
    SipRequest invite = peer.request("INVITE");
    peer.answer(invite, 180, "x");
    caller.expect("provisional");
    Endpoints.on(call.loop(), call::hangUp);
    SipRequest cancel = peer.request("CANCEL");
    assertThat(cancel.topVia()).isEqualTo(invite.topVia());
    assertThat(cancel.cseq().number()).isEqualTo(invite.cseq().number());

    peer.answer(invite, 200, "x");

    peer.request("ACK");
    peer.answer(peer.request("BYE"), 200, "x");
    assertThat(caller.expectEnd().cause()).isEqualTo(CallEnd.Cause.CANCELLED);
  }

  @Test
  void cancelWithoutAnyOutcomeEndsTheLegAfterAll() throws Exception {
    UacCall call = call();
    SipRequest invite = peer.request("INVITE");
    peer.answer(invite, 180, "x");
    caller.expect("provisional");

    Endpoints.on(call.loop(), call::hangUp);
    peer.request("CANCEL");

    assertThat(caller.expectEnd().cause()).isEqualTo(CallEnd.Cause.CANCELLED);
  }

  @Test
  void lateOfferIsAnsweredInTheAck() throws Exception {
    SipBody answer = Endpoints.OFFER;
    CallListener answering =
        new CallListener() {
          @Override
          public void onAnswered(UacCall call, SipResponse response) {
            call.acknowledge(answer);
          }

          @Override
          public void onEnded(SipCall call, CallEnd end) {
            caller.onEnded(call, end);
          }
        };
    Endpoints.call(endpoint, endpoint, peer.way(), answering);
    peer.answer(peer.request("INVITE"), 200, "x");

    assertThat(peer.request("ACK").body().orElseThrow().text()).isEqualTo(answer.text());
  }

  @Test
  void bothSidesChangingTheSessionAtOnceIsGlare() throws Exception {
    UacCall call = call();
    SipRequest invite = peer.request("INVITE");
    peer.answer(invite, 200, "x");
    peer.request("ACK");
    caller.expect("answered");
    Endpoints.on(
        call.loop(),
        () ->
            call.request(
                "INVITE", Endpoints.OFFER, List.of(), CallTest.into(new CompletableFuture<>())));
    peer.request("INVITE");

    String mine = invite.fromTag().orElseThrow();
    peer.send(
        "INVITE sip:a SIP/2.0\nVia: SIP/2.0/UDP 127.0.0.1:PORT;branch=z9hG4bKglare\n"
            + "From: <sip:raw@127.0.0.1>;tag=x\nTo: <sip:c@d>;tag="
            + mine
            + "\nCall-ID: "
            + invite.callId()
            + "\nCSeq: 9 INVITE\nContact: <sip:raw@127.0.0.1:PORT>\nContent-Length: 0\n\n");

    SipResponse response = null;
    while (response == null) {
      response = peer.receive() instanceof SipResponse r ? r : null;
    }
    assertThat(response.status()).isEqualTo(491);
  }

  @Test
  void lostDialogEndsTheLeg() throws Exception {
    UacCall call = call();
    SipRequest invite = peer.request("INVITE");
    peer.answer(invite, 200, "x");
    peer.request("ACK");
    caller.expect("answered");

    Endpoints.on(
        call.loop(),
        () -> call.request("INFO", null, List.of(), CallTest.into(new CompletableFuture<>())));
    peer.answer(peer.request("INFO"), 481, "x");

    assertThat(caller.expectEnd().cause()).isEqualTo(CallEnd.Cause.TIMED_OUT);
    peer.request("BYE");
  }
}
