package org.carillon.media.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Peers that are slow, silent or greedy on TCP and TLS: bounded in number and time, while a good
 * connection goes on working.
 */
class HostilePeersTest {
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final int CONNECTIONS = 8;
  private static final int OF_SOURCE = 6;
  private static final int HANDSHAKES = 3;

  @TempDir Path folder;
  private Certificates certificates;
  private SipEndpoint endpoint;
  private SSLSocket good;
  private final List<Socket> sockets = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    certificates = new Certificates(folder);
    SipConfig.Limits limits =
        new SipConfig.Limits(
            CONNECTIONS, OF_SOURCE, HANDSHAKES, Duration.ofMinutes(1), SHORT, 1000, 1000, 1000, 50);
    endpoint = SipEndpoint.start(certificates.config().withLimits(limits), new TestUser());
    good = (SSLSocket) certificates.sockets().createSocket();
    good.connect(tls(), 2_000);
    good.setSoTimeout(5_000);
    goodConnectionWorks("before");
  }

  @AfterEach
  void goodConnectionWorkedAllTheTime() throws Exception {
    goodConnectionWorks("after");
    good.close();
    for (Socket socket : sockets) {
      socket.close();
    }
    endpoint.close();
  }

  private InetSocketAddress tls() {
    return endpoint.tlsAddresses().getFirst();
  }

  private void goodConnectionWorks(String branch) throws IOException {
    good.getOutputStream().write(TcpPeer.options(branch, "TLS"));
    byte[] buffer = new byte[2_000];
    int length = good.getInputStream().read(buffer);
    assertThat(new String(buffer, 0, Math.max(0, length), StandardCharsets.US_ASCII))
        .startsWith("SIP/2.0 200")
        .contains("z9hG4bK" + branch);
  }

  private Socket connect(InetSocketAddress address) throws IOException {
    Socket socket = new Socket();
    sockets.add(socket);
    socket.connect(address, 2_000);
    socket.setSoTimeout(5_000);
    socket.setTcpNoDelay(true);
    return socket;
  }

  /** Waits for the end of the stream; a reset is as good an end as an orderly one. */
  private static void expectClosed(Socket socket) throws IOException {
    try {
      InputStream in = socket.getInputStream();
      while (in.read() >= 0) {
        // an alert or an answer before the end
      }
    } catch (java.net.SocketException e) {
      assertThat(e).hasMessageContaining("reset");
    }
  }

  @Test
  void halfOpenHandshakesAreFewAndEnd() throws Exception {
    List<Socket> silent = new ArrayList<>();
    for (int i = 0; i < HANDSHAKES; i++) {
      silent.add(connect(tls()));
    }
    Waiting.until(() -> endpoint.statistics().connections() == 1 + HANDSHAKES);

    // One more than may be under way is closed at once, long before its time is over.
    long begin = System.nanoTime();
    expectClosed(connect(tls()));
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SHORT);
    goodConnectionWorks("meanwhile");

    for (Socket socket : silent) {
      expectClosed(socket);
    }
    Waiting.until(() -> endpoint.statistics().connections() == 1);
    Waiting.until(() -> endpoint.statistics().refusedConnections() == HANDSHAKES + 1);
  }

  @Test
  void slowHandshakeIsCutOff() throws Exception {
    Socket slow = connect(tls());
    // The head of a ClientHello of 512 bytes, and then a byte now and then.
    byte[] hello = {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3};
    long begin = System.nanoTime();
    assertThatThrownBy(
            () -> {
              slow.getOutputStream().write(hello);
              slow.setSoTimeout(50);
              while (true) {
                try {
                  if (slow.getInputStream().read() < 0) {
                    throw new IOException("closed");
                  }
                } catch (java.net.SocketTimeoutException e) {
                  slow.getOutputStream().write(0);
                }
              }
            })
        .isInstanceOf(IOException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SHORT.multipliedBy(5));
  }

  @Test
  void plainTextOnTheTlsPortIsClosed() throws Exception {
    Socket plain = connect(tls());
    plain.getOutputStream().write(TcpPeer.options("plain", "TCP"));
    expectClosed(plain);
  }

  @Test
  void silentConnectionAfterTheHandshakeIsClosed() throws Exception {
    SSLSocket silent = (SSLSocket) certificates.sockets().createSocket();
    sockets.add(silent);
    silent.connect(tls(), 2_000);
    silent.setSoTimeout(5_000);
    silent.startHandshake();
    expectClosed(silent);
    Waiting.until(() -> endpoint.statistics().refusedConnections() == 1);
  }

  @Test
  void floodOfOneSourceLeavesRoomForOthers() throws Exception {
    InetSocketAddress tcp = endpoint.localAddresses().getFirst();
    List<Socket> flood = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS * 10; i++) {
      flood.add(connect(tcp));
    }
    Waiting.until(() -> endpoint.statistics().connections() == 1 + OF_SOURCE);
    goodConnectionWorks("meanwhile");

    Socket other = new Socket();
    sockets.add(other);
    other.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), 0));
    other.connect(tcp, 2_000);
    other.setSoTimeout(5_000);
    other.getOutputStream().write(TcpPeer.options("other", "TCP"));
    byte[] buffer = new byte[2_000];
    int length = other.getInputStream().read(buffer);
    assertThat(new String(buffer, 0, length, StandardCharsets.US_ASCII)).startsWith("SIP/2.0 200");

    for (Socket socket : flood) {
      expectClosed(socket);
    }
    Waiting.until(() -> endpoint.statistics().refusedConnections() == flood.size());
    Waiting.until(() -> endpoint.statistics().connections() == 2);
  }

  @Test
  void aPeerThatComesAndGoesIsNotRefused() throws Exception {
    for (InetSocketAddress port : List.of(endpoint.localAddresses().getFirst(), tls())) {
      connect(port).close();
    }
    try (SSLSocket polite = (SSLSocket) certificates.sockets().createSocket()) {
      polite.connect(tls(), 2_000);
      polite.startHandshake();
    }
    goodConnectionWorks("meanwhile");
    Waiting.until(() -> endpoint.statistics().connections() == 1);

    assertThat(endpoint.statistics().refusedConnections()).isZero();
  }

  @Test
  void floodOfManySourcesIsBounded() throws Exception {
    InetSocketAddress tcp = endpoint.localAddresses().getFirst();
    for (int i = 0; i < CONNECTIONS * 4; i++) {
      Socket socket = new Socket();
      sockets.add(socket);
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0." + (10 + i)), 0));
      socket.connect(tcp, 2_000);
      socket.setSoTimeout(5_000);
    }
    Waiting.until(() -> endpoint.statistics().connections() == 1 + CONNECTIONS);
    goodConnectionWorks("meanwhile");
    for (Socket socket : sockets) {
      expectClosed(socket);
    }
    Waiting.until(() -> endpoint.statistics().connections() == 1);
  }

  @Test
  void headerOf64KilobytesIsRefused() throws Exception {
    Socket greedy = connect(endpoint.localAddresses().getFirst());
    String message =
        new String(TcpPeer.options("big", "TCP"), StandardCharsets.US_ASCII)
            .replace("Max-Forwards", "X-Long: " + "x".repeat(65_000) + "\r\nMax-Forwards");

    greedy.getOutputStream().write(message.getBytes(StandardCharsets.US_ASCII));

    byte[] buffer = new byte[2_000];
    int length = greedy.getInputStream().read(buffer);
    assertThat(new String(buffer, 0, length, StandardCharsets.US_ASCII)).startsWith("SIP/2.0 400");
  }
}
