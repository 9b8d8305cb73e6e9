package org.carillon.media.rtp;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/**
 * Sends one key press as telephone-event packets (RFC 4733 section 2.5.1): one each 20 ms with the
 * press's first timestamp and a growing duration, the last one three times. Then two frames of
 * silence, so that presses stay apart. Belongs to the stream's media thread.
 */
final class TelephoneEventSender {
  private static final int LAST_REPEATS = 3;
  private static final int GAP_FRAMES = 2;
  private static final byte VOLUME_MINUS_10_DBM0 = 10;
  private static final int FRAME = RtpStream.FRAME_SAMPLES;

  /** A press to be sent; {@code event} -1 is a pause. */
  record Press(int event, int frames, CompletableFuture<Void> sent) {}

  private Press press;
  private int firstTimestamp;
  private int tick;

  /** Begins a press; the one before must be over. */
  void begin(Press next) {
    press = next;
    tick = 0;
  }

  boolean busy() {
    return press != null;
  }

  /** Whether the present tick carries an event packet, else silence. */
  boolean sendsEvent() {
    return press != null && press.event >= 0 && tick < press.frames + LAST_REPEATS - 1;
  }

  /** Whether the present tick starts a press: the marker bit is set then. */
  boolean starts() {
    return tick == 0;
  }

  /** The timestamp of the press. */
  int timestamp(int now) {
    if (tick == 0) {
      firstTimestamp = now;
    }
    return firstTimestamp;
  }

  /** Writes the event payload, 4 bytes. */
  int write(ByteBuffer out, int index) {
    boolean last = tick >= press.frames - 1;
    // a press of up to 8.19 s fits; a longer one keeps the largest duration (section 2.3.5)
    int duration = Math.min(0xFFFF, FRAME * Math.min(tick + 1, press.frames));
    out.put(index, (byte) press.event);
    out.put(index + 1, (byte) ((last ? 0x80 : 0) | VOLUME_MINUS_10_DBM0));
    out.putShort(index + 2, (short) duration);
    return 4;
  }

  /** The present tick is over. */
  void advance() {
    tick++;
    int total = press.event < 0 ? press.frames : press.frames + LAST_REPEATS - 1 + GAP_FRAMES;
    if (tick >= total) {
      Press over = press;
      press = null;
      over.sent.complete(null);
    }
  }

  void close() {
    if (press != null) {
      press.sent.cancel(false);
      press = null;
    }
  }
}
