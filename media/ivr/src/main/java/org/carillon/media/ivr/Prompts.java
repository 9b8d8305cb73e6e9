package org.carillon.media.ivr;

import java.time.Duration;
import org.carillon.core.ports.Objects;

/**
 * The audio sources of actions, read from the object store, decoded and kept for a few seconds.
 *
 * <p>A changed file is heard at the latest when its entry is older than the time to live. Safe for
 * use by many threads.
 */
public final class Prompts {

  /** How long a decoded prompt is kept by default. */
  public static final Duration DEFAULT_TIME_TO_LIVE = Duration.ofSeconds(5);

  /** How many bytes of decoded sound are kept by default: about an hour and a quarter. */
  public static final long DEFAULT_CACHE_BYTES = 72L * 1024 * 1024;

  private final Objects objects;

  /** Prompts from a store, with the default cache. */
  public Prompts(Objects objects) {
    this(objects, DEFAULT_CACHE_BYTES, DEFAULT_TIME_TO_LIVE);
  }

  /**
   * Prompts from a store.
   *
   * @param cacheBytes most bytes of decoded sound to keep
   * @param timeToLive how long a decoded prompt may be used before it is read again
   */
  public Prompts(Objects objects, long cacheBytes, Duration timeToLive) {
    this.objects = objects;
  }

  /**
   * Loads a prompt. Waits for the store; meant for virtual threads.
   *
   * @throws PromptException when it is not there, too large, no WAV, or the store does not answer
   */
  public PcmAudio load(String bucket, String key) throws PromptException {
    try {
      return WavReader.read(objects.get(bucket, key, WavReader.MAX_BYTES).orElseThrow().content());
    } catch (AudioFormatException e) {
      throw new PromptException(PromptException.Reason.NOT_AUDIO, e.getMessage(), e);
    }
  }
}
