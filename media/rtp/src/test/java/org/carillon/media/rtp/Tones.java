package org.carillon.media.rtp;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** Tones to send, their level in what arrived, and waiting for a condition. */
final class Tones {
  private Tones() {}

  /** A sine of full cycles at 8 kHz. */
  static short[] sine(double hertz, int milliseconds, double amplitude) {
    short[] pcm = new short[8 * milliseconds];
    for (int i = 0; i < pcm.length; i++) {
      pcm[i] = (short) Math.round(amplitude * Math.sin(2 * Math.PI * hertz * i / 8000));
    }
    return pcm;
  }

  /** The amplitude of one frequency (Goertzel). */
  static double level(short[] pcm, double hertz) {
    double re = 0;
    double im = 0;
    for (int i = 0; i < pcm.length; i++) {
      double phase = 2 * Math.PI * hertz * i / 8000;
      re += pcm[i] * Math.cos(phase);
      im += pcm[i] * Math.sin(phase);
    }
    return 2 * Math.hypot(re, im) / pcm.length;
  }

  /** Waits until a condition holds, ten seconds at most. */
  static void until(String what, BooleanSupplier condition) {
    Instant end = Instant.now().plus(Duration.ofSeconds(10));
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("did not happen in 10 s: " + what);
      }
      Thread.onSpinWait();
      java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
    }
  }
}
