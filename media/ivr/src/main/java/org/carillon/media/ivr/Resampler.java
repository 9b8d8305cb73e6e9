package org.carillon.media.ivr;

import java.util.Arrays;

/**
 * Band-limited conversion of any sample rate to 8 kHz: a polyphase windowed-sinc filter.
 *
 * <p>Passes up to 3.37 kHz and stops from 4 kHz on by 80 dB (Kaiser window), so that nothing above
 * telephone band folds back into it. Input is asked for piece by piece; memory does not grow with
 * the length.
 */
final class Resampler {
  /** Where samples come from, in 16-bit scale. */
  @FunctionalInterface
  interface Source {
    /** Writes {@code count} samples from {@code first} on to the start of {@code out}. */
    void read(int first, int count, float[] out);
  }

  private static final int OUT_RATE = PcmAudio.SAMPLE_RATE;
  // zero crossings of the sinc to each side, and the cut-off so that the stop band starts at 4 kHz
  private static final int ZERO_CROSSINGS = 32;
  private static final double CUTOFF = 0.461;
  private static final double KAISER_BETA = 8.0;
  private static final int BLOCK = 1024;

  private final int phases;
  private final int step;
  private final int half;
  private final float[][] coefficients;

  private Resampler(int inRate) {
    int gcd = gcd(inRate, OUT_RATE);
    phases = OUT_RATE / gcd;
    step = inRate / gcd;
    // the slower of the two rates limits the band, in units of the input rate
    double band = Math.min(1.0, (double) OUT_RATE / inRate);
    half = (int) Math.ceil(ZERO_CROSSINGS / band);
    coefficients = new float[phases][2 * half];
    double windowZero = bessel(KAISER_BETA);
    for (int phase = 0; phase < phases; phase++) {
      double sum = 0;
      for (int tap = 0; tap < 2 * half; tap++) {
        double t = tap - half + 1 - (double) phase / phases;
        double x = t / half;
        double window =
            Math.abs(x) >= 1 ? 0 : bessel(KAISER_BETA * Math.sqrt(1 - x * x)) / windowZero;
        double value = sinc(2 * CUTOFF * band * t) * window;
        coefficients[phase][tap] = (float) value;
        sum += value;
      }
      // every phase passes a constant unchanged, else the phases would be heard as a tone
      for (int tap = 0; tap < 2 * half; tap++) {
        coefficients[phase][tap] = (float) (coefficients[phase][tap] / sum);
      }
    }
  }

  /** Converts {@code length} samples of a source. */
  static short[] to8kHz(Source source, int length, int inRate) {
    int outLength = Math.toIntExact((long) length * OUT_RATE / inRate);
    short[] out = new short[outLength];
    if (inRate == OUT_RATE) {
      copy(source, out);
    } else {
      new Resampler(inRate).run(source, length, out);
    }
    return out;
  }

  private static void copy(Source source, short[] out) {
    float[] in = new float[BLOCK];
    for (int done = 0; done < out.length; done += BLOCK) {
      int n = Math.min(BLOCK, out.length - done);
      source.read(done, n, in);
      for (int i = 0; i < n; i++) {
        out[done + i] = toSample(in[i]);
      }
    }
  }

  private void run(Source source, int length, short[] out) {
    int span = (int) ((long) BLOCK * step / phases) + 2 * half + 2;
    float[] in = new float[span];
    float[] read = new float[span];
    for (int done = 0; done < out.length; done += BLOCK) {
      int n = Math.min(BLOCK, out.length - done);
      // input position of the block's first tap; before the start and after the end is silence
      int first = (int) ((long) done * step / phases) - half + 1;
      int from = Math.max(0, first);
      int to = Math.min(length, first + span);
      Arrays.fill(in, 0);
      if (to > from) {
        source.read(from, to - from, read);
        System.arraycopy(read, 0, in, from - first, to - from);
      }
      for (int i = 0; i < n; i++) {
        long position = (long) (done + i) * step;
        int start = (int) (position / phases) - half + 1 - first;
        out[done + i] = toSample(dot(coefficients[(int) (position % phases)], in, start));
      }
    }
  }

  private static float dot(float[] coefficients, float[] in, int start) {
    float sum = 0;
    for (int tap = 0; tap < coefficients.length; tap++) {
      sum += coefficients[tap] * in[start + tap];
    }
    return sum;
  }

  private static short toSample(float value) {
    return (short) Math.clamp(Math.round(value), Short.MIN_VALUE, Short.MAX_VALUE);
  }

  private static double sinc(double x) {
    return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
  }

  /** The modified Bessel function of order 0. */
  private static double bessel(double x) {
    double sum = 1;
    double term = 1;
    for (int k = 1; term > 1e-12 * sum; k++) {
      term *= (x / (2 * k)) * (x / (2 * k));
      sum += term;
    }
    return sum;
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
