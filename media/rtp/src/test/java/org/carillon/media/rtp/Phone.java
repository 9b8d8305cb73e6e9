package org.carillon.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.function.Predicate;

/** A socket that sends RTP to a stream and takes what it sends. */
final class Phone implements AutoCloseable {
  private final DatagramSocket socket;
  private final RtpStream stream;

  Phone(InetAddress local, RtpStream stream) throws IOException {
    this.socket = new DatagramSocket(new InetSocketAddress(local, 0));
    this.socket.setSoTimeout(5000);
    this.stream = stream;
  }

  InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  void send(int payloadType, int sequence, int timestamp, byte[] payload) throws IOException {
    send(packet(payloadType, sequence, timestamp, payload));
  }

  static byte[] packet(int payloadType, int sequence, int timestamp, byte[] payload) {
    ByteBuffer buffer = ByteBuffer.allocate(RtpPacket.HEADER_BYTES + payload.length);
    RtpPacket.writeHeader(buffer, false, payloadType, sequence & 0xFFFF, timestamp, 7);
    buffer.put(RtpPacket.HEADER_BYTES, payload);
    return buffer.array();
  }

  void send(byte[] bytes) throws IOException {
    socket.send(new DatagramPacket(bytes, bytes.length, stream.localAddress()));
  }

  void sendUnchecked(int payloadType, int sequence, int timestamp, byte[] payload) {
    sendUnchecked(packet(payloadType, sequence, timestamp, payload));
  }

  void sendUnchecked(byte[] bytes) {
    try {
      send(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ByteBuffer receive() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
    socket.receive(packet);
    return ByteBuffer.wrap(packet.getData(), 0, packet.getLength()).slice();
  }

  /** The next packet with a payload of that length; others, as those of send times, go by. */
  ByteBuffer receiveAudio(int payloadLength) throws IOException {
    return skipTo(this, p -> p.remaining() == RtpPacket.HEADER_BYTES + payloadLength);
  }

  static ByteBuffer skipTo(Phone phone, Predicate<ByteBuffer> wanted) throws IOException {
    for (int i = 0; i < 500; i++) {
      ByteBuffer packet = phone.receive();
      if (wanted.test(packet)) {
        return packet;
      }
    }
    throw new AssertionError("500 packets came, and not the one waited for");
  }

  static RtpPacket header(ByteBuffer bytes) {
    RtpPacket packet = new RtpPacket();
    assertThat(packet.read(bytes, bytes.remaining())).isTrue();
    return packet;
  }

  static byte[] payload(ByteBuffer packet) {
    RtpPacket header = header(packet);
    byte[] payload = new byte[header.payloadLength()];
    packet.get(header.payloadOffset(), payload);
    return payload;
  }

  @Override
  public void close() {
    socket.close();
  }
}
