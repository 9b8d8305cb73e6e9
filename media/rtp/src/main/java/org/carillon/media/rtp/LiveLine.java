package org.carillon.media.rtp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The live audio of one stream. Two bounded rings between the media thread and the consumer: in
 * one, the media thread alone adds; in the other, it alone takes. The jitter buffer is the
 * consumer's own.
 */
final class LiveLine implements LiveAudio {
  private static final int FRAME = RtpStream.FRAME_SAMPLES;
  private static final int SLOTS = 16;
  private static final int GIVEN = 3;
  // samples, a power of two: a quarter of a second
  private static final int WINDOW = 1 << 11;
  private static final int MOST_WAITING = 6 * FRAME;
  private static final int AFTER_CUT = 2 * FRAME;
  // what waits before a burst of speech begins, so that the next packet may be late
  private static final int FIRST_DELAY = 2 * FRAME;
  // rounds without audio after which speech begins anew
  private static final int NEW_BURST = 5;
  private static final int SECOND = 1000 / RtpStream.FRAME_MILLIS;

  private final Consumer<LiveLine> onClose;
  private volatile boolean closed;

  private final PacketRing arrived = new PacketRing(SLOTS);
  private final short[] given = new short[GIVEN * FRAME];
  private final byte[] coded = new byte[FRAME]; // media thread
  private volatile long givenTo;
  private volatile long sentTo;

  // the consumer's own; positions are samples since the first packet
  private final short[] window = new short[WINDOW];
  private final short[] decoded = new short[FRAME];
  private boolean anchored;
  private int lastTimestamp;
  private long lastStart;
  private long playhead;
  private long end;
  private int quietRounds = NEW_BURST;
  private int rounds;
  private long leastWaiting = Long.MAX_VALUE;

  /** {@code onClose} takes it off its stream. */
  LiveLine(Consumer<LiveLine> onClose) {
    this.onClose = onClose;
  }

  // ---- media thread

  /** Takes a payload in; returns how many pieces of it did not fit. */
  int offer(ByteBuffer packet, int offset, int length, int timestamp, G711 law, long nanoTime) {
    return arrived.offer(packet, offset, length, timestamp, law, nanoTime);
  }

  /** Encodes the next frame that was given to {@code out} at an index; false when there is none. */
  boolean next(ByteBuffer out, int index, G711 law) {
    long position = sentTo;
    if (position == givenTo) {
      return false;
    }
    law.encode(given, (int) (position % GIVEN) * FRAME, coded, 0, FRAME);
    out.put(index, coded, 0, FRAME);
    sentTo = position + 1;
    return true;
  }

  /** Lets the next frame go by. */
  void skip() {
    long position = sentTo;
    if (position != givenTo) {
      sentTo = position + 1;
    }
  }

  // ---- consumer

  @Override
  public void give(short[] frame) {
    long position = givenTo;
    if (position - sentTo < GIVEN) {
      System.arraycopy(frame, 0, given, (int) (position % GIVEN) * FRAME, FRAME);
      givenTo = position + 1;
    }
  }

  @Override
  public boolean take(short[] frame) {
    while (!arrived.isEmpty()) {
      place();
      arrived.remove();
    }
    long waiting = end - playhead;
    if (waiting > MOST_WAITING) {
      cut(waiting - AFTER_CUT);
      waiting = AFTER_CUT;
    }
    if (waiting < (quietRounds >= NEW_BURST ? FIRST_DELAY : FRAME)) {
      quietRounds++;
      forgetDelay();
      return false;
    }
    quietRounds = 0;
    copy(frame);
    shrink(waiting - FRAME);
    return true;
  }

  private void place() {
    int n = arrived.decode(decoded);
    int timestamp = arrived.timestamp();
    if (!anchored) {
      anchored = true;
      lastTimestamp = timestamp;
    }
    int step = timestamp - lastTimestamp;
    long start = lastStart + step;
    if (start > end && end <= playhead) {
      // packets were lost, or the sender paused: the rounds without audio were a part of that
      start = Math.max(playhead, start - (long) quietRounds * FRAME);
    }
    if (start > playhead + WINDOW - n || step < -WINDOW) {
      // a new time line goes on where we are
      start = Math.max(end, playhead);
    }
    if (start + n > playhead + WINDOW) {
      cut(start + n - playhead - AFTER_CUT);
    }
    for (int i = (int) Math.max(0, playhead - start); i < n; i++) {
      window[(int) (start + i) & (WINDOW - 1)] = decoded[i];
    }
    lastStart = start;
    lastTimestamp = timestamp;
    end = Math.max(end, start + n);
  }

  private void copy(short[] frame) {
    int from = (int) playhead & (WINDOW - 1);
    // a frame may lie across the end of the window, which is no multiple of it
    int first = Math.min(FRAME, WINDOW - from);
    System.arraycopy(window, from, frame, 0, first);
    System.arraycopy(window, 0, frame, first, FRAME - first);
    Arrays.fill(window, from, from + first, (short) 0);
    Arrays.fill(window, 0, FRAME - first, (short) 0);
    playhead += FRAME;
  }

  /** Leaves so many samples out. */
  private void cut(long samples) {
    for (long i = 0; i < Math.min(samples, WINDOW); i++) {
      window[(int) (playhead + i) & (WINDOW - 1)] = 0;
    }
    playhead += samples;
    end = Math.max(end, playhead);
    forgetDelay();
  }

  /** Leaves a frame out when for a second there was always more than one behind it. */
  private void shrink(long waiting) {
    leastWaiting = Math.min(leastWaiting, waiting);
    if (++rounds >= SECOND) {
      if (leastWaiting > FRAME) {
        cut(FRAME);
      }
      forgetDelay();
    }
  }

  private void forgetDelay() {
    rounds = 0;
    leastWaiting = Long.MAX_VALUE;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      onClose.accept(this);
    }
  }
}
