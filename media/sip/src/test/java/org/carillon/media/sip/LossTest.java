package org.carillon.media.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import org.carillon.media.sip.message.SipResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls over a network that loses and doubles datagrams (RFC 3261 sections 13.3.1.4 and 17). */
class LossTest {
  private final TestUser caller = new TestUser();
  private final TestUser callee = new TestUser((call, invite) -> call.answer(Endpoints.OFFER));
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

  /** Loses the first messages that start so and passes everything else on. */
  private static ToIntFunction<String> losing(String start, int count) {
    AtomicInteger left = new AtomicInteger(count);
    return text -> text.startsWith(start) && left.getAndDecrement() > 0 ? 0 : 1;
  }

  private static ToIntFunction<String> losing(String start, String method, int count) {
    AtomicInteger left = new AtomicInteger(count);
    return text ->
        text.startsWith(start)
                && text.contains("CSeq: ")
                && text.matches("(?s).*CSeq: \\d+ " + method + ".*")
                && left.getAndDecrement() > 0
            ? 0
            : 1;
  }

  private void callAndHangUp(ToIntFunction<String> network) throws Exception {
    try (LossyRelay relay = new LossyRelay(a, b, network)) {
      UacCall out = Endpoints.call(a, b, relay.way(), caller);
      callee.expect("invite");
      caller.expect("answered");
      callee.expect("confirmed");
      Endpoints.on(out.loop(), out::hangUp);
      assertThat(caller.expectEnd().cause()).isEqualTo(CallEnd.Cause.BYE_SENT);
      assertThat(callee.expectEnd().cause()).isEqualTo(CallEnd.Cause.BYE_RECEIVED);
      assertThat(caller.rest()).isEmpty();
      assertThat(callee.rest()).isEmpty();
    }
  }

  @Test
  void lostInvitesAreRepeated() throws Exception {
    callAndHangUp(losing("INVITE", 3));
  }

  @Test
  void lostOkIsRepeated() throws Exception {
    callAndHangUp(losing("SIP/2.0 200", "INVITE", 2));
  }

  @Test
  void lostAckIsRepeatedForEachOk() throws Exception {
    callAndHangUp(losing("ACK", 2));
  }

  @Test
  void lostByeIsRepeated() throws Exception {
    callAndHangUp(losing("BYE", 2));
  }

  @Test
  void lostAnswerToByeIsRepeated() throws Exception {
    callAndHangUp(losing("SIP/2.0 200", "BYE", 2));
  }

  @Test
  void everyDatagramTwiceChangesNothing() throws Exception {
    callAndHangUp(text -> 2);
    assertThat(b.statistics().retransmissionsAbsorbed()).isPositive();
  }

  @Test
  void withoutAnyAckTheCalleeHangsUp() throws Exception {
    try (LossyRelay relay = new LossyRelay(a, b, losing("ACK", Integer.MAX_VALUE))) {
      Endpoints.call(a, b, relay.way(), caller);
      callee.expect("invite");
      caller.expect("answered");

      CallEnd end = callee.expectEnd();

      assertThat(end.cause()).isEqualTo(CallEnd.Cause.NO_ACK);
      assertThat(caller.expectEnd().cause()).isEqualTo(CallEnd.Cause.BYE_RECEIVED);
    }
  }

  @Test
  void refusalIsRepeatedUntilItsAckComes() throws Exception {
    TestUser busy = new TestUser((call, invite) -> call.reject(486));
    AtomicInteger refusals = new AtomicInteger();
    ToIntFunction<String> ackLost = losing("ACK", 2);
    try (SipEndpoint c = Endpoints.start(busy);
        LossyRelay relay =
            new LossyRelay(
                a,
                c,
                text -> {
                  refusals.addAndGet(text.startsWith("SIP/2.0 486") ? 1 : 0);
                  return ackLost.applyAsInt(text);
                })) {
      Endpoints.call(a, c, relay.way(), caller);

      assertThat(caller.expectEnd().status()).isEqualTo(486);
      busy.expect("invite");
      busy.expectEnd();
      Waiting.until(() -> refusals.get() >= 3);
      assertThat(caller.rest()).isEmpty();
    }
  }

