package org.carillon.local.phone;

import java.time.Duration;
import org.carillon.media.ivr.PcmAudio;

/** Pure tones: how one is made, and how much of a sound is one. Stateless. */
public final class Tone {
  private static final int RATE = PcmAudio.SAMPLE_RATE;

  private static final int LEVEL = 12_000;

  /** Mean power below which there is nothing to hear. */
  private static final int SILENCE = 10_000;

  private Tone() {}

  /** A tone of so many hertz, at a third of full scale. */
  public static short[] of(int hertz, Duration length) {
    short[] samples = new short[(int) (length.toMillis() * RATE / 1000)];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) (LEVEL * Math.sin(2 * Math.PI * hertz * i / RATE));
    }
    return samples;
  }

  /**
   * The share of a sound's power at a frequency, by Goertzel's algorithm.
   *
   * @return 1 for a pure tone of that frequency, 0 for silence
   */
  public static double share(int hertz, short[] sound, int from, int length) {
    double coefficient = 2 * Math.cos(2 * Math.PI * hertz / RATE);
    double before = 0;
    double beforeThat = 0;
    double energy = 0;
    for (int i = from; i < from + length; i++) {
      double now = sound[i] + coefficient * before - beforeThat;
      beforeThat = before;
      before = now;
      energy += (double) sound[i] * sound[i];
    }
    if (energy / length < SILENCE) {
      return 0;
    }
    double power = before * before + beforeThat * beforeThat - coefficient * before * beforeThat;
    return 2 * power / (length * energy);
  }
}
