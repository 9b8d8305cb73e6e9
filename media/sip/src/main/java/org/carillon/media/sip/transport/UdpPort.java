package org.carillon.media.sip.transport;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import org.carillon.media.sip.loop.EventLoop;
import org.carillon.media.sip.message.SipParser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A UDP socket. Owned by its loop. */
final class UdpPort {
  private static final Logger LOG = LoggerFactory.getLogger(UdpPort.class);

  /** Datagrams read before other work of the loop gets its turn. */
  private static final int READS_AT_ONCE = 64;

  private static final int SOCKET_BUFFER = 4 << 20;

  private final DatagramChannel channel;
  private final InetSocketAddress local;
  private final MessageHandler handler;
  private final ByteBuffer in = ByteBuffer.allocateDirect(SipParser.MAX_MESSAGE + 1);

  /** Peers heard of late: what is kept of each of their messages shares one address. */
  private final SipSource[] sources = new SipSource[64];

  private final ByteBuffer out = ByteBuffer.allocateDirect(SipParser.MAX_MESSAGE);

  private UdpPort(DatagramChannel channel, MessageHandler handler) throws IOException {
    this.channel = channel;
    this.local = (InetSocketAddress) channel.getLocalAddress();
    this.handler = handler;
  }

  static UdpPort open(InetSocketAddress address, EventLoop loop, MessageHandler handler)
      throws IOException {
    DatagramChannel channel = DatagramChannel.open(family(address.getAddress()));
    try {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
      channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER);
      channel.bind(address);
      UdpPort port = new UdpPort(channel, handler);
      loop.register(channel, port::read);
      return port;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static ProtocolFamily family(InetAddress address) {
    return address instanceof Inet4Address
        ? StandardProtocolFamily.INET
        : StandardProtocolFamily.INET6;
  }

  InetSocketAddress local() {
    return local;
  }

  private void read() {
    try {
      for (int i = 0; i < READS_AT_ONCE; i++) {
        in.clear();
        InetSocketAddress remote = (InetSocketAddress) channel.receive(in);
        if (remote == null) {
          return;
        }
        in.flip();
        if (isKeepAlive()) {
          continue;
        }
        byte[] bytes = new byte[in.remaining()];
        in.get(bytes);
        handler.onMessage(SipParser.parseOwned(bytes, false), sourceAt(remote));
      }
    } catch (IOException e) {
      // An ICMP error of an earlier datagram; the transaction's own timer notices the dead peer.
      return;
    }
  }

  private SipSource sourceAt(InetSocketAddress remote) {
    int at = remote.hashCode() & (sources.length - 1);
    SipSource known = sources[at];
    if (known == null || !known.remote().equals(remote)) {
      known = new SipSource(Transport.UDP, remote, local, 0);
      sources[at] = known;
    }
    return known;
  }

  /** CRLF or zero bytes that keep a NAT open (RFC 5626 section 3.5.1). */
  private boolean isKeepAlive() {
    if (in.remaining() > 4) {
      return false;
    }
    for (int i = 0; i < in.remaining(); i++) {
      byte b = in.get(i);
      if (b != '\r' && b != '\n' && b != 0) {
        return false;
      }
    }
    return true;
  }

  /** Sends one datagram; a full socket buffer drops it, as the network might. */
  void send(byte[] bytes, int length, InetSocketAddress to) throws IOException {
    out.clear();
    out.put(bytes, 0, length).flip();
    channel.send(out, to);
  }

  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.warn("Closing UDP {} failed: {}", local, e.getMessage());
    }
  }
}
