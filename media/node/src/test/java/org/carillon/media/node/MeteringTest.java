package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.carillon.contract.Json;
import org.carillon.core.logs.LogRecord;
import org.carillon.core.metrics.Metric;
import org.carillon.core.ports.FunctionInvoker.Result;
import org.carillon.core.ports.MetricDatum;
import org.carillon.core.records.CallDirection;
import org.carillon.core.routing.RejectReason;
import org.carillon.core.routing.RouteDecision.Reject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What calls leave behind in metrics and logs (O2, V9). */
@Timeout(120)
class MeteringTest {
  private static final String NUMBER = "+12065550100";
  private static final Optional<String> CONNECTOR = Optional.of(Trunks.CONNECTOR);

  @TempDir Path data;

  private static void talk(Caller caller, Callee callee, TestNode node) throws Exception {
    caller.dial(NUMBER, node.sip());
    caller.awaitAnswer();
    caller.stream().write(Tones.of(600, 400).samples(), 0, 3200);
    callee.stream().write(Tones.of(1000, 400).samples(), 0, 3200);
    Await.until("the callee hears the caller", () -> callee.framesOf(600) > 15);
    Await.until("the caller hears the callee", () -> caller.framesOf(1000) > 15);
  }

  private static void awaitSum(TestNode node, Metric metric, Optional<String> of, double least) {
    Await.until(
        metric.wireName() + " of at least " + least,
        () -> {
          node.node().measure();
          return node.metric(metric, of).orElse(-1) >= least;
        });
  }

  @Test
  void anInboundCallOfAConnectorIsMeasuredOnBothSides() throws Exception {
    try (Callee callee = Callee.answering();
        TestNode node = TestNode.trunk(data, Trunks.to(callee.target()));
        Caller caller = Caller.onLoopback()) {
      talk(caller, callee, node);
      awaitSum(node, Metric.VOICE_CONNECTOR_ACTIVE_CALL_COUNT, CONNECTOR, 1);
      awaitSum(node, Metric.INBOUND_CALLS_ACTIVE, CONNECTOR, 1);
      caller.hangUp();
      node.ended();

      // the customer is the callee, the remote end the caller
      awaitSum(node, Metric.REMOTE_TO_VC_RTP_PACKETS, CONNECTOR, 16);
      awaitSum(node, Metric.CUSTOMER_TO_VC_RTP_PACKETS, CONNECTOR, 16);
      awaitSum(node, Metric.VC_TO_CUSTOMER_RTP_BYTES, CONNECTOR, 16 * 172);
      awaitSum(node, Metric.VC_TO_REMOTE_RTP_BYTES, CONNECTOR, 16 * 172);
      awaitSum(node, Metric.SIP_2XX_CODES, CONNECTOR, 1);
      assertThat(node.metric(Metric.INBOUND_CALL_ATTEMPTS, CONNECTOR)).hasValue(1);
      assertThat(node.metric(Metric.INBOUND_CALLS_ANSWERED, CONNECTOR)).hasValue(1);
      assertThat(node.metric(Metric.INBOUND_CALL_FAILURES, CONNECTOR)).isEmpty();
      assertThat(node.metric(Metric.CUSTOMER_TO_VC_PACKETS_LOST, CONNECTOR)).hasValue(0);
      assertThat(node.metric(Metric.CUSTOMER_TO_VC_JITTER, CONNECTOR)).isPresent();
      assertThat(node.metric(Metric.MOS_BETWEEN_VC_AND_CUSTOMER, CONNECTOR).orElse(0))
          .isGreaterThan(3);
      assertThat(node.metric(Metric.MOS_BETWEEN_VC_AND_REMOTE, CONNECTOR).orElse(0))
          .isGreaterThan(3);
      assertThat(node.moments())
          .extracting(CallMoment::text)
          .anyMatch(line -> line.matches("caller: \\d+ packets in, \\d+ out, 0 lost in, .* MOS .*"))
          .anyMatch(line -> line.startsWith("callee: "));
    }
  }

