package org.carillon.media.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.carillon.media.sip.transport.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages on a stream: framing, keep-alive, limits (RFC 3261 section 18.3, RFC 5626). */
class TcpTest {
  private static final Duration SHORT = Duration.ofSeconds(1);

  private final TestUser user = new TestUser();
  private SipEndpoint endpoint;

  @BeforeEach
  void start() throws Exception {
    SipConfig.Limits limits =
        new SipConfig.Limits(2, 2, 2, Duration.ofSeconds(3), SHORT, 1000, 1000, 1000, 50);
    endpoint = SipEndpoint.start(Endpoints.config("127.0.0.1").withLimits(limits), user);
  }

  @AfterEach
  void stop() {
    endpoint.close();
  }

  private Socket connect() throws IOException {
    return connect(endpoint);
  }

  private static Socket connect(SipEndpoint to) throws IOException {
    Socket socket = new Socket();
    socket.connect(to.localAddresses().getFirst(), 2_000);
    socket.setSoTimeout(5_000);
    socket.setTcpNoDelay(true);
    return socket;
  }

  private static byte[] options(String branch, String length, String body) {
    return """
    OPTIONS sip:carillon@127.0.0.1 SIP/2.0
    Via: SIP/2.0/TCP 127.0.0.1;branch=z9hG4bK%s
    From: <sip:raw@example.com>;tag=raw
    To: <sip:carillon@example.com>
    Call-ID: %s
    CSeq: 1 OPTIONS
    Content-Disposition: session;handling=optional
    %s

    """
        .formatted(branch, branch, length)
        .replace("\n", "\r\n")
        .concat(body)
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** Reads until the stream has so many answers with that status. */
  private static String readAnswers(Socket socket, String status, int count) throws IOException {
    StringBuilder text = new StringBuilder();
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[4096];
    while (text.toString().split("SIP/2.0 " + status, -1).length <= count) {
      int n = in.read(buffer);
      if (n < 0) {
        throw new AssertionError("Closed after: " + text);
      }
      text.append(new String(buffer, 0, n, StandardCharsets.US_ASCII));
    }
    return text.toString();
  }

  @Test
  void messageThatComesByteByByteIsRead() throws Exception {
    try (Socket socket = connect()) {
      for (byte b : options("split", "Content-Length: 5", "hello")) {
        socket.getOutputStream().write(b);
      }
      assertThat(readAnswers(socket, "200", 1)).contains("branch=z9hG4bKsplit");
    }
  }

  @Test
  void severalMessagesInOneSegmentAreTakenApart() throws Exception {
    try (Socket socket = connect()) {
      byte[] one = options("one", "l : 5", "hello");
      byte[] two = options("two", "CONTENT-LENGTH:\n 0", "");
      byte[] three = options("three", "X-None: no length is no body", "");
      byte[] all = new byte[one.length + two.length + three.length];
      System.arraycopy(one, 0, all, 0, one.length);
      System.arraycopy(two, 0, all, one.length, two.length);
      System.arraycopy(three, 0, all, one.length + two.length, three.length);

      socket.getOutputStream().write(all);

      assertThat(readAnswers(socket, "200", 3))
          .contains("z9hG4bKone")
          .contains("z9hG4bKtwo")
          .contains("z9hG4bKthree");
    }
  }

  @Test
  void pingIsAnsweredWithPong() throws Exception {
    try (Socket socket = connect()) {
      socket.getOutputStream().write("\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

      assertThat(socket.getInputStream().readNBytes(2)).containsExactly('\r', '\n');

      socket.getOutputStream().write(options("after", "Content-Length: 0", ""));
      assertThat(readAnswers(socket, "200", 1)).contains("z9hG4bKafter");
    }
  }

  @Test
  void brokenContentLengthIsAnsweredAndEndsTheConnection() throws Exception {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(options("bad", "Content-Length: -1", ""));

      assertThat(readAnswers(socket, "400", 1)).contains("z9hG4bKbad");
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void headerWithoutEndIsCutOff() throws Exception {
    // given an endpoint that would wait long for the end of a message
    byte[] line = ("X-Long: " + "x".repeat(1000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    try (SipEndpoint patient = Endpoints.start(new TestUser());
        Socket socket = connect(patient)) {
      OutputStream out = socket.getOutputStream();
      out.write("OPTIONS sip:a SIP/2.0\r\n".getBytes(StandardCharsets.US_ASCII));

      // when its header goes on for more than a message may be long, then it is cut off at once
      try {
        for (int i = 0; i < 200; i++) {
          out.write(line);
        }
        assertThat(socket.getInputStream().readAllBytes()).isNotNull();
      } catch (SocketException e) {
        // a reset, since not all was read, is as good an end as an orderly one
        assertThat(socket.isConnected()).isTrue();
      }
      Waiting.until(() -> patient.statistics().connections() == 0);
    }
  }

  @Test
  void slowMessageIsCutOff() throws Exception {
    try (Socket socket = connect()) {
      long begin = System.nanoTime();
      socket.getOutputStream().write("OPTIONS sip:a".getBytes(StandardCharsets.US_ASCII));

      assertThat(socket.getInputStream().read()).isEqualTo(-1);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SHORT.multipliedBy(10));
    }
  }

  @Test
  void silentConnectionIsClosed() throws Exception {
    try (Socket socket = connect()) {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void connectionsBeyondTheLimitAreClosed() throws Exception {
    try (Socket first = connect();
        Socket second = connect()) {
      first.getOutputStream().write(options("a", "Content-Length: 0", ""));
      second.getOutputStream().write(options("b", "Content-Length: 0", ""));
      readAnswers(first, "200", 1);
      readAnswers(second, "200", 1);

      try (Socket third = connect()) {
        assertThat(third.getInputStream().read()).isEqualTo(-1);
      }
      first.getOutputStream().write(options("c", "Content-Length: 0", ""));
      assertThat(readAnswers(first, "200", 1)).contains("z9hG4bKc");
    }
  }

  @Test
  void callOverIpv6Loopback() throws Exception {
    TestUser callee = new TestUser((call, invite) -> call.answer(Endpoints.OFFER));
    TestUser caller = new TestUser();
    try (SipEndpoint a = SipEndpoint.start(Endpoints.config("::1"), caller);
        SipEndpoint b = SipEndpoint.start(Endpoints.config("::1"), callee)) {
      for (Transport transport : new Transport[] {Transport.UDP, Transport.TCP}) {
        UacCall out = Endpoints.call(a, b, transport, caller);
        callee.expect("invite");
        caller.expect("answered");
        callee.expect("confirmed");
        Endpoints.on(out.loop(), out::hangUp);
        assertThat(caller.expectEnd().cause()).isEqualTo(CallEnd.Cause.BYE_SENT);
        assertThat(callee.expectEnd().cause()).isEqualTo(CallEnd.Cause.BYE_RECEIVED);
      }
    }
  }
}
