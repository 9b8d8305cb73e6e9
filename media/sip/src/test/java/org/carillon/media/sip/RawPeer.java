package org.carillon.media.sip;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.carillon.media.sip.message.ParseResult;
import org.carillon.media.sip.message.SipParser;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.transport.SipDestination;

/** A peer that sends over UDP exactly the text that a test writes, and reads what comes back. */
final class RawPeer implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 5_000;

  private final DatagramSocket socket;
  private InetSocketAddress target;

  RawPeer(SipEndpoint endpoint) throws IOException {
    target = endpoint.localAddresses().getFirst();
    socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  /** A peer that is called: it answers whoever sent last. */
  RawPeer() throws IOException {
    socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  SipDestination way() {
    return SipDestination.udp((InetSocketAddress) socket.getLocalSocketAddress());
  }

  int port() {
    return socket.getLocalPort();
  }

  void send(byte[] bytes) throws IOException {
    socket.send(new DatagramPacket(bytes, bytes.length, target));
  }

  /** Sends a message of lines; PORT stands for this peer's port. */
  void send(String text) throws IOException {
    String message = text.replace("PORT", "" + port()).replace("\n", "\r\n");
    send(message.getBytes(StandardCharsets.UTF_8));
  }

  /** A request with the usual header fields, and more of them if the test wants. */
  String request(String method, String uri, String branch, String callId, String... more) {
    String tag = more.length > 0 && more[0].startsWith(";tag=") ? more[0] : "";
    StringBuilder text = new StringBuilder(method + " " + uri + " SIP/2.0\n");
    text.append("Via: SIP/2.0/UDP 127.0.0.1:PORT;rport;branch=z9hG4bK" + branch + "\n");
    text.append("From: <sip:raw@example.com>;tag=raw\n");
    text.append("To: <sip:carillon@example.com>" + tag + "\n");
    text.append("Call-ID: " + callId + "\n");
    text.append("Contact: <sip:raw@127.0.0.1:PORT>\n");
    for (int i = tag.isEmpty() ? 0 : 1; i < more.length; i++) {
      text.append(more[i] + "\n");
    }
    if (text.indexOf("CSeq") < 0) {
      text.append("CSeq: 1 " + method + "\n");
    }
    return text.append("Max-Forwards: 70\nContent-Length: 0\n\n").toString();
  }

  /** Answers a request with that To tag and a Contact of this peer. */
  void answer(SipRequest request, int status, String tag) throws IOException {
    SipResponse response =
        request
            .response(status)
            .toTag(tag)
            .header("Contact", "<sip:raw@127.0.0.1:" + port() + ">")
            .build();
    send(response.bytes());
  }

  /** The next request of that method; others and answers are skipped. */
  SipRequest request(String method) throws IOException {
    while (true) {
      if (receive() instanceof SipRequest request && request.is(method)) {
        return request;
      }
    }
  }

  ParseResult receive() throws IOException {
    return poll(PATIENCE_MILLIS)
        .orElseThrow(() -> new AssertionError("Nothing came within " + PATIENCE_MILLIS + " ms"));
  }

  SipResponse response() throws IOException {
    return (SipResponse) receive();
  }

  /** The next final answer, provisional ones skipped. */
  SipResponse finalResponse() throws IOException {
    SipResponse response = response();
    while (response.isProvisional()) {
      response = response();
    }
    return response;
  }

  Optional<ParseResult> poll(int millis) throws IOException {
    byte[] buffer = new byte[65_535];
    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
    socket.setSoTimeout(millis);
    try {
      socket.receive(packet);
      target = (InetSocketAddress) packet.getSocketAddress();
      return Optional.of(SipParser.parse(buffer, 0, packet.getLength(), false));
    } catch (SocketTimeoutException e) {
      return Optional.empty();
    }
  }

  /** Waits until nothing comes for longer than the longest pause between repetitions. */
  void expectSilence() throws IOException {
    long pause = Endpoints.FAST.t2().toMillis() * 2;
    for (int i = 0; i < 5; i++) {
      if (poll((int) pause).isEmpty()) {
        return;
      }
    }
    throw new AssertionError("The endpoint goes on sending");
  }

  @Override
  public void close() {
    socket.close();
  }
}
