package org.carillon.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class G711Test {

  @ParameterizedTest
  @CsvSource({
    // G.711 tables 2a and 2b in 16-bit scale: decoder outputs at the ends of segments
    "PCMU, 0x00, -32124", "PCMU, 0x0F, -16764", "PCMU, 0x10, -15996", "PCMU, 0x7E, -8",
    "PCMU, 0x7F, 0", "PCMU, 0x80, 32124", "PCMU, 0x8F, 16764", "PCMU, 0x9F, 8316",
    "PCMU, 0xEF, 132", "PCMU, 0xF0, 120", "PCMU, 0xFE, 8", "PCMU, 0xFF, 0",
    // tables 1a and 1b; even bits are inverted
    "PCMA, 0xD5, 8", "PCMA, 0x55, -8", "PCMA, 0xAA, 32256", "PCMA, 0x2A, -32256",
    "PCMA, 0xD4, 24", "PCMA, 0xC5, 264", "PCMA, 0xF5, 528", "PCMA, 0x80, 5504"
  })
  void decodesAsTheTablesSay(G711 law, int code, int linear) {
    assertThat(law.decode((byte) code)).isEqualTo((short) linear);
  }

  @ParameterizedTest
  @EnumSource(G711.class)
  void everyCodeComesBackFromItsOwnValue(G711 law) {
    for (int code = 0; code < 256; code++) {
      short linear = law.decode((byte) code);
      // mu-law has two zeros and sends the positive one
      int expected = law == G711.PCMU && code == 0x7F ? 0xFF : code;
      assertThat(law.encode(linear) & 0xFF).as("code %02x", code).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource(G711.class)
  void everySampleGoesToANearestCode(G711 law) {
    for (int sample = Short.MIN_VALUE; sample <= Short.MAX_VALUE; sample++) {
      int error = Math.abs(law.decode(law.encode((short) sample)) - sample);
      // half a step: the step doubles with each segment; clipping costs at most the last 643
      int limit = Math.max(16, Math.abs(sample) / 16 / 2 * 2);
      assertThat(error).as("sample %d", sample).isLessThanOrEqualTo(Math.max(limit, 8));
    }
  }

  @ParameterizedTest
  @EnumSource(G711.class)
  void encodingIsMonotonic(G711 law) {
    int before = law.decode(law.encode(Short.MIN_VALUE));
    for (int sample = Short.MIN_VALUE; sample <= Short.MAX_VALUE; sample++) {
      int now = law.decode(law.encode((short) sample));
      assertThat(now).isGreaterThanOrEqualTo(before);
      before = now;
    }
  }

  @Test
  void recodingKeepsTheTone() {
    short[] tone = Tones.sine(440, 20, 8000);
    byte[] codes = new byte[tone.length];
    G711.PCMU.encode(tone, 0, codes, 0, tone.length);
    G711.PCMU.recodeToOther(codes, 0, codes.length);
    short[] back = new short[tone.length];
    G711.PCMA.decode(codes, 0, back, 0, back.length);
    assertThat(Tones.level(back, 440)).isBetween(7800.0, 8200.0);
  }

  @Test
  void namesAndPayloadTypesAreThoseOfSdp() {
    assertThat(G711.forPayloadType(0)).contains(G711.PCMU);
    assertThat(G711.forPayloadType(8)).contains(G711.PCMA);
    assertThat(G711.forPayloadType(9)).isEmpty();
    assertThat(G711.forEncodingName("pcma")).contains(G711.PCMA);
    assertThat(G711.forEncodingName("G722")).isEmpty();
    assertThat(G711.PCMU.decode(G711.PCMU.silence())).isZero();
  }
}
