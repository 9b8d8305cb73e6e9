package org.carillon.media.rtp;

/**
 * Hears keys in audio: the tone pairs of ITU-T Q.23, by Goertzel's algorithm over blocks of 12.75
 * ms that overlap by half.
 *
 * <p>A key that sounds for 40 ms or longer is found, one of less than 28 ms is not (Q.24); a pause
 * of 40 ms ends it. Against talk-off, speech that sounds like a key, a block counts only when the
 * two tones hold nearly all of its power, stand out of their groups, are balanced (the high one at
 * most 8 dB above, 4 dB below the low one) and have no second harmonic, which voices have.
 *
 * <p>One for each stream, for one thread.
 */
public final class DtmfDetector {
  private static final int BLOCK = 102;
  private static final int STEP = BLOCK / 2;
  private static final int GROUP = 4;

  // hits and misses in a row that begin and end a key: from 28 to 40 ms
  private static final int ENOUGH = 4;

  // -40 dBm0: quieter tones are crosstalk
  private static final double LEAST_AMPLITUDE = 220;
  private static final double LEAST_POWER = LEAST_AMPLITUDE * LEAST_AMPLITUDE * BLOCK * BLOCK / 4.0;
  private static final double DB_4 = 2.51;
  private static final double DB_8 = 6.31;
  private static final double STANDS_OUT = DB_8;
  private static final double SHARE_OF_BLOCK = 0.75;
  private static final double MOST_HARMONIC = 0.1;
  // a harmonic so near to the other tone cannot be told from it in a block of this length
  private static final int TELLABLE_HZ = 150;

  private static final double[] LOW = new double[GROUP];
  private static final double[] HIGH = new double[GROUP];
  private static final double[] LOW_HARMONIC = new double[GROUP];
  private static final double[] HIGH_HARMONIC = new double[GROUP];

  static {
    for (int i = 0; i < GROUP; i++) {
      LOW[i] = coefficient(DtmfTones.low(i));
      HIGH[i] = coefficient(DtmfTones.high(i));
      LOW_HARMONIC[i] = coefficient(2 * DtmfTones.low(i));
      HIGH_HARMONIC[i] = coefficient(2 * DtmfTones.high(i));
    }
  }

  private final DigitListener listener;
  private final short[] block = new short[BLOCK];
  private int filled;

  private char candidate;
  private int hits;
  private char down;
  private int misses;
  private int steps;

  /** Tells {@code listener} on the thread of {@link #hear}. */
  public DtmfDetector(DigitListener listener) {
    this.listener = listener;
  }

  /** Takes samples at 8 kHz that follow the ones before. */
  public void hear(short[] pcm, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      block[filled++] = pcm[i];
      if (filled == BLOCK) {
        step(keyIn(block));
        System.arraycopy(block, STEP, block, 0, BLOCK - STEP);
        filled = BLOCK - STEP;
      }
    }
  }

  private void step(char key) {
    steps++;
    if (key == candidate) {
      hits++;
    } else {
      candidate = key;
      hits = 1;
    }
    if (down != 0) {
      misses = key == down ? 0 : misses + 1;
      if (misses >= ENOUGH) {
        release();
      }
    }
    if (key != 0 && key != down && hits >= ENOUGH) {
      if (down != 0) {
        release();
      }
      down = key;
      misses = 0;
      steps = ENOUGH;
      listener.pressed(key);
    }
  }

  private void release() {
    char key = down;
    down = 0;
    listener.released(key, Math.max(0, steps - misses) * STEP / (G711.SAMPLE_RATE / 1000));
    misses = 0;
  }

  /** The key that a block sounds like; 0 for none. */
  private static char keyIn(short[] block) {
    double energy = 0;
    for (short sample : block) {
      energy += (double) sample * sample;
    }
    if (energy < LEAST_AMPLITUDE * LEAST_AMPLITUDE * BLOCK / 2) {
      return 0;
    }
    int row = strongest(block, LOW);
    int column = row < 0 ? -1 : strongest(block, HIGH);
    if (column < 0) {
      return 0;
    }
    double low = power(block, LOW[row]);
    double high = power(block, HIGH[column]);
    boolean balanced = high <= low * DB_8 && low <= high * DB_4;
    boolean alone = (low + high) * 2 / BLOCK >= SHARE_OF_BLOCK * energy;
    return balanced && alone && !isVoice(block, row, column, low, high)
        ? DtmfTones.key(row, column)
        : 0;
  }

  /** The tone of a group that stands out of it; -1 when none does. */
  private static int strongest(short[] block, double[] group) {
    int best = 0;
    double most = 0;
    double second = 0;
    for (int i = 0; i < GROUP; i++) {
      double power = power(block, group[i]);
      if (power > most) {
        second = most;
        most = power;
        best = i;
      } else {
        second = Math.max(second, power);
      }
    }
    return most >= LEAST_POWER && most >= STANDS_OUT * second ? best : -1;
  }

  private static boolean isVoice(short[] block, int row, int column, double low, double high) {
    boolean tellable = Math.abs(2 * DtmfTones.low(row) - DtmfTones.high(column)) >= TELLABLE_HZ;
    return power(block, HIGH_HARMONIC[column]) > MOST_HARMONIC * high
        || (tellable && power(block, LOW_HARMONIC[row]) > MOST_HARMONIC * low);
  }

  private static double coefficient(int hertz) {
    return 2 * Math.cos(2 * Math.PI * hertz / G711.SAMPLE_RATE);
  }

  private static double power(short[] block, double coefficient) {
    double s1 = 0;
    double s2 = 0;
    for (short sample : block) {
      double s0 = sample + coefficient * s1 - s2;
      s2 = s1;
      s1 = s0;
    }
    return s1 * s1 + s2 * s2 - coefficient * s1 * s2;
  }
}
