package org.carillon.media.ivr;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.carillon.media.rtp.G711;

/**
 * Reads RIFF/WAVE files: PCM of 8 (unsigned), 16, 24 and 32 bits, 32- and 64-bit float, mu-law and
 * A-law, also as WAVE_FORMAT_EXTENSIBLE; one or two channels; any rate from 4 to 192 kHz. The
 * result is 8 kHz mono.
 *
 * <p>Liberal where recorders are sloppy (extra chunks in any order, data sizes of 0 or past the
 * end, a cut last sample), strict where a guess would give noise.
 */
public final class WavReader {

  /** Largest file taken: the guide's limit for an audio source. */
  public static final long MAX_BYTES = 50L * 1024 * 1024;

  static final int PCM = 1;
  static final int FLOAT = 3;
  static final int A_LAW = 6;
  static final int MU_LAW = 7;
  static final int EXTENSIBLE = 0xFFFE;

  private static final int CHUNK_HEADER = 8;
  private static final int MIN_RATE = 4_000;
  private static final int MAX_RATE = 192_000;
  // the fixed part of the sub-format GUIDs that stand for plain format tags, as two longs
  private static final long GUID_MIDDLE = 0x0010_0000_0000_0000L;
  private static final long GUID_END = 0x719B_3800_AA00_0080L;

  private final ByteBuffer file;
  private int tag;
  private int channels;
  private int rate;
  private int sampleBytes;
  private int dataStart = -1;
  private int dataBytes;

