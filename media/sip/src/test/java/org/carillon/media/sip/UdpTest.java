package org.carillon.media.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.carillon.media.sip.message.HeaderName;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.message.TortureTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a UAS answers to single datagrams (RFC 3261 sections 8.2, 9.2, 12.2.2, 17.2). */
class UdpTest {
  private static final String URI = "sip:carillon@127.0.0.1";

  private final TestUser user = new TestUser();
  private SipEndpoint endpoint;
  private RawPeer peer;

  @BeforeEach
  void start() throws Exception {
    endpoint = Endpoints.start(user);
    peer = new RawPeer(endpoint);
  }

  @AfterEach
  void stop() {
    peer.close();
    endpoint.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          REGISTER | sip:carillon@127.0.0.1 | X-None: 1                          | 405
          FLY      | sip:carillon@127.0.0.1 | X-None: 1                          | 501
          OPTIONS  | nobody:knows           | X-None: 1                          | 416
          INVITE   | sip:carillon@127.0.0.1 | Require: 100rel, teleport          | 420
          INVITE   | sip:carillon@127.0.0.1 | Accept: text/plain                 | 406
          INVITE   | sip:carillon@127.0.0.1 | Max-Forwards: 70                   | 400
          INVITE   | sip:carillon@127.0.0.1 | Max-Forwards: 256                  | 400
          INVITE   | sip:carillon@127.0.0.1 | Contact: <sip:no host>             | 400
          INVITE   | sip:carillon@127.0.0.1 | CSeq: 1 OPTIONS                    | 400
          INVITE   | sip:carillon@127.0.0.1 | no header field                    | 400
          OPTIONS  | sip:127.0.0.1:99999    | X-None: 1                          | 400
          BYE      | sip:carillon@127.0.0.1 | X-None: 1                          | 481
          CANCEL   | sip:carillon@127.0.0.1 | X-None: 1                          | 481
          UPDATE   | sip:carillon@127.0.0.1 | X-None: 1                          | 481
          OPTIONS  | sip:carillon@127.0.0.1 | X-None: 1                          | 200
          """)
  void requestIsAnswered(String method, String uri, String header, int status) throws Exception {
    peer.send(peer.request(method, uri, "one", "call-" + status, header));

    assertThat(peer.finalResponse().status()).isEqualTo(status);
  }

  @Test
  void refusalsSayWhatWouldHaveBeenTaken() throws Exception {
    peer.send(peer.request("REGISTER", URI, "a", "c1"));
    assertThat(peer.response().header("Allow").orElseThrow()).contains("INVITE").contains("BYE");

    peer.send(peer.request("INVITE", URI, "b", "c2", "Require: 100rel, precondition, teleport"));
    assertThat(peer.response().header("Unsupported")).contains("precondition, teleport");

    String picture =
        peer.request("INVITE", URI, "c", "c3", "Content-Type: image/png")
            .replace("Content-Length: 0\n\n", "Content-Length: 3\n\nPNG");
    peer.send(picture);
    SipResponse refusal = peer.response();
    assertThat(refusal.status()).isEqualTo(415);
    assertThat(refusal.header("Accept")).contains("application/sdp");
  }

  @Test
  void versionAndBodyLengthAreChecked() throws Exception {
    peer.send(peer.request("OPTIONS", URI, "a", "c1").replace("SIP/2.0\nVia", "SIP/3.0\nVia"));
    assertThat(peer.response().status()).isEqualTo(505);

    peer.send(peer.request("OPTIONS", URI, "b", "c2").replace("Length: 0", "Length: 10"));
    assertThat(peer.response().status()).isEqualTo(400);

    peer.send(peer.request("OPTIONS", "sip:" + "a".repeat(9000) + "@127.0.0.1", "c", "c3"));
    assertThat(peer.response().status()).isEqualTo(414);

    peer.send(peer.request("OPTIONS", URI, "d", "c4", "Subject: " + "x".repeat(20_000)));
    assertThat(peer.response().status()).isEqualTo(400);

    peer.send(peer.request("OPTIONS", URI, "e", "c5", "X-Many: 1\n".repeat(300).strip()));
    assertThat(peer.response().status()).isEqualTo(400);
  }

  @Test
  void requestInAnUnknownDialogGets481AndAckNothing() throws Exception {
    peer.send(peer.request("BYE", URI, "a", "c1", ";tag=unknown"));
    assertThat(peer.response().status()).isEqualTo(481);

    peer.send(peer.request("INVITE", URI, "b", "c1", ";tag=unknown"));
    assertThat(peer.response().status()).isEqualTo(481);
    peer.send(peer.request("ACK", URI, "b", "c1", ";tag=unknown"));

    peer.send(peer.request("ACK", URI, "c", "c2", ";tag=unknown"));
    assertThat(peer.poll(300)).isEmpty();
  }

  @Test
  void copyOfARequestOverAnotherWayIsALoop() throws Exception {
    peer.send(peer.request("INVITE", URI, "first", "c1"));
    user.expect("invite");
    peer.send(peer.request("INVITE", URI, "second", "c1"));

    SipResponse response = peer.finalResponse();
    assertThat(response.status()).isEqualTo(482);
    assertThat(response.topVia().branch()).contains("z9hG4bKsecond");
  }

  @Test
  void tryingComesWhenTheUserIsSlowAndNotWhenItIsFast() throws Exception {
    peer.send(peer.request("INVITE", URI, "slow", "c1"));
    user.expect("invite");
    assertThat(peer.response().status()).isEqualTo(100);

    UasCall[] fast = new UasCall[1];
    TestUser quick = new TestUser((call, invite) -> fast[0] = call);
    SipConfig.Timers patient =
        new SipConfig.Timers(
            Endpoints.FAST.t1(),
            Endpoints.FAST.t2(),
            Endpoints.FAST.t4(),
            TestUser.PATIENCE,
            Endpoints.FAST.invite());
    try (SipEndpoint other =
            SipEndpoint.start(Endpoints.config("127.0.0.1").withTimers(patient), quick);
        RawPeer caller = new RawPeer(other)) {
      caller.send(caller.request("INVITE", URI, "fast", "c2"));
      quick.expect("invite");
      Endpoints.on(other.loop(), () -> fast[0].provisional(180));
      assertThat(caller.response().status()).isEqualTo(180);
    }
  }

  @Test
  void repeatedInviteGetsTheLastAnswerAgain() throws Exception {
    String invite = peer.request("INVITE", URI, "a", "c1");
    peer.send(invite);
    UasCall call = (UasCall) user.expect("invite").call();
    Endpoints.on(call.loop(), () -> call.provisional(180));
    SipResponse first = peer.response();
    first = first.status() == 100 ? peer.response() : first;

    peer.send(invite);

    assertThat(peer.response().toString()).isEqualTo(first.toString());
    assertThat(user.rest()).isEmpty();
  }

  @Test
  void answerGoesToTheSourcePortAndSaysWhatItSaw() throws Exception {
    peer.send(peer.request("OPTIONS", URI, "a", "c1").replace("127.0.0.1:PORT;rport", "h:1;rport"));

    SipResponse response = peer.response();

    assertThat(response.topVia().parameters().get("received")).contains("127.0.0.1");
    assertThat(response.topVia().parameters().get("rport")).contains("" + peer.port());
  }

  @Test
  void withoutRportTheAnswerGoesToTheSentByPort() throws Exception {
    peer.send(peer.request("OPTIONS", URI, "a", "c1").replace(";rport", ""));
    assertThat(peer.response().status()).isEqualTo(200);
  }

  @Test
  void callerOfRfc2543IsServed() throws Exception {
    String invite = peer.request("INVITE", URI, "x", "old").replace(";rport;branch=z9hG4bKx", "");
    peer.send(invite);
    UasCall call = (UasCall) user.expect("invite").call();
    Endpoints.on(call.loop(), () -> call.reject(486));
    SipResponse refusal = peer.finalResponse();
    assertThat(refusal.status()).isEqualTo(486);

    // the ACK matches without a branch, so the refusal is not repeated
    String tag = ";tag=" + refusal.toTag().orElseThrow();
    peer.send(
        peer.request("ACK", URI, "x", "old", tag, "CSeq: 1 ACK")
            .replace(";rport;branch=z9hG4bKx", ""));
    peer.expectSilence();
  }

  @Test
  void byeInsideAnEarlyDialogEndsTheInviteWith487() throws Exception {
    peer.send(peer.request("INVITE", URI, "a", "c1"));
    UasCall call = (UasCall) user.expect("invite").call();
    Endpoints.on(call.loop(), () -> call.provisional(180));
    SipResponse ringing = peer.response();
    ringing = ringing.status() == 100 ? peer.response() : ringing;

    String tag = ";tag=" + ringing.toTag().orElseThrow();
    peer.send(peer.request("BYE", URI, "b", "c1", tag, "CSeq: 2 BYE"));

    assertThat(List.of(peer.response().status(), peer.response().status()))
        .containsExactlyInAnyOrder(200, 487);
    assertThat(user.expectEnd().cause()).isEqualTo(CallEnd.Cause.BYE_RECEIVED);
  }

  @Test
  void cancelAfterTheAnswerChangesNothing() throws Exception {
    peer.send(peer.request("INVITE", URI, "a", "c1"));
    UasCall call = (UasCall) user.expect("invite").call();
    Endpoints.on(call.loop(), () -> call.answer(Endpoints.OFFER));
    SipResponse ok = peer.finalResponse();

    peer.send(peer.request("CANCEL", URI, "a", "c1", "CSeq: 1 CANCEL"));
    SipResponse response = peer.finalResponse();
    while (response.cseq().method().equals("INVITE")) {
      response = peer.finalResponse(); // a repetition of the 200, the ACK is missing still
    }
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.cseq().method()).isEqualTo("CANCEL");

    String tag = ";tag=" + ok.toTag().orElseThrow();
    peer.send(peer.request("ACK", URI, "b", "c1", tag, "CSeq: 1 ACK"));
    user.expect("confirmed");
    assertThat(user.rest()).isEmpty();
  }

  @Test
  void oldSequenceNumberInsideADialogIsRefused() throws Exception {
    peer.send(peer.request("INVITE", URI, "a", "c1", "CSeq: 10 INVITE"));
    UasCall call = (UasCall) user.expect("invite").call();
    Endpoints.on(call.loop(), () -> call.answer(Endpoints.OFFER));
    String tag = ";tag=" + peer.finalResponse().toTag().orElseThrow();
    peer.send(peer.request("ACK", URI, "b", "c1", tag, "CSeq: 10 ACK"));
    user.expect("confirmed");

    peer.send(peer.request("INFO", URI, "c", "c1", tag, "CSeq: 9 INFO"));

    SipResponse response = peer.finalResponse();
    while (!response.cseq().method().equals("INFO")) {
      response = peer.finalResponse();
    }
    assertThat(response.status()).isEqualTo(500);
  }

  @Test
  void routeSetAndTargetOfTheCallerAreUsedForBye() throws Exception {
    peer.send(
        peer.request(
            "INVITE",
            URI,
            "a",
            "c1",
            "Record-Route: <sip:127.0.0.1:PORT;lr;hop=1>, <sip:127.0.0.2;lr;hop=2>"));
    UasCall call = (UasCall) user.expect("invite").call();
    Endpoints.on(call.loop(), () -> call.answer(Endpoints.OFFER));
    SipResponse ok = peer.finalResponse();
    String tag = ";tag=" + ok.toTag().orElseThrow();
    peer.send(peer.request("ACK", URI, "b", "c1", tag, "CSeq: 1 ACK"));
    user.expect("confirmed");

    Endpoints.on(call.loop(), () -> call.hangUp());

    Object next = peer.receive();
    while (next instanceof SipResponse) {
      next = peer.receive();
    }
    SipRequest bye = (SipRequest) next;
    assertThat(ok.values(HeaderName.RECORD_ROUTE)).hasSize(2);
    assertThat(bye.method()).isEqualTo("BYE");
    assertThat(bye.requestUri().toString()).isEqualTo("sip:raw@127.0.0.1:" + peer.port());
    assertThat(bye.values(HeaderName.ROUTE))
        .containsExactly(
            "<sip:127.0.0.1:" + peer.port() + ";lr;hop=1>", "<sip:127.0.0.2;lr;hop=2>");
  }

  @Test
  void tooManyInvitesOfOneSourceGet503() throws Exception {
    SipConfig.Limits few =
        new SipConfig.Limits(
            10,
            10,
            10,
            SipConfig.Limits.DEFAULT.connectionIdle(),
            SipConfig.Limits.DEFAULT.messageTime(),
            1000,
            1,
            2,
            50);
    try (SipEndpoint small =
            SipEndpoint.start(Endpoints.config("127.0.0.1").withLimits(few), user);
        RawPeer caller = new RawPeer(small)) {
      for (int i = 0; i < 10; i++) {
        caller.send(caller.request("INVITE", URI, "i" + i, "flood" + i));
      }
      SipResponse refusal = caller.finalResponse();
      assertThat(refusal.status()).isEqualTo(503);
      assertThat(refusal.has(HeaderName.RETRY_AFTER)).isTrue();
    }
  }

  @Test
  void floodOfGarbageDoesNotStopTheService() throws Exception {
    Random random = new Random(4475);
    for (int i = 0; i < 5_000; i++) {
      byte[] noise = new byte[random.nextInt(600)];
      random.nextBytes(noise);
      peer.send(noise);
    }
    peer.send("\r\n\r\n");
    for (Path file : TortureTest.files()) {
      peer.send(Files.readAllBytes(file));
    }

    try (RawPeer other = new RawPeer(endpoint)) {
      other.send(other.request("OPTIONS", URI, "after", "c1"));
      assertThat(other.response().status()).isEqualTo(200);
    }
    assertThat(endpoint.statistics().dropped()).isPositive();
  }

  @Test
  void aChallengedInviteMayComeAgainWithItsCseq() throws Exception {
    TestUser challenging =
        new TestUser(
            (call, invite) -> call.reject(invite.has(HeaderName.PROXY_AUTHORIZATION) ? 486 : 407));
    try (SipEndpoint asked = Endpoints.start(challenging);
        RawPeer proxy = new RawPeer(asked)) {
      proxy.send(proxy.request("INVITE", URI, "first", "same", "X-None: 1"));
      assertThat(proxy.finalResponse().status()).isEqualTo(407);

      // as a proxy sends it that answers for its client: another branch, the same CSeq
      proxy.send(proxy.request("INVITE", URI, "second", "same", "Proxy-Authorization: Digest x=y"));
      SipResponse answer = proxy.finalResponse();
      while (answer.status() == 407) { // repeated until its ACK comes
        answer = proxy.finalResponse();
      }
      assertThat(answer.status()).isEqualTo(486);
    }
  }
}
