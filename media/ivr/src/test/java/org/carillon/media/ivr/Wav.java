package org.carillon.media.ivr;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.IntToDoubleFunction;
import org.carillon.media.rtp.G711;

/** Builds WAV files piece by piece, the broken ones too, and measures tones. */
final class Wav {
  private final ByteArrayOutputStream chunks = new ByteArrayOutputStream();

  /** A file of a tone of half scale. */
  static byte[] tone(int tag, int channels, int rate, int bits, double hertz, double seconds) {
    return new Wav()
        .format(tag, channels, rate, bits)
        .chunk("data", samples(tag, channels, bits, (int) (rate * seconds), sine(hertz, rate)))
        .file();
  }

  static IntToDoubleFunction sine(double hertz, int rate) {
    return i -> 0.5 * Math.sin(2 * Math.PI * hertz * i / rate);
  }

  static byte[] samples(int tag, int channels, int bits, int frames, IntToDoubleFunction value) {
    ByteBuffer out =
        ByteBuffer.allocate(frames * channels * (bits / 8)).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < frames * channels; i++) {
      put(out, tag, bits, value.applyAsDouble(i / channels));
    }
    return out.array();
  }

  private static void put(ByteBuffer out, int tag, int bits, double value) {
    switch (tag) {
      case WavReader.MU_LAW -> out.put(G711.PCMU.encode((short) (value * 32767)));
      case WavReader.A_LAW -> out.put(G711.PCMA.encode((short) (value * 32767)));
      case WavReader.FLOAT -> {
        if (bits == 32) {
          out.putFloat((float) value);
        } else {
          out.putDouble(value);
        }
      }
      default -> {
        switch (bits) {
          case 8 -> out.put((byte) (128 + Math.round(value * 127)));
          case 16 -> out.putShort((short) Math.round(value * 32767));
          case 24 -> {
            int sample = (int) Math.round(value * 8388607);
            out.put((byte) sample).putShort((short) (sample >> 8));
          }
          default -> out.putInt((int) Math.round(value * 2147483647));
        }
      }
    }
  }

  Wav format(int tag, int channels, int rate, int bits) {
    return chunk("fmt ", formatBody(tag, channels, rate, bits).array());
  }

  Wav extensible(int tag, int channels, int rate, int bits) {
    ByteBuffer body = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);
    body.put(formatBody(WavReader.EXTENSIBLE, channels, rate, bits).array());
    body.putShort((short) 22).putShort((short) bits).putInt(0);
    body.putInt(tag).putInt(0x00100000).putInt(0xAA000080).putInt(0x719B3800);
    return chunk("fmt ", body.array());
  }

  private static ByteBuffer formatBody(int tag, int channels, int rate, int bits) {
    int block = channels * ((bits + 7) / 8);
    return ByteBuffer.allocate(16)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) tag)
        .putShort((short) channels)
        .putInt(rate)
        .putInt(rate * block)
        .putShort((short) block)
        .putShort((short) bits);
  }

  Wav chunk(String id, byte[] body) {
    return chunk(id, body.length, body);
  }

  /** A chunk that lies about its size. */
  Wav chunk(String id, long size, byte[] body) {
    chunks.writeBytes(id.getBytes(StandardCharsets.US_ASCII));
    chunks.writeBytes(
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt((int) size).array());
    chunks.writeBytes(body);
    if (body.length % 2 == 1) {
      chunks.write(0);
    }
    return this;
  }

  byte[] file() {
    ByteBuffer out = ByteBuffer.allocate(12 + chunks.size()).order(ByteOrder.LITTLE_ENDIAN);
    out.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(4 + chunks.size());
    out.put("WAVE".getBytes(StandardCharsets.US_ASCII)).put(chunks.toByteArray());
    return out.array();
  }

  /** The amplitude of one frequency, the first and last 50 ms left out. */
  static double level(PcmAudio audio, double hertz) {
    short[] pcm = audio.samples();
    double re = 0;
    double im = 0;
    int margin = 400;
    for (int i = margin; i < pcm.length - margin; i++) {
      double phase = 2 * Math.PI * hertz * i / 8000;
      re += pcm[i] * Math.cos(phase);
      im += pcm[i] * Math.sin(phase);
    }
    return 2 * Math.hypot(re, im) / (pcm.length - 2 * margin);
  }

  /** Root of the mean square. */
  static double energy(PcmAudio audio) {
    double sum = 0;
    for (short sample : audio.samples()) {
      sum += (double) sample * sample;
    }
    return Math.sqrt(sum / audio.length());
  }
}
