package org.carillon.media.ivr.recording;

import java.time.Duration;
import org.carillon.media.rtp.AudioReader;
import org.carillon.media.rtp.RtpStream;

/**
 * One way of a leg, laid on the time line of its recording: a window of samples by their time since
 * the beginning. The recorder's thread owns it.
 */
final class Track {
  /** Samples in the window: one second and a bit. */
  static final int WINDOW = 1 << 13;

  private static final int FRAME = RtpStream.FRAME_SAMPLES;
  private static final long SAMPLE_NANOS = 125_000;

  private final AudioReader reader;
  private final long begin;
  private final short[] window = new short[WINDOW];
  private final short[] frame = new short[FRAME];
  private boolean anchored;
  private long next;

  /** {@code begin} is the time of the recording's first sample. */
  Track(AudioReader reader, long begin) {
    this.reader = reader;
    this.begin = begin;
  }

  /** Takes what has arrived; the window begins with the sample {@code written}. */
  void read(long written) throws InterruptedException {
    while ((!anchored || next + FRAME <= written + WINDOW) && reader.read(frame, Duration.ZERO)) {
      if (!anchored) {
        anchored = true;
        next = Math.floorDiv(reader.startNanos() - begin, SAMPLE_NANOS);
      }
      for (int i = 0; i < FRAME; i++) {
        long at = next + i;
        // what is later than the recording waits for was silence
        if (at >= written && at < written + WINDOW) {
          window[(int) (at & (WINDOW - 1))] = frame[i];
        }
      }
      next += FRAME;
    }
  }

  /** Moves samples out of the window into a channel of a block. */
  void take(long from, int count, short[] block, int channel, int channels) {
    for (int i = 0; i < count; i++) {
      int index = (int) ((from + i) & (WINDOW - 1));
      block[i * channels + channel] = window[index];
      window[index] = 0;
    }
  }
}
