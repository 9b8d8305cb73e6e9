package org.carillon.media.node;

import org.carillon.media.ivr.PcmAudio;
import org.carillon.media.ivr.SpeechRequest;
import org.carillon.media.ivr.SpeechSynthesizer;

/** Says everything as a hum of 300 ms. */
final class HummingVoice implements SpeechSynthesizer {
  @Override
  public PcmAudio synthesize(SpeechRequest request) {
    return Tones.of(TestNode.VOICE_HZ, 300);
  }

  @Override
  public void close() {}
}
