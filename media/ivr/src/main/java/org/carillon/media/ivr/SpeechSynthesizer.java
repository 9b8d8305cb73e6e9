package org.carillon.media.ivr;

/** Turns text into speech. Implementations are safe for use by many threads at once. */
public interface SpeechSynthesizer extends AutoCloseable {

  /**
   * Speaks a text. Waits for the result; meant for virtual threads, never for a media thread.
   *
   * @throws SpeechException when it cannot be spoken; the reason tells the caller's mistakes from
   *     ours
   * @throws InterruptedException when the thread is interrupted while it waits
   */
  PcmAudio synthesize(SpeechRequest request) throws SpeechException, InterruptedException;

  /** Frees what it holds; later requests are refused as unavailable. */
  @Override
  void close();
}
