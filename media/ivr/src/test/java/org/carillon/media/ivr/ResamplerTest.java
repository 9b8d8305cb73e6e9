package org.carillon.media.ivr;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplerTest {

  @ParameterizedTest(name = "{1} Hz in {0} Hz")
  @CsvSource({
    "16000, 300",
    "16000, 3300",
    "44100, 300",
    "44100, 1000",
    "44100, 3300",
    "48000, 3300",
    "11025, 3300",
    "192000, 3300",
    "4000, 300",
    "4000, 1600"
  })
  void theTelephoneBandPassesWithinATenthOfADecibel(int rate, double hertz) {
    double decibel = 20 * Math.log10(Wav.level(resample(rate, hertz), hertz) / 16_384);
    assertThat(decibel).isBetween(-0.1, 0.1);
  }

  @ParameterizedTest(name = "{1} Hz in {0} Hz must not be heard")
  @CsvSource({
    "16000, 4100",
    "16000, 5000",
    "16000, 7900",
    "44100, 4100",
    "44100, 7000",
    "44100, 12345",
    "44100, 20000",
    "48000, 5000",
    "48000, 23000",
    "11025, 5000",
    "192000, 90000"
  })
  void whatLiesAboveDoesNotFoldBack(int rate, double hertz) {
    double decibel = 20 * Math.log10(Wav.energy(middle(resample(rate, hertz))) / 11_585 + 1e-9);
    assertThat(decibel).isLessThan(-66);
  }

  private static PcmAudio resample(int rate, double hertz) {
    int length = rate;
    return PcmAudio.of(
        Resampler.to8kHz(
            (first, count, out) -> {
              for (int i = 0; i < count; i++) {
                out[i] = (float) (16_384 * Math.sin(2 * Math.PI * hertz * (first + i) / rate));
              }
            },
            length,
            rate));
  }

  /** Without the clicks where the tone starts and ends. */
  private static PcmAudio middle(PcmAudio audio) {
    return PcmAudio.of(java.util.Arrays.copyOfRange(audio.samples(), 400, audio.length() - 400));
  }
}
