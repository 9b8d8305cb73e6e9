package org.carillon.media.rtp;

import java.io.IOException;
import java.net.InetAddress;

/**
 * The packet path: media threads, their sockets and the port range. One for a process.
 *
 * <p>Each stream belongs to one media thread, which alone touches the stream's sockets and send
 * state.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class MediaEngine implements AutoCloseable {

  private MediaEngine() {}

  /**
   * Starts the media threads.
   *
   * @throws IOException when {@link MediaConfig.Transport#EPOLL} was asked for by name and does not
   *     work here; the message says why
   */
  public static MediaEngine start(MediaConfig config) throws IOException {
    throw new IOException("the media engine is not part of this build: " + config);
  }

  /**
   * Opens a stream on a free even port of the range and the odd port after it.
   *
   * @param local the local address to bind, IPv4 or IPv6; also the one to name in SDP, so not the
   *     wildcard address
   * @throws PortsExhaustedException when no port pair is free
   * @throws IOException when the address is not one of this machine or the engine is closed
   */
  public RtpStream open(InetAddress local) throws IOException {
    throw new PortsExhaustedException("no RTP port pair is free on " + local);
  }

  /** The engine's state now. */
  public EngineStats stats() {
    return new EngineStats("none", 0, 0, 0, 0);
  }

  /** Closes all streams and ends the media threads. */
  @Override
  public void close() {}
}
