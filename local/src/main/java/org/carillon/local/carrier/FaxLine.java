package org.carillon.local.carrier;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.sdp.Attribute;
import org.carillon.media.sip.sdp.Connection;
import org.carillon.media.sip.sdp.MediaDescription;
import org.carillon.media.sip.sdp.Origin;
import org.carillon.media.sip.sdp.SdpException;
import org.carillon.media.sip.sdp.SessionDescription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fax machine's line: offers T.38 over UDPTL (ITU-T T.38 annex D) and sends each packet back as
 * it came, so that a caller sees whether T.38 passes through. It is no fax machine. The socket
 * belongs to a virtual thread once the line has begun.
 */
final class FaxLine implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FaxLine.class);

  /** What an Ethernet frame carries: T.38 packets are smaller. */
  private static final int LARGEST = 1500;

  private final DatagramSocket socket;

  private FaxLine(DatagramSocket socket) {
    this.socket = socket;
  }

  static FaxLine open(InetAddress local) throws IOException {
    return new FaxLine(new DatagramSocket(new InetSocketAddress(local, 0)));
  }

  int port() {
    return socket.getLocalPort();
  }

  /** The offer of a re-INVITE: image in place of audio (RFC 3264 section 8.3.3). */
  SipBody offer(Origin origin) {
    var image =
        new MediaDescription(
            "image",
            port(),
            "udptl",
            List.of("t38"),
            Optional.empty(),
            List.of(
                new Attribute("T38FaxVersion", "0"),
                new Attribute("T38MaxBitRate", "14400"),
                new Attribute("T38FaxRateManagement", "transferredTCF"),
                new Attribute("T38FaxMaxBuffer", "262"),
                new Attribute("T38FaxMaxDatagram", "176"),
                new Attribute("T38FaxUdpEC", "t38UDPRedundancy")),
            List.of());
    var session =
        new SessionDescription(
            origin,
            "-",
            Optional.of(Connection.of(socket.getLocalAddress())),
            "0 0",
            List.of(),
            List.of(),
            List.of(image));
    return SipBody.sdp(session.toBytes());
  }

  /**
   * Takes the answer and begins to send packets back.
   *
   * @return false when the peer wants no fax
   * @throws SdpException when the answer is no session description or names no address
   */
  boolean begin(SipBody answer) throws SdpException, IOException {
    SessionDescription session = SessionDescription.parse(answer.bytes());
    Optional<MediaDescription> image =
        session.media().stream()
            .filter(stream -> stream.type().equals("image") && stream.port() > 0)
            .findFirst();
    Optional<Connection> connection = image.flatMap(session::connection);
    if (image.isEmpty() || connection.isEmpty()) {
      return false;
    }
    socket.connect(new InetSocketAddress(connection.get().address(), image.get().port()));
    Thread.startVirtualThread(this::echo);
    return true;
  }

  private void echo() {
    byte[] buffer = new byte[LARGEST];
    while (!socket.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        socket.send(packet);
      } catch (PortUnreachableException notYet) {
        log.debug("The other side of a fax does not listen yet");
      } catch (SocketException closed) {
        log.debug("A fax line is closed");
        return;
      } catch (IOException e) {
        log.warn("A fax line of the simulated carrier failed: {}", e.getMessage());
        return;
      }
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
