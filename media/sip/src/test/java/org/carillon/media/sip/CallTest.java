package org.carillon.media.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.NameAddress;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.message.SipUri;
import org.carillon.media.sip.transport.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two endpoints call each other over loopback. */
class CallTest {
  private final TestUser caller = new TestUser();
  private final TestUser callee = new TestUser();
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

  @ParameterizedTest
  @EnumSource(names = {"UDP", "TCP"})
  void answeredCallIsHungUpByTheCaller(Transport transport) throws Exception {
    // when a calls, b rings and answers
    UacCall out = Endpoints.call(a, b, transport, caller);
    TestUser.Event invited = callee.expect("invite");
    SipRequest invite = (SipRequest) invited.detail();
    UasCall in = (UasCall) invited.call();
    Endpoints.on(in.loop(), () -> in.provisional(180));
    SipResponse ringing = (SipResponse) caller.expect("provisional").detail();
    Endpoints.on(in.loop(), () -> in.answer(Endpoints.OFFER));

    // then both sides know that the call is up, and the bodies went across
    SipResponse ok = (SipResponse) caller.expect("answered").detail();
    callee.expect("confirmed");
    assertThat(ringing.status()).isEqualTo(180);
    assertThat(ok.body().orElseThrow().text()).isEqualTo(Endpoints.OFFER.text());
    assertThat(invite.body().orElseThrow().text()).isEqualTo(Endpoints.OFFER.text());
    assertThat(invite.requestUri().user()).contains("+12065550100");

    // when the caller hangs up, then both are told once
    Endpoints.on(out.loop(), out::hangUp);
    assertThat(caller.expectEnd().cause()).isEqualTo(CallEnd.Cause.BYE_SENT);
    assertThat(callee.expectEnd().cause()).isEqualTo(CallEnd.Cause.BYE_RECEIVED);
    assertThat(caller.rest()).isEmpty();
    assertThat(callee.rest()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"UDP", "TCP"})
  void answeredCallIsHungUpByTheCallee(Transport transport) throws Exception {
    Endpoints.call(a, b, transport, caller);
    UasCall in = (UasCall) callee.expect("invite").call();
    Endpoints.on(in.loop(), () -> in.answer(Endpoints.OFFER));
    caller.expect("answered");
    callee.expect("confirmed");
    HeaderField reason = HeaderField.of("Reason", "Q.850;cause=16");

    Endpoints.on(in.loop(), () -> in.hangUp(List.of(reason)));

    assertThat(callee.expectEnd().cause()).isEqualTo(CallEnd.Cause.BYE_SENT);
    CallEnd end = caller.expectEnd();
    assertThat(end.cause()).isEqualTo(CallEnd.Cause.BYE_RECEIVED);
    assertThat(end.reasonHeader()).contains("Q.850;cause=16");
  }

  @Test
  void hangUpBeforeTheAckSendsByeWhenTheAckComes() throws Exception {
    Endpoints.call(a, b, Transport.UDP, caller);
    UasCall in = (UasCall) callee.expect("invite").call();

    Endpoints.on(
        in.loop(),
        () -> {
          in.answer(Endpoints.OFFER);
          in.hangUp();
        });

    caller.expect("answered");
    callee.expect("confirmed");
    assertThat(callee.expectEnd().cause()).isEqualTo(CallEnd.Cause.BYE_SENT);
    assertThat(caller.expectEnd().cause()).isEqualTo(CallEnd.Cause.BYE_RECEIVED);
  }

  @Test
  void refusedCallEndsWithItsStatusOnBothSides() throws Exception {
    Endpoints.call(a, b, Transport.UDP, caller);
    UasCall in = (UasCall) callee.expect("invite").call();

    Endpoints.on(in.loop(), () -> in.reject(486));

    CallEnd end = caller.expectEnd();
    assertThat(end.cause()).isEqualTo(CallEnd.Cause.REJECTED);
    assertThat(end.status()).isEqualTo(486);
    assertThat(callee.expectEnd().cause()).isEqualTo(CallEnd.Cause.REJECTED);
  }

  @Test
  void callIsCancelledWhileItRings() throws Exception {
    UacCall out = Endpoints.call(a, b, Transport.UDP, caller);
    UasCall in = (UasCall) callee.expect("invite").call();
    Endpoints.on(in.loop(), () -> in.provisional(180));
    caller.expect("provisional");

    Endpoints.on(out.loop(), out::hangUp);

    assertThat(callee.expectEnd().cause()).isEqualTo(CallEnd.Cause.CANCELLED);
    assertThat(caller.expectEnd().cause()).isEqualTo(CallEnd.Cause.CANCELLED);
  }

