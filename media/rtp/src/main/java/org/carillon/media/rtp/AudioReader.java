package org.carillon.media.rtp;

import java.time.Duration;

/**
 * The received audio as one even line of 20 ms frames: put in order, duplicates removed, gaps
 * filled with silence, telephone-event packets left out.
 *
 * <p>For one consumer thread (a virtual one: it waits). Bounded: a consumer that falls behind loses
 * the newest packets, counted in {@link StreamStats#framesDropped()}.
 */
public interface AudioReader extends AutoCloseable {

  /**
   * Waits for the next frame.
   *
   * @param frame takes {@link RtpStream#FRAME_SAMPLES} linear samples at 8 kHz
   * @return false when the stream or this reader is closed and all that had arrived was read
   * @throws InterruptedException when the thread is interrupted while it waits
   */
  boolean read(short[] frame) throws InterruptedException;

  /**
   * Waits for the next frame, but not longer than {@code timeout}.
   *
   * @return false when nothing came in time or the stream is closed
   * @throws InterruptedException when the thread is interrupted while it waits
   */
  boolean read(short[] frame, Duration timeout) throws InterruptedException;

  /**
   * When the first frame began, in {@link System#nanoTime}: the line runs on evenly from there, so
   * that two readers can be laid side by side. For the consumer's thread; meaningless before the
   * first frame was read.
   */
  long startNanos();

  /** Stops listening; a waiting {@link #read} returns. */
  @Override
  void close();
}
