package org.carillon.media.ivr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WavReaderTest {
  private static final int PCM = WavReader.PCM;
  private static final double HALF_SCALE = 16_384;

  @ParameterizedTest(name = "format {0}, {1} channel(s), {2} Hz, {3} bits")
  @CsvSource({
    "1, 1, 8000, 8",
    "1, 1, 8000, 16",
    "1, 1, 8000, 24",
    "1, 1, 8000, 32",
    "3, 1, 8000, 32",
    "3, 1, 8000, 64",
    "6, 1, 8000, 8",
    "7, 1, 8000, 8",
    "1, 2, 8000, 16",
    "1, 2, 44100, 24",
    "3, 2, 48000, 32",
    "7, 2, 8000, 8",
    // what the workshops of the guide ship
    "1, 1, 44100, 8",
    "1, 1, 24000, 16",
    "1, 1, 4000, 16",
    "1, 1, 6000, 16",
    "1, 1, 11025, 16",
    "1, 1, 16000, 16",
    "1, 1, 22050, 16",
    "1, 1, 32000, 16",
    "1, 1, 44101, 16",
    "1, 1, 96000, 16",
    "1, 1, 192000, 16"
  })
  void aToneKeepsItsPitchLevelAndLength(int tag, int channels, int rate, int bits)
      throws Exception {
    PcmAudio audio = WavReader.read(Wav.tone(tag, channels, rate, bits, 1000, 0.5));

    assertThat(audio.duration()).isCloseTo(Duration.ofMillis(500), Duration.ofMillis(1));
    assertThat(Wav.level(audio, 1000)).isCloseTo(HALF_SCALE, within(HALF_SCALE * 0.02));
    // nothing else than the tone: its energy is all there is
    assertThat(Wav.energy(audio)).isCloseTo(HALF_SCALE / Math.sqrt(2), within(HALF_SCALE * 0.02));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 6, 7})
  void theExtensibleFormIsRead(int tag) throws Exception {
    int bits = tag == 1 ? 16 : tag == 3 ? 32 : 8;
    byte[] file =
        new Wav()
            .extensible(tag, 1, 16_000, bits)
            .chunk("data", Wav.samples(tag, 1, bits, 8000, Wav.sine(1000, 16_000)))
            .file();
    assertThat(Wav.level(WavReader.read(file), 1000)).isCloseTo(HALF_SCALE, within(400.0));
  }

  @Test
  void stereoIsMixedAndNotSummed() throws Exception {
    byte[] data = Wav.samples(PCM, 2, 16, 4000, i -> 0);
    for (int i = 0; i < data.length; i += 4) {
      // full scale on the left only
      data[i] = (byte) 0xFF;
      data[i + 1] = 0x7F;
    }
    PcmAudio audio = WavReader.read(new Wav().format(PCM, 2, 8000, 16).chunk("data", data).file());
    assertThat(audio.samples()).containsOnly((short) 16_384);
  }

  @Test
  void samplesAt8kHzComeThroughUnchanged() throws Exception {
    short[] samples = {0, 1, -1, 32_767, -32_768, 1234};
    byte[] file = WavWriter.write(PcmAudio.of(samples));
    assertThat(WavReader.read(file).samples()).containsExactly(samples);
  }

  @Test
  void otherChunksArePassedOver() throws Exception {
    byte[] data = Wav.samples(PCM, 1, 16, 4000, Wav.sine(1000, 8000));
    byte[] file =
        new Wav()
            .chunk("JUNK", new byte[27])
            .chunk("bext", new byte[602])
            .format(PCM, 1, 8000, 16)
            .chunk("fact", new byte[4])
            .chunk("LIST", "INFOISFT".getBytes(StandardCharsets.US_ASCII))
            .chunk("data", data)
            .chunk("id3 ", new byte[100])
            .file();
    assertThat(WavReader.read(file).length()).isEqualTo(4000);
  }

  @Test
  void theFormatMayComeAfterTheData() throws Exception {
    byte[] file =
        new Wav()
            .chunk("data", Wav.samples(PCM, 1, 16, 4000, Wav.sine(1000, 8000)))
            .format(PCM, 1, 8000, 16)
            .file();
    assertThat(WavReader.read(file).length()).isEqualTo(4000);
  }

  @ParameterizedTest(name = "the data chunk says {0} bytes")
  @ValueSource(longs = {0, 0xFFFF_FFFFL, 0x7FFF_FFFFL, 9000})
  void aWrongDataSizeMeansTheRestOfTheFile(long size) throws Exception {
    byte[] file =
        new Wav()
            .format(PCM, 1, 8000, 16)
            .chunk("data", size, Wav.samples(PCM, 1, 16, 4000, Wav.sine(1000, 8000)))
            .file();
    PcmAudio audio = WavReader.read(file);
    assertThat(audio.length()).isEqualTo(4000);
    assertThat(Wav.level(audio, 1000)).isCloseTo(HALF_SCALE, within(400.0));
  }

  @Test
  void aCutFileIsPlayedAsFarAsItGoes() throws Exception {
    byte[] file = Wav.tone(PCM, 2, 8000, 16, 1000, 1);
    // in the middle of a sample
    PcmAudio audio = WavReader.read(Arrays.copyOf(file, file.length - 1001));
    assertThat(audio.length()).isEqualTo(8000 - 251);
  }

  @Test
  void brokenFloatsAreSilenceAndTooLoudOnesAreClipped() throws Exception {
    double[] values = {Double.NaN, Double.POSITIVE_INFINITY, -3, 0.5};
    byte[] data = Wav.samples(WavReader.FLOAT, 1, 32, values.length, i -> values[i]);
    byte[] file = new Wav().format(WavReader.FLOAT, 1, 8000, 32).chunk("data", data).file();
    assertThat(WavReader.read(file).samples())
        .containsExactly((short) 0, (short) 32_767, (short) -32_768, (short) 16_384);
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource({
    "'', empty",
    "52494646, not a WAV file",
    "ffd8ffe000104a46, not a WAV file",
    "4944330400000000, MP3",
    "fffb9064000f0000, MP3",
    "4f67675300020000, Ogg",
    "664c614300000022, FLAC",
    "524946460400000041564920, 'RIFF, but not WAVE'",
    "52494658000000005741 5645, RIFX",
    "524946460400000057415645, no fmt chunk",
    "524946461000000057415645666d742004000000 01000100, fmt chunk is cut short",
    "524946461000000057415645666d7420100000000100, fmt chunk is cut short"
  })
  void whatIsNoWavIsRefusedWithTheReason(String hex, String reason) {
    byte[] file = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertThatThrownBy(() -> WavReader.read(file))
        .isInstanceOf(AudioFormatException.class)
        .hasMessageContaining(reason);
  }

  @ParameterizedTest(name = "{4}")
  @CsvSource({
    "2, 1, 8000, 4, audio format is 2",
    "85, 2, 44100, 0, audio format is 85",
    "1, 0, 8000, 16, 0 channels",
    "1, 6, 48000, 16, 6 channels",
    "1, 1, 0, 16, 0 Hz",
    "1, 1, 3999, 16, 3999 Hz",
    "1, 1, 192001, 16, 192001 Hz",
    "1, 1, -1, 16, 4294967295 Hz",
    "1, 1, 8000, 0, 0 bits",
    "1, 1, 8000, 40, 40 bits",
    "3, 1, 8000, 16, 16 bits",
    "7, 1, 8000, 16, 16 bits"
  })
  void formatsThatWouldBeNoiseAreRefused(int tag, int channels, int rate, int bits, String reason) {
    byte[] file = new Wav().format(tag, channels, rate, bits).chunk("data", new byte[800]).file();
    assertThatThrownBy(() -> WavReader.read(file))
        .isInstanceOf(AudioFormatException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void aFileWithoutSoundIsRefused() {
    byte[] noData = new Wav().format(PCM, 1, 8000, 16).file();
    byte[] emptyData =
        new Wav()
            .format(PCM, 1, 8000, 16)
            .chunk("data", new byte[0])
            .chunk("LIST", new byte[20])
            .file();
    assertThatThrownBy(() -> WavReader.read(noData)).hasMessageContaining("no data chunk");
    assertThatThrownBy(() -> WavReader.read(emptyData)).hasMessageContaining("no sound");
  }

  @Test
  void fiftyMegabytesAreTheLimit() {
    byte[] file = new byte[(int) WavReader.MAX_BYTES + 1];
    assertThatThrownBy(() -> WavReader.read(file))
        .isInstanceOf(AudioFormatException.class)
        .hasMessageContaining("50 MB");
  }
}
