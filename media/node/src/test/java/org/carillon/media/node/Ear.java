package org.carillon.media.node;

import java.util.concurrent.atomic.AtomicInteger;
import org.carillon.media.rtp.AudioReader;
import org.carillon.media.rtp.RtpStream;

/** Listens for a tone. */
final class Ear {
  private Ear() {}

  /** Counts the frames of 20 ms with this tone from now on. */
  static AtomicInteger on(RtpStream stream, int hertz) {
    AtomicInteger heard = new AtomicInteger();
    AudioReader ear = stream.openReader();
    Thread.startVirtualThread(
        () -> {
          short[] frame = new short[RtpStream.FRAME_SAMPLES];
          try {
            while (ear.read(frame)) {
              if (Tones.share(frame, hertz) > 0.8) {
                heard.incrementAndGet();
              }
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    return heard;
  }
}
