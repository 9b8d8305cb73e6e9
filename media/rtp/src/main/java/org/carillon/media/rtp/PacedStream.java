package org.carillon.media.rtp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The engine's stream. Public methods hand work to the stream's media thread or talk to it through
 * the bounded rings; the two halves, {@link StreamSender} and {@link StreamReceiver}, and the
 * bridge belong to that thread.
 */
final class PacedStream implements RtpStream {
  private static final String DIGITS = "0123456789*#ABCD,";
  private static final int COMMA = DIGITS.indexOf(',');
  private static final Duration COMMA_TIME = Duration.ofMillis(500);
  private static final Duration BETWEEN_TONES = Duration.ofMillis(60);
  private static final int COMMA_FRAMES = 500 / FRAME_MILLIS;
  private static final int CHECK_PERIODS = SendWheel.SLOW_PERIODS;

  private final MediaThread thread;
  private final PortRange ports;
  private final PortRange.Lease lease;
  private final InetSocketAddress advertised;
  private final int ssrc = ThreadLocalRandom.current().nextInt();
  private final Counters counters = new Counters();
  private final AddressLock peer;
  private final StreamReceiver receiver;
  private final StreamSender sender;
  private final ReentrantLock digitsLock = new ReentrantLock();
  private final AtomicBoolean closeAsked = new AtomicBoolean();
  private volatile StreamParameters agreed;
  // made by the first write
  private volatile FrameRing ring;
  private volatile boolean relayed;
  // guarded by this
  private LiveLine live;
  // the counters at the last interval's end; guarded by the counters
  private long[] taken;

  // the media thread's own
  private StreamParameters parameters;
  private PacedStream partner;
  private long timeoutNanos;
  private MediaTimeoutListener timeoutListener;
  // the time of the last packet that a time-out was told of
  private long toldOf = -1;
  private boolean closed;

  /** Its place among the streams of its thread and in the wheel; {@link StreamList}'s own. */
  final StreamList.Place place = new StreamList.Place();

  final StreamList.Place timing = new StreamList.Place();

  PacedStream(
      MediaThread thread, PortRange ports, PortRange.Lease lease, InetSocketAddress advertised) {
    this.advertised = advertised;
    this.thread = thread;
    this.ports = ports;
    this.lease = lease;
    this.peer = new AddressLock(thread.poller(), lease.rtp());
    this.receiver = new StreamReceiver(peer, ssrc, counters, thread::countStranger);
    this.sender = new StreamSender(lease, peer, ssrc, counters);
  }

  MediaThread thread() {
    return thread;
  }

  /** Media thread: begins to live. */
  void open() {
    try {
      thread.add(this);
      thread.poller().register(lease.rtp(), receiver::rtp);
      thread.poller().register(lease.rtcp(), receiver::rtcp);
    } catch (IOException e) {
      close();
      throw new UncheckedIOException("an RTP socket could not be watched", e);
    }
  }

  @Override
  public InetSocketAddress localAddress() {
    return lease.rtp().localAddress();
  }

  @Override
  public InetSocketAddress advertisedAddress() {
    return advertised;
  }

  @Override
  public int ssrc() {
    return ssrc;
  }

  @Override
  public void start(StreamParameters newParameters) {
    if (newParameters.remote().getAddress().getClass() != localAddress().getAddress().getClass()) {
      throw new IllegalArgumentException(
          "remote "
              + newParameters.remote()
              + " and local "
              + localAddress()
              + " are of different IP families");
    }
    Peer rtp = Peer.of(newParameters.remote(), thread.poller());
    Peer rtcp = Peer.of(newParameters.remoteRtcp(), thread.poller());
    agreed = newParameters;
    thread.execute(() -> apply(newParameters, rtp, rtcp));
  }

  @Override
  public void update(StreamParameters newParameters) {
    start(newParameters);
  }

  private void apply(StreamParameters newParameters, Peer rtp, Peer rtcp) {
    if (closed) {
      return;
    }
    boolean first = parameters == null;
    // RFC 2543 puts on hold with the address 0.0.0.0: where to send stays as it was
    boolean nowhere = rtp.address().getAddress().isAnyLocalAddress();
    parameters =
        nowhere ? newParameters.withDirection(silenced(newParameters.direction())) : newParameters;
    long now = System.nanoTime();
    if (!nowhere) {
      peer.signal(rtp, rtcp, now);
    }
    receiver.apply(parameters, thread.srtpScratch(), now);
    sender.apply(parameters, thread.srtpScratch());
    link();
    if (first) {
      thread.wheel().fast(this);
    } else {
      tickSoon();
    }
  }

  private static Direction silenced(Direction direction) {
    return direction.receives() ? Direction.RECVONLY : Direction.INACTIVE;
  }

