package org.carillon.media.ivr;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes 16-bit 8 kHz RIFF/WAVE files. */
public final class WavWriter {

  /** How long the header of these files is. */
  public static final int HEADER_BYTES = 44;

  /** Where in the header the number of channels stands, in two bytes, little end first. */
  public static final int CHANNELS_AT = 22;

  /**
   * The most bytes of samples that a file has: its size, less eight, is a number of 32 bits without
   * a sign. 37 hours of two channels, 74 of one.
   */
  public static final long MOST_DATA_BYTES = 0xFFFF_FFFFL - (HEADER_BYTES - 8);

  private WavWriter() {}

  /** The sound as a WAV file. */
  public static byte[] write(PcmAudio audio) {
    int dataBytes = Math.multiplyExact(audio.length(), 2);
    ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    out.put(header(1, dataBytes));
    out.asShortBuffer().put(audio.samples());
    return out.array();
  }

  /**
   * The header of a file.
   *
   * @param channels 1 or 2
   * @param dataBytes how many bytes of samples follow
   * @throws IllegalArgumentException when they are fewer than none or more than {@link
   *     #MOST_DATA_BYTES}
   */
  public static byte[] header(int channels, long dataBytes) {
    if (dataBytes < 0 || dataBytes > MOST_DATA_BYTES) {
      throw new IllegalArgumentException("no WAV file has " + dataBytes + " bytes of samples");
    }
    int frame = 2 * channels;
    ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.put(ascii("RIFF")).putInt((int) (HEADER_BYTES - 8 + dataBytes)).put(ascii("WAVE"));
    out.put(ascii("fmt ")).putInt(16).putShort((short) 1).putShort((short) channels);
    out.putInt(PcmAudio.SAMPLE_RATE).putInt(PcmAudio.SAMPLE_RATE * frame);
    out.putShort((short) frame).putShort((short) 16);
    out.put(ascii("data")).putInt((int) dataBytes);
    return out.array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
