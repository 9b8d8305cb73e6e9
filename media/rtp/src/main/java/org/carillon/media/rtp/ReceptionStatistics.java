package org.carillon.media.rtp;

/**
 * Loss, order and jitter of one received source (RFC 3550 appendices A.1, A.3 and A.8). Belongs to
 * the stream's media thread.
 *
 * <p>There is no probation of two packets: a source is known by its locked address here.
 */
final class ReceptionStatistics {
  private static final int MAX_DROPOUT = 3000;
  private static final int MAX_MISORDER = 100;
  private static final int SEQ_MOD = 1 << 16;

  /** Where a packet stands among those before it. */
  enum Order {
    /** The newest so far. */
    NEXT,
    /** The first of a new source, or of a source that started again. */
    FIRST,
    /** Older than the newest, and not seen before. */
    REORDERED,
    /** Seen before. */
    DUPLICATE,
    /** So old that nobody can use it any more. */
    LATE,
    /** Far from the others: a restart if the next packet follows it, else a stray. */
    STRAY
  }

  /** Packets behind the newest that are told apart: 1.3 s of audio. */
  static final int WINDOW = 64;

  private boolean started;
  // bit n: the packet n before the newest came
  private long seen;
  private int ssrc;
  private int maxSeq;
  private long cycles;
  private long baseSeq;
  private int badSeq;
  private long received;
  private long expectedPrior;
  private long receivedPrior;
  // loss of sources that this stream had before the present one
  private long lostBefore;

  private boolean hasTransit;
  private int transit;
  private int lastTimestamp;
  // 16 times the jitter in timestamp units, as in A.8
  private int jitter16;

  /** Takes a packet into account. A change of source, or a restart of one, starts anew. */
  Order packet(int packetSsrc, int sequence) {
    if (!started || packetSsrc != ssrc) {
      if (started) {
        lostBefore = lost();
      }
      started = true;
      ssrc = packetSsrc;
      begin(sequence);
      hasTransit = false;
      received++;
      return Order.FIRST;
    }
    int delta = (sequence - maxSeq) & 0xFFFF;
    if (delta > 0 && delta < MAX_DROPOUT) {
      if (sequence < maxSeq) {
        cycles += SEQ_MOD;
      }
      maxSeq = sequence;
      received++;
      seen = delta < WINDOW ? seen << delta | 1 : 1;
      return Order.NEXT;
    }
    int behind = (maxSeq - sequence) & 0xFFFF;
    if (behind < MAX_MISORDER) {
      received++;
      if (behind >= WINDOW) {
        return Order.LATE;
      }
      boolean before = (seen >>> behind & 1) != 0;
      seen |= 1L << behind;
      return before ? Order.DUPLICATE : Order.REORDERED;
    }
    if (sequence == badSeq) {
      lostBefore = lost();
      begin(sequence);
      hasTransit = false;
      received++;
      return Order.FIRST;
    }
    badSeq = (sequence + 1) & 0xFFFF;
    return Order.STRAY;
  }

  /**
   * Takes an audio packet's time of arrival into account.
   *
   * @return how far it was off its time against the packet before, in timestamp units; -1 when that
   *     says nothing
   */
  int arrival(int timestamp, long nanoTime, int clockRate) {
    int arrival = (int) (nanoTime / 1000 * clockRate / 1_000_000);
    int newTransit = arrival - timestamp;
    int off = -1;
    if (hasTransit && timestamp != lastTimestamp) {
      int d = Math.abs(newTransit - transit);
      // a jump of over ten seconds is a new time line, not jitter
      if (d >= 0 && d < 10 * clockRate) {
        jitter16 += d - ((jitter16 + 8) >> 4);
        off = d;
      }
    }
    hasTransit = true;
    transit = newTransit;
    lastTimestamp = timestamp;
    return off;
  }

  boolean started() {
    return started;
  }

  int ssrc() {
    return ssrc;
  }

  /** The extended highest sequence number received. */
  int extendedMax() {
    return (int) (cycles + maxSeq);
  }

  /** Packets lost since the start, over all sources; below 0 with duplicates. */
  long lost() {
    return started ? lostBefore + expected() - received : 0;
  }

  /** Jitter in timestamp units. */
  int jitter() {
    return jitter16 >> 4;
  }

  /** The share lost since the last call, in 256ths (A.3). */
  int fractionLost() {
    long expectedNow = expected();
    long expectedInterval = expectedNow - expectedPrior;
    long receivedInterval = received - receivedPrior;
    expectedPrior = expectedNow;
    receivedPrior = received;
    long lostInterval = expectedInterval - receivedInterval;
    if (expectedInterval <= 0 || lostInterval <= 0) {
      return 0;
    }
    return (int) Math.min(255, (lostInterval << 8) / expectedInterval);
  }

  private long expected() {
    return cycles + maxSeq - baseSeq + 1;
  }

  private void begin(int sequence) {
    maxSeq = sequence;
    baseSeq = sequence;
    cycles = 0;
    badSeq = SEQ_MOD + 1;
    seen = 1;
    received = 0;
    expectedPrior = 0;
    receivedPrior = 0;
  }
}
