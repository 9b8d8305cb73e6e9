package org.carillon.media.rtp;

/**
 * Loss and jitter of one received source (RFC 3550 appendices A.1, A.3 and A.8). Belongs to the
 * stream's media thread.
 *
 * <p>There is no probation of two packets: a source is known by its locked address here.
 */
final class ReceptionStatistics {
  private static final int MAX_DROPOUT = 3000;
  private static final int MAX_MISORDER = 100;
  private static final int SEQ_MOD = 1 << 16;

  private boolean started;
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
  void packet(int packetSsrc, int sequence) {
    if (!started || packetSsrc != ssrc) {
      if (started) {
        lostBefore = lost();
      }
      started = true;
      ssrc = packetSsrc;
      begin(sequence);
      hasTransit = false;
    } else {
      int delta = (sequence - maxSeq) & 0xFFFF;
      if (delta < MAX_DROPOUT) {
        if (sequence < maxSeq) {
          cycles += SEQ_MOD;
        }
        maxSeq = sequence;
      } else if (delta <= SEQ_MOD - MAX_MISORDER) {
        if (sequence == badSeq) {
          lostBefore = lost();
          begin(sequence);
        } else {
          badSeq = (sequence + 1) & 0xFFFF;
          return;
        }
      }
    }
    received++;
  }

  /** Takes an audio packet's time of arrival into account. */
  void arrival(int timestamp, long nanoTime) {
    int arrival = (int) (nanoTime / (1_000_000_000L / G711.SAMPLE_RATE));
    int newTransit = arrival - timestamp;
    if (hasTransit && timestamp != lastTimestamp) {
      int d = Math.abs(newTransit - transit);
      // a jump of over ten seconds is a new time line, not jitter
      if (d >= 0 && d < 10 * G711.SAMPLE_RATE) {
        jitter16 += d - ((jitter16 + 8) >> 4);
      }
    }
    hasTransit = true;
    transit = newTransit;
    lastTimestamp = timestamp;
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
    received = 0;
    expectedPrior = 0;
    receivedPrior = 0;
  }
}
