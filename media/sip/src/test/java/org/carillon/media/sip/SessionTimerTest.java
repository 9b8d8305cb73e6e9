package org.carillon.media.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.HeaderName;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.transport.Transport;
import org.junit.jupiter.api.Test;

/** Session timers (RFC 4028) with intervals of a few seconds. */
class SessionTimerTest {
  private final TestUser caller = new TestUser();
  private final TestUser callee = new TestUser((call, invite) -> call.answer(Endpoints.OFFER));

  private static SipConfig config(int interval, int minimum) {
    return Endpoints.config("127.0.0.1")
        .withTimers(
            Endpoints.FAST.withSession(Duration.ofSeconds(interval), Duration.ofSeconds(minimum)));
  }

  private static SipEndpoint start(SipUser user, int interval, int minimum) throws Exception {
    return SipEndpoint.start(config(interval, minimum), user);
  }

  @Test
  void intervalIsHalfAnHourAndTheLeastNinetySeconds() {
    SipConfig.Timers usual = SipConfig.Timers.RFC_3261;

    assertThat(usual.session()).isEqualTo(Duration.ofMinutes(30));
    assertThat(usual.minSession()).isEqualTo(Duration.ofSeconds(90));
    assertThatThrownBy(() -> usual.withSession(Duration.ofSeconds(60), Duration.ofSeconds(90)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void callerRefreshesByUpdateAndTheCallLivesOn() throws Exception {
    // given a session of 2 s; without a refresh it would end after 1.33 s
    try (SipEndpoint a = start(caller, 2, 1);
        SipEndpoint b = start(callee, 2, 1)) {
      UacCall call = Endpoints.call(a, b, Transport.UDP, caller);
      SipRequest invite = (SipRequest) callee.expect("invite").detail();
      SipResponse answer = (SipResponse) caller.expect("answered").detail();
      callee.expect("confirmed");
      assertThat(invite.header(HeaderName.SESSION_EXPIRES)).contains("2");
      assertThat(answer.header(HeaderName.SESSION_EXPIRES)).contains("2;refresher=uac");
      assertThat(answer.values(HeaderName.REQUIRE)).containsExactly("timer");

      // when twice that time has passed (each message is one more received)
      long before = b.statistics().received();
      Waiting.until(() -> b.statistics().received() >= before + 4);

      // then nobody was told anything, and both still talk
      assertThat(caller.rest()).isEmpty();
      assertThat(callee.rest()).isEmpty();
      Endpoints.on(call.loop(), call::hangUp);
      assertThat(callee.expectEnd().cause()).isEqualTo(CallEnd.Cause.BYE_RECEIVED);
    }
  }

  @Test
  void refreshIsAReinviteOfTheLastSdpForAPeerWithoutUpdate() throws Exception {
    try (SipEndpoint a = start(caller, 2, 1);
        RawPeer peer = new RawPeer()) {
      Endpoints.call(a, a, peer.way(), caller);
      answer(peer, peer.request("INVITE"), "2;refresher=uac");
      peer.request("ACK");
      caller.expect("answered");

      SipRequest refresh = peer.request("INVITE");

      assertThat(refresh.body().orElseThrow().text()).isEqualTo(Endpoints.OFFER.text());
      assertThat(refresh.header(HeaderName.SESSION_EXPIRES)).contains("2;refresher=uac");
      assertThat(refresh.values(HeaderName.SUPPORTED)).contains("timer");
      answer(peer, refresh, "2;refresher=uac");
      peer.request("ACK");
      caller.expect("refreshed");
    }
  }

  private static void answer(RawPeer peer, SipRequest request, String expires, String... more)
      throws Exception {
    List<HeaderField> fields = new ArrayList<>();
    fields.add(HeaderField.of("Contact", "<sip:raw@127.0.0.1:" + peer.port() + ">"));
    fields.add(HeaderField.of("Session-Expires", expires));
    for (String allow : more) {
      fields.add(HeaderField.of("Allow", allow));
    }
    peer.send(request.response(200).toTag("x").headers(fields).build().bytes());
  }

  @Test
  void sessionThatThePeerDoesNotRefreshEndsWithBye() throws Exception {
    try (SipEndpoint a = start(caller, 2, 1);
        RawPeer peer = new RawPeer()) {
      Endpoints.call(a, a, peer.way(), caller);
      answer(peer, peer.request("INVITE"), "2;refresher=uas");
      caller.expect("answered");

      peer.request("BYE");

      CallEnd end = caller.expectEnd();
      assertThat(end.cause()).isEqualTo(CallEnd.Cause.TIMED_OUT);
      assertThat(end.reason()).contains("session expired");
    }
  }

  @Test
  void refreshThatIsRefusedLetsTheSessionExpire() throws Exception {
    try (SipEndpoint a = start(caller, 2, 1);
        RawPeer peer = new RawPeer()) {
      Endpoints.call(a, a, peer.way(), caller);
      answer(peer, peer.request("INVITE"), "2;refresher=uac", "INVITE, ACK, UPDATE");
      caller.expect("answered");
      peer.answer(peer.request("UPDATE"), 500, "x");

      peer.request("BYE");

      assertThat(caller.expectEnd().reason()).contains("session expired");
    }
  }

  @Test
  void refreshThatMeetsGlareIsTriedAgain() throws Exception {
    // given a call of the peer that we refresh after 6.5 s, and 2.2 s later would give up
    try (SipEndpoint b = start(callee, 13, 1);
        RawPeer peer = new RawPeer(b)) {
      peer.send(
          peer.request(
              "INVITE",
              "sip:b@127.0.0.1",
              "g1",
              "g1",
              "Allow: UPDATE",
              "Supported: timer",
              "Session-Expires: 13;refresher=uas"));
      String tag = ";tag=" + peer.finalResponse().toTag().orElseThrow();
      peer.send(peer.request("ACK", "sip:b@127.0.0.1", "g2", "g1", tag));
      SipRequest first = refresh(peer);
      peer.answer(first, 491, "raw");

      SipRequest second = refresh(peer);

      assertThat(second.cseq().number()).isEqualTo(first.cseq().number() + 1);
      assertThat(second.header(HeaderName.SESSION_EXPIRES)).contains("13;refresher=uac");
    }
  }

  private static SipRequest refresh(RawPeer peer) throws Exception {
    while (true) {
      if (peer.poll(15_000).orElseThrow() instanceof SipRequest request && request.is("UPDATE")) {
        return request;
      }
    }
  }

  @Test
  void tooShortIntervalIsRefusedWithTheLeast() throws Exception {
    try (SipEndpoint b = start(callee, 1800, 90);
        RawPeer peer = new RawPeer(b)) {
      peer.send(
          peer.request(
              "INVITE", "sip:b@127.0.0.1", "s1", "s1", "Supported: timer", "Session-Expires: 60"));
      SipResponse refusal = peer.finalResponse();
      assertThat(refusal.status()).isEqualTo(422);
      assertThat(refusal.header(HeaderName.MIN_SE)).contains("90");

      peer.send(
          peer.request("INVITE", "sip:b@127.0.0.1", "s2", "s2", "x: soon", "Supported: timer"));
      assertThat(peer.finalResponse().status()).isEqualTo(400);

      peer.send(
          peer.request(
              "INVITE",
              "sip:b@127.0.0.1",
              "s3",
              "s3",
              "Supported: timer",
              "Session-Expires: 120;refresher=uas"));
      SipResponse taken = peer.finalResponse();
      assertThat(taken.header(HeaderName.SESSION_EXPIRES)).contains("120;refresher=uas");
    }
  }

  @Test
  void callerThatKnowsNoTimersGetsNone() throws Exception {
    try (SipEndpoint b = start(callee, 1800, 90);
        RawPeer peer = new RawPeer(b)) {
      peer.send(peer.request("INVITE", "sip:b@127.0.0.1", "s4", "s4"));
      assertThat(peer.finalResponse().has(HeaderName.SESSION_EXPIRES)).isFalse();

      // a proxy asked for one: then it is ours to refresh
      peer.send(peer.request("INVITE", "sip:b@127.0.0.1", "s5", "s5", "Session-Expires: 600"));
      SipResponse answer = peer.finalResponse();
      while (!answer.callId().equals("s5")) {
        answer = peer.finalResponse();
      }
      assertThat(answer.header(HeaderName.SESSION_EXPIRES)).contains("600;refresher=uas");
      assertThat(answer.has(HeaderName.REQUIRE)).isFalse();
    }
  }

  @Test
  void refusedIntervalIsRaisedByTheCaller() throws Exception {
    try (SipEndpoint a = start(caller, 2, 1);
        SipEndpoint b = start(callee, 1800, 5)) {
      Endpoints.call(a, b, Transport.UDP, caller);

      SipRequest invite = (SipRequest) callee.expect("invite").detail();
      caller.expect("answered");
      assertThat(invite.header(HeaderName.SESSION_EXPIRES)).contains("5");
      assertThat(invite.header(HeaderName.MIN_SE)).contains("5");
      assertThat(invite.cseq().number()).isEqualTo(2);
    }
  }

  @Test
  void senselessRefusalsAreTheEndOfTheCall() throws Exception {
    try (SipEndpoint a = start(caller, 1800, 90);
        RawPeer peer = new RawPeer()) {
      for (String minimum : List.of("60", "999999999", "-1", "x")) {
        Endpoints.call(a, a, peer.way(), caller);
        SipRequest invite = peer.request("INVITE");
        peer.send(
            invite
                .response(422)
                .toTag("x")
                .headers(List.of(HeaderField.of("Min-SE", minimum)))
                .build()
                .bytes());
        assertThat(caller.expectEnd().status()).as(minimum).isEqualTo(422);
      }
    }
  }

  @Test
  void peerThatAlwaysWantsMoreIsTriedThreeTimesOnly() throws Exception {
    try (SipEndpoint a = start(caller, 1800, 90);
        RawPeer peer = new RawPeer()) {
      Endpoints.call(a, a, peer.way(), caller);
      for (int i = 1; i <= 3; i++) {
        SipRequest invite = peer.request("INVITE");
        assertThat(invite.cseq().number()).isEqualTo(i);
        peer.send(
            invite
                .response(422)
                .toTag("x")
                .headers(List.of(HeaderField.of("Min-SE", "" + 2000 * i)))
                .build()
                .bytes());
        peer.request("ACK");
      }

      assertThat(caller.expectEnd().status()).isEqualTo(422);
    }
  }
}
