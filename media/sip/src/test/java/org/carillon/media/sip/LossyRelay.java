package org.carillon.media.sip;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.ToIntFunction;
import org.carillon.media.sip.transport.SipDestination;

/**
 * A network between two endpoints that loses or doubles what a test says. It stands in for each at
 * the other: ports in the messages are rewritten, so that ACK and BYE pass through it too.
 */
final class LossyRelay implements AutoCloseable {
  private final DatagramSocket front;
  private final DatagramSocket back;
  private final int callerPort;
  private final int calleePort;
  private final ToIntFunction<String> copies;

  /**
   * Starts a relay.
   *
   * @param copies how often a message is passed on, by its text: 0 loses it
   */
  LossyRelay(SipEndpoint caller, SipEndpoint callee, ToIntFunction<String> copies)
      throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    this.front = new DatagramSocket(new InetSocketAddress(loopback, 0));
    this.back = new DatagramSocket(new InetSocketAddress(loopback, 0));
    this.callerPort = caller.localAddresses().getFirst().getPort();
    this.calleePort = callee.localAddresses().getFirst().getPort();
    this.copies = copies;
    Thread.ofVirtual().start(() -> pump(front, back, calleePort));
    Thread.ofVirtual().start(() -> pump(back, front, callerPort));
  }

  /** Where the caller sends to reach the callee through the relay. */
  SipDestination way() {
    return SipDestination.udp((InetSocketAddress) front.getLocalSocketAddress());
  }

  private void pump(DatagramSocket from, DatagramSocket through, int toPort) {
    byte[] buffer = new byte[65_535];
    while (!from.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        from.receive(packet);
        String text = new String(buffer, 0, packet.getLength(), StandardCharsets.ISO_8859_1);
        boolean toCallee = from.equals(front);
        byte[] out =
            (toCallee ? towardsCallee(text) : towardsCaller(text))
                .getBytes(StandardCharsets.ISO_8859_1);
        for (int i = copies.applyAsInt(text); i > 0; i--) {
          through.send(
              new DatagramPacket(out, out.length, InetAddress.getLoopbackAddress(), toPort));
        }
      } catch (IOException e) {
        return; // closed by the test
      }
    }
  }

  private String towardsCallee(String text) {
    return text.replace(":" + callerPort, ":" + back.getLocalPort())
        .replace(":" + front.getLocalPort(), ":" + calleePort);
  }

  private String towardsCaller(String text) {
    return text.replace(":" + calleePort, ":" + front.getLocalPort())
        .replace(":" + back.getLocalPort(), ":" + callerPort);
  }

  @Override
  public void close() {
    front.close();
    back.close();
  }
}
