package org.carillon.media.ivr.noise;

import org.carillon.media.rtp.RtpStream;

/**
 * Takes stationary noise out of the speech of one leg: a Wiener filter of each band, whose
 * signal-to-noise ratio is estimated decision-directed (Y. Ephraim and D. Malah, IEEE Trans. ASSP
 * 32(6), 1984), so that no musical tones are left. Windows of 20 ms every 10 ms, which adds 10 ms
 * of delay. It needs about half a second to know a noise. Allocates nothing for a frame; owned by
 * one thread.
 */
public final class NoiseSuppressor {
  private static final int FRAME = RtpStream.FRAME_SAMPLES;
  private static final int HOP = FRAME / 2;
  private static final int SIZE = 256;
  private static final int BANDS = SIZE / 2 + 1;
  private static final double MEMORY = 0.97;
  // what is left of noise alone, -16 dB: a little of it sounds more natural than none
  private static final double FLOOR = 0.16;
  private static final FourierTransform TRANSFORM = new FourierTransform(SIZE);
  private static final double[] WINDOW = window();

  private final NoiseFloor noise = new NoiseFloor(BANDS);
  private final double[] past = new double[HOP];
  private final double[] overlap = new double[HOP];
  private final double[] re = new double[SIZE];
  private final double[] im = new double[SIZE];
  private final double[] power = new double[BANDS];
  private final double[] cleanedPower = new double[BANDS];

  private static double[] window() {
    double[] window = new double[FRAME];
    for (int i = 0; i < FRAME; i++) {
      // applied twice, before and after: the squares of two overlapping ones add up to 1
      window[i] = Math.sin(Math.PI * (i + 0.5) / FRAME);
    }
    return window;
  }

  /**
   * Filters the next 20 ms in place.
   *
   * @param frame {@link RtpStream#FRAME_SAMPLES} samples at 8 kHz
   */
  public void process(short[] frame) {
    hop(frame, 0);
    hop(frame, HOP);
  }

  private void hop(short[] frame, int offset) {
    for (int i = 0; i < HOP; i++) {
      re[i] = past[i] * WINDOW[i];
      past[i] = frame[offset + i];
      re[HOP + i] = past[i] * WINDOW[HOP + i];
    }
    for (int i = 0; i < SIZE; i++) {
      im[i] = 0;
      if (i >= FRAME) {
        re[i] = 0;
      }
    }
    TRANSFORM.forward(re, im);
    filter();
    TRANSFORM.inverse(re, im);
    for (int i = 0; i < HOP; i++) {
      double sample = overlap[i] + re[i] * WINDOW[i];
      overlap[i] = re[HOP + i] * WINDOW[HOP + i];
      frame[offset + i] = (short) Math.clamp(Math.round(sample), Short.MIN_VALUE, Short.MAX_VALUE);
    }
  }

  private void filter() {
    for (int band = 0; band < BANDS; band++) {
      power[band] = re[band] * re[band] + im[band] * im[band];
    }
    noise.add(power);
    for (int band = 0; band < BANDS; band++) {
      double gain = gain(band);
      re[band] *= gain;
      im[band] *= gain;
      if (band > 0 && band < SIZE / 2) {
        re[SIZE - band] *= gain;
        im[SIZE - band] *= gain;
      }
    }
  }

  private double gain(int band) {
    double floor = noise.power(band);
    double now = Math.max(power[band] / floor - 1, 0);
    double ratio = MEMORY * cleanedPower[band] / floor + (1 - MEMORY) * now;
    double gain = Math.max(ratio / (1 + ratio), FLOOR);
    cleanedPower[band] = gain * gain * power[band];
    return gain;
  }
}
