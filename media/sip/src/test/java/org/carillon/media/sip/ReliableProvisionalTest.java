package org.carillon.media.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.HeaderName;
import org.carillon.media.sip.message.ParseResult;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.transport.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reliable provisional answers, PRACK and UPDATE (RFC 3262, RFC 3311), both sides. */
class ReliableProvisionalTest {
  private static final String SDP = Endpoints.OFFER.text();

  private final TestUser caller = new TestUser();
  private final TestUser callee = new TestUser();
  private SipEndpoint a;
  private SipEndpoint b;
  private RawPeer peer;

  @BeforeEach
  void start() throws Exception {
    a = Endpoints.start(caller);
    b = Endpoints.start(callee);
  }

  @AfterEach
  void stop() {
    a.close();
    b.close();
    if (peer != null) {
      peer.close();
    }
  }

  private UasCall call(Transport transport) throws Exception {
    Endpoints.call(a, b, transport, caller);
    return (UasCall) callee.expect("invite").call();
  }

  @Test
  void earlyMediaIsAcknowledgedAndTheAnswerWaitsForThat() throws Exception {
    // given a callee that sends 180, early media and its answer without a pause
    UasCall in = call(Transport.UDP);
    Endpoints.on(
        in.loop(),
        () -> {
          in.provisionalReliably(180, null, List.of());
          in.provisionalReliably(183, Endpoints.OFFER, List.of());
        });

    // then the caller gets both, in order, each with a number
    SipResponse ringing = (SipResponse) caller.expect("provisional").detail();
    SipResponse media = (SipResponse) caller.expect("provisional").detail();
    assertThat(ringing.status()).isEqualTo(180);
    assertThat(ringing.values(HeaderName.REQUIRE)).containsExactly("100rel");
    assertThat(media.status()).isEqualTo(183);
    assertThat(media.body().orElseThrow().text()).isEqualTo(SDP);
    assertThat(number(media)).isEqualTo(number(ringing) + 1);
    callee.expect("prack");
    callee.expect("prack");

    Endpoints.on(in.loop(), () -> in.answer(null));
    caller.expect("answered");
    callee.expect("confirmed");
    assertThat(caller.rest()).isEmpty();
  }

  private static long number(SipResponse response) {
    return Long.parseLong(response.header(HeaderName.RSEQ).orElseThrow());
  }

  @Test
  void plainRingingStaysPlainForACallerThatDoesNotInsist() throws Exception {
    UasCall in = call(Transport.TCP);
    Endpoints.on(in.loop(), () -> in.provisional(180));

    SipResponse ringing = (SipResponse) caller.expect("provisional").detail();
    assertThat(ringing.has(HeaderName.RSEQ)).isFalse();
  }

  @Test
  void answerRightAfterEarlyMediaComesAfterItsPrack() throws Exception {
    UasCall in = call(Transport.UDP);
    Endpoints.on(
        in.loop(),
        () -> {
          in.provisionalReliably(183, Endpoints.OFFER, List.of());
          in.answer(null);
          in.answer(null);
        });

    caller.expect("provisional");
    caller.expect("answered");
    callee.expect("prack");
    callee.expect("confirmed");
  }

  @Test
  void callerThatInsistsGetsItReliablyAndRepeated() throws Exception {
    peer = new RawPeer(b);
    SipRequest invite = insist("insist-1");
    UasCall in = (UasCall) callee.expect("invite").call();
    Endpoints.on(in.loop(), () -> in.provisional(180));

    SipResponse first = ringing();
    SipResponse again = ringing();
    assertThat(again.toString()).isEqualTo(first.toString());
    prack(first, number(first) + 1, 2);
    assertThat(reply("PRACK").status()).isEqualTo(481);
    prack(first, number(first), 3);
    assertThat(reply("PRACK").status()).isEqualTo(200);
    callee.expect("prack");
    prack(first, number(first), 4);
    assertThat(reply("PRACK").status()).as("acknowledged twice").isEqualTo(481);
    assertThat(invite.method()).isEqualTo("INVITE");
    peer.expectSilence();
  }

