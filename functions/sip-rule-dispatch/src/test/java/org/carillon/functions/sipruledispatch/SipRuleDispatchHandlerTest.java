package org.carillon.functions.sipruledispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.Json;
import org.carillon.contract.JsonException;
import org.carillon.core.Account;
import org.carillon.core.documents.DocumentException;
import org.carillon.core.ports.FunctionInvoker;
import org.carillon.core.routing.RejectReason;
import org.carillon.core.routing.RouteDecision;
import org.carillon.core.routing.RouteDecision.Reject;
import org.carillon.core.routing.RouteDecision.ToApplication;
import org.carillon.core.routing.RouteDocuments;
import org.carillon.core.routing.RouteTarget;
import org.carillon.core.routing.Routing;
import org.carillon.core.routing.RoutingDirectory;
import org.carillon.core.routing.UnknownSources;
import org.carillon.embedded.EmbeddedPorts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample events of {@code events/} through the handler (D4, S3). */
class SipRuleDispatchHandlerTest {

  private static final RouteTarget HELLO =
      new RouteTarget(
          "aaaaaaaa-0000-4000-8000-000000000001",
          "arn:aws:lambda:us-east-1:111122223333:function:hello",
          "us-east-1");

  /** An account with one number, its rule and its application. */
  private static final RoutingDirectory DIRECTORY =
      new RoutingDirectory() {
        @Override
        public boolean hasNumber(String e164) {
          return e164.equals("+12065550100");
        }

        @Override
        public Optional<Rule> ruleFor(String e164) {
          return Optional.of(new Rule("rule", true, List.of(HELLO.applicationId())));
        }

        @Override
        public Optional<RouteTarget> application(String applicationId) {
          return Optional.of(HELLO);
        }
      };

  private final SipRuleDispatchHandler handler = new SipRuleDispatchHandler(new Routing(DIRECTORY));

  @Test
  void aCallGoesToTheApplicationOfItsRule() throws IOException {
    assertThat(ask(handler, sample("sip-rule-dispatch-inbound-call.json")))
        .isEqualTo(
            new ToApplication(
                "rule",
                List.of(HELLO),
                "+12065550199",
                "+12065550100",
                Map.of("X-Customer", "4711")));
  }

  @Test
  void aNameIsNoNumber() throws IOException {
    assertThat(ask(handler, sample("sip-rule-dispatch-not-a-number.json")))
        .isInstanceOfSatisfying(
            Reject.class, reject -> assertThat(reject.reason()).isEqualTo(RejectReason.NOT_E164));
  }

  @Test
  void inAnEmptyAccountTheNumberIsUnknown(@TempDir Path directory) throws IOException {
    try (EmbeddedPorts embedded =
        EmbeddedPorts.open(
            directory, (arn, payload, timeout) -> new FunctionInvoker.Result.NotFound(""))) {
      SipRuleDispatchHandler empty =
          new SipRuleDispatchHandler(
              new Account("111122223333", "us-east-1"),
              embedded.ports(),
              UnknownSources.SIMULATED_CARRIER);

      assertThat(ask(empty, sample("sip-rule-dispatch-inbound-call.json")))
          .isInstanceOfSatisfying(
              Reject.class,
              reject -> assertThat(reject.reason()).isEqualTo(RejectReason.UNKNOWN_NUMBER));
    }
  }

  @Test
  void whereStrangersReachTheNodesTheyBringNoCallsIn(@TempDir Path directory) throws IOException {
    try (EmbeddedPorts embedded =
        EmbeddedPorts.open(
            directory, (arn, payload, timeout) -> new FunctionInvoker.Result.NotFound(""))) {
      SipRuleDispatchHandler empty =
          new SipRuleDispatchHandler(
              new Account("111122223333", "us-east-1"),
              embedded.ports(),
              UnknownSources.fromEnvironment(Map.of()));

      assertThat(ask(empty, sample("sip-rule-dispatch-inbound-call.json")))
          .isInstanceOfSatisfying(
              Reject.class,
              reject -> assertThat(reject.reason()).isEqualTo(RejectReason.UNKNOWN_SOURCE));
    }
  }

  @Test
  void aBrokenQuestionIsRefusedByName() {
    assertThatThrownBy(() -> ask(handler, "{}".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(DocumentException.class)
        .hasMessage("InviteFacts.RequestUser must be a text.");
    assertThatThrownBy(() -> ask(handler, "[]".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(JsonException.class);
  }

  private static RouteDecision ask(SipRuleDispatchHandler handler, byte[] question)
      throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    handler.handleRequest(new ByteArrayInputStream(question), output, null);
    return RouteDocuments.routeDecision(Json.readObject(output.toByteArray()));
  }

  private static byte[] sample(String name) throws IOException {
    return Files.readAllBytes(Path.of(System.getProperty("carillon.home"), "events", name));
  }
}