  @Test
  void valuesArePutOnceAMinuteAndTheRestAfterTheEnd() throws Exception {
    try (Callee callee = Callee.answering();
        TestNode node = TestNode.onItsOwnTime(data, Trunks.to(callee.target()));
        Caller caller = Caller.onLoopback()) {
      talk(caller, callee, node);
      node.pass(Duration.ofSeconds(59));
      node.pass(Duration.ofSeconds(1));
      awaitMinutes(node, 1);

      say(callee, caller, 40);
      node.pass(Duration.ofSeconds(59));
      assertThat(node.puts(Metric.INBOUND_CALLS_ACTIVE, Trunks.CONNECTOR)).hasSize(1);
      node.pass(Duration.ofSeconds(1));
      awaitMinutes(node, 2);

      say(callee, caller, 65);
      caller.hangUp();
      node.ended();
      node.pass(Duration.ofMinutes(1));
      awaitMinutes(node, 3);
      node.pass(Duration.ofMinutes(1));
      awaitMinutes(node, 4);
      node.pass(Duration.ofMinutes(3));

      List<MetricDatum> active = node.puts(Metric.INBOUND_CALLS_ACTIVE, Trunks.CONNECTOR);
      assertThat(active).extracting(MetricDatum::sum).containsExactly(1.0, 1.0, 1.0, 0.0);
      assertThat(active).extracting(MetricDatum::at).doesNotHaveDuplicates().isSorted();
      List<MetricDatum> packets = node.puts(Metric.CUSTOMER_TO_VC_RTP_PACKETS, Trunks.CONNECTOR);
      assertThat(packets).as("a value a minute, none without a call").hasSize(3);
      assertThat(packets).allSatisfy(it -> assertThat(it.sum()).isGreaterThan(15));
      assertThat(node.puts(Metric.INBOUND_CALLS_ANSWERED, Trunks.CONNECTOR))
          .as("told once")
          .singleElement()
          .satisfies(it -> assertThat(it.sum()).isEqualTo(1));
    }
  }

  @Test
  void aNodeThatStopsTellsTheRest() throws Exception {
    TestNode node;
    try (Callee callee = Callee.answering();
        TestNode stopping = TestNode.onItsOwnTime(data, Trunks.to(callee.target()));
        Caller caller = Caller.onLoopback()) {
      node = stopping;
      talk(caller, callee, node);
      assertThat(node.puts(Metric.CUSTOMER_TO_VC_RTP_PACKETS, Trunks.CONNECTOR)).isEmpty();
    }

    assertThat(node.puts(Metric.CUSTOMER_TO_VC_RTP_PACKETS, Trunks.CONNECTOR))
        .isNotEmpty()
        .allSatisfy(it -> assertThat(it.sum()).isGreaterThan(15));
    assertThat(node.puts(Metric.INBOUND_CALLS_ANSWERED, Trunks.CONNECTOR)).isNotEmpty();
  }

  private static void say(Callee callee, Caller caller, int frames) throws Exception {
    callee.stream().write(Tones.of(1000, 600).samples(), 0, 4800);
    Await.until("the caller hears more", () -> caller.framesOf(1000) > frames);
  }

  private static void awaitMinutes(TestNode node, int minutes) {
    Await.until(
        minutes + " values",
        () -> node.puts(Metric.INBOUND_CALLS_ACTIVE, Trunks.CONNECTOR).size() >= minutes);
  }

  @Test
  void aRefusedCallIsAnAttemptAndAFailureOfItsConnector() throws Exception {
    Reject reject = RejectReason.NOT_E164.reject("1234", CallDirection.OUTBOUND, CONNECTOR);
    try (TestNode node = TestNode.trunk(data, facts -> reject);
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      caller.awaitEnd();

      awaitSum(node, Metric.OUTBOUND_CALL_FAILURES, CONNECTOR, 1);
      awaitSum(node, Metric.OUTBOUND_CALL_ATTEMPTS, CONNECTOR, 1);
      awaitSum(node, Metric.SIP_4XX_CODES, CONNECTOR, 1);
      assertThat(node.metric(Metric.OUTBOUND_CALLS_ACTIVE, CONNECTOR)).isEmpty();
    }
  }

  @Test
  void aCallOfAnApplicationIsTheRegions() throws Exception {
    try (TestNode node = TestNode.with(data, ScriptedFunction.onInbound(PLAY));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      caller.awaitAnswer();
      awaitSum(node, Metric.SMA_ACTIVE_CALL_COUNT, Optional.empty(), 1);
      awaitSum(node, Metric.VC_TO_REMOTE_RTP_PACKETS, Optional.empty(), 5);
      assertThat(node.metric(Metric.INBOUND_CALLS_ANSWERED, Optional.empty())).hasValue(1);
    }
  }

