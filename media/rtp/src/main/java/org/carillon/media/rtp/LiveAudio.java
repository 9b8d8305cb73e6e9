package org.carillon.media.rtp;

/**
 * One stream's audio as a mixer has it: a frame of 20 ms taken and a frame given at each of its
 * rounds, never waiting.
 *
 * <p>What arrives stands in a short jitter buffer, put in order by its RTP timestamps. Its delay
 * grows with the jitter, to 120 ms at most, and shrinks again when a second went by without need of
 * it. A lost packet is silence. What is given stands in line for the stream's next send time, 60 ms
 * at most.
 *
 * <p>For one consumer thread, which calls {@link #take} and {@link #give} once in 20 ms; {@link
 * #close} from any thread.
 */
public interface LiveAudio extends AutoCloseable {

  /**
   * Takes what the other side says now.
   *
   * @param frame takes {@link RtpStream#FRAME_SAMPLES} linear samples at 8 kHz; left as it is when
   *     there are none
   * @return false when nothing is there: it says nothing, or it is late
   */
  boolean take(short[] frame);

  /**
   * Gives what the other side is to hear next; dropped when 60 ms stand in line. A round in which
   * nothing is given is silence.
   *
   * @param frame {@link RtpStream#FRAME_SAMPLES} linear samples at 8 kHz, copied
   */
  void give(short[] frame);

  /** Whether the stream, or this, was closed. */
  boolean isClosed();

  /** Ends it: the stream sends silence again. Idempotent. */
  @Override
  void close();
}
