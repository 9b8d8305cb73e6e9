package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.carillon.core.records.CallStatus;
import org.carillon.media.sip.message.HeaderField;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.chimesdkvoice.model.SipRule;

/**
 * A rule on a connector's host name, as the calls that name it in their request URI find it (S2).
 */
@Timeout(60)
class HostNameRuleCallTest {
  /** Not a telephone number: behind the customer's own door any name may be dialled. */
  private static final String EXTENSION = "4711";

  @TempDir Path data;
  private final ScriptedFunction function =
      ScriptedFunction.onInbound(
          "[{\"Type\":\"PlayAudio\",\"Parameters\":{\"CallId\":\"CALL\",\"AudioSource\":"
              + "{\"Type\":\"S3\",\"BucketName\":\"prompts\",\"Key\":\"tone.wav\"}}}]");
  private TestNode node;
  private Customer customer;

  @BeforeEach
  void aConnectorThatLoopbackMayCallOutThrough() throws IOException {
    node = TestNode.configured(data, function, Customer::routing);
    customer = new Customer(node).termination("127.0.0.1/32");
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void aCallToTheHostNameGoesToTheApplication() throws Exception {
    SipRule rule = customer.hostNameRule();
    try (Caller desk = Caller.onLoopback().saying(HeaderField.of("X-Desk", "7"))) {
      desk.through(customer.hostName().toUpperCase(Locale.ROOT)).dial(EXTENSION, node.sip());
      desk.awaitAnswer();
      Await.until("the prompt", () -> desk.framesOf(TestNode.PROMPT_HZ) > 10);
      desk.hangUp();

      assertThat(node.ended().status()).isEqualTo(CallStatus.COMPLETED);
    }
    Map<?, ?> details = (Map<?, ?>) function.event("NEW_INBOUND_CALL").get("CallDetails");
    assertThat(details.get("SipRuleId")).isEqualTo(rule.sipRuleId());
    assertThat(details.get("SipMediaApplicationId"))
        .isEqualTo(rule.targetApplications().getFirst().sipMediaApplicationId());
    assertThat(details.get("Participants").toString())
        .contains("To=" + EXTENSION, "From=+12065550199", "X-Desk=7");
  }

  @Test
  void withoutARuleTheSameCallIsOneOutOfTheConnector() throws Exception {
    try (Caller desk = Caller.onLoopback().through(customer.hostName())) {
      desk.dial(EXTENSION, node.sip());

      assertThat(desk.awaitEnd().status()).isEqualTo(404);
    }
    assertThat(function.events()).isEmpty();
  }

  @Test
  void whoMayNotCallOutOfTheConnectorDoesNotReachItsApplicationEither() throws Exception {
    customer.hostNameRule();
    customer.termination("198.51.100.0/24");
    try (Caller stranger = Caller.onLoopback().through(customer.hostName())) {
      stranger.dial(EXTENSION, node.sip());

      assertThat(stranger.awaitEnd().status()).isEqualTo(403);
    }
    assertThat(function.events()).isEmpty();
    assertThat(node.ended().voiceConnectorId()).contains(customer.id());
  }

  @Test
  void aHostNameOfNobodyIsAStrangersCall() throws Exception {
    customer.hostNameRule();
    try (Caller desk = Caller.onLoopback().through("zzzz.voiceconnector.example.com")) {
      desk.dial(EXTENSION, node.sip());

      assertThat(desk.awaitEnd().status()).isEqualTo(403);
    }
    assertThat(function.events()).isEmpty();
  }
}
