package org.carillon.media.ivr;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Properties;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import marytts.LocalMaryInterface;
import marytts.config.MaryConfig;
import marytts.exceptions.MaryConfigurationException;
import marytts.exceptions.SynthesisException;
import org.carillon.media.ivr.mary.EnglishTokeniser;
import org.w3c.dom.Document;

/**
 * MaryTTS with its one voice. Loads only the modules that English speech needs, with our tokeniser
 * in place of the one whose library is not on Maven Central. Not thread-safe.
 */
final class MaryVoice {
  private static final String NAME = "cmu-slt-hsmm";
  private static final String MODULES = "modules.classes.list";
  private static final String MAIN_MODULES =
      String.join(
          " ",
          "marytts.modules.Synthesis",
          "marytts.modules.TextToMaryXML",
          "marytts.modules.SSMLParser",
          "marytts.modules.TargetFeatureLister",
          "marytts.modules.AcousticModeller",
          "marytts.modules.HTSEngine");
  private static final String ENGLISH_MODULES =
      String.join(
          " ",
          EnglishTokeniser.class.getName(),
          "marytts.language.en.Preprocess",
          "marytts.modules.JPhonemiser(en_US.)",
          "marytts.language.en.Prosody",
          "marytts.language.en.PronunciationModel",
          "marytts.modules.OpenNLPPosTagger(en,en.pos)");

  private final LocalMaryInterface mary;

  /** Loads the voice: seconds of work. */
  MaryVoice() throws MaryConfigurationException {
    for (MaryConfig config : MaryConfig.getConfigs()) {
      Properties properties = config.getProperties();
      if (config.isMainConfig()) {
        properties.setProperty(MODULES, MAIN_MODULES);
        properties.setProperty(
            "synthesizers.classes.list", "marytts.modules.synthesis.HMMSynthesizer");
        properties.setProperty("audioeffects.classes.list", "");
        properties.setProperty("modules.poweronselftest", "false");
      } else if (config.isLanguageConfig()) {
        properties.setProperty(MODULES, ENGLISH_MODULES);
        properties.setProperty(
            "featuremanager.classes.list", "marytts.features.FeatureProcessorManager(en_US)");
      }
    }
    mary = new LocalMaryInterface();
    mary.setLocale(Locale.US);
    mary.setVoice(NAME);
  }

  /** Speaks plain text. */
  PcmAudio say(String text) throws SpeechException {
    try {
      mary.setInputType("TEXT");
      return read(mary.generateAudio(text));
    } catch (SynthesisException | IOException e) {
      throw failed(e);
    }
  }

  /** Speaks an SSML document as {@link Ssml} gives it. */
  PcmAudio say(Document ssml) throws SpeechException {
    try {
      mary.setInputType("SSML");
      return read(mary.generateAudio(ssml));
    } catch (SynthesisException | IOException e) {
      throw failed(e);
    }
  }

  private static SpeechException failed(Exception e) {
    return new SpeechException(
        SpeechException.Reason.UNAVAILABLE,
        "the synthesiser failed on this text: " + e.getMessage(),
        e);
  }

  private static PcmAudio read(AudioInputStream audio) throws IOException {
    AudioFormat format = audio.getFormat();
    if (format.getSampleSizeInBits() != 16 || format.getChannels() != 1) {
      throw new IOException("the voice gives an unexpected format: " + format);
    }
    ByteBuffer bytes =
        ByteBuffer.wrap(readAll(audio))
            .order(format.isBigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    Resampler.Source samples =
        (first, count, out) -> {
          for (int i = 0; i < count; i++) {
            out[i] = bytes.getShort(2 * (first + i));
          }
        };
    return PcmAudio.of(
        Resampler.to8kHz(samples, bytes.limit() / 2, Math.round(format.getSampleRate())));
  }

  /**
   * The voice's stream returns less than asked for at its joints, which readAllBytes cannot bear.
   */
  private static byte[] readAll(AudioInputStream audio) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] piece = new byte[1 << 16];
    for (int n = audio.read(piece, 0, piece.length); n > 0; ) {
      all.write(piece, 0, n);
      n = audio.read(piece, 0, piece.length);
    }
    return all.toByteArray();
  }
}