  @Test
  void callWithoutAnyPrackIsAnswered504() throws Exception {
    peer = new RawPeer(b);
    insist("insist-2");
    UasCall in = (UasCall) callee.expect("invite").call();
    Endpoints.on(in.loop(), () -> in.provisional(180));

    assertThat(callee.expectEnd().cause()).isEqualTo(CallEnd.Cause.NO_ACK);
    assertThat(peer.finalResponse().status()).isEqualTo(504);
  }

  @Test
  void callRejectedOrGivenUpStopsTheRepetitions() throws Exception {
    peer = new RawPeer(b);
    insist("insist-3");
    UasCall in = (UasCall) callee.expect("invite").call();
    Endpoints.on(
        in.loop(),
        () -> {
          in.provisional(183, Endpoints.OFFER, List.of());
          in.reject(486);
        });

    assertThat(peer.finalResponse().status()).isEqualTo(486);
    assertThat(callee.expectEnd().status()).isEqualTo(486);
  }

  private SipRequest insist(String callId) throws Exception {
    String text =
        peer.request(
            "INVITE", "sip:b@127.0.0.1", callId, callId, "Require: 100rel", "Supported: 100rel");
    peer.send(text);
    String message = text.replace("PORT", "" + peer.port()).replace("\n", "\r\n");
    byte[] bytes = message.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return (SipRequest)
        org.carillon.media.sip.message.SipParser.parse(bytes, 0, bytes.length, false);
  }

  private SipResponse ringing() throws Exception {
    SipResponse response = peer.response();
    while (response.status() == 100) {
      response = peer.response();
    }
    return response;
  }

  private SipResponse reply(String method) throws Exception {
    ParseResult next = peer.receive();
    while (!(next instanceof SipResponse response && response.cseq().method().equals(method))) {
      next = peer.receive();
    }
    return (SipResponse) next;
  }

  private void prack(SipResponse to, long rseq, int cseq) throws Exception {
    peer.send(
        peer.request(
            "PRACK",
            "sip:b@127.0.0.1",
            "prack" + cseq + to.callId(),
            to.callId(),
            ";tag=" + to.toTag().orElseThrow(),
            "CSeq: " + cseq + " PRACK",
            "RAck: " + rseq + " 1 INVITE"));
  }

  @Test
  void offerInEarlyMediaIsAnsweredInThePrack() throws Exception {
    CallListener answering =
        new CallListener() {
          @Override
          public void onProvisional(UacCall call, SipResponse response) {
            call.acknowledge(Endpoints.OFFER);
          }

          @Override
          public void onEnded(SipCall call, CallEnd end) {
            caller.onEnded(call, end);
          }
        };
    peer = new RawPeer();
    UacCall call = Endpoints.call(a, a, peer.way(), answering);
    SipRequest invite = peer.request("INVITE");
    assertThat(invite.values(HeaderName.SUPPORTED)).contains("100rel", "timer");
    reliable(invite, 183, "x", 7, null);
    SipRequest prack = peer.request("PRACK");

    assertThat(prack.header(HeaderName.RACK)).contains("7 1 INVITE");
    assertThat(prack.body().orElseThrow().text()).isEqualTo(SDP);
    assertThat(prack.toTag()).contains("x");
    assertThat(prack.cseq().number()).isEqualTo(2);
    Endpoints.on(call.loop(), () -> assertThat(call.state()).isEqualTo(SipCall.State.EARLY));
  }

  private void reliable(SipRequest invite, int status, String tag, long rseq, SipBody body)
      throws Exception {
    peer.send(
        invite
            .response(status)
            .toTag(tag)
            .headers(
                List.of(
                    HeaderField.of("Contact", "<sip:raw@127.0.0.1:" + peer.port() + ">"),
                    HeaderField.of("Require", "100rel"),
                    HeaderField.of("RSeq", "" + rseq)))
            .body(body)
            .build()
            .bytes());
  }

