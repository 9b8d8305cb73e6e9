package org.carillon.media.ivr.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NoiseSuppressorTest {
  private static final int RATE = 8000;
  private static final int FRAME = 160;
  private static final int DELAY = 80;

  @Test
  void whiteNoiseIsAtLeastSixDecibelLess() {
    short[] noise = noise(6 * RATE, 500, 1);

    short[] left = filtered(noise);

    assertThat(decibel(level(left, RATE, 6 * RATE) / level(noise, RATE, 6 * RATE))).isLessThan(-6);
  }

  @Test
  void humIsAtLeastSixDecibelLess() {
    short[] hum = new short[6 * RATE];
    for (int i = 0; i < hum.length; i++) {
      hum[i] = (short) (900 * Math.sin(2 * Math.PI * 120 * i / RATE));
    }

    short[] left = filtered(hum);

    assertThat(decibel(level(left, 3 * RATE, 6 * RATE) / level(hum, 3 * RATE, 6 * RATE)))
        .isLessThan(-6);
  }

  @Test
  void speechInNoiseKeepsItsLevelAndThePausesBecomeQuiet() {
    short[] speech = speech(8 * RATE);
    short[] noise = noise(8 * RATE, 400, 2);
    short[] both = new short[speech.length];
    for (int i = 0; i < both.length; i++) {
      both[i] = (short) (speech[i] + noise[i]);
    }

    short[] left = filtered(both);

    // the share of the clean speech that is in what is left
    double with = 0;
    double clean = 0;
    double residue = 0;
    double noiseThere = 0;
    for (int i = 2 * RATE; i < left.length - DELAY; i++) {
      with += (double) left[i + DELAY] * speech[i];
      clean += (double) speech[i] * speech[i];
      if (isPause(i)) {
        residue += (double) left[i + DELAY] * left[i + DELAY];
        noiseThere += (double) noise[i] * noise[i];
      }
    }
    assertThat(decibel(with / clean)).isCloseTo(0, within(2.0));
    assertThat(decibel(Math.sqrt(residue / noiseThere))).isLessThan(-6);
  }

  @Test
  void cleanSpeechGoesThrough() {
    short[] speech = speech(6 * RATE);

    short[] left = filtered(speech);

    assertThat(decibel(level(left, 2 * RATE, 6 * RATE) / level(speech, 2 * RATE, 6 * RATE)))
        .isCloseTo(0, within(1.0));
  }

  @Test
  void silenceStaysSilenceAndTheLoudestSoundDoesNotWrap() {
    assertThat(filtered(new short[RATE])).containsOnly(0);

    short[] square = new short[RATE];
    for (int i = 0; i < square.length; i++) {
      square[i] = i / 20 % 2 == 0 ? Short.MAX_VALUE : Short.MIN_VALUE;
    }
    short[] left = filtered(square);
    int wrongSign = 0;
    for (int i = 0; i < RATE / 4; i++) {
      int place = i % 20;
      if (place > 5 && place < 15 && i >= DELAY + FRAME) {
        wrongSign += left[i + DELAY] * square[i] < 0 ? 1 : 0;
      }
    }
    assertThat(wrongSign).isZero();
  }

  private static short[] filtered(short[] sound) {
    NoiseSuppressor suppressor = new NoiseSuppressor();
    short[] left = sound.clone();
    for (int at = 0; at + FRAME <= left.length; at += FRAME) {
      short[] frame = Arrays.copyOfRange(left, at, at + FRAME);
      suppressor.process(frame);
      System.arraycopy(frame, 0, left, at, FRAME);
    }
    return left;
  }

  private static short[] noise(int length, double deviation, long seed) {
    Random random = new Random(seed);
    short[] noise = new short[length];
    for (int i = 0; i < length; i++) {
      noise[i] = (short) (deviation * random.nextGaussian());
    }
    return noise;
  }

  /** Half a second of a voice, its pitch gliding, and a pause of 0.3 s, in turn. */
  private static short[] speech(int length) {
    short[] speech = new short[length];
    double phase = 0;
    for (int i = 0; i < length; i++) {
      double pitch = 120 + 30 * Math.sin(2 * Math.PI * 1.3 * i / RATE);
      phase += 2 * Math.PI * pitch / RATE;
      if (!isPause(i)) {
        double into = i % (0.8 * RATE) / (0.5 * RATE);
        double voice = 0;
        for (int harmonic = 1; harmonic <= 20; harmonic++) {
          voice += Math.sin(harmonic * phase) / harmonic;
        }
        speech[i] = (short) (6000 * Math.sin(Math.PI * into) * voice);
      }
    }
    return speech;
  }

  private static boolean isPause(int sample) {
    return sample % (0.8 * RATE) >= 0.5 * RATE;
  }

  private static double level(short[] sound, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += (double) sound[i] * sound[i];
    }
    return Math.sqrt(sum / (to - from));
  }

  private static double decibel(double ratio) {
    return 20 * Math.log10(ratio);
  }
}
