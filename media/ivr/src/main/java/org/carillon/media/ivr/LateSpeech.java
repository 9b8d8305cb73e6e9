package org.carillon.media.ivr;

import java.util.concurrent.locks.ReentrantLock;

/**
 * The embedded voice, loaded when all else is ready and not before: loading takes seconds of a
 * core. Who wants to speak earlier starts it. Safe for use by many threads.
 */
public final class LateSpeech implements SpeechSynthesizer {
  private final ReentrantLock lock = new ReentrantLock();
  private EmbeddedSpeech voice;
  private boolean closed;

  /** Begins to load the voice in the background. */
  public void warm() {
    var _ = voice();
  }

  @Override
  public PcmAudio synthesize(SpeechRequest request) throws SpeechException, InterruptedException {
    return voice().synthesize(request);
  }

  private EmbeddedSpeech voice() {
    lock.lock();
    try {
      if (voice == null) {
        voice = EmbeddedSpeech.start();
        if (closed) {
          voice.close(); // it refuses what comes now in its own words
        }
      }
      return voice;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      if (voice != null) {
        voice.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