  @Test
  void repeatedAndEarlyComersAreNotHandedOn() throws Exception {
    peer = new RawPeer();
    Endpoints.call(a, a, peer.way(), caller);
    SipRequest invite = peer.request("INVITE");
    reliable(invite, 180, "x", 10, null);
    peer.answer(peer.request("PRACK"), 200, "x");
    reliable(invite, 180, "x", 10, null); // again
    reliable(invite, 183, "x", 12, Endpoints.OFFER); // before its turn
    reliable(invite, 182, "x", 11, null);
    assertThat(peer.request("PRACK").header(HeaderName.RACK)).contains("11 1 INVITE");
    reliable(invite, 183, "x", 12, Endpoints.OFFER);
    assertThat(peer.request("PRACK").header(HeaderName.RACK)).contains("12 1 INVITE");

    assertThat(caller.rest())
        .extracting(event -> ((SipResponse) event.detail()).status())
        .containsExactly(180, 182, 183);
  }

  @Test
  void branchesOfAForkHaveTheirOwnDialogsAndNumbers() throws Exception {
    peer = new RawPeer();
    UacCall call = Endpoints.call(a, a, peer.way(), caller);
    SipRequest invite = peer.request("INVITE");
    for (String tag : List.of("one", "two")) {
      reliable(invite, 180, tag, 5, null);
      SipRequest prack = peer.request("PRACK");
      assertThat(prack.toTag()).contains(tag);
      peer.answer(prack, 200, tag);
      caller.expect("provisional");
      Endpoints.on(
          call.loop(), () -> assertThat(call.dialog().orElseThrow().remoteTag()).contains(tag));
    }
    reliable(invite, 183, "one", 6, Endpoints.OFFER);
    assertThat(peer.request("PRACK").header(HeaderName.RACK)).contains("6 1 INVITE");
    caller.expect("provisional");

    peer.answer(invite, 200, "two");

    SipRequest ack = peer.request("ACK");
    assertThat(ack.toTag()).contains("two");
    caller.expect("answered");
    // numbers go on where the early dialog was: INVITE 1, PRACK 2
    Endpoints.on(call.loop(), () -> call.hangUp());
    assertThat(peer.request("BYE").cseq().number()).isEqualTo(3);
  }

  @Test
  void aBranchMayOfferOnceItsOwnAnswerWasReliable() throws Exception {
    peer = new RawPeer();
    Endpoints.call(a, a, peer.way(), caller);
    SipRequest invite = peer.request("INVITE");
    reliable(invite, 183, "one", 5, Endpoints.OFFER);
    peer.answer(peer.request("PRACK"), 200, "one");
    peer.answer(invite, 180, "two");
    caller.expect("provisional");
    caller.expect("provisional");

    offer(invite, "two");
    assertThat(reply("UPDATE").status()).as("our offer is open there").isEqualTo(491);
    offer(invite, "one");
    assertThat(((UasRequest) caller.expect("in-dialog").detail()).request().fromTag())
        .contains("one");
  }

  /** An UPDATE with an offer, of the branch with that tag. */
  private void offer(SipRequest invite, String tag) throws Exception {
    peer.send(
        "UPDATE sip:caller@127.0.0.1 SIP/2.0\n"
            + ("Via: SIP/2.0/UDP 127.0.0.1:PORT;branch=z9hG4bK" + tag + "\n")
            + ("From: " + invite.to().withTag(tag) + "\n")
            + ("To: " + invite.from() + "\n")
            + ("Call-ID: " + invite.callId() + "\n")
            + "CSeq: 1 UPDATE\nMax-Forwards: 70\nContact: <sip:raw@127.0.0.1:PORT>\n"
            + ("Content-Type: application/sdp\nContent-Length: " + SDP.length() + "\n\n")
            + SDP.replace("\r", ""));
  }

