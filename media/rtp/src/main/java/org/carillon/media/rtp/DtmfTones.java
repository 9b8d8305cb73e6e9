package org.carillon.media.rtp;

import java.time.Duration;

/**
 * The pairs of tones that stand for keys in the audio itself (ITU-T Q.23), for peers without
 * telephone-event.
 */
public final class DtmfTones {

  /** The sixteen keys, in the order of their telephone events (RFC 4733 section 3.2). */
  public static final String KEYS = "0123456789*#ABCD";

  private static final String PAD = "123A456B789C*0#D";
  private static final int[] LOW = {697, 770, 852, 941};
  private static final int[] HIGH = {1209, 1336, 1477, 1633};

  // -10 and -8 dBm0: the high tone is the stronger one, for lines weaken it more (Q.23, Q.24)
  private static final double LOW_AMPLITUDE = 7050;
  private static final double HIGH_AMPLITUDE = 8880;

  private DtmfTones() {}

  /** The frequency of a row of the key pad, in hertz; rows are 0 to 3 from the top. */
  static int low(int row) {
    return LOW[row];
  }

  /** The frequency of a column of the key pad, in hertz; columns are 0 to 3 from the left. */
  static int high(int column) {
    return HIGH[column];
  }

  /** The key in a row and a column. */
  static char key(int row, int column) {
    return PAD.charAt(4 * row + column);
  }

  /**
   * The sound of a key at 8 kHz.
   *
   * @param key one of {@link #KEYS}
   * @throws IllegalArgumentException for another character
   */
  public static short[] of(char key, Duration length) {
    int at = PAD.indexOf(key);
    if (at < 0) {
      throw new IllegalArgumentException("a key is one of " + KEYS + ", not " + key);
    }
    double low = 2 * Math.PI * LOW[at / 4] / G711.SAMPLE_RATE;
    double high = 2 * Math.PI * HIGH[at % 4] / G711.SAMPLE_RATE;
    short[] pcm = new short[Math.toIntExact(length.toMillis() * G711.SAMPLE_RATE / 1000)];
    for (int i = 0; i < pcm.length; i++) {
      pcm[i] =
          (short)
              Math.round(LOW_AMPLITUDE * Math.sin(low * i) + HIGH_AMPLITUDE * Math.sin(high * i));
    }
    return pcm;
  }
}
