package org.carillon.media.sip;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A leg that is left without an answer, as by a peer that is not there. */
class IgnoredCallTest {

  @Test
  void neitherTheInviteNorItsRepetitionsGetAWord() throws Exception {
    TestUser user = new TestUser((call, invite) -> call.ignore());
    try (SipEndpoint endpoint = Endpoints.start(user);
        RawPeer peer = new RawPeer(endpoint)) {
      String invite =
          peer.request("INVITE", "sip:carillon@127.0.0.1", "silent", "silent", "X-None: 1");
      peer.send(invite);
      peer.send(invite);
      user.expect("invite");
      assertThat(user.expectEnd().cause()).isEqualTo(CallEnd.Cause.TIMED_OUT);

      // the endpoint lives: what it answers next is not the INVITE
      peer.send(peer.request("OPTIONS", "sip:carillon@127.0.0.1", "alive", "alive", "X-None: 1"));
      assertThat(peer.response().cseq().method()).isEqualTo("OPTIONS");
      peer.send(invite);
      peer.expectSilence();
      assertThat(user.rest()).extracting(TestUser.Event::name).containsExactly("request");
    }
  }

  @Test
  void aCallerThatWaitsForItTimesOut() throws Exception {
    TestUser caller = new TestUser();
    TestUser nobody = new TestUser((call, invite) -> call.ignore());
    try (SipEndpoint from = Endpoints.start(caller);
        SipEndpoint to = Endpoints.start(nobody)) {
      Endpoints.call(from, to, org.carillon.media.sip.transport.Transport.UDP, caller);

      CallEnd end = caller.expectEnd();
      assertThat(end.cause()).isEqualTo(CallEnd.Cause.TIMED_OUT);
      assertThat(end.status()).isEqualTo(408);
    }
  }
}
