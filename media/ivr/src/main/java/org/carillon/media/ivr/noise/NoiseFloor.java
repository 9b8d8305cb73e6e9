package org.carillon.media.ivr.noise;

import java.util.Arrays;

/**
 * The power of stationary noise in each band, by minimum statistics: speech pauses within a second
 * and a half in every band, so the least of the smoothed power in that time is the noise (after R.
 * Martin, IEEE Trans. Speech and Audio Processing 9(5), 2001, simplified).
 */
final class NoiseFloor {
  // frames of 10 ms
  private static final int PART_FRAMES = 50;
  private static final int PARTS = 3;
  private static final double SMOOTHING = 0.85;
  // the least of many is below the mean: what makes the mean of it, for this smoothing and time
  private static final double BIAS = 1.9;

  private final double[] smoothed;
  private final double[][] least;
  private final double[] noise;
  private int frame;
  private int part;
  private boolean begun;

  NoiseFloor(int bands) {
    smoothed = new double[bands];
    noise = new double[bands];
    least = new double[PARTS][bands];
    for (double[] one : least) {
      Arrays.fill(one, Double.MAX_VALUE);
    }
  }

  /** Takes the powers of the next frame in. */
  void add(double[] power) {
    if (++frame == PART_FRAMES) {
      frame = 0;
      part = (part + 1) % PARTS;
      Arrays.fill(least[part], Double.MAX_VALUE);
    }
    for (int band = 0; band < noise.length; band++) {
      double now = begun ? SMOOTHING * smoothed[band] + (1 - SMOOTHING) * power[band] : power[band];
      smoothed[band] = now;
      least[part][band] = Math.min(least[part][band], now);
      double min = least[0][band];
      for (int i = 1; i < PARTS; i++) {
        min = Math.min(min, least[i][band]);
      }
      noise[band] = BIAS * min;
    }
    begun = true;
  }

  /** The noise's power in a band, above 0. */
  double power(int band) {
    return Math.max(noise[band], 1e-3);
  }
}
