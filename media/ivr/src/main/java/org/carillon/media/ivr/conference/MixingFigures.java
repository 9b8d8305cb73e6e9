package org.carillon.media.ivr.conference;

import org.carillon.media.rtp.RtpStream;

/**
 * How a mixing loop did since its start.
 *
 * @param rounds how many rounds of 20 ms it made
 * @param legRounds how many frames it gave to legs, the silent ones counted
 * @param busyNanos how long it mixed
 * @param lateRounds how many rounds ended after the next one's time: their listeners heard a gap
 * @param latestNanos the latest end of a round, counted from its time
 */
public record MixingFigures(
    long rounds, long legRounds, long busyNanos, long lateRounds, long latestNanos) {

  private static final long ROUND_NANOS = RtpStream.FRAME_MILLIS * 1_000_000L;

  MixingFigures with(int legs, long busy, long after) {
    return new MixingFigures(
        rounds + 1,
        legRounds + legs,
        busyNanos + busy,
        lateRounds + (after > ROUND_NANOS ? 1 : 0),
        Math.max(latestNanos, after));
  }

  /** The difference to earlier figures of the same loop; the latest end is that of all. */
  public MixingFigures since(MixingFigures earlier) {
    return new MixingFigures(
        rounds - earlier.rounds,
        legRounds - earlier.legRounds,
        busyNanos - earlier.busyNanos,
        lateRounds - earlier.lateRounds,
        latestNanos);
  }
}