  private static final String PLAY =
      """
      [{"Type":"PlayAudio","Parameters":{"ParticipantTag":"LEG-A",
        "AudioSource":{"Type":"S3","BucketName":"prompts","Key":"tone.wav"},"Repeat":"50"}}]
      """;

  @Test
  void messagesAndMediaAreLoggedWithTheGuidesFields() throws Exception {
    try (Callee callee = Callee.answering();
        TestNode node = TestNode.trunk(data, Trunks.to(callee.target()));
        Caller caller = Caller.onLoopback()) {
      node.writeLogs(true, true);
      talk(caller, callee, node);
      caller.hangUp();
      String transaction = node.ended().transactionId();
      Await.until("the BYE of the far leg is answered", () -> messages("SIP/2.0 200 OK") >= 4);

      // a slow machine sends some again
      assertThat(messages("INVITE sip:")).isGreaterThanOrEqualTo(2);
      assertThat(messages("BYE sip:")).isGreaterThanOrEqualTo(2);
      assertThat(messages("ACK sip:")).isGreaterThanOrEqualTo(2);
      assertThat(records(LogRecord.SIP_MESSAGES))
          .allSatisfy(
              record -> {
                assertThat(record)
                    .containsOnlyKeys(
                        "voice_connector_id",
                        "aws_region",
                        "event_timestamp",
                        "call_id",
                        "sip_message")
                    .containsEntry("voice_connector_id", Trunks.CONNECTOR)
                    .containsEntry("aws_region", "us-west-2")
                    .containsEntry("call_id", transaction);
                assertThat(((Number) record.get("event_timestamp")).longValue())
                    .isBetween(1_700_000_000_000L, System.currentTimeMillis());
              });

      Await.until("a media record", () -> !records(LogRecord.MEDIA_METRICS).isEmpty());
      assertThat(records(LogRecord.MEDIA_METRICS).getLast())
          .containsEntry("voice_connector_id", Trunks.CONNECTOR)
          .containsEntry("call_id", transaction)
          .containsEntry("to_sip_user", NUMBER)
          .containsEntry("to_country", "US")
          .containsKeys("from_sip_user", "endpoint_id", "event_timestamp", "aws_region")
          .containsKeys("cust2vc_rtp_packets", "vc2cust_rtp_bytes", "cust2vc_packets_lost")
          .containsKeys("rem2vc_rtp_packets", "vc2rem_rtp_bytes", "rem2vc_jitter")
          .containsKeys("mos_btwn_vc_and_cust", "mos_btwn_vc_and_rem");
    }
  }

  @ParameterizedTest
  @CsvSource({"true, false", "false, true"})
  void eachLogHasItsOwnSwitch(boolean sipMessages, boolean mediaMetrics) throws Exception {
    try (Callee callee = Callee.answering();
        TestNode node = TestNode.trunk(data, Trunks.to(callee.target()));
        Caller caller = Caller.onLoopback()) {
      node.writeLogs(sipMessages, mediaMetrics);
      talk(caller, callee, node);
      node.node().measure(); // the minute's look at the media of calls
      caller.hangUp();
      node.ended();
      Await.until(
          "the last look at the media",
          () -> node.moments().stream().anyMatch(it -> it.text().startsWith("callee: ")));
      if (sipMessages) {
        Await.until("the BYEs are answered", () -> messages("SIP/2.0 200 OK") >= 4);
      }
      if (mediaMetrics) {
        Await.until("the last media record", () -> records(LogRecord.MEDIA_METRICS).size() >= 2);
      }
    }
    // the node is closed: whatever it had to write is written
    assertThat(records(LogRecord.SIP_MESSAGES).isEmpty()).isEqualTo(!sipMessages);
    assertThat(records(LogRecord.MEDIA_METRICS).isEmpty()).isEqualTo(!mediaMetrics);
  }

  @Test
  void nothingIsLoggedOfAConnectorThatDoesNotWantIt() throws Exception {
    try (Callee callee = Callee.answering();
        TestNode node = TestNode.trunk(data, Trunks.to(callee.target()));
        Caller caller = Caller.onLoopback()) {
      talk(caller, callee, node);
      caller.hangUp();
      node.ended();
      awaitSum(node, Metric.INBOUND_CALLS_ANSWERED, CONNECTOR, 1);
    }
    assertThat(records(LogRecord.SIP_MESSAGES)).isEmpty();
    assertThat(records(LogRecord.MEDIA_METRICS)).isEmpty();
  }

