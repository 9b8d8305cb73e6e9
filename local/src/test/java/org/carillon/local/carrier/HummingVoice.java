package org.carillon.local.carrier;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.carillon.media.ivr.PcmAudio;
import org.carillon.media.ivr.SpeechException;
import org.carillon.media.ivr.SpeechRequest;
import org.carillon.media.ivr.SpeechSynthesizer;

/** A voice that hums for half a second whatever the text is, and remembers the texts. */
final class HummingVoice implements SpeechSynthesizer {
  static final int HERTZ = 700;

  private final List<String> texts = new CopyOnWriteArrayList<>();
  private final boolean hoarse;

  HummingVoice(boolean hoarse) {
    this.hoarse = hoarse;
  }

  List<String> texts() {
    return texts;
  }

  @Override
  public PcmAudio synthesize(SpeechRequest request) throws SpeechException {
    texts.add(request.text());
    if (hoarse) {
      throw new SpeechException(SpeechException.Reason.UNAVAILABLE, "no voice today", null);
    }
    return Tones.of(HERTZ, 500);
  }

  @Override
  public void close() {}
}
