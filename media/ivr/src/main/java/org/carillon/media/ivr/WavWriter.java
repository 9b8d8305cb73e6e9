package org.carillon.media.ivr;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes 16-bit mono 8 kHz RIFF/WAVE files. */
public final class WavWriter {

  private static final int HEADER = 44;

  private WavWriter() {}

  /** The sound as a WAV file. */
  public static byte[] write(PcmAudio audio) {
    int dataBytes = Math.multiplyExact(audio.length(), 2);
    ByteBuffer out = ByteBuffer.allocate(HEADER + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    out.put(ascii("RIFF")).putInt(HEADER - 8 + dataBytes).put(ascii("WAVE"));
    out.put(ascii("fmt ")).putInt(16).putShort((short) 1).putShort((short) 1);
    out.putInt(PcmAudio.SAMPLE_RATE).putInt(PcmAudio.SAMPLE_RATE * 2);
    out.putShort((short) 2).putShort((short) 16);
    out.put(ascii("data")).putInt(dataBytes);
    out.asShortBuffer().put(audio.samples());
    return out.array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
