package org.carillon.local.prompts;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.carillon.core.ports.Objects;

/**
 * The chime the examples play: three strokes of small bells, computed, so that it has no author but
 * us. 16 bits, 24 kHz, mono: a rate that has to be resampled for the telephone, as real prompts do.
 */
public final class Chime {
  /** The bucket of the prompts that come with Carillon. */
  public static final String BUCKET = "carillon-prompts";

  /** The chime's key in {@link #BUCKET}. */
  public static final String KEY = "chime.wav";

  private static final int RATE = 24_000;
  private static final double SECONDS = 1.8;

  /** One stroke: when, in seconds, and its pitch in hertz (E5, C5, G4). */
  private record Stroke(double at, double hertz) {}

  private static final Stroke[] STROKES = {
    new Stroke(0.0, 659.26), new Stroke(0.3, 523.25), new Stroke(0.6, 392.00)
  };

  /** A bell's partials: hum, prime, tierce, quint, nominal; each with strength and decay. */
  private static final double[][] PARTIALS = {
    {0.5, 0.35, 1.6}, {1.0, 1.0, 2.6}, {1.2, 0.45, 3.6}, {1.5, 0.25, 4.6}, {2.0, 0.4, 5.8}
  };

  private Chime() {}

  /** Puts the chime into the object store, unless something is there under its name. */
  public static void provide(Objects objects) {
    if (objects.list(BUCKET, KEY, 1).isEmpty()) {
      objects.putIfAbsent(BUCKET, KEY, wav(), "audio/wav", java.util.Map.of());
    }
  }

  /** The chime as a WAV file. */
  public static byte[] wav() {
    short[] samples = samples();
    int dataBytes = samples.length * 2;
    ByteBuffer out = ByteBuffer.allocate(44 + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    out.put(ascii("RIFF")).putInt(36 + dataBytes).put(ascii("WAVE"));
    out.put(ascii("fmt ")).putInt(16).putShort((short) 1).putShort((short) 1);
    out.putInt(RATE).putInt(RATE * 2).putShort((short) 2).putShort((short) 16);
    out.put(ascii("data")).putInt(dataBytes);
    out.asShortBuffer().put(samples);
    return out.array();
  }

  private static short[] samples() {
    double[] sound = new double[(int) (RATE * SECONDS)];
    for (Stroke stroke : STROKES) {
      for (int i = (int) (stroke.at() * RATE); i < sound.length; i++) {
        double t = (double) i / RATE - stroke.at();
        double attack = Math.min(1, t / 0.004); // no click at the start of a stroke
        for (double[] partial : PARTIALS) {
          sound[i] +=
              attack
                  * partial[1]
                  * Math.exp(-partial[2] * t)
                  * Math.sin(2 * Math.PI * stroke.hertz() * partial[0] * t);
        }
      }
    }
    short[] samples = new short[sound.length];
    double peak = 0;
    for (double value : sound) {
      peak = Math.max(peak, Math.abs(value));
    }
    for (int i = 0; i < sound.length; i++) {
      double fadeOut = Math.min(1, (sound.length - i) / (0.1 * RATE));
      samples[i] = (short) Math.round(sound[i] / peak * 0.5 * fadeOut * Short.MAX_VALUE);
    }
    return samples;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
