package org.carillon.media.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.transport.SipDestination;
import org.carillon.media.sip.transport.Transport;
import org.junit.jupiter.api.Test;

/** Requests over 1300 bytes that are meant for UDP (RFC 3261 section 18.1.1). */
class LargeRequestTest {
  private static final SipBody LARGE =
      SipBody.sdp(
          (new String(Endpoints.OFFER.bytes(), StandardCharsets.US_ASCII)
                  + "a=x-padding:"
                  + "x".repeat(1_300)
                  + "\r\n")
              .getBytes(StandardCharsets.US_ASCII));

  private static UacCall call(SipEndpoint from, SipDestination way, TestUser listener) {
    return from.invite(Endpoints.invitation(way, "large").withBody(LARGE), listener);
  }

  @Test
  void largeRequestGoesOverTcp() throws Exception {
    TestUser callee = new TestUser((call, invite) -> call.answer(Endpoints.OFFER));
    TestUser caller = new TestUser();
    try (SipEndpoint a = Endpoints.start(caller);
        SipEndpoint b = Endpoints.start(callee)) {

      UacCall out = call(a, Endpoints.destination(b, Transport.UDP), caller);

      TestUser.Event arrived = callee.expect("invite");
      SipRequest invite = (SipRequest) arrived.detail();
      assertThat(arrived.call().source().orElseThrow().transport()).isEqualTo(Transport.TCP);
      assertThat(invite.topVia().transport()).isEqualTo("TCP");
      assertThat(invite.body().orElseThrow().bytes()).isEqualTo(LARGE.bytes());
      caller.expect("answered");
      callee.expect("confirmed");
      Endpoints.on(out.loop(), out::hangUp);
      assertThat(callee.expectEnd().cause()).isEqualTo(CallEnd.Cause.BYE_RECEIVED);
    }
  }

  @Test
  void largeRequestToAPeerWithoutTcpGoesOverUdpAfterAll() throws Exception {
    TestUser callee = new TestUser((call, invite) -> call.answer(Endpoints.OFFER));
    TestUser caller = new TestUser();
    SipConfig udp = Endpoints.config("127.0.0.1").withTransports(Set.of(Transport.UDP));
    try (SipEndpoint a = Endpoints.start(caller);
        SipEndpoint b = SipEndpoint.start(udp, callee)) {
      for (int i = 0; i < 2; i++) {
        UacCall out = call(a, Endpoints.destination(b, Transport.UDP), caller);

        TestUser.Event arrived = callee.expect("invite");
        SipRequest invite = (SipRequest) arrived.detail();
        assertThat(arrived.call().source().orElseThrow().transport()).isEqualTo(Transport.UDP);
        assertThat(invite.topVia().transport()).isEqualTo("UDP");
        caller.expect("answered");
        callee.expect("confirmed");
        Endpoints.on(out.loop(), out::hangUp);
        assertThat(caller.expectEnd().cause()).isEqualTo(CallEnd.Cause.BYE_SENT);
        assertThat(callee.expectEnd().cause()).isEqualTo(CallEnd.Cause.BYE_RECEIVED);
      }
      assertThat(a.statistics().connections()).isZero();
    }
  }

  @Test
  void withoutTcpOfOurOwnItGoesOverUdp() throws Exception {
    TestUser callee = new TestUser((call, invite) -> call.answer(Endpoints.OFFER));
    TestUser caller = new TestUser();
    SipConfig udp = Endpoints.config("127.0.0.1").withTransports(Set.of(Transport.UDP));
    try (SipEndpoint a = SipEndpoint.start(udp, caller);
        SipEndpoint b = Endpoints.start(callee)) {
      call(a, Endpoints.destination(b, Transport.UDP), caller);
      assertThat(callee.expect("invite").call().source().orElseThrow().transport())
          .isEqualTo(Transport.UDP);
      caller.expect("answered");
    }
  }

  @Test
  void cancelledLargeRequestIsCancelledWhereItWent() throws Exception {
    TestUser callee = new TestUser((call, invite) -> call.provisional(180));
    TestUser caller = new TestUser();
    try (SipEndpoint a = Endpoints.start(caller);
        SipEndpoint b = Endpoints.start(callee)) {
      UacCall out = call(a, Endpoints.destination(b, Transport.UDP), caller);
      caller.expect("provisional");

      Endpoints.on(out.loop(), out::hangUp);

      assertThat(caller.expectEnd().cause()).isEqualTo(CallEnd.Cause.CANCELLED);
      callee.expect("invite");
      assertThat(callee.expectEnd().cause()).isEqualTo(CallEnd.Cause.CANCELLED);
    }
  }

  @Test
  void requestThatFitsStaysOnUdp() throws Exception {
    TestUser callee = new TestUser();
    TestUser caller = new TestUser();
    try (SipEndpoint a = Endpoints.start(caller);
        SipEndpoint b = Endpoints.start(callee)) {
      SipDestination way = Endpoints.destination(b, Transport.UDP);
      int used = probeLength(a, way, callee, caller);
      String fill = "x".repeat(1_300 - used);
      a.invite(
          Endpoints.invitation(way, "large").withHeaders(List.of(HeaderField.of("X-Fill", fill))),
          caller);
      SipRequest exact = (SipRequest) callee.expect("invite").detail();
      assertThat(exact.length()).isEqualTo(1_300);
      assertThat(exact.topVia().transport()).isEqualTo("UDP");

      a.invite(
          Endpoints.invitation(way, "large")
              .withHeaders(List.of(HeaderField.of("X-Fill", fill + "x"))),
          caller);
      assertThat(((SipRequest) callee.expect("invite").detail()).topVia().transport())
          .isEqualTo("TCP");
    }
  }

  /** The length with the extra field but without its value. */
  private static int probeLength(
      SipEndpoint a, SipDestination way, TestUser callee, TestUser caller) throws Exception {
    a.invite(
        Endpoints.invitation(way, "large").withHeaders(List.of(HeaderField.of("X-Fill", "x"))),
        caller);
    return ((SipRequest) callee.expect("invite").detail()).length() - 1;
  }
}
