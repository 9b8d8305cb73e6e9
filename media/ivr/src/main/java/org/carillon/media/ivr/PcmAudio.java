package org.carillon.media.ivr;

import java.time.Duration;

/** Sound in the house's inner form: linear 16-bit samples, one channel, 8 kHz. Immutable. */
public final class PcmAudio {

  /** Samples a second. */
  public static final int SAMPLE_RATE = 8000;

  private final short[] samples;

  private PcmAudio(short[] samples) {
    this.samples = samples;
  }

  /** Takes the samples over; the caller must not change them any more. */
  public static PcmAudio of(short[] samples) {
    return new PcmAudio(samples);
  }

  /** Silence of a length. */
  public static PcmAudio silence(Duration length) {
    return new PcmAudio(new short[Math.toIntExact(length.toMillis() * SAMPLE_RATE / 1000)]);
  }

  /** How many samples there are. */
  public int length() {
    return samples.length;
  }

  /** How long it lasts. */
  public Duration duration() {
    return Duration.ofNanos(samples.length * (1_000_000_000L / SAMPLE_RATE));
  }

  /** The samples themselves, not a copy (prompts are large): read only. */
  public short[] samples() {
    return samples;
  }
}
