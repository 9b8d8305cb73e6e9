package org.carillon.media.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.carillon.media.sip.message.HeaderName;
import org.carillon.media.sip.message.NameAddress;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.message.SipUri;
import org.carillon.media.sip.transport.SipDestination;
import org.carillon.media.sip.transport.Transport;
import org.junit.jupiter.api.Test;

/** Starting and closing, addresses, and users that fail. */
class EndpointTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final TestUser caller = new TestUser();
  private final TestUser callee = new TestUser((call, invite) -> call.answer(Endpoints.OFFER));

  @Test
  void portInUseIsAClearError() throws Exception {
    try (DatagramSocket taken = new DatagramSocket(0, LOOPBACK)) {
      SipConfig config = SipConfig.listen(new InetSocketAddress(LOOPBACK, taken.getLocalPort()));

      assertThatThrownBy(() -> SipEndpoint.start(config, callee))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("" + taken.getLocalPort())
          .hasMessageContaining("Stop what uses it or choose another port");
    }
  }

  @Test
  void halfBoundEndpointLeavesNothingOpen() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
      int port = taken.getLocalPort();
      SipConfig config = SipConfig.listen(new InetSocketAddress(LOOPBACK, port));

      assertThatThrownBy(() -> SipEndpoint.start(config, callee)).isInstanceOf(IOException.class);

      // UDP had been bound before TCP failed
      try (DatagramSocket free = new DatagramSocket(port, LOOPBACK)) {
        assertThat(free.isBound()).isTrue();
      }
    }
  }

  @Test
  void bothFamiliesAndTransportsShareOnePort() throws Exception {
    SipConfig config =
        SipConfig.listen(
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0),
                new InetSocketAddress(InetAddress.ofLiteral("::1"), 0))
            .withTimers(Endpoints.FAST);
    try (SipEndpoint a = Endpoints.start(caller);
        SipEndpoint six = SipEndpoint.start(Endpoints.config("::1"), caller);
        SipEndpoint b = SipEndpoint.start(config, callee)) {
      List<InetSocketAddress> bound = b.localAddresses();
      assertThat(bound).hasSize(2);
      assertThat(bound.get(0).getPort()).isEqualTo(bound.get(1).getPort());

      Endpoints.call(a, b, SipDestination.udp(bound.get(0)), caller);
      caller.expect("answered");
      Endpoints.call(six, b, SipDestination.tcp(bound.get(1)), caller);
      caller.expect("answered");
    }
  }

  @Test
  void wildcardSocketTellsThePeerTheAddressThatReachesIt() throws Exception {
    SipConfig anywhere =
        SipConfig.listen(new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 0))
            .withTimers(Endpoints.FAST);
    try (SipEndpoint a = Endpoints.start(caller);
        SipEndpoint b = SipEndpoint.start(anywhere, callee)) {
      int port = b.localAddresses().getFirst().getPort();

      UacCall call =
          Endpoints.call(a, b, SipDestination.udp(new InetSocketAddress(LOOPBACK, port)), caller);
      SipResponse answer = (SipResponse) caller.expect("answered").detail();

      assertThat(answer.header(HeaderName.CONTACT)).contains("<sip:127.0.0.1:" + port + ">");
      assertThat(b.localAddressFor(Transport.UDP, a.localAddresses().getFirst()))
          .isEqualTo(new InetSocketAddress(LOOPBACK, port));
      callee.expect("invite");
      callee.expect("confirmed");
      Endpoints.on(call.loop(), call::hangUp);
      assertThat(callee.expectEnd().cause()).isEqualTo(CallEnd.Cause.BYE_RECEIVED);
    }
  }

  @Test
  void advertisedHostIsUsedInViaAndContact() throws Exception {
    SipConfig named = Endpoints.config("127.0.0.1").withAdvertisedHost("localhost");
    try (SipEndpoint a = SipEndpoint.start(named, caller);
        SipEndpoint b = Endpoints.start(callee)) {
      Endpoints.call(a, b, Transport.UDP, caller);

      SipRequest invite = (SipRequest) callee.expect("invite").detail();
      assertThat(invite.topVia().host()).isEqualTo("localhost");
      assertThat(invite.contact().orElseThrow().uri().host()).isEqualTo("localhost");
      caller.expect("answered");

      // the callee finds the name when it hangs up
      UasCall call = (UasCall) callee.expect("confirmed").call();
      Endpoints.on(call.loop(), () -> call.hangUp());
      assertThat(caller.expectEnd().cause()).isEqualTo(CallEnd.Cause.BYE_RECEIVED);
    }
  }

  @Test
  void unknownHostAndForeignTransportEndTheCallWithAReason() throws Exception {
    try (SipEndpoint a = Endpoints.start(caller)) {
      for (String uri :
          List.of(
              "sip:x@does-not-exist.invalid",
              "sips:x@127.0.0.1",
              "sip:x@127.0.0.1;transport=sctp",
              "tel:+12065550100",
              "sip:x@[::1]")) {
        a.invite(
            OutgoingInvite.to(SipUri.parse(uri), NameAddress.of(SipUri.parse("sip:me@here"))),
            caller);

        CallEnd end = caller.expectEnd();
        assertThat(end.cause()).as(uri).isEqualTo(CallEnd.Cause.TRANSPORT);
        assertThat(end.status()).isEqualTo(503);
        assertThat(end.reason()).isNotBlank();
      }
    }
  }

  @Test
  void userThatThrowsOnANewCallAnswers500() throws Exception {
    TestUser broken =
        new TestUser(
            (call, invite) -> {
              throw new IllegalStateException("the test's fault");
            });
    try (SipEndpoint a = Endpoints.start(caller);
        SipEndpoint b = Endpoints.start(broken)) {
      Endpoints.call(a, b, Transport.UDP, caller);

      assertThat(caller.expectEnd().status()).isEqualTo(500);
    }
  }

  @Test
  void listenerThatThrowsLosesItsCallAndNoOther() throws Exception {
    CallListener broken =
        new CallListener() {
          @Override
          public void onAnswered(UacCall call, SipResponse response) {
            throw new IllegalStateException("the test's fault");
          }

          @Override
          public void onEnded(SipCall call, CallEnd end) {
            caller.onEnded(call, end);
          }
        };
    try (SipEndpoint a = Endpoints.start(caller);
        SipEndpoint b = Endpoints.start(callee)) {
      Endpoints.call(a, b, Transport.UDP, broken);
      assertThat(caller.expectEnd().cause()).isEqualTo(CallEnd.Cause.FAILED);

      Endpoints.call(a, b, Transport.UDP, caller);
      caller.expect("answered");
    }
  }

  @Test
  void legsAreUsedOnTheirLoopOnly() throws Exception {
    try (SipEndpoint a = Endpoints.start(caller);
        SipEndpoint b = Endpoints.start(callee)) {
      UacCall call = Endpoints.call(a, b, Transport.UDP, caller);

      assertThatThrownBy(call::hangUp)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("SipLoop.execute");
    }
  }

  @Test
  void closedEndpointTakesNoMoreWork() throws Exception {
    SipEndpoint a = Endpoints.start(caller);
    a.close();
    a.close();

    assertThatThrownBy(() -> a.loop().execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void callsHaveNoLimitOfTheirOwn() throws Exception {
    try (SipEndpoint a = Endpoints.start(caller);
        SipEndpoint b = Endpoints.start(callee)) {
      int calls = 300;
      for (int i = 0; i < calls; i++) {
        Endpoints.call(a, b, Transport.TCP, caller);
      }
      for (int i = 0; i < calls; i++) {
        caller.expect("answered");
      }
      assertThat(b.statistics().connections()).isEqualTo(1);
      assertThat(b.statistics().dialogs()).isEqualTo(calls);
    }
  }

  @Test
  void configurationIsChecked() {
    SipConfig config = Endpoints.config("127.0.0.1");

    assertThatThrownBy(() -> config.withTransports(Set.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> config.withTransports(Set.of(Transport.TLS)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SipConfig.listen()).isInstanceOf(IllegalArgumentException.class);
  }
}