  @Test
  void cancelSurvivesTheLossOfEachPart() throws Exception {
    TestUser ringing = new TestUser((call, invite) -> call.provisional(180));
    for (ToIntFunction<String> network :
        List.of(
            losing("CANCEL", 1), losing("SIP/2.0 200", "CANCEL", 1), losing("SIP/2.0 487", 1))) {
      try (SipEndpoint c = Endpoints.start(ringing);
          LossyRelay relay = new LossyRelay(a, c, network)) {
        UacCall out = Endpoints.call(a, c, relay.way(), caller);
        ringing.expect("invite");
        SipResponse response = (SipResponse) caller.expect("provisional").detail();
        assertThat(response.status()).isEqualTo(180);
        Endpoints.on(out.loop(), out::hangUp);

        assertThat(ringing.expectEnd().cause()).isEqualTo(CallEnd.Cause.CANCELLED);
        assertThat(caller.expectEnd().cause()).isEqualTo(CallEnd.Cause.CANCELLED);
      }
    }
  }

  @Test
  void reliableRingingSurvivesTheLossOfEachPart() throws Exception {
    TestUser ringing =
        new TestUser(
            (call, invite) -> {
              call.provisionalReliably(183, Endpoints.OFFER, List.of());
              call.answer(null);
            });
    for (ToIntFunction<String> network :
        List.of(
            losing("SIP/2.0 183", 2),
            losing("PRACK", 2),
            losing("SIP/2.0 200", "PRACK", 2),
            (ToIntFunction<String>) text -> 2)) {
      try (SipEndpoint c = Endpoints.start(ringing);
          LossyRelay relay = new LossyRelay(a, c, network)) {
        UacCall out = Endpoints.call(a, c, relay.way(), caller);
        ringing.expect("invite");
        caller.expect("provisional");
        ringing.expect("prack");
        caller.expect("answered");
        ringing.expect("confirmed");
        Endpoints.on(out.loop(), out::hangUp);
        assertThat(caller.expectEnd().cause()).isEqualTo(CallEnd.Cause.BYE_SENT);
        assertThat(ringing.expectEnd().cause()).isEqualTo(CallEnd.Cause.BYE_RECEIVED);
        assertThat(caller.rest()).isEmpty();
        assertThat(ringing.rest()).isEmpty();
      }
    }
  }

  @Test
  void lostReinviteAndLostUpdateAreRepeated() throws Exception {
    for (ToIntFunction<String> network :
        List.of(losing("UPDATE", 1), losing("SIP/2.0 200", "UPDATE", 1))) {
      try (LossyRelay relay = new LossyRelay(a, b, network)) {
        UacCall out = Endpoints.call(a, b, relay.way(), caller);
        callee.expect("invite");
        caller.expect("answered");
        callee.expect("confirmed");
        for (String method : List.of("UPDATE", "INVITE")) {
          CompletableFuture<Integer> status = new CompletableFuture<>();
          Endpoints.on(
              out.loop(),
              () -> out.request(method, Endpoints.OFFER, List.of(), CallTest.into(status)));
          assertThat(status.get(5, TimeUnit.SECONDS)).as(method).isEqualTo(200);
          callee.expect("in-dialog");
        }
        callee.expect("acknowledged");
        Endpoints.on(out.loop(), out::hangUp);
        caller.expectEnd();
        callee.expectEnd();
      }
    }
  }

  @Test
  void finishedCallsLeaveNothingBehind() throws Exception {
    callAndHangUp(losing("INVITE", 1));

    // all transaction timers run out within 64*T1
    Waiting.until(() -> a.statistics().transactions() == 0 && a.statistics().dialogs() == 0);
    Waiting.until(() -> b.statistics().transactions() == 0 && b.statistics().dialogs() == 0);
  }
}