  @Test
  void theMessagesOfAnApplicationsCallAreLoggedAndWhatItsFunctionDidWrong() throws Exception {
    ScriptedFunction function = ScriptedFunction.onInbound("[]");
    try (TestNode node = TestNode.with(data, function);
        Caller caller = Caller.onLoopback()) {
      node.writeLogs(true, true);
      caller.dial(NUMBER, node.sip());
      assertThat(caller.awaitEnd().status()).isEqualTo(480);
      Await.until(
          "what the function did wrong",
          () ->
              records(LogRecord.APPLICATION_MESSAGES, TestNode.APPLICATION).stream()
                  .anyMatch(record -> record.containsKey("message")));
    }
    List<Map<String, Object>> records =
        records(LogRecord.APPLICATION_MESSAGES, TestNode.APPLICATION);
    assertThat(records)
        .extracting(record -> ((String) record.getOrDefault("sip_message", "")).split("\r\n")[0])
        .anyMatch(line -> line.startsWith("INVITE sip:" + NUMBER))
        .anyMatch(line -> line.startsWith("SIP/2.0 480"))
        .anyMatch(line -> line.startsWith("ACK "));
    assertThat(records)
        .extracting(record -> record.get("message"))
        .contains("Actions list is empty.");
    assertThat(records.getFirst())
        .containsKeys("sip_media_application_id", "aws_region", "event_timestamp", "call_id")
        .containsEntry("sip_media_application_id", TestNode.APPLICATION);
  }

  /** What came of every invocation, and the hosted service's own words for it. */
  private static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new Result.TimedOut(), "AWS Lambda client operation timed out."),
        Arguments.of(
            new Result.AccessDenied(""), "Access denied while invoking the AWS Lambda function."),
        Arguments.of(new Result.Throttled(), "The AWS Lambda function was throttled."),
        Arguments.of(new Result.NotFound(""), "There is no function " + TestNode.FUNCTION + "."));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aCallWhoseFunctionCannotBeAskedIsRefusedAndTheLogSaysWhy(Result result, String words)
      throws Exception {
    try (TestNode node = TestNode.with(data, new ScriptedFunction(_ -> result));
        Caller caller = Caller.onLoopback()) {
      node.writeLogs(true, true);
      caller.dial(NUMBER, node.sip());

      assertThat(caller.awaitEnd().status()).isEqualTo(480);
      Await.until(
          words,
          () ->
              records(LogRecord.APPLICATION_MESSAGES, TestNode.APPLICATION).stream()
                  .anyMatch(record -> words.equals(record.get("message"))));
    }
  }

  @Test
  void nothingIsLoggedOfAnApplicationThatDoesNotWantIt() throws Exception {
    try (TestNode node = TestNode.with(data, ScriptedFunction.onInbound("[]"));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      caller.awaitEnd();
      node.ended();
    }
    assertThat(records(LogRecord.APPLICATION_MESSAGES, TestNode.APPLICATION)).isEmpty();
  }

  @Test
  void callsGoOnWhileTheStoresAreAway() throws Exception {
    try (Callee callee = Callee.answering();
        TestNode node = TestNode.trunk(data, Trunks.to(callee.target()));
        Caller caller = Caller.onLoopback()) {
      node.writeLogs(true, true);
      node.loseStores();
      talk(caller, callee, node);
      node.node().measure();
      caller.hangUp();
      assertThat(node.ended().reason()).isEqualTo("OK");
    }
    assertThat(records(LogRecord.SIP_MESSAGES)).isEmpty();
  }

  private long messages(String beginning) {
    return records(LogRecord.SIP_MESSAGES).stream()
        .filter(record -> ((String) record.get("sip_message")).startsWith(beginning))
        .count();
  }

  private List<Map<String, Object>> records(String group) {
    return records(group, Trunks.CONNECTOR);
  }

  private List<Map<String, Object>> records(String group, String id) {
    Path folder = data.resolve("logs" + group + id);
    List<Map<String, Object>> found = new ArrayList<>();
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          for (String line : Files.readAllLines(file)) {
            found.add(Json.readObject(line.getBytes(StandardCharsets.UTF_8)));
          }
        }
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
    return found;
  }
}
