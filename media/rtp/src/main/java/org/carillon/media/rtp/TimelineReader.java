package org.carillon.media.rtp;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A reader of received audio: a bounded ring from the media thread, and behind it a window of
 * samples placed by their RTP timestamps, which orders packets, removes duplicates and leaves
 * silence in gaps.
 *
 * <p>The media thread alone adds to the ring; the consumer's thread owns all else.
 */
final class TimelineReader implements AudioReader {
  private static final int FRAME = RtpStream.FRAME_SAMPLES;
  private static final int SLOTS = 64;
  // two seconds of samples
  private static final int WINDOW = 1 << 14;
  // a frame with a hole is given up when this much after it has arrived, or after this wait
  private static final int REORDER_SAMPLES = 3 * FRAME;
  private static final long REORDER_NANOS = 60_000_000L;
  // timestamps may run ahead of the clock, or jump back, by this much
  private static final int TOLERANCE = 2 * G711.SAMPLE_RATE;
  // a line that stays so much behind the clock for so long is no burst that was held up on the way:
  // the sender's clock is slow, or stood still in a pause
  private static final int LATE = G711.SAMPLE_RATE / 5;
  private static final long STAYS_LATE_NANOS = 100_000_000L;

  private final PacketRing ring = new PacketRing(SLOTS);
  private volatile boolean closed;
  private final Consumer<TimelineReader> onClose;
  private volatile Thread waiting;

  private final short[] window = new short[WINDOW];
  private final boolean[] filled = new boolean[WINDOW];
  private final short[] decoded = new short[FRAME];
  private boolean anchored;
  private long firstArrival;
  private long lastArrival;
  private int lastTimestamp;
  // sample positions since the first packet: of the last packet, next to be read, after the last
  private long lastStart;
  private boolean late;
  private long lateSince;
  private long playhead;
  private long end;
  // the next packet lies too far ahead: what is before it must be read first
  private boolean blocked;

  /** {@code onClose} takes the reader off its stream. */
  TimelineReader(Consumer<TimelineReader> onClose) {
    this.onClose = onClose;
  }

  /**
   * Media thread: takes a payload in pieces of at most a frame.
   *
   * @return how many pieces did not fit
   */
  int offer(ByteBuffer packet, int offset, int length, int timestamp, G711 law, long nanoTime) {
    int dropped = ring.offer(packet, offset, length, timestamp, law, nanoTime);
    wake();
    return dropped;
  }

  @Override
  public boolean read(short[] frame) throws InterruptedException {
    return read(frame, Long.MAX_VALUE);
  }

  @Override
  public boolean read(short[] frame, Duration timeout) throws InterruptedException {
    return read(frame, System.nanoTime() + timeout.toNanos());
  }

  private boolean read(short[] frame, long deadline) throws InterruptedException {
    while (true) {
      boolean last = closed;
      long now = System.nanoTime();
      // a full window must be read before it takes more
      while (end - playhead < WINDOW / 2 && takeOne()) {}
      if (ready(now, last)) {
        copy(frame);
        return true;
      }
      if (last && ring.isEmpty()) {
        return false;
      }
      long wait = deadline == Long.MAX_VALUE ? Long.MAX_VALUE : deadline - now;
      if (wait <= 0) {
        return false;
      }
      // something is there already, but with a hole: look again when it has waited long enough
      park(end > playhead ? Math.min(wait, REORDER_NANOS / 2) : wait);
    }
  }

  private void park(long nanos) throws InterruptedException {
    waiting = Thread.currentThread();
    try {
      if (ring.isEmpty() && !closed) {
        LockSupport.parkNanos(this, nanos);
      }
    } finally {
      waiting = null;
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  private boolean takeOne() {
    if (ring.isEmpty()) {
      return false;
    }
    if (!anchored) {
      anchored = true;
      firstArrival = ring.arrival();
      lastTimestamp = ring.timestamp();
    }
    long start = startOfNext();
    blocked = start + FRAME - playhead > WINDOW;
    if (blocked) {
      return false;
    }
    place(start);
    ring.remove();
    return true;
  }

  private long startOfNext() {
    int step = ring.timestamp() - lastTimestamp;
    long start = lastStart + step;
    long clock = (ring.arrival() - firstArrival) / (1_000_000_000L / G711.SAMPLE_RATE);
    // a new time line goes on where the clock is: nobody makes hours of silence with one packet
    // and one whose timestamps stood still in a pause does not make the pause shorter
    boolean newTimeLine =
        step < -TOLERANCE
            || start > clock + TOLERANCE
            || start < clock - TOLERANCE
            || staysLate(step, start, clock);
    return newTimeLine ? Math.max(end, clock) : start;
  }

  private boolean staysLate(int step, long start, long clock) {
    if (step <= 0) {
      return false; // one packet out of order tells nothing of the line
    }
    if (start >= clock - LATE) {
      late = false;
    } else if (!late) {
      late = true;
      lateSince = ring.arrival();
    }
    return late && ring.arrival() - lateSince >= STAYS_LATE_NANOS;
  }

  @Override
  public long startNanos() {
    return firstArrival;
  }

  private void place(long start) {
    int n = ring.decode(decoded);
    for (int i = 0; i < n; i++) {
      long at = start + i;
      // what was read already is too late
      if (at >= playhead) {
        int index = (int) (at & (WINDOW - 1));
        window[index] = decoded[i];
        filled[index] = true;
      }
    }
    lastStart = start;
    lastTimestamp = ring.timestamp();
    lastArrival = ring.arrival();
    end = Math.max(end, start + n);
  }

  private boolean ready(long now, boolean last) {
    long available = end - playhead;
    if (blocked || available >= FRAME + REORDER_SAMPLES) {
      return true;
    }
    if (available <= 0) {
      return false;
    }
    if (last || now - lastArrival >= REORDER_NANOS) {
      return true;
    }
    if (available < FRAME) {
      return false;
    }
    for (int i = 0; i < FRAME; i++) {
      if (!filled[(int) ((playhead + i) & (WINDOW - 1))]) {
        return false;
      }
    }
    return true;
  }

  private void copy(short[] frame) {
    for (int i = 0; i < FRAME; i++) {
      int index = (int) ((playhead + i) & (WINDOW - 1));
      frame[i] = filled[index] ? window[index] : 0;
      filled[index] = false;
    }
    playhead += FRAME;
  }

  private void wake() {
    Thread reader = waiting;
    if (reader != null) {
      LockSupport.unpark(reader);
    }
  }

  @Override
  public void close() {
    closed = true;
    onClose.accept(this);
    wake();
  }
}
