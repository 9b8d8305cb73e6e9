package org.carillon.media.ivr.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.carillon.media.ivr.PcmAudio;
import org.carillon.media.ivr.WavWriter;

/**
 * A WAV file that grows: 8 kHz, 16 bit, one or two channels. Its header is put right when it is
 * finished, also by another process after the writer died. For one thread.
 */
final class SpoolFile implements AutoCloseable {
  // a machine that dies takes what is not on the disk, or not at the server of the file system: by
  // itself Linux brings it there after half a minute. A small write each so many seconds is cheap
  private static final int FORCED_SECONDS = 5;

  private final FileChannel channel;
  private final int channels;
  private long data;
  private long unforced;
  private ByteBuffer buffer = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);

  private SpoolFile(FileChannel channel, int channels) {
    this.channel = channel;
    this.channels = channels;
  }

  static SpoolFile create(Path file, int channels) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    SpoolFile made = new SpoolFile(channel, channels);
    made.writeAll(ByteBuffer.wrap(WavWriter.header(channels, 0)), 0);
    return made;
  }

  /**
   * Puts the header of a file right whose writer is gone; gives how long it lasts.
   *
   * @param known its channels; 0: what its header says
   */
  static Duration repair(Path file, int known) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      int channels = known > 0 ? known : channelsOf(channel);
      SpoolFile found = new SpoolFile(channel, channels);
      long whole = 2L * channels;
      long bytes =
          Math.clamp(channel.size() - WavWriter.HEADER_BYTES, 0, WavWriter.MOST_DATA_BYTES);
      found.data = bytes / whole * whole;
      channel.truncate(WavWriter.HEADER_BYTES + found.data);
      found.finish();
      return found.length();
    }
  }

  /** One, where it died before it wrote its header. */
  private static int channelsOf(FileChannel channel) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(WavWriter.HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    while (head.hasRemaining()) {
      if (channel.read(head) < 0) {
        return 1;
      }
    }
    return head.getShort(WavWriter.CHANNELS_AT) == 2 ? 2 : 1;
  }

  /** Takes samples, the channels' in turn; what a WAV file has no room for is dropped. */
  void write(short[] samples, int count) throws IOException {
    int bytes = 2 * count;
    if (data + bytes > WavWriter.MOST_DATA_BYTES) {
      return;
    }
    if (buffer.capacity() < bytes) {
      buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
    buffer.clear();
    buffer.asShortBuffer().put(samples, 0, count);
    buffer.limit(bytes);
    writeAll(buffer, WavWriter.HEADER_BYTES + data);
    data += bytes;
    unforced += bytes;
    if (unforced >= FORCED_SECONDS * 2L * PcmAudio.SAMPLE_RATE * channels) {
      channel.force(false);
      unforced = 0;
    }
  }

  Duration length() {
    return Duration.ofMillis(data / (2L * channels) / 8);
  }

  /** Brings all to the disk with its right header. */
  void finish() throws IOException {
    writeAll(ByteBuffer.wrap(WavWriter.header(channels, data)), 0);
    channel.force(true);
  }

  private void writeAll(ByteBuffer bytes, long position) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
