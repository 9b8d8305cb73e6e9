package org.carillon.media.ivr.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.carillon.media.ivr.WavWriter;

/**
 * A WAV file that grows: 8 kHz, 16 bit, one or two channels. Its header is put right when it is
 * finished, also by another process after the writer died. For one thread.
 */
final class SpoolFile implements AutoCloseable {
  private final FileChannel channel;
  private final int channels;
  private long data;
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

  /** Puts the header of a file right whose writer is gone; gives how long it lasts. */
  static Duration repair(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer head = ByteBuffer.allocate(WavWriter.HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      while (head.hasRemaining()) {
        if (channel.read(head) < 0) {
          return Duration.ZERO; // died before it wrote a word
        }
      }
      int channels = Math.max(1, head.getShort(WavWriter.CHANNELS_AT));
      SpoolFile found = new SpoolFile(channel, channels);
      long whole = 2L * channels;
      found.data =
          Math.min(channel.size() - WavWriter.HEADER_BYTES, WavWriter.MOST_DATA_BYTES)
              / whole
              * whole;
      channel.truncate(WavWriter.HEADER_BYTES + found.data);
      found.finish();
      return found.length();
    }
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
