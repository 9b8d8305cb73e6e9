package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.carillon.core.ports.MetricDatum;
import org.carillon.core.ports.SealedSecret;
import org.carillon.core.routing.RouteDecision;
import org.carillon.core.routing.RoutingQuestion;
import org.carillon.media.sip.SipConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What scanners and floods send: 200 good calls do not notice (V2; issue's bad input). */
@Timeout(180)
class UnderFireTest {
  private static final String NUMBER = "+12065550100";
  private static final int GOOD_CALLS = 200;
  private static final int TONE_HZ = 1000;
  private static final String GUARDED = "guarded.example.com";
  private static final String USER = "pbx";
  private static final int WRONG_PASSWORDS = 1000;

  @TempDir Path data;

  @Test
  void twoHundredCallsGoOnWhileScannersSendWhatTheySend() throws Exception {
    AtomicReference<Map<String, SealedSecret>> users = new AtomicReference<>(Map.of());
    try (HeldCalls calls = new HeldCalls();
        Callee callee = Callee.answering();
        TestNode node = TestNode.trunk(data, routing(calls, callee, users::get), 500, tls());
        Caller speaker = Caller.onLoopback()) {
      users.set(Map.of(USER, sealed(node)));
      speaker.dial(NUMBER + "1", node.sip());
      final int mediaPort = speaker.awaitAnswer().remote().getPort();
      calls.hold(GOOD_CALLS, NUMBER, node.sip());
      Thread speech = Thread.startVirtualThread(() -> speak(speaker));
      Await.until("speech is heard", () -> callee.framesOf(TONE_HZ) > 10);

      final long heardBefore = callee.framesOf(TONE_HZ);
      final long lostBefore = callee.stream().stats().packetsLost();
      garbage(node.sip());
      wrongPasswords(node.sip());
      spoofedByes(node.sip());
      optionsFlood(node.sip());
      List<Socket> slow = slowConnections(node.sip());
      slow.addAll(halfOpenHandshakes(node.node().tlsAddresses().getFirst()));
      rtpFlood(mediaPort);
      Await.until("two seconds of speech", () -> callee.framesOf(TONE_HZ) > heardBefore + 100);
      final long lost = callee.stream().stats().packetsLost() - lostBefore;

      assertThat(lost).as("packets of speech that were lost").isLessThan(10);
      assertThat(calls.ends()).as("calls that ended").isEmpty();
      assertThat(node.node().activeCalls()).isEqualTo(GOOD_CALLS + 1);
      calls.hold(1, NUMBER, node.sip());
      tells(node, UnwantedTraffic.Kind.UNREADABLE_MESSAGES, 1);
      tells(node, UnwantedTraffic.Kind.FAILED_CREDENTIALS, WRONG_PASSWORDS);
      tells(node, UnwantedTraffic.Kind.REQUESTS_WITHOUT_CALL, 1);
      tells(node, UnwantedTraffic.Kind.REQUESTS_OVER_LIMIT, 1);
      tells(node, UnwantedTraffic.Kind.STRANGERS_PACKETS, 1);
      // all but the one with the huge header, which is closed for what it sent
      tells(node, UnwantedTraffic.Kind.REFUSED_CONNECTIONS, slow.size() - 1);
      speech.interrupt();
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  private static void tells(TestNode node, UnwantedTraffic.Kind kind, double least) {
    Await.until(
        kind.wireName(),
        () -> {
          node.node().measure();
          return node.puts(kind.wireName()).stream().mapToDouble(MetricDatum::sum).sum() >= least;
        });
  }

  private static SealedSecret sealed(TestNode node) {
    byte[] sealed = node.sealer().seal("the right one".getBytes(StandardCharsets.UTF_8), "a test");
    return new SealedSecret(Base64.getEncoder().encodeToString(sealed), "a test");
  }

  private SipConfig.Tls tls() throws Exception {
    X509Bundle own =
        new CertificateBuilder()
            .rsa2048()
            .subject("CN=localhost")
            .addSanDnsName("localhost")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    Path chain = Files.writeString(data.resolve("own.crt.pem"), own.getCertificatePathPEM());
    Path key = Files.writeString(data.resolve("own.key.pem"), own.getPrivateKeyPEM());
    return new SipConfig.Tls(0, chain, key, Optional.empty());
  }

  private static RoutingQuestion routing(
      HeldCalls calls, Callee callee, Supplier<Map<String, SealedSecret>> users) {
    RoutingQuestion held = Trunks.to(calls.target());
    RoutingQuestion spoken = Trunks.to(callee.target());
    return facts -> {
      if (facts.requestHost().equals(GUARDED)) {
        return new RouteDecision.Authenticate(Trunks.CONNECTOR, GUARDED, users.get());
      }
      return facts.requestUser().equals(NUMBER) ? held.decide(facts) : spoken.decide(facts);
    };
  }

  private static void speak(Caller speaker) {
    short[] second = Tones.of(TONE_HZ, 1000).samples();
    try {
      while (true) {
        speaker.stream().write(second, 0, second.length);
      }
    } catch (InterruptedException | java.io.IOException e) {
      Thread.currentThread().interrupt(); // the test is over
    }
  }

  private static void garbage(InetSocketAddress node) throws Exception {
    Random random = new Random(1);
    for (int i = 0; i < 3000; i++) {
      byte[] bytes = new byte[1 + random.nextInt(1400)];
      random.nextBytes(bytes);
      send(node, bytes);
    }
  }

  private static void wrongPasswords(InetSocketAddress node) throws Exception {
    try (Guesser guesser = new Guesser()) {
      guesser.guess(WRONG_PASSWORDS, USER, GUARDED, node);

      long judged = guesser.refused("Wrong Credentials");
      assertThat(judged).as("passwords that were looked at").isBetween(10L, 100L);
      assertThat(guesser.refused("Too Many Wrong Credentials"))
          .as("guesses of a barred source")
          .isEqualTo(WRONG_PASSWORDS - judged);
    }
  }

  private static void spoofedByes(InetSocketAddress node) throws Exception {
    for (int i = 0; i < 1000; i++) {
      send(
          node,
          """
          BYE sip:%2$s SIP/2.0\r
          Via: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bKbye%1$d\r
          Max-Forwards: 70\r
          From: <sip:+12065550199@127.0.0.1>;tag=guess%1$d\r
          To: <sip:+12065550100@127.0.0.1>;tag=guess\r
          Call-ID: guess-%1$d\r
          CSeq: 2 BYE\r
          Content-Length: 0\r
          \r
          """
              .formatted(i, "127.0.0.1:" + node.getPort())
              .getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static void optionsFlood(InetSocketAddress node) throws Exception {
    for (int i = 0; i < 3000; i++) {
      send(
          node,
          """
          OPTIONS sip:100@127.0.0.1 SIP/2.0\r
          Via: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bKoptions%1$d\r
          Max-Forwards: 70\r
          From: "sipvicious"<sip:100@1.1.1.1>;tag=%1$d\r
          To: "sipvicious"<sip:100@1.1.1.1>\r
          Call-ID: options-%1$d\r
          CSeq: 1 OPTIONS\r
          Accept: application/sdp\r
          Content-Length: 0\r
          \r
          """
              .formatted(i)
              .getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** Connections that begin a message and never end it, one of them with a huge header. */
  private static List<Socket> slowConnections(InetSocketAddress node) throws Exception {
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Socket socket = new Socket(node.getAddress(), node.getPort());
      socket
          .getOutputStream()
          .write("INVITE sip:a@b SIP/2.0\r\nX: ".getBytes(StandardCharsets.US_ASCII));
      sockets.add(socket);
    }
    byte[] much = "x".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);
    try {
      OutputStream out = sockets.getFirst().getOutputStream();
      for (int i = 0; i < 20; i++) {
        out.write(much);
      }
    } catch (java.io.IOException closed) {
      assertThat(closed).isNotNull(); // it may be closed on us in the middle: that is the bound
    }
    return sockets;
  }

  /** Connections that begin a TLS handshake, or not even that, and never end it. */
  private static List<Socket> halfOpenHandshakes(InetSocketAddress tls) throws Exception {
    byte[] hello = {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3}; // the head of a ClientHello
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Socket socket = new Socket(tls.getAddress(), tls.getPort());
      if (i % 2 == 0) {
        socket.getOutputStream().write(hello);
      }
      sockets.add(socket);
    }
    return sockets;
  }

  private static void rtpFlood(int port) throws Exception {
    byte[] rtp = new byte[172];
    rtp[0] = (byte) 0x80;
    try (DatagramSocket socket = new DatagramSocket()) {
      InetSocketAddress media = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
      for (int i = 0; i < 20_000; i++) {
        rtp[3] = (byte) i;
        socket.send(new DatagramPacket(rtp, rtp.length, media));
      }
    }
  }

  private static void send(InetSocketAddress node, byte[] datagram) throws Exception {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.send(new DatagramPacket(datagram, datagram.length, node));
    }
  }
}
