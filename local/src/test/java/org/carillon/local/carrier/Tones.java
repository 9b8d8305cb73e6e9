package org.carillon.local.carrier;

import org.carillon.media.ivr.PcmAudio;

/** Makes and finds tones. */
final class Tones {
  private static final int RATE = PcmAudio.SAMPLE_RATE;

  private Tones() {}

  static PcmAudio of(int hertz, int millis) {
    short[] samples = new short[RATE * millis / 1000];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) (12_000 * Math.sin(2 * Math.PI * hertz * i / RATE));
    }
    return PcmAudio.of(samples);
  }

  /** The share of a frame's power at a frequency, by Goertzel's algorithm; 1 for a pure tone. */
  static double share(short[] frame, int hertz) {
    double coefficient = 2 * Math.cos(2 * Math.PI * hertz / RATE);
    double s1 = 0;
    double s2 = 0;
    double energy = 0;
    for (short sample : frame) {
      double s0 = sample + coefficient * s1 - s2;
      s2 = s1;
      s1 = s0;
      energy += (double) sample * sample;
    }
    if (energy / frame.length < 10_000) {
      return 0; // silence has no tone
    }
    double power = s1 * s1 + s2 * s2 - coefficient * s1 * s2;
    return 2 * power / (frame.length * energy);
  }
}