  @Override
  public void bridge(RtpStream other) {
    if (!(other instanceof PacedStream stream) || stream.thread != thread || stream == this) {
      throw new IllegalArgumentException(
          "only two streams of one media thread can be bridged: open the second one with"
              + " MediaEngine.openBeside");
    }
    thread.execute(() -> bridgeNow(stream));
  }

  private void bridgeNow(PacedStream other) {
    if (closed || other.closed || partner == other) {
      return;
    }
    unbridgeNow();
    other.unbridgeNow();
    partner = other;
    other.partner = this;
    relayed = true;
    other.relayed = true;
    link();
  }

  @Override
  public void unbridge() {
    thread.execute(this::unbridgeNow);
  }

  private void unbridgeNow() {
    PacedStream other = partner;
    if (other != null) {
      partner = null;
      other.partner = null;
      release();
      other.release();
    }
  }

  private void release() {
    relayed = false;
    receiver.relayTo(null, null);
    sender.bridged(false);
    tickSoon();
  }

  /** Makes both ways of a bridge as the parameters of both sides say. */
  private void link() {
    if (partner != null) {
      sender.bridged(true);
      partner.sender.bridged(true);
      if (parameters != null && partner.parameters != null) {
        receiver.relayTo(partner.sender, FormatTable.relay(parameters, partner.parameters));
        partner.receiver.relayTo(sender, FormatTable.relay(partner.parameters, parameters));
      }
    }
  }

  /** Media thread: something is to be sent at the next send times. */
  private void tickSoon() {
    if (!closed && parameters != null) {
      thread.wheel().fast(this);
    }
  }

  @Override
  public void onMediaTimeout(Duration limit, MediaTimeoutListener listener) {
    if (limit.isNegative()) {
      throw new IllegalArgumentException("a media time-out is 0 (off) or more, not " + limit);
    }
    thread.execute(
        () -> {
          timeoutNanos = limit.toNanos();
          timeoutListener = listener;
          toldOf = -1;
        });
  }

  @Override
  public Optional<InetSocketAddress> learnedRemote() {
    return Optional.ofNullable(peer.learned());
  }

  @Override
  public long write(short[] pcm, int offset, int length)
      throws StreamClosedException, InterruptedException {
    StreamParameters now = agreed;
    G711 law = now == null || now.law() == null ? G711.PCMU : now.law();
    FrameRing queue = ring();
    if (!relayed || length <= FRAME_SAMPLES) {
      long position = queue.write(pcm, offset, length, law);
      wakeRelayed();
      return position;
    }
    // a bridged stream has no send times: the first frame asks for them, the others may then wait
    queue.write(pcm, offset, FRAME_SAMPLES, law);
    wakeRelayed();
    long position = queue.write(pcm, offset + FRAME_SAMPLES, length - FRAME_SAMPLES, law);
    wakeRelayed(); // the first one may have gone by meanwhile
    return position;
  }

  private void wakeRelayed() {
    if (relayed) {
      thread.execute(this::tickSoon);
    }
  }

  private FrameRing ring() {
    FrameRing present = ring;
    return present != null ? present : makeRing();
  }

  private synchronized FrameRing makeRing() {
    if (ring == null) {
      ring = new FrameRing();
      if (closeAsked.get()) {
        ring.close();
      }
    }
    return ring;
  }

  @Override
  public void awaitSent(long position) throws StreamClosedException, InterruptedException {
    ring().await(position);
  }

  @Override
  public void clear() {
    FrameRing queue = ring;
    if (queue != null) {
      queue.clear();
    }
  }

  @Override
  public void sendDigits(String digits, Duration tone)
      throws StreamClosedException, InterruptedException {
    String wanted = digits.toUpperCase(Locale.ROOT);
    if (!wanted.chars().allMatch(c -> DIGITS.indexOf(c) >= 0)) {
      throw new IllegalArgumentException("digits are 0-9 * # A-D and comma, not " + digits);
    }
    if (tone.toMillis() < 50 || tone.toMillis() > 24_000) {
      throw new IllegalArgumentException("a tone lasts 50 ms to 24 s, not " + tone);
    }
    StreamParameters now = agreed;
    if (now == null) {
      throw new IllegalStateException("digits can be sent once the stream is started");
    }
    boolean events = now.telephoneEventPayloadType() != StreamParameters.NO_TELEPHONE_EVENT;
    if (!events && now.law() == null) {
      throw new IllegalStateException("this stream can carry neither telephone events nor tones");
    }
    int frames = (int) ((tone.toMillis() + FRAME_MILLIS - 1) / FRAME_MILLIS);
    digitsLock.lockInterruptibly();
    try {
      for (int i = 0; i < wanted.length(); i++) {
        int event = DIGITS.indexOf(wanted.charAt(i));
        if (!events) {
          sendTones(wanted.charAt(i), tone);
        } else {
          sendPress(event == COMMA ? -1 : event, event == COMMA ? COMMA_FRAMES : frames);
        }
      }
    } finally {
      digitsLock.unlock();
    }
  }