  @Test
  void cancelBeforeAnyAnswerWaitsForTheTrying() throws Exception {
    UacCall out = Endpoints.call(a, b, Transport.UDP, caller);
    callee.expect("invite");

    Endpoints.on(out.loop(), out::hangUp);

    // the callee says nothing, so it is its 100 Trying that lets the CANCEL go
    assertThat(callee.expectEnd().cause()).isEqualTo(CallEnd.Cause.CANCELLED);
    assertThat(caller.expectEnd().cause()).isEqualTo(CallEnd.Cause.CANCELLED);
  }

  @Test
  void requestsInsideTheDialogGoBothWays() throws Exception {
    UacCall out = Endpoints.call(a, b, Transport.UDP, caller);
    UasCall in = (UasCall) callee.expect("invite").call();
    Endpoints.on(in.loop(), () -> in.answer(Endpoints.OFFER));
    caller.expect("answered");
    callee.expect("confirmed");

    // a re-INVITE of the callee, for example hold
    CompletableFuture<Integer> held = new CompletableFuture<>();
    Endpoints.on(in.loop(), () -> in.request("INVITE", Endpoints.OFFER, List.of(), into(held)));
    caller.expect("in-dialog");
    assertThat(held.get(5, TimeUnit.SECONDS)).isEqualTo(200);
    caller.expect("acknowledged");

    // an INFO of the caller
    CompletableFuture<Integer> informed = new CompletableFuture<>();
    Endpoints.on(out.loop(), () -> out.request("INFO", null, List.of(), into(informed)));
    callee.expect("in-dialog");
    assertThat(informed.get(5, TimeUnit.SECONDS)).isEqualTo(200);
  }

  @Test
  void optionsReachesTheUserAndTellsWhatIsAllowed() throws Exception {
    CompletableFuture<SipResponse> answer = new CompletableFuture<>();
    SipUri uri = SipUri.sip(null, "127.0.0.1", b.localAddresses().getFirst().getPort());

    a.request(
        "OPTIONS",
        uri,
        NameAddress.of(uri),
        Endpoints.destination(b, Transport.UDP),
        null,
        List.of(),
        new ResponseHandler() {
          @Override
          public void onResponse(UacRequest request, SipResponse response) {
            answer.complete(response);
          }

          @Override
          public void onFailure(UacRequest request, int status, String reason) {
            answer.completeExceptionally(new AssertionError(status + reason));
          }
        });

    SipResponse response = answer.get(5, TimeUnit.SECONDS);
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.header("Allow")).hasValueSatisfying(v -> assertThat(v).contains("INVITE"));
  }

  @Test
  void nobodyThereIsTimeOutOverUdpAndTransportFailureOverTcp() throws Exception {
    b.close();

    Endpoints.call(a, b, Transport.TCP, caller);
    CallEnd refused = caller.expectEnd();
    Endpoints.call(a, b, Transport.UDP, caller);
    CallEnd silent = caller.expectEnd();

    assertThat(refused.cause()).isEqualTo(CallEnd.Cause.TRANSPORT);
    assertThat(silent.cause()).isEqualTo(CallEnd.Cause.TIMED_OUT);
    assertThat(silent.status()).isEqualTo(408);
  }

  @Test
  void closingTheEndpointHangsUpItsCalls() throws Exception {
    Endpoints.call(a, b, Transport.UDP, caller);
    UasCall in = (UasCall) callee.expect("invite").call();
    Endpoints.on(in.loop(), () -> in.answer(Endpoints.OFFER));
    caller.expect("answered");
    callee.expect("confirmed");

    b.close();

    assertThat(caller.expectEnd().cause()).isEqualTo(CallEnd.Cause.BYE_RECEIVED);
    assertThat(callee.expectEnd().cause()).isEqualTo(CallEnd.Cause.FAILED);
  }

  static ResponseHandler into(CompletableFuture<Integer> status) {
    return new ResponseHandler() {
      @Override
      public void onResponse(UacRequest request, SipResponse response) {
        status.complete(response.status());
      }

      @Override
      public void onFailure(UacRequest request, int code, String reason) {
        status.complete(code);
      }
    };
  }
}
