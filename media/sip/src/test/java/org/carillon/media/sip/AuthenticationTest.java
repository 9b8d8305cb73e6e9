package org.carillon.media.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.carillon.media.sip.digest.DigestServer;
import org.carillon.media.sip.digest.DigestVerdict;
import org.carillon.media.sip.digest.SipCredentials;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.HeaderName;
import org.carillon.media.sip.message.NameAddress;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipUri;
import org.carillon.media.sip.transport.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A caller with a password and a callee that asks for it (RFC 3261 section 22). */
class AuthenticationTest {
  private static final String REALM = "trunk.example";
  private static final SipCredentials JOE = new SipCredentials("joe", "schmoe");

  private final DigestServer digest = DigestServer.create();
  private final TestUser caller = new TestUser();
  private final TestUser callee = new TestUser(this::answerIfKnown);
  private SipEndpoint a;
  private SipEndpoint b;

  @BeforeEach
  void start() throws Exception {
    a = Endpoints.start(caller);
    b = Endpoints.start(callee);
  }

  @AfterEach
  void stop() {
    a.close();
    b.close();
  }

  private DigestVerdict verdict(SipRequest request, int status, InetAddress source) {
    return digest.verify(
        request,
        status,
        REALM,
        source,
        user -> user.equals("joe") ? Optional.of("schmoe") : Optional.empty());
  }

  private void answerIfKnown(UasCall call, SipRequest invite) {
    InetAddress source = call.source().orElseThrow().remote().getAddress();
    DigestVerdict verdict = verdict(invite, 407, source);
    if (verdict.isAccepted()) {
      call.answer(Endpoints.OFFER);
    } else {
      boolean stale = verdict.outcome() == DigestVerdict.Outcome.STALE;
      call.reject(407, null, digest.challenge(407, REALM, source, stale));
    }
  }

  private UacCall call(SipCredentials credentials) {
    SipUri uri = SipUri.sip("+12065550100", "127.0.0.1", b.localAddresses().getFirst().getPort());
    OutgoingInvite invite =
        OutgoingInvite.to(uri, NameAddress.of(SipUri.sip("me", "here", -1)))
            .withBody(Endpoints.OFFER);
    return a.invite(credentials == null ? invite : invite.withCredentials(credentials), caller);
  }

  @Test
  void challengeIsAnsweredInASecondInviteOfTheSameCall() throws Exception {
    call(JOE);

    caller.expect("answered");
    Waiting.until(() -> callee.rest().size() == 4);
    List<SipRequest> requests =
        callee.rest().stream()
            .filter(event -> !event.name().equals("ended"))
            .map(event -> (SipRequest) event.detail())
            .toList();
    SipRequest first = requests.get(0);
    SipRequest second = requests.get(1);
    SipRequest ack = requests.get(2);

    assertThat(second.callId()).isEqualTo(first.callId());
    assertThat(second.fromTag()).isEqualTo(first.fromTag());
    assertThat(second.cseq().number()).isEqualTo(first.cseq().number() + 1);
    assertThat(second.topVia().branch()).isNotEqualTo(first.topVia().branch());
    assertThat(second.header(HeaderName.PROXY_AUTHORIZATION).orElseThrow())
        .contains("algorithm=SHA-256", "qop=auth")
        .doesNotContain("schmoe");
    assertThat(ack.header(HeaderName.PROXY_AUTHORIZATION))
        .isEqualTo(second.header(HeaderName.PROXY_AUTHORIZATION));
    assertThat(caller.rest()).isEmpty();
  }

  @Test
  void wrongPasswordAndNoPasswordEndTheCallWithTheChallenge() throws Exception {
    call(new SipCredentials("joe", "guess"));
    assertThat(caller.expectEnd().status()).isEqualTo(407);
    call(null);
    assertThat(caller.expectEnd().status()).isEqualTo(407);

    Waiting.until(() -> callee.rest().size() == 6);
    assertThat(callee.rest())
        .extracting(TestUser.Event::name)
        .containsOnly("invite", "ended")
        .filteredOn("invite"::equals)
        .hasSize(3);
  }

  @Test
  void requestsInsideTheDialogAnswerChallengesToo() throws Exception {
    AtomicInteger challenges = new AtomicInteger();
    CallListener asking =
        new CallListener() {
          @Override
          public void onRequest(SipCall call, UasRequest request) {
            InetAddress source = request.source().remote().getAddress();
            if (verdict(request.request(), 401, source).isAccepted()) {
              request.respond(200, null, Endpoints.OFFER, List.of());
            } else {
              challenges.incrementAndGet();
              request.respond(401, null, null, digest.challenge(401, REALM, source, false));
            }
          }

          @Override
          public void onEnded(SipCall call, CallEnd end) {
            callee.onEnded(call, end);
          }
        };
    SipUser user =
        new SipUser() {
          @Override
          public CallListener onInvite(UasCall call, SipRequest invite) {
            call.answer(Endpoints.OFFER);
            return asking;
          }

          @Override
          public void onRequest(UasRequest request) {
            request.respond(501);
          }
        };
    try (SipEndpoint c = SipEndpoint.start(Endpoints.config("127.0.0.1"), user)) {
      UacCall call = Endpoints.call(a, c, Transport.UDP, caller);
      caller.expect("answered");
      Endpoints.on(call.loop(), () -> call.credentials(JOE));

      for (String method : List.of("INVITE", "INFO")) {
        CompletableFuture<Integer> status = new CompletableFuture<>();
        Endpoints.on(
            call.loop(),
            () -> call.request(method, Endpoints.OFFER, List.of(), CallTest.into(status)));
        assertThat(status.get(5, TimeUnit.SECONDS)).as(method).isEqualTo(200);
      }
      assertThat(challenges).hasValue(2);
    }
  }