  private void sendTones(char digit, Duration tone)
      throws StreamClosedException, InterruptedException {
    boolean comma = DIGITS.indexOf(digit) == COMMA;
    short[] key = comma ? new short[0] : DtmfTones.of(digit, tone);
    write(key, 0, key.length);
    int pause =
        (int) (comma ? COMMA_TIME : BETWEEN_TONES).toMillis() * FRAME_SAMPLES / FRAME_MILLIS;
    awaitSent(write(new short[pause], 0, pause));
  }

  private void sendPress(int event, int frames) throws StreamClosedException, InterruptedException {
    CompletableFuture<Void> sent = new CompletableFuture<>();
    TelephoneEventSender.Press press = new TelephoneEventSender.Press(event, frames, sent);
    thread.execute(
        () -> {
          if (closed) {
            sent.cancel(false);
          } else {
            sender.press(press);
            tickSoon();
          }
        });
    try {
      sent.get();
    } catch (CancellationException _) {
      throw new StreamClosedException();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void onDigits(DigitListener listener) {
    receiver.onDigits(listener);
  }

  @Override
  public AudioReader openReader() {
    return receiver.openReader();
  }

  @Override
  public AudioReader openSentReader() {
    return sender.openReader();
  }

  @Override
  public LiveAudio openLive() {
    LiveLine line = new LiveLine(this::closeLive);
    synchronized (this) {
      if (live != null) {
        throw new IllegalStateException("the audio of this stream is taken live already");
      }
      live = line;
    }
    receiver.live(line);
    sender.live(line);
    wakeRelayed();
    if (closeAsked.get()) {
      line.close();
    }
    return line;
  }

  private void closeLive(LiveLine line) {
    synchronized (this) {
      if (live != line) {
        return;
      }
      live = null;
    }
    receiver.live(null);
    sender.live(null);
  }

  @Override
  public StreamStats stats() {
    return counters.snapshot();
  }

  @Override
  public MediaReport report() {
    return MediaReport.between(Counters.NONE, counters.values());
  }

  @Override
  public MediaReport takeInterval() {
    synchronized (counters) {
      long[] now = counters.values();
      MediaReport report = MediaReport.between(taken == null ? Counters.NONE : taken, now);
      taken = now;
      return report;
    }
  }

  @Override
  public void close() {
    if (closeAsked.compareAndSet(false, true)) {
      LiveLine line;
      synchronized (this) {
        if (ring != null) {
          ring.close();
        }
        line = live;
      }
      if (line != null) {
        line.close();
      }
      receiver.close();
      sender.closeReaders();
      thread.execute(this::closeNow);
    }
  }

  private void closeNow() {
    unbridgeNow();
    closed = true;
    thread.remove(this);
    sender.close();
    if (parameters != null) {
      sender.sendRtcp(receiver, true, System.nanoTime(), thread.sendBuffer());
    }
    thread.poller().unregister(lease.rtp());
    thread.poller().unregister(lease.rtcp());
    ports.release(lease.index());
  }

  /** Media thread: one send time. */
  void tick(long period, long now, ByteBuffer out) {
    FrameRing queue = ring;
    sender.tick(period, now, out, queue);
    if (!sender.needsTicks(queue)) {
      thread.wheel().slow(this);
    }
    if (receiver.rtcpDue(now)) {
      sender.sendRtcp(receiver, false, now, out);
    }
    if (period % CHECK_PERIODS == 0) {
      check(now);
    }
  }

  /** Media thread: called twice a second for a stream without send times. */
  void tend(long now, ByteBuffer out) {
    if (sender.needsTicks(ring)) {
      tickSoon();
    }
    if (receiver.rtcpDue(now)) {
      sender.sendRtcp(receiver, false, now, out);
    }
    check(now);
  }

  private void check(long now) {
    peer.settle(now, false);
    // on hold, and in a fax where one side only talks for a page, quiet is no sign of a fault
    if (timeoutNanos > 0 && parameters.direction() == Direction.SENDRECV && !parameters.udptl()) {
      long heard = receiver.lastHeard();
      if (now - heard > timeoutNanos && heard != toldOf) {
        toldOf = heard;
        timeoutListener.timedOut(this, Duration.ofNanos(now - heard));
      }
    }
  }
}
