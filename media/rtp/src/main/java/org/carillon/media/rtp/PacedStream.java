package org.carillon.media.rtp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The engine's stream. Public methods hand work to the stream's media thread or talk to it through
 * the bounded rings; the fields of the sending side belong to that thread, those of the receiving
 * side to {@link StreamReceiver}.
 */
final class PacedStream implements RtpStream {
  private static final String DIGITS = "0123456789*#ABCD,";
  private static final int COMMA = DIGITS.indexOf(',');
  private static final int COMMA_FRAMES = 500 / FRAME_MILLIS;
  private static final Map<G711, byte[]> SILENCE = new EnumMap<>(G711.class);

  static {
    for (G711 law : G711.values()) {
      byte[] frame = new byte[FRAME_SAMPLES];
      Arrays.fill(frame, law.silence());
      SILENCE.put(law, frame);
    }
  }

  private final MediaThread thread;
  private final PortRange ports;
  private final PortRange.Lease lease;
  private final int ssrc = ThreadLocalRandom.current().nextInt();
  private final Counters counters = new Counters();
  private final FrameRing ring = new FrameRing();
  private final StreamReceiver receiver;
  private final ReentrantLock digitsLock = new ReentrantLock();
  private final AtomicBoolean closeAsked = new AtomicBoolean();
  private volatile StreamParameters agreed;

  // the media thread's own
  private final TelephoneEventSender events = new TelephoneEventSender();
  private final Queue<TelephoneEventSender.Press> presses = new ArrayDeque<>();
  private StreamParameters parameters;
  private int slot = -1;
  private int sequence = ThreadLocalRandom.current().nextInt(1 << 15);
  private int timestamp = ThreadLocalRandom.current().nextInt();
  private long lastPeriod = -1;
  private boolean talking;
  private boolean markNext = true;
  private boolean closed;

  PacedStream(MediaThread thread, PortRange ports, PortRange.Lease lease) {
    this.thread = thread;
    this.ports = ports;
    this.lease = lease;
    this.receiver = new StreamReceiver(thread.poller(), ssrc, counters);
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
    if (parameters == null) {
      slot = thread.schedule(this);
    }
    parameters = newParameters;
    receiver.apply(newParameters, rtp, rtcp);
  }

  @Override
  public Optional<InetSocketAddress> learnedRemote() {
    return Optional.ofNullable(receiver.learned());
  }

  @Override
  public long write(short[] pcm, int offset, int length)
      throws StreamClosedException, InterruptedException {
    StreamParameters now = agreed;
    return ring.write(pcm, offset, length, now == null ? G711.PCMU : now.codec());
  }

  @Override
  public void awaitSent(long position) throws StreamClosedException, InterruptedException {
    ring.await(position);
  }

  @Override
  public void clear() {
    ring.clear();
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
    if (now == null || now.telephoneEventPayloadType() == StreamParameters.NO_TELEPHONE_EVENT) {
      throw new IllegalStateException("telephone-event was not agreed on for this stream");
    }
    int frames = (int) ((tone.toMillis() + FRAME_MILLIS - 1) / FRAME_MILLIS);
    digitsLock.lockInterruptibly();
    try {
      for (int i = 0; i < wanted.length(); i++) {
        int event = DIGITS.indexOf(wanted.charAt(i));
        sendPress(event == COMMA ? -1 : event, event == COMMA ? COMMA_FRAMES : frames);
      }
    } finally {
      digitsLock.unlock();
    }
  }

  private void sendPress(int event, int frames) throws StreamClosedException, InterruptedException {
    CompletableFuture<Void> sent = new CompletableFuture<>();
    TelephoneEventSender.Press press = new TelephoneEventSender.Press(event, frames, sent);
    thread.execute(
        () -> {
          if (closed) {
            sent.cancel(false);
          } else {
            presses.add(press);
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
  public StreamStats stats() {
    return counters.snapshot();
  }

  @Override
  public void close() {
    if (closeAsked.compareAndSet(false, true)) {
      ring.close();
      receiver.close();
      thread.execute(this::closeNow);
    }
  }

  private void closeNow() {
    closed = true;
    thread.remove(this);
    events.close();
    presses.forEach(press -> press.sent().cancel(false));
    presses.clear();
    if (parameters != null) {
      sendRtcp(true, System.nanoTime(), thread.sendBuffer());
    }
    thread.poller().unregister(lease.rtp());
    thread.poller().unregister(lease.rtcp());
    ports.release(lease.index());
  }

  int slot() {
    return slot;
  }

  /** Media thread: one send time. */
  void tick(long period, long now, ByteBuffer out) {
    if (lastPeriod >= 0) {
      long passed = period - lastPeriod;
      timestamp += (int) passed * FRAME_SAMPLES;
      // after a gap the receiver may adapt its buffer, as at the start of talk
      markNext |= passed != 1;
    }
    lastPeriod = period;
    boolean sends = receiver.sends();
    if (!events.busy() && !presses.isEmpty()) {
      events.begin(presses.poll());
    }
    if (events.busy()) {
      tickEvent(sends, out);
    } else {
      tickAudio(sends, out);
    }
    if (receiver.rtcpDue(now)) {
      sendRtcp(false, now, out);
    }
  }

  private void tickAudio(boolean sends, ByteBuffer out) {
    G711 law = parameters.codec();
    boolean audio = ring.peek(out, RtpPacket.HEADER_BYTES, law);
    if (sends) {
      if (!audio) {
        out.put(RtpPacket.HEADER_BYTES, SILENCE.get(law));
      }
      boolean marker = markNext || (audio && !talking);
      send(out, marker, parameters.payloadType(), timestamp, FRAME_SAMPLES);
      markNext = false;
      if (audio) {
        counters.add(Counters.Key.AUDIO_FRAMES_SENT, 1);
      }
    } else {
      markNext = true;
    }
    talking = audio;
    if (audio) {
      ring.taken();
    }
  }

  private void tickEvent(boolean sends, ByteBuffer out) {
    int payloadType = parameters.telephoneEventPayloadType();
    if (sends && events.sendsEvent() && payloadType >= 0) {
      boolean marker = events.starts();
      int length = events.write(out, RtpPacket.HEADER_BYTES);
      send(out, marker, payloadType, events.timestamp(timestamp), length);
    } else if (sends) {
      out.put(RtpPacket.HEADER_BYTES, SILENCE.get(parameters.codec()));
      send(out, markNext, parameters.payloadType(), timestamp, FRAME_SAMPLES);
    }
    markNext = true;
    talking = false;
    events.advance();
  }

  private void send(ByteBuffer out, boolean marker, int payloadType, int at, int length) {
    RtpPacket.writeHeader(out, marker, payloadType, sequence, at, ssrc);
    sequence = (sequence + 1) & 0xFFFF;
    if (lease.rtp().send(out, RtpPacket.HEADER_BYTES + length, receiver.target())) {
      counters.add(Counters.Key.PACKETS_SENT, 1);
      counters.add(Counters.Key.BYTES_SENT, length);
    } else {
      counters.add(Counters.Key.SEND_ERRORS, 1);
    }
  }

  private void sendRtcp(boolean bye, long now, ByteBuffer out) {
    if (receiver.rtcpTarget() != null) {
      int length = receiver.writeRtcp(out, timestamp, bye, now);
      if (lease.rtcp().send(out, length, receiver.rtcpTarget())) {
        counters.add(Counters.Key.RTCP_SENT, 1);
      }
    }
  }
}
