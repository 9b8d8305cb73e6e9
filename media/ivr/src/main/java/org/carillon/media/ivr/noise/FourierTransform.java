package org.carillon.media.ivr.noise;

/**
 * The fast Fourier transform of complex values, radix 2, in place (Cooley and Tukey 1965).
 * Immutable; safe for use by many threads, each with arrays of its own.
 */
final class FourierTransform {
  private final int size;
  private final int[] reversed;
  private final double[] cos;
  private final double[] sin;

  /** For a power of two. */
  FourierTransform(int size) {
    this.size = size;
    int bits = Integer.numberOfTrailingZeros(size);
    reversed = new int[size];
    for (int i = 0; i < size; i++) {
      reversed[i] = Integer.reverse(i) >>> (Integer.SIZE - bits);
    }
    cos = new double[size / 2];
    sin = new double[size / 2];
    for (int i = 0; i < size / 2; i++) {
      cos[i] = Math.cos(2 * Math.PI * i / size);
      sin[i] = Math.sin(2 * Math.PI * i / size);
    }
  }

  /** Time to frequency. */
  void forward(double[] re, double[] im) {
    transform(re, im);
  }

  /** Frequency to time, scaled so that it undoes {@link #forward}. */
  void inverse(double[] re, double[] im) {
    // with its parts exchanged, a transform is its own inverse
    transform(im, re);
    for (int i = 0; i < size; i++) {
      re[i] /= size;
      im[i] /= size;
    }
  }

  private void transform(double[] re, double[] im) {
    for (int i = 0; i < size; i++) {
      int j = reversed[i];
      if (i < j) {
        swap(re, i, j);
        swap(im, i, j);
      }
    }
    for (int half = 1; half < size; half <<= 1) {
      int stride = size / (2 * half);
      for (int start = 0; start < size; start += 2 * half) {
        for (int k = 0; k < half; k++) {
          butterfly(re, im, start + k, start + k + half, k * stride);
        }
      }
    }
  }

  private void butterfly(double[] re, double[] im, int a, int b, int turn) {
    double turnedRe = re[b] * cos[turn] + im[b] * sin[turn];
    double turnedIm = im[b] * cos[turn] - re[b] * sin[turn];
    re[b] = re[a] - turnedRe;
    im[b] = im[a] - turnedIm;
    re[a] += turnedRe;
    im[a] += turnedIm;
  }

  private static void swap(double[] values, int i, int j) {
    double value = values[i];
    values[i] = values[j];
    values[j] = value;
  }
}
