package org.carillon.media.node;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A caller who sends the messages it is told, over UDP, and acknowledges nothing by itself. */
final class RawCaller implements AutoCloseable {
  private static final int LIMIT_MILLIS = 10_000;

  private static final String OFFER =
      """
      v=0\r
      o=- 1 1 IN IP4 127.0.0.1\r
      s=-\r
      c=IN IP4 127.0.0.1\r
      t=0 0\r
      m=audio 40000 RTP/AVP 0\r
      """;

  private final InetSocketAddress node;
  private final DatagramSocket socket;

  RawCaller(InetSocketAddress node) throws IOException {
    this.node = node;
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    socket.setSoTimeout(LIMIT_MILLIS);
  }

  /** An INVITE of the call with this number, with these header lines and a session description. */
  void invite(int number, String headers) throws IOException {
    send("INVITE", number, headers + "Content-Type: application/sdp\r\n", OFFER);
  }

  /** An INVITE without a session description. */
  void invite(int number) throws IOException {
    send("INVITE", number, "", "");
  }

  void cancel(int number) throws IOException {
    send("CANCEL", number, "", "");
  }

  private void send(String method, int number, String headers, String body) throws IOException {
    String text =
        """
        %1$s sip:+14255550100@127.0.0.1 SIP/2.0\r
        Via: SIP/2.0/UDP 127.0.0.1;rport;branch=z9hG4bKraw%2$d\r
        Max-Forwards: 70\r
        From: <sip:+12065550199@127.0.0.1>;tag=raw%2$d\r
        To: <sip:+14255550100@127.0.0.1>\r
        Call-ID: raw-%2$d\r
        CSeq: 1 %1$s\r
        Contact: <sip:raw@127.0.0.1:%3$d>\r
        %4$sContent-Length: %5$d\r
        \r
        %6$s\
        """
            .formatted(method, number, socket.getLocalPort(), headers, body.length(), body);
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    socket.send(new DatagramPacket(bytes, bytes.length, node));
  }

  /** Waits for an answer of this status or above to the INVITE of this call, and tells it. */
  int awaitStatus(int number, int atLeast) throws IOException {
    while (true) {
      DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
      socket.receive(packet);
      String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
      int status = Integer.parseInt(text.substring(8, 11));
      boolean ours =
          text.contains("Call-ID: raw-" + number + "\r") && text.contains("CSeq: 1 INVITE\r");
      if (ours && status >= atLeast) {
        return status;
      }
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
