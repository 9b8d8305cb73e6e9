package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.carillon.core.metrics.Metric;
import org.carillon.core.ports.MetricDatum;
import org.carillon.core.routing.RouteDecision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What scanners send is counted and told once a minute (V2, V15, O2). */
@Timeout(120)
class UnwantedTrafficTest {
  private static final String HOST = "guarded.example.com";
  private static final String NUMBER = "+12065550100";

  @TempDir Path data;

  private int sent;

  @Test
  void whatScannersSendIsToldOnceAMinute() throws Exception {
    try (TestNode node =
            TestNode.onItsOwnTime(
                data, facts -> new RouteDecision.Authenticate(Trunks.CONNECTOR, HOST, Map.of()));
        Guesser guesser = new Guesser()) {
      send(node, 7, "nonsense\r\n\r\n");
      send(node, 5, request("BYE", ";tag=guess"));
      send(node, 2, request("INFO", ""));
      guesser.guess(15, "admin", HOST, node.sip());
      assertThat(told(node)).as("before the minute is over").isEmpty();

      node.pass(Duration.ofMinutes(1));

      awaitTold(node, UnwantedTraffic.Kind.UNREADABLE_MESSAGES, 7);
      awaitTold(node, UnwantedTraffic.Kind.REQUESTS_WITHOUT_CALL, 7);
      awaitTold(node, UnwantedTraffic.Kind.FAILED_CREDENTIALS, 15);
      assertThat(told(node)).extracting(MetricDatum::unit).containsOnly("Count");
      assertThat(told(node))
          .extracting(MetricDatum::dimensions)
          .containsOnly(Map.of("Region", "us-east-1"));

      send(node, 3, request("BYE", ";tag=again"));
      node.pass(Duration.ofMinutes(1));

      awaitTold(node, UnwantedTraffic.Kind.REQUESTS_WITHOUT_CALL, 7, 3);
      assertThat(told(node)).as("a minute without adds nothing").hasSize(4);
    }
  }

  @Test
  void aFloodOfOptionsIsRequestsOverTheLimit() throws Exception {
    try (TestNode node = TestNode.trunk(data, facts -> null)) {
      String options = request("OPTIONS", "");
      Await.until(
          "too many came",
          () -> {
            send(node, 2_000, options);
            node.node().measure();
            return !node.puts(UnwantedTraffic.Kind.REQUESTS_OVER_LIMIT.wireName()).isEmpty();
          });
    }
  }

  @Test
  void packetsOfStrangersAreCountedPastTheEndOfTheirCall() throws Exception {
    try (Callee callee = Callee.answering();
        TestNode node = TestNode.onItsOwnTime(data, Trunks.to(callee.target()));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      InetSocketAddress media = caller.awaitAnswer().remote();
      caller.stream().write(Tones.of(600, 400).samples(), 0, 3200);
      Await.until("the callee hears the caller", () -> callee.framesOf(600) > 5);
      byte[] rtp = new byte[172];
      rtp[0] = (byte) 0x80;
      try (DatagramSocket stranger = new DatagramSocket()) {
        for (int i = 0; i < 10; i++) {
          stranger.send(new DatagramPacket(rtp, rtp.length, media));
        }
        Await.until("all have come", () -> node.node().strangersPackets() == 10);
      }
      caller.hangUp();
      node.ended();

      node.pass(Duration.ofMinutes(1));

      awaitTold(node, UnwantedTraffic.Kind.STRANGERS_PACKETS, 10);
    }
  }

  @Test
  void theNamesAreNoneOfTheGuidesAndInTheDocument() throws Exception {
    Path home = Path.of(System.getProperty("carillon.home", "../.."));
    String document = Files.readString(home.resolve("docs/metrics.md"));

    assertThat(UnwantedTraffic.Kind.values())
        .allSatisfy(kind -> assertThat(document).contains("| `" + kind.wireName() + "` |"));
    assertThat(Arrays.stream(UnwantedTraffic.Kind.values()).map(UnwantedTraffic.Kind::wireName))
        .doesNotHaveDuplicates()
        .allMatch(name -> name.startsWith("Node"))
        .doesNotContainAnyElementsOf(Arrays.stream(Metric.values()).map(Metric::wireName).toList());
  }

  private static String request(String method, String toTag) {
    return """
    %1$s sip:100@127.0.0.1 SIP/2.0\r
    Via: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bK%1$s%%1$d\r
    Max-Forwards: 70\r
    From: <sip:100@1.1.1.1>;tag=%%1$d\r
    To: <sip:100@1.1.1.1>%2$s\r
    Call-ID: %%1$d\r
    CSeq: 1 %1$s\r
    Content-Length: 0\r
    \r
    """
        .formatted(method, toTag);
  }

  /** Sends so many and waits until all were read, as far as the system did not drop them. */
  private void send(TestNode node, int count, String text) {
    final long before = node.node().messagesReceived();
    try (DatagramSocket socket = new DatagramSocket()) {
      for (int i = 0; i < count; i++) {
        byte[] bytes = text.formatted(++sent).getBytes(StandardCharsets.US_ASCII);
        socket.send(new DatagramPacket(bytes, bytes.length, node.sip()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    long enough = before + Math.min(count, 1_000);
    Await.until("they are read", () -> node.node().messagesReceived() >= enough);
  }

  private static List<MetricDatum> told(TestNode node) {
    return Arrays.stream(UnwantedTraffic.Kind.values())
        .flatMap(kind -> node.puts(kind.wireName()).stream())
        .toList();
  }

  private static void awaitTold(TestNode node, UnwantedTraffic.Kind kind, double... sums) {
    Await.until(
        kind.wireName() + " " + Arrays.toString(sums) + ", not " + node.puts(kind.wireName()),
        () ->
            Arrays.equals(
                node.puts(kind.wireName()).stream().mapToDouble(MetricDatum::sum).toArray(), sums));
  }
}
