package org.carillon.media.rtp;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The JDK's datagram channels: works everywhere, costs an address object for each packet. */
final class NioPoller implements PacketPoller {
  private static final Logger log = LoggerFactory.getLogger(NioPoller.class);

  private final Selector selector;
  private final ByteBuffer received = ByteBuffer.allocateDirect(MAX_PACKET);

  NioPoller() throws IOException {
    selector = Selector.open();
  }

  @Override
  public Socket bind(InetSocketAddress local) throws IOException {
    DatagramChannel channel =
        DatagramChannel.open(
            local.getAddress() instanceof Inet6Address
                ? StandardProtocolFamily.INET6
                : StandardProtocolFamily.INET);
    try {
      channel.configureBlocking(false);
      channel.bind(local);
      return new NioSocket(channel, (InetSocketAddress) channel.getLocalAddress());
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void register(Socket socket, Handler handler) throws IOException {
    ((NioSocket) socket).channel.register(selector, SelectionKey.OP_READ, handler);
  }

  @Override
  public void unregister(Socket socket) {
    socket.close();
  }

  @Override
  public void poll(long nanos) throws IOException {
    if (nanos <= 0) {
      selector.selectNow(this::receive);
    } else {
      selector.select(this::receive, (nanos + 999_999) / 1_000_000);
    }
  }

  private void receive(SelectionKey key) {
    try {
      received.clear();
      InetSocketAddress from =
          (InetSocketAddress) ((DatagramChannel) key.channel()).receive(received);
      if (from != null) {
        ((Handler) key.attachment())
            .packet(
                received,
                received.position(),
                Peer.high(from.getAddress()),
                Peer.low(from.getAddress()),
                from.getPort(),
                System.nanoTime());
      }
    } catch (IOException e) {
      // an ICMP error of an earlier packet; the next packet may come through
      log.debug("Receiving RTP failed: {}", e.toString());
    }
  }

  @Override
  public void wake() {
    selector.wakeup();
  }

  @Override
  public Object encode(InetSocketAddress address) {
    return address;
  }

  @Override
  public ByteBuffer sendBuffer() {
    return ByteBuffer.allocateDirect(MAX_PACKET);
  }

  @Override
  public void close() {
    try {
      selector.close();
    } catch (IOException e) {
      log.warn("Closing the media selector failed: {}", e.toString());
    }
  }

  private record NioSocket(DatagramChannel channel, InetSocketAddress localAddress)
      implements Socket {

    @Override
    public boolean send(ByteBuffer packet, int length, Peer to) {
      try {
        packet.position(0).limit(length);
        return channel.send(packet, to.address()) > 0;
      } catch (IOException | RuntimeException e) {
        // unreachable network or an address this socket cannot reach: counted by the caller
        log.debug("Sending RTP to {} failed: {}", to.address(), e.toString());
        return false;
      } finally {
        packet.clear();
      }
    }

    @Override
    public void connect(Peer to) {
      try {
        channel.connect(to.address());
      } catch (IOException | RuntimeException e) {
        // it works as well without, at a higher cost
        log.debug("Connecting an RTP socket to {} failed: {}", to.address(), e.toString());
      }
    }

    @Override
    public void disconnect() {
      try {
        channel.disconnect();
      } catch (IOException e) {
        log.warn("An RTP socket stays tied to its first peer: {}", e.toString());
      }
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        log.debug("Closing an RTP socket failed: {}", e.toString());
      }
    }
  }
}