  private WavReader(byte[] file) {
    this.file = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Decodes a file.
   *
   * @throws AudioFormatException when it is no WAV file or one we cannot decode; says why
   */
  public static PcmAudio read(byte[] file) throws AudioFormatException {
    if (file.length > MAX_BYTES) {
      throw new AudioFormatException("the file has over 50 MB, the limit for a prompt");
    }
    WavReader reader = new WavReader(file);
    reader.findChunks();
    return reader.decode();
  }

  private void findChunks() throws AudioFormatException {
    if (!id(0).equals("RIFF") || !id(8).equals("WAVE")) {
      throw new AudioFormatException("this is not a WAV file" + whatItIs());
    }
    boolean format = false;
    long at = 12;
    // positions are long: a chunk size may point 4 GB past the end
    while (at + CHUNK_HEADER <= file.limit() && (!format || dataStart < 0)) {
      int start = (int) at + CHUNK_HEADER;
      long size = file.getInt((int) at + 4) & 0xFFFF_FFFFL;
      switch (id((int) at)) {
        case "fmt " -> {
          readFormat(start, size);
          format = true;
        }
        case "data" -> {
          size = dataSize(start, size);
          dataStart = start;
          dataBytes = (int) size;
        }
        default -> {}
      }
      at = start + size + (size & 1);
    }
    if (!format) {
      throw new AudioFormatException("the WAV file has no fmt chunk: its format is not known");
    }
    if (dataStart < 0) {
      throw new AudioFormatException("the WAV file has no data chunk: there is no sound in it");
    }
  }

  /** Writers that stream leave 0 or a huge number; a cut file has less than it says. */
  private long dataSize(int start, long size) {
    long rest = (long) file.limit() - start;
    if (size == 0 && rest > 0 && !isChunk(start)) {
      return rest;
    }
    return Math.min(size, rest);
  }

  private boolean isChunk(int at) {
    if (at + CHUNK_HEADER > file.limit()) {
      return false;
    }
    for (int i = 0; i < 4; i++) {
      byte c = file.get(at + i);
      if (c < ' ' || c > '~') {
        return false;
      }
    }
    return at + CHUNK_HEADER + (file.getInt(at + 4) & 0xFFFF_FFFFL) <= file.limit();
  }

  private void readFormat(int at, long size) throws AudioFormatException {
    if (size < 16 || at + 16 > file.limit()) {
      throw new AudioFormatException("the WAV file's fmt chunk is cut short");
    }
    tag = file.getShort(at) & 0xFFFF;
    channels = file.getShort(at + 2) & 0xFFFF;
    long wideRate = file.getInt(at + 4) & 0xFFFF_FFFFL;
    int bits = file.getShort(at + 14) & 0xFFFF;
    if (tag == EXTENSIBLE) {
      readSubFormat(at, size);
    }
    if (channels < 1 || channels > 2) {
      throw new AudioFormatException(
          "the WAV file has " + channels + " channels; one or two can be played");
    }
    if (wideRate < MIN_RATE || wideRate > MAX_RATE) {
      throw new AudioFormatException(
          "the WAV file's sample rate is " + wideRate + " Hz; 4,000 to 192,000 can be played");
    }
    rate = (int) wideRate;
    sampleBytes = (bits + 7) / 8;
    boolean known =
        switch (tag) {
          case PCM -> bits >= 1 && bits <= 32;
          case FLOAT -> bits == 32 || bits == 64;
          case A_LAW, MU_LAW -> bits == 8;
          default ->
              throw new AudioFormatException(
                  "the WAV file's audio format is "
                      + tag
                      + "; PCM (1), float (3), A-law (6) and mu-law (7) can be played");
        };
    if (!known) {
      throw new AudioFormatException(
          "the WAV file has " + bits + " bits a sample in audio format " + tag);
    }
  }

  private void readSubFormat(int at, long size) throws AudioFormatException {
    if (size < 40 || at + 40 > file.limit()) {
      throw new AudioFormatException("the WAV file's extensible fmt chunk is cut short");
    }
    // {0000tttt-0000-0010-8000-00AA00389B71}
    long middle = file.getLong(at + 24);
    if ((middle & ~0xFFFFL) != GUID_MIDDLE || file.getLong(at + 32) != GUID_END) {
      throw new AudioFormatException("the WAV file's sub-format is not one of plain samples");
    }
    tag = (int) (middle & 0xFFFF);
  }

  private PcmAudio decode() throws AudioFormatException {
    int frameBytes = sampleBytes * channels;
    int frames = dataBytes / frameBytes;
    short[] samples = Resampler.to8kHz(this::readFrames, frames, rate);
    if (samples.length == 0) {
      throw new AudioFormatException("there is no sound in the WAV file");
    }
    return PcmAudio.of(samples);
  }

  private void readFrames(int first, int count, float[] out) {
    int at = dataStart + first * sampleBytes * channels;
    for (int i = 0; i < count; i++) {
      float value = sample(at);
      at += sampleBytes;
      if (channels == 2) {
        value = (value + sample(at)) / 2;
        at += sampleBytes;
      }
      out[i] = value;
    }
  }

  /** One sample in 16-bit scale. */
  private float sample(int at) {
    return switch (tag) {
      case MU_LAW -> G711.PCMU.decode(file.get(at));
      case A_LAW -> G711.PCMA.decode(file.get(at));
      case FLOAT -> fromFloat(sampleBytes == 4 ? file.getFloat(at) : (float) file.getDouble(at));
      default ->
          switch (sampleBytes) {
            case 1 -> ((file.get(at) & 0xFF) - 128) * 256f;
            case 2 -> file.getShort(at);
            case 3 -> (file.getShort(at + 1) * 256 + (file.get(at) & 0xFF)) / 256f;
            default -> file.getInt(at) / 65536f;
          };
    };
  }

  private static float fromFloat(float value) {
    // a broken sample must not silence its neighbours through the filter
    return Float.isNaN(value) ? 0 : Math.clamp(value, -1f, 1f) * 32768f;
  }

  private String whatItIs() {
    String start = id(0);
    if (start.startsWith("ID3") || (file.limit() > 1 && (file.getShort(0) & 0xE0FF) == 0xE0FF)) {
      return ": it looks like MP3; convert it to WAV";
    }
    return switch (start) {
      case "OggS" -> ": it is an Ogg file; convert it to WAV";
      case "fLaC" -> ": it is a FLAC file; convert it to WAV";
      case "RIFX", "RF64" -> ": it is of the " + start + " kind; convert it to plain RIFF";
      case "RIFF" -> ": it is RIFF, but not WAVE";
      default -> file.limit() == 0 ? ": it is empty" : "";
    };
  }

  private String id(int at) {
    return at + 4 > file.limit()
        ? ""
        : new String(file.array(), at, 4, StandardCharsets.ISO_8859_1);
  }
}
