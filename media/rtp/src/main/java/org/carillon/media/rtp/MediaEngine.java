package org.carillon.media.rtp;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The packet path: media threads, their sockets and the port range. One for a process.
 *
 * <p>Each stream belongs to one media thread, which alone touches the stream's sockets and send
 * state.
 */
public final class MediaEngine implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MediaEngine.class);

  private final String transport;
  private final MediaConfig config;
  private final PortRange ports;
  private final List<MediaThread> threads;
  private final AtomicBoolean closed = new AtomicBoolean();

  private MediaEngine(String transport, MediaConfig config, List<MediaThread> threads) {
    this.transport = transport;
    this.config = config;
    this.ports = new PortRange(config);
    this.threads = threads;
  }

  /**
   * Starts the media threads and says in one log line which sockets they use.
   *
   * @throws IOException when {@link MediaConfig.Transport#EPOLL} was asked for by name and does not
   *     work here, the message says why; or when the operating system has no file descriptors left
   */
  public static MediaEngine start(MediaConfig config) throws IOException {
    LinuxCalls calls = null;
    String why = "asked for";
    if (config.transport() != MediaConfig.Transport.NIO) {
      why = whyNotEpoll();
      if (why == null) {
        calls = new LinuxCalls();
      } else if (config.transport() == MediaConfig.Transport.EPOLL) {
        throw new IOException("epoll sockets were asked for, but " + why);
      }
    }
    String transport = calls == null ? "nio" : "epoll";
    List<MediaThread> threads = new ArrayList<>();
    for (int i = 0; i < config.threads(); i++) {
      threads.add(new MediaThread(calls == null ? new NioPoller() : new EpollPoller(calls), i));
    }
    threads.forEach(MediaThread::start);
    if (calls == null) {
      log.info("RTP uses nio sockets on {} media threads: {}", threads.size(), why);
    } else {
      log.info("RTP uses epoll sockets on {} media threads", threads.size());
    }
    return new MediaEngine(transport, config, List.copyOf(threads));
  }

  /** Null when epoll works here. */
  private static String whyNotEpoll() {
    if (!"Linux".equals(System.getProperty("os.name"))) {
      return "this is not Linux";
    }
    if (!MediaEngine.class.getModule().isNativeAccessEnabled()) {
      return "native access is off (start Java with --enable-native-access=ALL-UNNAMED)";
    }
    try {
      var _ = new LinuxCalls();
      return null;
    } catch (UnsupportedOperationException | IllegalCallerException | NoSuchElementException e) {
      return "native calls do not work here: " + e.getMessage();
    }
  }

  /**
   * Opens a stream on a free even port of the range and the odd port after it.
   *
   * @param local the local address to bind, IPv4 or IPv6; not the wildcard address, for it is the
   *     one to name in SDP unless the engine advertises another
   * @throws PortsExhaustedException when no port pair is free
   * @throws IOException when the address is not one of this machine or the engine is closed
   */
  public RtpStream open(InetAddress local) throws IOException {
    return open(
        threads.stream().min(Comparator.comparingInt(MediaThread::load)).orElseThrow(), local);
  }

  /**
   * {@link #open} for a stream that may be bridged with another: on the other's media thread.
   *
   * @param other a stream of this engine
   * @throws PortsExhaustedException when no port pair is free
   * @throws IOException as {@link #open}
   */
  public RtpStream openBeside(RtpStream other, InetAddress local) throws IOException {
    if (!(other instanceof PacedStream stream) || !threads.contains(stream.thread())) {
      throw new IllegalArgumentException("the other stream is not of this engine");
    }
    return open(stream.thread(), local);
  }

  private RtpStream open(MediaThread thread, InetAddress local) throws IOException {
    if (closed.get()) {
      throw new IOException("the media engine is closed");
    }
    PortRange.Lease lease = ports.bind(local, thread.poller());
    PacedStream stream =
        new PacedStream(thread, ports, lease, config.advertised(lease.rtp().localAddress()));
    thread.execute(stream::open);
    return stream;
  }

  /** The engine's state now. */
  public EngineStats stats() {
    return new EngineStats(
        transport,
        threads.size(),
        threads.stream().mapToInt(MediaThread::load).sum(),
        threads.stream().mapToLong(MediaThread::lateTicks).sum(),
        threads.stream().mapToLong(MediaThread::skippedTicks).sum(),
        threads.stream().mapToLong(MediaThread::strangers).sum());
  }

  /** How late packets left since the start. */
  public PacingFigures pacing() {
    PacingFigures all = PacingFigures.none();
    for (MediaThread thread : threads) {
      all = all.with(thread.pacing());
    }
    return all;
  }

  /** Closes all streams and ends the media threads. Idempotent. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      threads.forEach(MediaThread::stop);
    }
  }
}
