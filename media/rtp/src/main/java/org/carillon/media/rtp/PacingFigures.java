package org.carillon.media.rtp;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How late packets left against their fixed send times, since an engine's start. Packets of one
 * millisecond count as late as the last of them.
 */
public final class PacingFigures {
  /** Lateness is told to this much. */
  public static final long STEP_NANOS = 100_000L;

  /** What is later counts as this late. */
  public static final long MOST_NANOS = 100_000_000L;

  private static final int STEPS = (int) (MOST_NANOS / STEP_NANOS);

  private final long[] packets;

  private PacingFigures(long[] packets) {
    this.packets = packets;
  }

  /** None yet. */
  static PacingFigures none() {
    return new PacingFigures(new long[STEPS + 1]);
  }

  /** What {@link #counts} gave. */
  public static PacingFigures ofCounts(long[] counts) {
    if (counts.length != STEPS + 1) {
      throw new IllegalArgumentException("these are no figures of packets by lateness");
    }
    return new PacingFigures(counts.clone());
  }

  /** How many packets were how many steps late. */
  public long[] counts() {
    return packets.clone();
  }

  /** The counting of one media thread; it alone counts, anybody reads. */
  static final class Counting {
    private final AtomicLongArray counts = new AtomicLongArray(STEPS + 1);

    void add(int sent, long lateNanos) {
      int step = Math.clamp(lateNanos / STEP_NANOS, 0, STEPS);
      counts.setOpaque(step, counts.getPlain(step) + sent);
    }
  }

  PacingFigures with(Counting thread) {
    long[] sum = packets.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += thread.counts.getOpaque(i);
    }
    return new PacingFigures(sum);
  }

  /** The difference to earlier figures of the same engine. */
  public PacingFigures since(PacingFigures earlier) {
    long[] difference = packets.clone();
    for (int i = 0; i < difference.length; i++) {
      difference[i] -= earlier.packets[i];
    }
    return new PacingFigures(difference);
  }

  /** How many packets had a send time. */
  public long packets() {
    return Arrays.stream(packets).sum();
  }

  /**
   * The lateness that this share of the packets did not exceed, in nanoseconds, rounded up to
   * {@link #STEP_NANOS}; 0 when there were none.
   *
   * @param share more than 0, 1 for all
   */
  public long lateness(double share) {
    long wanted = (long) Math.ceil(share * packets());
    long seen = 0;
    for (int i = 0; i < packets.length && wanted > 0; i++) {
      seen += packets[i];
      if (seen >= wanted) {
        return (i + 1) * STEP_NANOS;
      }
    }
    return 0;
  }
}
