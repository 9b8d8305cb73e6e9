package org.carillon.local;

import java.util.concurrent.locks.ReentrantLock;
import org.carillon.media.ivr.EmbeddedSpeech;
import org.carillon.media.ivr.PcmAudio;
import org.carillon.media.ivr.SpeechException;
import org.carillon.media.ivr.SpeechRequest;
import org.carillon.media.ivr.SpeechSynthesizer;

/**
 * The embedded voice, loaded when Carillon is ready and not before: loading takes seconds of a
 * core. Who wants to speak earlier starts it. Safe for use by many threads.
 */
final class LateSpeech implements SpeechSynthesizer {
  private final ReentrantLock lock = new ReentrantLock();
  private EmbeddedSpeech voice;
  private boolean closed;

  /** Begins to load the voice in the background. */
  void warm() {
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