  @Test
  void challengedByeIsSentAgainWithThePassword() throws Exception {
    try (RawPeer peer = new RawPeer()) {
      UacCall call = Endpoints.call(a, a, peer.way(), caller);
      peer.answer(peer.request("INVITE"), 200, "x");
      peer.request("ACK");
      caller.expect("answered");
      Endpoints.on(
          call.loop(),
          () -> {
            call.credentials(JOE);
            call.hangUp();
          });
      SipRequest bye = peer.request("BYE");
      peer.send(
          bye.response(407)
              .headers(
                  List.of(
                      HeaderField.of(
                          "Proxy-Authenticate",
                          "Digest realm=\"r\", nonce=\"n\", algorithm=MD5, qop=\"auth\"")))
              .build()
              .bytes());

      SipRequest again = peer.request("BYE");

      assertThat(again.cseq().number()).isEqualTo(bye.cseq().number() + 1);
      assertThat(again.header(HeaderName.PROXY_AUTHORIZATION)).isPresent();
      peer.answer(again, 200, "x");
      Waiting.until(() -> a.statistics().dialogs() == 0);
    }
  }

  @Test
  void staleNonceIsTriedAgainAndARefusalIsNot() throws Exception {
    try (RawPeer peer = new RawPeer()) {
      OutgoingInvite invite =
          OutgoingInvite.to(
                  SipUri.sip("x", "127.0.0.1", peer.port()),
                  NameAddress.of(SipUri.sip("me", "here", -1)))
              .withCredentials(JOE);
      a.invite(invite, caller);
      challenge(peer, peer.request("INVITE"), "one", "", "auth");
      assertThat(proof(peer.request("INVITE"))).contains("nonce=\"one\"");
      challengeAgain(peer, "two", ", stale=true");
      assertThat(proof(last)).contains("nonce=\"two\"");
      challenge(peer, last, "three", "", "auth");

      assertThat(caller.expectEnd().status()).isEqualTo(401);
    }
  }

  private SipRequest last;

  private void challengeAgain(RawPeer peer, String nonce, String more) throws Exception {
    challenge(peer, last, nonce, more, "auth");
    last = peer.request("INVITE");
  }

  private String proof(SipRequest invite) {
    last = invite;
    return invite.header(HeaderName.AUTHORIZATION).orElseThrow();
  }

  private static void challenge(
      RawPeer peer, SipRequest invite, String nonce, String more, String qop) throws Exception {
    String value =
        "Digest realm=\"r\", nonce=\"" + nonce + "\", algorithm=MD5, qop=\"" + qop + "\"" + more;
    peer.send(
        invite
            .response(401)
            .toTag("t")
            .headers(List.of(HeaderField.of("WWW-Authenticate", value)))
            .build()
            .bytes());
    peer.request("ACK");
  }

  @Test
  void challengeThatWeCannotMeetEndsTheCall() throws Exception {
    try (RawPeer peer = new RawPeer()) {
      OutgoingInvite invite =
          OutgoingInvite.to(
                  SipUri.sip("x", "127.0.0.1", peer.port()),
                  NameAddress.of(SipUri.sip("me", "here", -1)))
              .withCredentials(JOE);
      a.invite(invite, caller);

      challenge(peer, peer.request("INVITE"), "n", "", "auth-int");

      assertThat(caller.expectEnd().status()).isEqualTo(401);
    }
  }

  @Test
  void requestOutsideADialogAnswersAChallenge() throws Exception {
    TestUser asking =
        new TestUser() {
          @Override
          public void onRequest(UasRequest request) {
            InetAddress source = request.source().remote().getAddress();
            boolean known = verdict(request.request(), 401, source).isAccepted();
            request.respond(
                known ? 200 : 401,
                null,
                null,
                known ? List.of() : digest.challenge(401, REALM, source, false));
          }
        };
    try (SipEndpoint c = Endpoints.start(asking)) {
      CompletableFuture<Integer> status = new CompletableFuture<>();
      SipUri uri = SipUri.sip(null, "127.0.0.1", c.localAddresses().getFirst().getPort());
      a.request(
          "OPTIONS",
          uri,
          NameAddress.of(uri),
          Endpoints.destination(c, Transport.TCP),
          null,
          List.of(),
          Optional.of(JOE),
          CallTest.into(status));
      assertThat(status.get(5, TimeUnit.SECONDS)).isEqualTo(200);

      CompletableFuture<Integer> without = new CompletableFuture<>();
      a.request(
          "OPTIONS",
          uri,
          NameAddress.of(uri),
          Endpoints.destination(c, Transport.UDP),
          null,
          List.of(),
          CallTest.into(without));
      assertThat(without.get(5, TimeUnit.SECONDS)).isEqualTo(401);
    }
  }

  @Test
  void callGivenUpBetweenTheInvitesIsNotPlacedAgain() throws Exception {
    try (RawPeer peer = new RawPeer()) {
      OutgoingInvite invite =
          OutgoingInvite.to(
                  SipUri.sip("x", "127.0.0.1", peer.port()),
                  NameAddress.of(SipUri.sip("me", "here", -1)))
              .withCredentials(JOE);
      UacCall call = a.invite(invite, caller);
      SipRequest first = peer.request("INVITE");
      Endpoints.on(call.loop(), call::hangUp);
      challenge(peer, first, "n", "", "auth");

      assertThat(caller.expectEnd().status()).isEqualTo(401);
      peer.expectSilence();
    }
  }
}
