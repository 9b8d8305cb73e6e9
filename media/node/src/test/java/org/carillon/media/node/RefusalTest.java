package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carillon.core.metrics.Metric;
import org.carillon.core.ports.PortUnavailableException;
import org.carillon.core.records.CallDirection;
import org.carillon.core.records.CallFact;
import org.carillon.core.records.CallFact.CallEnded;
import org.carillon.core.routing.RejectReason;
import org.carillon.media.sip.CallEnd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What callers, records and metrics are told of each refusal (V2, V3, O1, O2). */
@Timeout(120)
class RefusalTest {
  private static final Optional<String> CONNECTOR = Optional.of(Trunks.CONNECTOR);

  @TempDir Path data;

  @Test
  void everyRefusalHasItsStatusItsRecordAndItsMetric() throws Exception {
    List<RejectReason> all = List.of(RejectReason.values());
    try (TestNode node =
        TestNode.trunk(
            data,
            facts ->
                RejectReason.valueOf(facts.requestUser())
                    .reject("it", CallDirection.OUTBOUND, CONNECTOR))) {
      for (RejectReason reason : all) {
        try (Caller caller = Caller.onLoopback()) {
          CallEnd end = caller.dial(reason.name(), node.sip()).awaitEnd();
          assertThat(end.status()).as(reason.name()).isEqualTo(reason.sipStatus());
          assertThat(end.reason()).contains(reject(reason).reasonPhrase());
        }
      }

      Await.until("a record each", () -> ends(node).count() == all.size());
      Map<String, String> dialled =
          node.facts().stream()
              .filter(CallFact.CallStarted.class::isInstance)
              .map(CallFact.CallStarted.class::cast)
              .collect(
                  Collectors.toMap(CallFact.CallStarted::transactionId, CallFact.CallStarted::to));
      assertThat(ends(node))
          .allSatisfy(
              end -> {
                RejectReason why = RejectReason.valueOf(dialled.get(end.transactionId()));
                assertThat(end.reason()).isEqualTo(reject(why).cdrReason());
                assertThat(end.sipStatus()).isEqualTo(why.sipStatus());
              });
      awaitSum(node, Metric.OUTBOUND_CALL_ATTEMPTS, all.size());
      awaitSum(node, Metric.OUTBOUND_CALL_FAILURES, all.size());
      awaitSum(node, Metric.SIP_4XX_CODES, all.size() - serverErrors(all));
      awaitSum(node, Metric.SIP_5XX_CODES, serverErrors(all));
      // those that are about how many calls there may be
      awaitSum(node, Metric.THROTTLES, 4);
      Await.until("a count each", () -> node.puts(Refusals.NAME).size() >= all.size());
      assertThat(node.puts(Refusals.NAME))
          .as("each is counted under its name")
          .allSatisfy(it -> assertThat(it.dimensions()).containsEntry("Region", "us-east-1"))
          .extracting(it -> it.dimensions().get(Refusals.REASON))
          .containsExactlyInAnyOrderElementsOf(all.stream().map(RejectReason::name).toList());
    }
  }

  @Test
  void aCallWhoseWayCannotBeReadIsNoCallToAFullNode() throws Exception {
    try (TestNode node =
            TestNode.trunk(
                data,
                facts -> {
                  throw new PortUnavailableException("The store is away.", null);
                });
        Caller caller = Caller.onLoopback()) {
      CallEnd end = caller.dial("+12065550100", node.sip()).awaitEnd();

      assertThat(end.status()).isEqualTo(503);
      assertThat(end.reason()).contains("Configuration Not Readable");
      assertThat(node.ended().reason()).isEqualTo("The configuration could not be read");
      awaitRefused(node, RejectReason.CONFIGURATION_UNREADABLE);
    }
  }

  @Test
  void aNodeThatTakesNoMoreCallsSaysSo() throws Exception {
    try (TestNode node = TestNode.trunk(data, facts -> null);
        Caller caller = Caller.onLoopback()) {
      node.node().refuseCalls();

      CallEnd end = caller.dial("+12065550100", node.sip()).awaitEnd();

      assertThat(end.reason()).contains("Node Takes No More Calls");
      assertThat(node.ended().reason()).isEqualTo("The media node takes no more calls");
      awaitRefused(node, RejectReason.NODE_FULL);
    }
  }

  private static void awaitRefused(TestNode node, RejectReason reason) {
    node.node().measure();
    Await.until(
        "the refusal is told",
        () ->
            node.puts(Refusals.NAME).stream()
                .anyMatch(it -> it.dimensions().containsValue(reason.name())));
    assertThat(node.puts(Refusals.NAME)).hasSize(1);
  }

  @Test
  void noTwoRefusalsAreToldAlike() {
    Map<String, List<RejectReason>> byRecord =
        Stream.of(RejectReason.values()).collect(grouping(why -> reject(why).cdrReason()));
    Map<String, List<RejectReason>> byAnswer =
        Stream.of(RejectReason.values())
            .collect(grouping(why -> why.sipStatus() + " " + reject(why).reasonPhrase()));

    assertThat(byRecord.values()).allSatisfy(same -> assertThat(same).hasSize(1));
    // whoever calls a number in need not learn why it is not there
    byAnswer.keySet().removeAll(List.of("404 Not Found", "480 Temporarily Unavailable"));
    assertThat(byAnswer.values()).allSatisfy(same -> assertThat(same).hasSize(1));
  }

  private static <T> java.util.stream.Collector<T, ?, Map<String, List<T>>> grouping(
      Function<T, String> by) {
    return Collectors.groupingBy(by);
  }

  private static org.carillon.core.routing.RouteDecision.Reject reject(RejectReason reason) {
    return reason.reject("it", CallDirection.OUTBOUND, CONNECTOR);
  }

  private static long serverErrors(List<RejectReason> all) {
    return all.stream().filter(reason -> reason.sipStatus() >= 500).count();
  }

  private static Stream<CallEnded> ends(TestNode node) {
    return node.facts().stream().filter(CallEnded.class::isInstance).map(CallEnded.class::cast);
  }

  private static void awaitSum(TestNode node, Metric metric, long sum) {
    Await.until(
        metric.wireName() + " of " + sum,
        () -> {
          node.node().measure();
          return node.metric(metric, CONNECTOR).orElse(-1) == sum;
        });
  }
}
