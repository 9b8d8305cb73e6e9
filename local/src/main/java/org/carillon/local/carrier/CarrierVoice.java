package org.carillon.local.carrier;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.carillon.media.ivr.PcmAudio;
import org.carillon.media.ivr.SpeechException;
import org.carillon.media.ivr.SpeechRequest;
import org.carillon.media.ivr.SpeechSynthesizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the simulated carrier says: one line that all calls share, made at the first call that wants
 * it, notices of emergency calls, and the ringing tone. Safe for use by many threads.
 */
final class CarrierVoice {
  private static final Logger log = LoggerFactory.getLogger(CarrierVoice.class);

  private static final String LINE = "This is a test call.";
  private static final int RATE = PcmAudio.SAMPLE_RATE;

  /** A line starts every two seconds, or as soon as it has been said and a breath was taken. */
  private static final int PERIOD = 2 * RATE;

  private static final int BREATH = RATE / 2;

  private final SpeechSynthesizer synthesizer;
  private final AtomicReference<CompletableFuture<PcmAudio>> line = new AtomicReference<>();

  CarrierVoice(SpeechSynthesizer synthesizer) {
    this.synthesizer = synthesizer;
  }

  /** The line of ordinary calls with its pause, to be played again and again. */
  CompletableFuture<PcmAudio> line() {
    CompletableFuture<PcmAudio> mine = new CompletableFuture<>();
    CompletableFuture<PcmAudio> first = line.compareAndExchange(null, mine);
    if (first != null) {
      return first;
    }
    Thread.startVirtualThread(
        () -> {
          PcmAudio said = null;
          try {
            said = spoken(LINE);
          } finally {
            if (said == null) { // the next call may have a voice
              line.set(null);
            }
            mine.complete(said == null ? beep() : said);
          }
        });
    return mine;
  }

  /** A text with its pause; a beep when it cannot be said. Completes on a virtual thread. */
  CompletableFuture<PcmAudio> notice(String text) {
    CompletableFuture<PcmAudio> notice = new CompletableFuture<>();
    Thread.startVirtualThread(
        () -> {
          PcmAudio said = null;
          try {
            said = spoken(text);
          } finally {
            notice.complete(said == null ? beep() : said);
          }
        });
    return notice;
  }

  /** Null when it cannot be said. */
  private PcmAudio spoken(String text) {
    try {
      return withPause(synthesizer.synthesize(SpeechRequest.text(text)));
    } catch (SpeechException e) {
      log.warn("The simulated carrier beeps instead of speaking: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return null;
  }

  private static PcmAudio withPause(PcmAudio speech) {
    short[] samples = new short[Math.max(PERIOD, speech.length() + BREATH)];
    System.arraycopy(speech.samples(), 0, samples, 0, speech.length());
    return PcmAudio.of(samples);
  }

  /** The ringing tone of North America: 440 and 480 Hz, two seconds of six. */
  static PcmAudio ringing() {
    return Ringing.TONE;
  }

  private static PcmAudio beep() {
    return tones(400, PERIOD, 1000, 1000);
  }

  private static PcmAudio tones(int soundingMillis, int length, int firstHertz, int secondHertz) {
    short[] samples = new short[length];
    int sounding = soundingMillis * RATE / 1000;
    for (int i = 0; i < sounding; i++) {
      double at = 2 * Math.PI * i / RATE;
      samples[i] = (short) (4000 * (Math.sin(firstHertz * at) + Math.sin(secondHertz * at)));
    }
    return PcmAudio.of(samples);
  }

  /** Made when the first call rings with early media. */
  private static final class Ringing {
    private static final PcmAudio TONE = tones(2000, 6 * RATE, 440, 480);
  }
}
