package org.carillon.media.rtp.srtp;

/**
 * Which indexes of one source came (RFC 3711 section 3.3.2): 128 behind the highest. Belongs to the
 * stream's media thread.
 */
final class ReplayWindow {
  private static final int HALF = 64;

  private long highest = -1;
  // bit n of the first: the index n below the highest; the second goes on from 64
  private long young;
  private long old;

  /** The highest index that came; -1 before the first. */
  long highest() {
    return highest;
  }

  /** Whether an index may be new. */
  boolean isNew(long index) {
    long behind = highest - index;
    if (highest < 0 || behind < 0) {
      return true;
    }
    return behind < 2 * HALF
        && ((behind < HALF ? young >>> behind : old >>> (behind - HALF)) & 1) == 0;
  }

  /** An index came, in a packet that is genuine. */
  void add(long index) {
    long ahead = index - highest;
    if (highest < 0 || ahead >= 2 * HALF) {
      highest = index;
      young = 1;
      old = 0;
    } else if (ahead > 0) {
      highest = index;
      old = ahead >= HALF ? young << (ahead - HALF) : old << ahead | young >>> (HALF - ahead);
      young = ahead >= HALF ? 1 : young << ahead | 1;
    } else if (-ahead < HALF) {
      young |= 1L << -ahead;
    } else {
      old |= 1L << (-ahead - HALF);
    }
  }
}
