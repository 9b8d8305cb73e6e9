package org.carillon.local.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;

/** The chime, read by the JDK's own WAV reader. */
class ChimeTest {
  @Test
  void isASixteenBitMonoWavOfLessThanTwoSeconds() throws Exception {
    try (AudioInputStream wav =
        AudioSystem.getAudioInputStream(new ByteArrayInputStream(Chime.wav()))) {
      assertThat(wav.getFormat().getSampleRate()).isEqualTo(24_000);
      assertThat(wav.getFormat().getSampleSizeInBits()).isEqualTo(16);
      assertThat(wav.getFormat().getChannels()).isEqualTo(1);
      assertThat(wav.getFrameLength()).isEqualTo(43_200);
    }
  }

  @Test
  void isLoudEnoughAndNotClipped() throws Exception {
    int peak = 0;
    try (AudioInputStream wav =
        AudioSystem.getAudioInputStream(new ByteArrayInputStream(Chime.wav()))) {
      byte[] bytes = wav.readAllBytes();
      for (int i = 0; i < bytes.length; i += 2) {
        peak = Math.max(peak, Math.abs((short) ((bytes[i + 1] << 8) | (bytes[i] & 0xff))));
      }
    }
    assertThat(peak).isBetween(12_000, 20_000);
  }
}
