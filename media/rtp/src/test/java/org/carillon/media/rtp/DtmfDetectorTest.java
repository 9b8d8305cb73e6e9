package org.carillon.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys in the audio (Q.23, Q.24): ours heard by multimon-ng, those of sox heard by us. */
@Timeout(60)
class DtmfDetectorTest {
  private static final String PAD = "147*2580369#ABCD";

  @Test
  void everyKeyIsHeardOnceAndItsLengthKnown() {
    List<String> heard = new ArrayList<>();
    DtmfDetector detector =
        new DtmfDetector(
            new DigitListener() {
              @Override
              public void pressed(char digit) {
                heard.add("+" + digit);
              }

              @Override
              public void released(char digit, int milliseconds) {
                assertThat(milliseconds).isBetween(85, 115);
                heard.add("-" + digit);
              }
            });
    short[] audio = keys(PAD, 100, 60);
    detector.hear(audio, 0, audio.length);
    List<String> expected = new ArrayList<>();
    PAD.chars().forEach(key -> expected.addAll(List.of("+" + (char) key, "-" + (char) key)));
    assertThat(heard).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"40,40", "50,50", "250,100", "1000,45"})
  void toneAndPauseMayBeAsShortAsFortyMilliseconds(int tone, int pause) {
    for (int shift = 0; shift < 51; shift += 7) {
      // wherever the blocks begin
      assertThat(heard(concat(new short[shift], keys(PAD, tone, pause)))).isEqualTo(PAD);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 15, 20, 25})
  void shorterSoundsAreNoKeys(int tone) {
    for (int shift = 0; shift < 51; shift += 7) {
      assertThat(heard(concat(new short[shift], keys(PAD, tone, 60)))).isEmpty();
    }
  }

  @Test
  void oneKeyTwiceIsTwoKeys() {
    assertThat(heard(keys("1122##", 60, 45))).isEqualTo("1122##");
  }

  @ParameterizedTest(name = "high {0} dB above low: heard {1}")
  @CsvSource({"0,true", "6,true", "-3,true", "12,false", "-8,false"})
  void unbalancedPairsAreNoKeys(double decibel, boolean isKey) {
    short[] sound = mix(sine(770, 4000, 0), sine(1336, 4000 * Math.pow(10, decibel / 20), 0));
    assertThat(heard(sound)).isEqualTo(isKey ? "5" : "");
  }

  @ParameterizedTest(name = "{0} % off: heard {1}")
  @CsvSource({"1.5,true", "-1.5,true", "4.5,false", "-4.5,false"})
  void frequenciesHaveTheToleranceOfTheStandard(double percent, boolean isKey) {
    double factor = 1 + percent / 100;
    short[] sound = mix(sine(852 * factor, 5000, 0), sine(1209 * factor, 5000, 0));
    assertThat(heard(sound)).isEqualTo(isKey ? "7" : "");
  }

  @Test
  void aVoiceThatHitsAPairHasHarmonicsAndIsNoKey() {
    short[] pair = mix(sine(941, 5000, 0), sine(1209, 5000, 0));
    assertThat(heard(pair)).isEqualTo("*");
    assertThat(heard(mix(pair, sine(2 * 1209, 2500, 0)))).isEmpty();
    assertThat(heard(mix(pair, sine(400, 5000, 0)))).as("a third tone").isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"-30", "-20", "-3"})
  void levelsFromWhisperToLoudAreHeardInNoise(double decibel) {
    double amplitude = 15_000 * Math.pow(10, decibel / 20);
    Random random = new Random(7);
    short[] noise = new short[8000];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (short) (random.nextGaussian() * amplitude / 12);
    }
    assertThat(heard(mix(mix(sine(697, amplitude, 0), sine(1477, amplitude, 0)), noise)))
        .isEqualTo("3");
  }

  @Test
  void noiseAndSilenceAreNoKeys() {
    Random random = new Random(1);
    short[] noise = new short[8000 * 600];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (short) (random.nextGaussian() * 3000);
    }
    assertThat(heard(noise)).as("ten minutes of noise").isEmpty();
    assertThat(heard(new short[8000])).isEmpty();
  }

  @Test
  void soxMakesTonesThatWeHear() throws Exception {
    Programs.require("sox", "sox");
    StringBuilder heard = new StringBuilder();
    for (String pair : List.of("697 1209", "697 1633", "852 1336", "941 1477")) {
      String[] hertz = pair.split(" ");
      byte[] raw =
          Programs.run(
              new byte[0],
              "sox -n -t raw -r 8000 -e signed -b 16 -c 1 - synth 0.08 sine "
                  + hertz[0]
                  + " synth 0.08 sine mix "
                  + hertz[1]
                  + " gain -6 pad 0 0.06");
      heard.append(heard(samples(raw)));
    }
    assertThat(heard).hasToString("1A8#");
  }

  @Test
  void multimonHearsTheTonesThatWeMake() throws Exception {
    Programs.require("multimon-ng", "multimon-ng");
    Programs.require("sox", "sox");
    ByteBuffer raw = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
    for (short sample : keys(PAD, 100, 100)) {
      G711 law = G711.PCMU;
      raw.putShort(law.decode(law.encode(sample)));
    }
    byte[] ours = new byte[raw.position()];
    raw.get(0, ours);
    // multimon-ng takes 22,050 Hz
    byte[] faster =
        Programs.run(
            ours,
            "sox -t raw -r 8000 -e signed -b 16 -c 1 - -t raw -r 22050 -e signed -b 16 -c 1 -");
    String said =
        new String(
            Programs.run(faster, "multimon-ng -q -t raw -a DTMF -"), StandardCharsets.US_ASCII);
    assertThat(said.replaceAll("DTMF: |\\s", "")).isEqualTo(PAD);
  }

  private static String heard(short[] audio) {
    StringBuilder heard = new StringBuilder();
    DtmfDetector detector = new DtmfDetector(heard::append);
    // as through a telephone, frame by frame
    for (int at = 0; at < audio.length; at += RtpStream.FRAME_SAMPLES) {
      int n = Math.min(RtpStream.FRAME_SAMPLES, audio.length - at);
      short[] frame = new short[n];
      for (int i = 0; i < n; i++) {
        frame[i] = G711.PCMU.decode(G711.PCMU.encode(audio[at + i]));
      }
      detector.hear(frame, 0, n);
    }
    return heard.toString();
  }

  private static short[] keys(String keys, int tone, int pause) {
    short[] all = new short[0];
    for (int i = 0; i < keys.length(); i++) {
      all = concat(all, DtmfTones.of(keys.charAt(i), Duration.ofMillis(tone)));
      all = concat(all, new short[8 * pause]);
    }
    return all;
  }

  private static short[] sine(double hertz, double amplitude, double phase) {
    short[] pcm = new short[800];
    for (int i = 0; i < pcm.length; i++) {
      pcm[i] = (short) (amplitude * Math.sin(phase + 2 * Math.PI * hertz * i / 8000));
    }
    return pcm;
  }

  private static short[] mix(short[] a, short[] b) {
    short[] sum = new short[Math.min(a.length, b.length)];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = (short) Math.clamp(a[i] + b[i], Short.MIN_VALUE, Short.MAX_VALUE);
    }
    return sum;
  }

  private static short[] concat(short[] a, short[] b) {
    short[] both = new short[a.length + b.length];
    System.arraycopy(a, 0, both, 0, a.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  private static short[] samples(byte[] raw) {
    short[] pcm = new short[raw.length / 2];
    ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(pcm);
    return pcm;
  }
}
