package org.carillon.media.ivr;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Speech synthesis inside this JVM: MaryTTS 5.2.1 with the voice cmu-slt-hsmm (US English, female).
 *
 * <p>The voice loads on a thread of its own, so that neither the process's start nor the first call
 * waits longer than needed. Other voices than its own are spoken with its own; languages other than
 * English are refused. Texts said before come from a bounded cache; the others wait in a bounded
 * queue for the one worker thread, which alone touches the synthesiser.
 */
public final class EmbeddedSpeech implements SpeechSynthesizer {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedSpeech.class);

  private static final int QUEUE = 64;
  private static final long CACHE_BYTES = 16L * 1024 * 1024;
  // said once while nobody waits, so that the first caller meets warm code
  private static final String WARM_UP = "Hello. This is 1 call to 555.";

  private final BoundedCache<Said, PcmAudio> cache =
      new BoundedCache<>(CACHE_BYTES, audio -> 2L * audio.length());
  private final ThreadPoolExecutor worker =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(QUEUE),
          Thread.ofPlatform().name("carillon-speech").daemon().factory());
  // the worker's own
  private MaryVoice voice;
  private String whyNoVoice;

  private record Said(String text, SpeechRequest.TextType type) {}

  private EmbeddedSpeech() {}

  /**
   * Begins to load the voice in the background and returns at once. Loading takes about four
   * seconds of one core: a program that wants to be ready soon calls this when it is.
   */
  public static EmbeddedSpeech start() {
    EmbeddedSpeech speech = new EmbeddedSpeech();
    speech.worker.execute(speech::warmUp);
    return speech;
  }

  private void warmUp() {
    try {
      long start = System.nanoTime();
      voice().say(WARM_UP);
      log.info("The embedded voice is ready after {} ms", (System.nanoTime() - start) / 1_000_000);
    } catch (SpeechException e) {
      log.warn("Speak actions will fail: {}", e.getMessage());
    }
  }

  /** Loads the voice unless that was done or failed. */
  private MaryVoice voice() throws SpeechException {
    if (voice == null && whyNoVoice == null) {
      try {
        voice = new MaryVoice();
      } catch (Exception | LinkageError e) {
        log.error("The embedded voice does not load; is the classpath complete?", e);
        whyNoVoice = "the embedded voice does not load: " + e.getMessage();
      }
    }
    if (voice == null) {
      throw unavailable(whyNoVoice, null);
    }
    return voice;
  }

  @Override
  public PcmAudio synthesize(SpeechRequest request) throws SpeechException, InterruptedException {
    Said said = new Said(checkedText(request), request.textType());
    checkLanguage(request.languageCode());
    PcmAudio known = cache.get(said);
    if (known != null) {
      return known;
    }
    Job job = new Job(said);
    try {
      worker.execute(job);
    } catch (RejectedExecutionException e) {
      throw worker.isShutdown()
          ? unavailable("the embedded voice is closed", e)
          : new SpeechException(
              SpeechException.Reason.THROTTLED, QUEUE + " texts wait already: try again", e);
    }
    return job.await();
  }

  private final class Job implements Runnable {
    private final Said said;
    private final CompletableFuture<PcmAudio> result = new CompletableFuture<>();

    Job(Said said) {
      this.said = said;
    }

    @Override
    public void run() {
      // a caller that hung up while its text waited needs no work
      if (result.isDone()) {
        return;
      }
      try {
        result.complete(say());
      } catch (SpeechException e) {
        result.completeExceptionally(e);
      } catch (RuntimeException | StackOverflowError e) {
        log.error("The synthesiser failed on a text of {} characters", said.text.length(), e);
        result.completeExceptionally(unavailable("the synthesiser failed on this text", e));
      }
    }

    private PcmAudio say() throws SpeechException {
      PcmAudio audio = cache.get(said);
      if (audio == null) {
        MaryVoice speaker = voice();
        audio =
            said.type == SpeechRequest.TextType.SSML
                ? speaker.say(Ssml.parse(said.text))
                : speaker.say(said.text);
        cache.put(said, audio);
      }
      return audio;
    }

    PcmAudio await() throws SpeechException, InterruptedException {
      try {
        return result.get();
      } catch (InterruptedException e) {
        result.cancel(false);
        throw e;
      } catch (ExecutionException e) {
        if (e.getCause() instanceof SpeechException known) {
          throw known;
        }
        throw unavailable("the synthesiser failed", e.getCause());
      }
    }

    void refuse() {
      result.completeExceptionally(unavailable("the embedded voice is closed", null));
    }
  }

  private static String checkedText(SpeechRequest request) throws SpeechException {
    String text = request.checked().text();
    // before the queue, so that a mistake is told at once
    String spoken =
        request.textType() == SpeechRequest.TextType.SSML
            ? Ssml.parse(text).getDocumentElement().getTextContent()
            : text;
    if (spoken.codePoints().noneMatch(Character::isLetterOrDigit)) {
      throw invalid("there is no word in the text", null);
    }
    return text;
  }

  private static void checkLanguage(String languageCode) throws SpeechException {
    if (languageCode != null && !Locale.forLanguageTag(languageCode).getLanguage().equals("en")) {
      throw new SpeechException(
          SpeechException.Reason.UNSUPPORTED_LANGUAGE,
          "the embedded voice speaks English, not " + languageCode,
          null);
    }
  }

  static SpeechException invalid(String message, Throwable cause) {
    return new SpeechException(SpeechException.Reason.INVALID_TEXT, message, cause);
  }

  private static SpeechException unavailable(String message, Throwable cause) {
    return new SpeechException(SpeechException.Reason.UNAVAILABLE, message, cause);
  }

  /** Ends the worker; texts that wait are refused, the one being said is finished. */
  @Override
  public void close() {
    // no interrupt: MaryTTS does not survive one while it loads
    worker.shutdown();
    List<Runnable> waiting = new ArrayList<>();
    worker.getQueue().drainTo(waiting);
    for (Runnable task : waiting) {
      if (task instanceof Job job) {
        job.refuse();
      }
    }
  }
}
