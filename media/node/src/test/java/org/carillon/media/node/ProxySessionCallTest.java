package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.carillon.core.records.CallFact;
import org.carillon.core.records.CallStatus;
import org.carillon.media.sip.CallEnd.Cause;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.SipRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.chimesdkvoice.model.ProxySession;

/** Number masking over the wire: who calls the proxy number reaches the other one (V13, O1). */
@Timeout(60)
class ProxySessionCallTest {
  private static final String ANNA = "+12125550199";
  private static final String BEN = "+13035550199";
  private static final String CARA = "+13035550198";
  private static final int MINUTES = 30;

  @TempDir Path data;
  private Callee network;
  private TestNode node;
  private Customer customer;
  private ProxySession session;

  @BeforeEach
  void aSessionOfTwoPeopleInTheTelephoneNetwork() throws IOException {
    network = Callee.answering();
    node = TestNode.configured(data, ScriptedFunction.onInbound("[]"), Customer::routing);
    customer = new Customer(node).carrier(network.target());
    session = customer.proxySession(MINUTES, ANNA, BEN);
  }

  @AfterEach
  void stop() {
    node.close();
    network.close();
  }

  @Test
  void oneParticipantRingsTheOtherWhoSeesTheProxyNumber() throws Exception {
    try (Caller anna = calling(ANNA)) {
      anna.awaitAnswer();
      SipRequest invite = network.awaitInvite();

      assertThat(session.participants())
          .allMatch(it -> it.proxyPhoneNumber().equals(Customer.NUMBER));
      assertThat(invite.requestUri().user()).contains(BEN);
      assertThat(invite.from().uri().user()).contains(Customer.NUMBER);
      assertThat(invite.header("P-Asserted-Identity").orElseThrow())
          .startsWith("<sip:" + Customer.NUMBER + "@");
      assertThat(invite.toString())
          .as("what Ben's telephone is told")
          .doesNotContain(ANNA, "12125550199");

      anna.stream().write(Tones.of(600, 400).samples(), 0, 3200);
      Await.until("Ben hears Anna", () -> network.framesOf(600) > 15);
      anna.hangUp();
      assertThat(network.awaitEnd().cause()).isEqualTo(Cause.BYE_RECEIVED);
    }
    CallFact.CallEnded end = node.ended();
    assertThat(end.status()).isEqualTo(CallStatus.COMPLETED);
    assertThat(end.voiceConnectorId()).contains(customer.id());
    assertThat(node.facts())
        .filteredOn(CallFact.CallStarted.class::isInstance)
        .singleElement()
        .satisfies(
            it ->
                assertThat(((CallFact.CallStarted) it).trunk().proxySessionId())
                    .contains(session.proxySessionId()));
  }

  @Test
  void theOtherParticipantRingsTheFirst() throws Exception {
    try (Caller ben = calling(BEN)) {
      ben.awaitAnswer();

      assertThat(network.awaitInvite().requestUri().user()).contains(ANNA);
      assertThat(network.awaitInvite().toString()).doesNotContain("13035550199");
    }
  }

  @Test
  void aStrangerReachesNeitherOfThem() throws Exception {
    try (Caller cara = calling(CARA)) {
      assertThat(cara.awaitEnd().status()).isEqualTo(480);
    }

    assertThat(network.invites()).isEmpty();
    assertThat(node.ended().reason()).isEqualTo("No origination route for the called number");
  }

  @Test
  void aStrangerIsACallerOfTheConnectorWhenItTakesCalls() throws Exception {
    try (Callee pbx = Callee.answering()) {
      customer.origination(pbx.target());
      try (Caller cara = calling(CARA)) {
        cara.awaitAnswer();

        assertThat(pbx.awaitInvite().requestUri().user()).contains(Customer.NUMBER);
        assertThat(network.invites()).isEmpty();
      }
    }
  }

  @Test
  void afterItsMinutesTheSessionIsGoneAndItsCallsAreRefused() throws Exception {
    node.pass(Duration.ofMinutes(MINUTES).minusSeconds(10));
    try (Caller inTime = calling(ANNA)) {
      inTime.awaitAnswer();
      inTime.hangUp();
      node.ended();
    }

    node.pass(Duration.ofSeconds(11));

    try (Caller tooLate = calling(ANNA)) {
      assertThat(tooLate.awaitEnd().status()).isEqualTo(410);
    }
    assertThat(network.invites()).hasSize(1);
    assertThat(node.ends(2).getLast().status()).isEqualTo(CallStatus.FAILED);
    assertThat(node.ends(2).getLast().reason()).isEqualTo("The proxy session is closed");
    assertThat(node.ends(2).getLast().voiceConnectorId()).contains(customer.id());
  }

  private Caller calling(String from) throws IOException {
    return Caller.onLoopback()
        .from(from)
        .saying(HeaderField.of("Diversion", "<tel:" + from + ">"))
        .dial(Customer.NUMBER, node.sip());
  }
}
