package org.carillon.media.ivr;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import org.carillon.core.ports.SpeechRuntime;
import org.carillon.core.ports.SpeechRuntime.Result;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Speech of Amazon Polly: every voice, engine and language it has. What was said before comes from
 * a bounded cache, by voice, engine, language and text; many calls that want one text at once wait
 * for one request, and no more than so many requests are under way. Safe for use by many threads.
 */
public final class PollySpeech implements SpeechSynthesizer {
  private static final Logger log = LoggerFactory.getLogger(PollySpeech.class);

  /** Requests at once; Polly itself has fewer for its neural voices (18). */
  static final int MOST_AT_ONCE = 64;

  /** An hour and ten minutes of speech. */
  private static final long CACHE_BYTES = 64L * 1024 * 1024;

  private static final Duration WAIT = Duration.ofSeconds(10);

  private final SpeechRuntime polly;
  private final BoundedCache<SpeechRequest, PcmAudio> cache;
  private final Map<SpeechRequest, CompletableFuture<PcmAudio>> asking = new ConcurrentHashMap<>();
  private final Semaphore free = new Semaphore(MOST_AT_ONCE);
  private volatile boolean closed;

  /** Speech of this runtime, with the default cache. */
  public PollySpeech(SpeechRuntime polly) {
    this(polly, CACHE_BYTES);
  }

  PollySpeech(SpeechRuntime polly, long cacheBytes) {
    this.polly = polly;
    this.cache = new BoundedCache<>(cacheBytes, audio -> 2L * audio.length());
  }

  /**
   * The voices that the environment asks for; the embedded one when it names none.
   *
   * @throws IllegalStateException when it asks for something that cannot be; it names the variable
   */
  public static SpeechSynthesizer orEmbedded(
      Map<String, String> environment, SpeechSynthesizer embedded) {
    return ServiceLoader.load(SpeechRuntime.Provider.class).stream()
        .flatMap(provider -> provider.get().from(environment).stream())
        .findFirst()
        .<SpeechSynthesizer>map(PollySpeech::new)
        .orElse(embedded);
  }

  @Override
  public PcmAudio synthesize(SpeechRequest request) throws SpeechException, InterruptedException {
    SpeechRequest checked = request.checked();
    PcmAudio known = cache.get(checked);
    if (known != null) {
      return known;
    }
    CompletableFuture<PcmAudio> mine = new CompletableFuture<>();
    CompletableFuture<PcmAudio> first = asking.putIfAbsent(checked, mine);
    if (first != null) {
      return await(first);
    }
    try {
      // whoever asked before us may have been answered since we looked
      PcmAudio meanwhile = cache.get(checked);
      mine.complete(meanwhile == null ? ask(checked) : meanwhile);
    } catch (SpeechException | RuntimeException | Error e) {
      mine.completeExceptionally(e);
    } finally {
      asking.remove(checked);
    }
    return await(mine);
  }

  private PcmAudio ask(SpeechRequest request) throws SpeechException {
    if (closed) {
      throw unavailable("the voices are closed");
    }
    if (!free.tryAcquire()) {
      throw throttled(MOST_AT_ONCE + " texts wait for Amazon Polly already: try again");
    }
    Result result;
    try {
      result =
          polly.speak(
              new SpeechRuntime.Utterance(
                  request.text(),
                  request.textType() == SpeechRequest.TextType.SSML,
                  request.engine(),
                  Optional.ofNullable(request.languageCode()),
                  request.voiceId() == null ? SpeechRequest.DEFAULT_VOICE : request.voiceId()),
              WAIT);
    } finally {
      free.release();
    }
    return switch (result) {
      case Result.Spoken(byte[] pcm) -> {
        PcmAudio audio = audio(pcm);
        cache.put(request, audio);
        yield audio;
      }
      case Result.Refused(String why) -> throw EmbeddedSpeech.invalid(why, null);
      case Result.Throttled _ -> throw throttled("Amazon Polly is asked too much: try again");
      case Result.AccessDenied(String advice) -> {
        log.warn("A text is not spoken: {}", advice);
        throw new SpeechException(SpeechException.Reason.ACCESS_DENIED, advice, null);
      }
      case Result.Unavailable(String advice) -> {
        log.warn("A text is not spoken: {}", advice);
        throw unavailable(advice);
      }
    };
  }

  private static PcmAudio audio(byte[] pcm) {
    short[] samples = new short[pcm.length / 2];
    ByteBuffer.wrap(pcm).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
    return PcmAudio.of(samples);
  }

  private static PcmAudio await(CompletableFuture<PcmAudio> asked)
      throws SpeechException, InterruptedException {
    try {
      return asked.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case SpeechException s -> throw s;
        case RuntimeException r -> throw r;
        case Error r -> throw r;
        default -> throw new IllegalStateException(e);
      }
    }
  }

  private static SpeechException throttled(String message) {
    return new SpeechException(SpeechException.Reason.THROTTLED, message, null);
  }

  private static SpeechException unavailable(String message) {
    return new SpeechException(SpeechException.Reason.UNAVAILABLE, message, null);
  }

  @Override
  public void close() {
    closed = true;
  }
}
