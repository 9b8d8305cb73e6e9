package org.carillon.media.ivr.recording;

import java.util.ArrayList;
import java.util.List;

/**
 * The pauses of a recording: silence that begins with one tone and ends with another. Marked from
 * any thread, applied by the recorder's.
 */
final class PauseMarks {
  /** How long each tone is, in samples: a quarter of a second. */
  static final int TONE = 250 * 8;

  /** What is heard at the beginning of a pause, in hertz. */
  static final int PAUSED_HZ = 480;

  /** What is heard at its end. */
  static final int RESUMED_HZ = 620;

  private static final double AMPLITUDE = 6000;

  private static final class Pause {
    private final long from;
    private long to = Long.MAX_VALUE;

    Pause(long from) {
      this.from = from;
    }
  }

  private final List<Pause> pauses = new ArrayList<>();

  /** From this sample on; nothing happens when it is paused. */
  synchronized void pause(long at) {
    if (pauses.isEmpty() || pauses.getLast().to != Long.MAX_VALUE) {
      pauses.add(new Pause(at));
    }
  }

  /** Until this sample; nothing happens when it is not paused. */
  synchronized void resume(long at) {
    if (!pauses.isEmpty() && pauses.getLast().to == Long.MAX_VALUE) {
      pauses.getLast().to = at;
    }
  }

  /** Puts the pauses in a block of samples that begins at {@code from}. */
  synchronized void apply(short[] block, int channels, long from, int count) {
    pauses.removeIf(pause -> pause.to <= from);
    for (Pause pause : pauses) {
      int first = Math.clamp(pause.from - from, 0, count);
      int end = Math.clamp(pause.to - from, 0, count);
      for (int i = first; i < end; i++) {
        short sample = sample(pause, from + i);
        for (int channel = 0; channel < channels; channel++) {
          block[i * channels + channel] = sample;
        }
      }
    }
  }

  private static short sample(Pause pause, long at) {
    if (at - pause.from < TONE) {
      return tone(PAUSED_HZ, at);
    }
    return pause.to - at <= TONE ? tone(RESUMED_HZ, at) : 0;
  }

  private static short tone(int hertz, long at) {
    return (short) (AMPLITUDE * Math.sin(2 * Math.PI * hertz * at / 8000));
  }
}
