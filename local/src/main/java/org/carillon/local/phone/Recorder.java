package org.carillon.local.phone;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.carillon.media.ivr.PcmAudio;
import org.carillon.media.rtp.AudioReader;
import org.carillon.media.rtp.RtpStream;

/** Keeps what a stream hears, from {@link #start} to the stream's end. */
final class Recorder {
  /** Ten minutes: a recording does not grow without end. */
  private static final int MAX_BYTES = 10 * 60 * PcmAudio.SAMPLE_RATE * 2;

  private final RtpStream stream;
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  private Thread thread;

  Recorder(RtpStream stream) {
    this.stream = stream;
  }

  /** Listens from now on. */
  void start() {
    AudioReader reader = stream.openReader();
    thread = Thread.startVirtualThread(() -> listen(reader));
  }

  /** All that was heard, once the stream is closed. */
  PcmAudio finish() {
    try {
      if (thread != null) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return soFar();
  }

  /** What was heard until now. Safe from any thread. */
  PcmAudio soFar() {
    byte[] bytes = heard.toByteArray();
    short[] samples = new short[bytes.length / 2];
    ByteBuffer.wrap(bytes).asShortBuffer().get(samples);
    return PcmAudio.of(samples);
  }

  private void listen(AudioReader reader) {
    short[] frame = new short[RtpStream.FRAME_SAMPLES];
    ByteBuffer bytes = ByteBuffer.allocate(frame.length * 2);
    try (reader) {
      while (reader.read(frame) && heard.size() < MAX_BYTES) {
        bytes.clear().asShortBuffer().put(frame);
        heard.writeBytes(bytes.array()); // synchronized, as size and toByteArray are
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
