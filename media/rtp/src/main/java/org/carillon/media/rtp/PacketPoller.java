package org.carillon.media.rtp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * Datagram sockets and the waiting for their packets. Belongs to one media thread; only {@link
 * #bind} and {@link #wake} are for other threads.
 */
interface PacketPoller {

  /** Longest datagram taken; a longer one is cut to this and so recognised. */
  int MAX_PACKET = 2048;

  /** Takes a packet; runs on the media thread. */
  @FunctionalInterface
  interface Handler {
    /**
     * @param packet bytes 0 to {@code length}; reused for the next packet
     * @param high see {@link Peer}
     * @param low see {@link Peer}
     */
    void packet(ByteBuffer packet, int length, long high, long low, int port, long nanoTime);
  }

  /** One bound, non-blocking datagram socket. */
  interface Socket {
    InetSocketAddress localAddress();

    /** Sends bytes 0 to {@code length}; false when the operating system did not take them. */
    boolean send(ByteBuffer packet, int length, Peer to);

    /**
     * Ties the socket to one peer, where the transport can: sending to it becomes cheaper, and the
     * operating system itself drops what others send. Packets that arrived before may still be of
     * others.
     */
    void connect(Peer to);

    /** Takes packets from anyone again. */
    void disconnect();

    void close();
  }

  /** Opens and binds a socket; nothing is received before {@link #register}. Any thread. */
  Socket bind(InetSocketAddress local) throws IOException;

  /** Starts to receive. */
  void register(Socket socket, Handler handler) throws IOException;

  /** Stops to receive and closes. */
  void unregister(Socket socket);

  /** Waits for packets up to a time (0: only looks) and hands them over. */
  void poll(long nanos) throws IOException;

  /** Ends a running or the next {@link #poll} early. Any thread. */
  void wake();

  /** The transport's own form of an address; on the heap, for it lives as long as a stream. */
  Object encode(InetSocketAddress address);

  /** A buffer that sends without copying. */
  ByteBuffer sendBuffer();

  void close();
}