  @Test
  void branchesBeyondTheSixteenthArePassedOver() throws Exception {
    peer = new RawPeer();
    Endpoints.call(a, a, peer.way(), caller);
    SipRequest invite = peer.request("INVITE");
    for (int i = 1; i <= 40; i++) {
      peer.answer(invite, 180, "tag" + i);
    }
    peer.answer(invite, 200, "tag40");

    peer.request("ACK");
    for (int i = 0; i < 16; i++) {
      caller.expect("provisional");
    }
    caller.expect("answered");
  }

  @Test
  void sessionIsChangedByUpdateBeforeTheAnswer() throws Exception {
    UacCall out = Endpoints.call(a, b, Transport.UDP, caller);
    UasCall in = (UasCall) callee.expect("invite").call();
    Endpoints.on(in.loop(), () -> in.provisional(180));
    caller.expect("provisional");

    // before the offer is answered neither side may make another one
    refused(out);
    refused(in);

    Endpoints.on(in.loop(), () -> in.provisionalReliably(183, Endpoints.OFFER, List.of()));
    caller.expect("provisional");
    callee.expect("prack");
    for (SipCall side : List.of(out, in)) {
      CompletableFuture<Integer> status = new CompletableFuture<>();
      Endpoints.on(
          side.loop(),
          () -> side.request("UPDATE", Endpoints.OFFER, List.of(), CallTest.into(status)));
      assertThat(status.get(5, TimeUnit.SECONDS)).isEqualTo(200);
    }
    callee.expect("in-dialog");
    caller.expect("in-dialog");
    Endpoints.on(in.loop(), () -> in.answer(null));
    caller.expect("answered");
  }

  private static void refused(SipCall call) throws Exception {
    CompletableFuture<Integer> status = new CompletableFuture<>();
    Endpoints.on(
        call.loop(),
        () -> call.request("UPDATE", Endpoints.OFFER, List.of(), CallTest.into(status)));
    assertThat(status.get(5, TimeUnit.SECONDS)).isEqualTo(491);
  }

  @Test
  void anOfferOfTheCallerBeforeItsFirstOneIsAnsweredIsToComeLater() throws Exception {
    peer = new RawPeer(b);
    insist("early-update");
    UasCall in = (UasCall) callee.expect("invite").call();
    Endpoints.on(in.loop(), () -> in.provisional(183, Endpoints.OFFER, List.of()));
    SipResponse media = ringing();

    update(media.toTag().orElseThrow(), 2); // its PRACK has not come yet

    SipResponse refusal = reply("UPDATE");
    assertThat(refusal.status()).isEqualTo(500);
    assertThat(Integer.parseInt(refusal.header(HeaderName.RETRY_AFTER).orElseThrow()))
        .isBetween(0, 10);
    prack(media, number(media), 3);
    callee.expect("prack");
    update(media.toTag().orElseThrow(), 4);
    assertThat(((UasRequest) callee.expect("in-dialog").detail()).request().method())
        .isEqualTo("UPDATE");
  }

  private void update(String tag, int cseq) throws Exception {
    peer.send(
        peer.request(
                    "UPDATE",
                    "sip:b@127.0.0.1",
                    "update" + cseq,
                    "early-update",
                    ";tag=" + tag,
                    "CSeq: " + cseq + " UPDATE",
                    "Content-Type: application/sdp")
                .replace("Content-Length: 0\n\n", "Content-Length: " + SDP.length() + "\n\n")
            + SDP.replace("\r", ""));
  }

  @Test
  void updateWithoutBodyIsAnsweredByTheStack() throws Exception {
    UacCall out = Endpoints.call(a, b, Transport.UDP, caller);
    UasCall in = (UasCall) callee.expect("invite").call();
    Endpoints.on(in.loop(), () -> in.answer(Endpoints.OFFER));
    caller.expect("answered");
    callee.expect("confirmed");
    CompletableFuture<Integer> status = new CompletableFuture<>();

    Endpoints.on(out.loop(), () -> out.request("UPDATE", null, List.of(), CallTest.into(status)));

    assertThat(status.get(5, TimeUnit.SECONDS)).isEqualTo(200);
    assertThat(callee.rest()).isEmpty();
  }
}
