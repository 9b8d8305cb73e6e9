package org.carillon.media.ivr;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.carillon.core.ports.ObjectDeniedException;
import org.carillon.core.ports.ObjectTooLargeException;
import org.carillon.core.ports.Objects;
import org.carillon.core.ports.PortUnavailableException;
import org.carillon.core.ports.StoredObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audio sources of actions (PlayAudio), read from the object store, decoded and kept for a few
 * seconds.
 *
 * <p>A changed file is heard at the latest when its entry is older than the time to live. Many
 * calls that want one prompt at once wait for one read. Safe for use by many threads.
 */
public final class Prompts {
  private static final Logger log = LoggerFactory.getLogger(Prompts.class);

  /** How long a decoded prompt is used by default before the store is asked again. */
  public static final Duration DEFAULT_TIME_TO_LIVE = Duration.ofSeconds(5);

  /** How many bytes of decoded sound are kept by default: about an hour and a quarter. */
  public static final long DEFAULT_CACHE_BYTES = 72L * 1024 * 1024;

  private final Objects objects;
  private final long timeToLiveNanos;
  private final LongSupplier nanoTime;
  private final Map<Source, CompletableFuture<PcmAudio>> reading = new ConcurrentHashMap<>();
  private final BoundedCache<Source, Entry> cache;

  private record Source(String bucket, String key) {}

  private record Entry(PcmAudio audio, String hash, long readAt) {}

  /** Prompts from a store, with the default cache. */
  public Prompts(Objects objects) {
    this(objects, DEFAULT_CACHE_BYTES, DEFAULT_TIME_TO_LIVE);
  }

  /**
   * Prompts from a store.
   *
   * @param cacheBytes most bytes of decoded sound to keep
   * @param timeToLive how long a decoded prompt may be used before the store is asked again
   */
  public Prompts(Objects objects, long cacheBytes, Duration timeToLive) {
    this(objects, cacheBytes, timeToLive, System::nanoTime);
  }

  Prompts(Objects objects, long cacheBytes, Duration timeToLive, LongSupplier nanoTime) {
    this.objects = objects;
    this.cache = new BoundedCache<>(cacheBytes, entry -> 2L * entry.audio.length());
    this.timeToLiveNanos = timeToLive.toNanos();
    this.nanoTime = nanoTime;
  }

  /**
   * Loads a prompt. Waits for the store; meant for virtual threads.
   *
   * @throws PromptException when it is not there, too large, no WAV, or the store does not answer
   */
  public PcmAudio load(String bucket, String key) throws PromptException {
    Source source = new Source(bucket, key);
    Entry known = cache.get(source);
    if (known != null && nanoTime.getAsLong() - known.readAt < timeToLiveNanos) {
      return known.audio;
    }
    CompletableFuture<PcmAudio> mine = new CompletableFuture<>();
    CompletableFuture<PcmAudio> first = reading.putIfAbsent(source, mine);
    if (first != null) {
      return await(first);
    }
    try {
      mine.complete(read(source, known));
    } catch (PromptException | RuntimeException | Error e) {
      mine.completeExceptionally(e);
    } finally {
      reading.remove(source);
    }
    return await(mine);
  }

  private static PcmAudio await(CompletableFuture<PcmAudio> read) throws PromptException {
    try {
      return read.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case PromptException p -> throw p;
        case RuntimeException r -> throw r;
        case Error r -> throw r;
        default -> throw e;
      }
    }
  }

  private PcmAudio read(Source source, Entry known) throws PromptException {
    String name = source.bucket + "/" + source.key;
    StoredObject object;
    try {
      object =
          objects
              .get(source.bucket, source.key, WavReader.MAX_BYTES)
              .orElseThrow(
                  () ->
                      new PromptException(
                          PromptException.Reason.NOT_FOUND, name + ": no such object", null));
    } catch (ObjectTooLargeException e) {
      throw new PromptException(PromptException.Reason.TOO_LARGE, name + ": larger than 50 MB", e);
    } catch (ObjectDeniedException e) {
      log.warn("A prompt is not played: {}", e.getMessage());
      throw new PromptException(PromptException.Reason.DENIED, name + ": may not be read", e);
    } catch (PortUnavailableException e) {
      log.warn("A prompt is not played: {}", e.getMessage());
      throw new PromptException(
          PromptException.Reason.STORE_UNAVAILABLE, name + ": the store does not answer", e);
    } catch (IllegalArgumentException e) {
      // a name that no object can have
      throw new PromptException(PromptException.Reason.NOT_FOUND, name + ": " + e.getMessage(), e);
    }
    String hash = sha256(object.content());
    PcmAudio audio =
        known != null && known.hash.equals(hash) ? known.audio : decode(name, object.content());
    cache.put(source, new Entry(audio, hash, nanoTime.getAsLong()));
    return audio;
  }

  private static PcmAudio decode(String name, byte[] file) throws PromptException {
    try {
      return WavReader.read(file);
    } catch (AudioFormatException e) {
      throw new PromptException(PromptException.Reason.NOT_AUDIO, name + ": " + e.getMessage(), e);
    }
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
