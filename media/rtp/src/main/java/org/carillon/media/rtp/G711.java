package org.carillon.media.rtp;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The two laws of ITU-T G.711: 16-bit linear samples at 8 kHz to 8-bit code words and back.
 *
 * <p>Table driven both ways, so that a frame costs a look-up a sample. mu-law keeps the upper 14 of
 * the 16 bits, A-law the upper 13; what is lost is never more than half a quantisation step.
 */
@SuppressWarnings("ImmutableEnumChecker") // the tables are written once, in the constructor
public enum G711 {
  /** mu-law, RTP payload type 0 (RFC 3551 section 6), the law of North America and Japan. */
  PCMU(0, (byte) 0xFF),
  /** A-law, RTP payload type 8 (RFC 3551 section 6), the law of the rest of the world. */
  PCMA(8, (byte) 0xD5);

  /** Samples a second, also the RTP clock rate of both laws. */
  public static final int SAMPLE_RATE = 8000;

  private static final Optional<G711> MU_LAW = Optional.of(PCMU);
  private static final Optional<G711> A_LAW = Optional.of(PCMA);

  private final int payloadType;
  private final byte silence;
  private final short[] linear = new short[256];
  // index: linear sample shifted down by 2 bits, as unsigned 14 bits
  private final byte[] coded = new byte[1 << 14];
  private final byte[] toOther = new byte[256];

  G711(int payloadType, byte silence) {
    this.payloadType = payloadType;
    this.silence = silence;
    boolean mu = payloadType == 0;
    for (int code = 0; code < 256; code++) {
      linear[code] = mu ? muLawToLinear(code) : aLawToLinear(code);
    }
    for (int i = 0; i < coded.length; i++) {
      int sample = (short) (i << 2);
      coded[i] = mu ? linearToMuLaw(sample) : linearToALaw(sample);
    }
    for (int code = 0; code < 256; code++) {
      int sample = linear[code];
      toOther[code] = mu ? linearToALaw(sample) : linearToMuLaw(sample);
    }
  }

  /** The static payload type of RFC 3551: 0 or 8. */
  public int payloadType() {
    return payloadType;
  }

  /** The name in an SDP {@code a=rtpmap} line: {@code PCMU} or {@code PCMA}. */
  public String encodingName() {
    return name();
  }

  /** The code word of a zero sample: what silence is made of. */
  public byte silence() {
    return silence;
  }

  /** The law with a static payload type, if it is one of the two. */
  public static Optional<G711> forPayloadType(int payloadType) {
    return switch (payloadType) {
      case 0 -> MU_LAW;
      case 8 -> A_LAW;
      default -> Optional.empty();
    };
  }

  /** The law with an SDP encoding name; letter case does not matter (RFC 8866 section 6.6). */
  public static Optional<G711> forEncodingName(String name) {
    // asked for each packet, so nothing is made here
    return name.equalsIgnoreCase("PCMU")
        ? MU_LAW
        : name.equalsIgnoreCase("PCMA") ? A_LAW : Optional.empty();
  }

  /** Encodes one sample. */
  public byte encode(short sample) {
    return coded[(sample >> 2) & 0x3FFF];
  }

  /** Decodes one code word. */
  public short decode(byte code) {
    return linear[code & 0xFF];
  }

  /** Encodes {@code length} samples; both ranges must lie within their arrays. */
  public void encode(short[] pcm, int pcmOffset, byte[] out, int outOffset, int length) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = coded[(pcm[pcmOffset + i] >> 2) & 0x3FFF];
    }
  }

  /** Decodes {@code length} code words; both ranges must lie within their arrays. */
  public void decode(byte[] in, int inOffset, short[] pcm, int pcmOffset, int length) {
    for (int i = 0; i < length; i++) {
      pcm[pcmOffset + i] = linear[in[inOffset + i] & 0xFF];
    }
  }

  /** Rewrites code words of this law as code words of the other one, in place. */
  public void recodeToOther(byte[] codes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      codes[i] = toOther[codes[i] & 0xFF];
    }
  }

  /** {@link #recodeToOther(byte[], int, int)} in a buffer, by absolute index. */
  public void recodeToOther(ByteBuffer codes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      codes.put(i, toOther[codes.get(i) & 0xFF]);
    }
  }

  // G.711 table 2a/2b: sign bit 1 is positive, all bits inverted on the line.
  private static short muLawToLinear(int code) {
    int u = ~code & 0xFF;
    int magnitude = ((((u & 0x0F) << 3) + 0x84) << ((u & 0x70) >> 4)) - 0x84;
    return (short) ((u & 0x80) != 0 ? -magnitude : magnitude);
  }

  private static byte linearToMuLaw(int sample) {
    int sign = sample < 0 ? 0x80 : 0;
    int biased = Math.min(Math.abs(sample), 32635) + 0x84;
    int segment = 24 - Integer.numberOfLeadingZeros(biased);
    int mantissa = (biased >> (segment + 3)) & 0x0F;
    return (byte) ~(sign | (segment << 4) | mantissa);
  }

  // G.711 table 1a/1b: sign bit 1 is positive, even bits inverted on the line.
  private static short aLawToLinear(int code) {
    int a = code ^ 0x55;
    int segment = (a & 0x70) >> 4;
    int magnitude = ((a & 0x0F) << 4) + 8;
    if (segment > 0) {
      magnitude = (magnitude + 0x100) << (segment - 1);
    }
    return (short) ((a & 0x80) != 0 ? magnitude : -magnitude);
  }

  private static byte linearToALaw(int sample) {
    int sign = sample >= 0 ? 0x80 : 0;
    int magnitude = (sample >= 0 ? sample : ~sample) >> 4;
    int code = magnitude;
    if (magnitude >= 32) {
      int segment = 28 - Integer.numberOfLeadingZeros(magnitude);
      code = (segment << 4) | ((magnitude >> (segment - 1)) & 0x0F);
    }
    return (byte) ((code | sign) ^ 0x55);
  }
}
