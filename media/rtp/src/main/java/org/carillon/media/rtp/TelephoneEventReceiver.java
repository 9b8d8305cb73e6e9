package org.carillon.media.rtp;

import java.nio.ByteBuffer;

/**
 * Finds key presses in telephone-event packets (RFC 4733 section 2.3). All packets of one press
 * have one timestamp; the last is sent three times. Belongs to the stream's media thread.
 */
final class TelephoneEventReceiver {
  private static final String DIGITS = "0123456789*#ABCD";
  private static final int PAYLOAD_BYTES = 4;
  private static final int LONGEST_SEGMENT = 0xFFFF;

  // a key sounds for 40 ms at least, and so does the pause after it (ITU-T Q.24): who begins
  // presses
  // quicker than this for long presses no keys
  private static final long QUICKEST_NANOS = 30_000_000L;
  // presses that the network held up for a second arrive together
  private static final int AT_ONCE = 16;

  private boolean any;
  private boolean restarted;
  private boolean ended;
  private int timestamp;
  private int event;
  private int duration;
  private int durationBefore;
  // when the next press would be due had those before come at the quickest and no sooner
  private long due;

  /**
   * Takes a packet. Presses that follow each other too quickly for too long are left out; time of
   * arrival tells, for a flood can have any timestamps.
   *
   * @param now the time in nanoseconds, of any origin
   * @return 1 when it is a new press, 0 when it belongs to a known one or is no key, -1 when it is
   *     malformed or a press that nobody can have made
   */
  int packet(ByteBuffer packet, RtpPacket header, DigitListener listener, long now) {
    if (header.payloadLength() < PAYLOAD_BYTES) {
      return -1;
    }
    int at = header.payloadOffset();
    int newEvent = packet.get(at) & 0xFF;
    boolean end = (packet.get(at + 1) & 0x80) != 0;
    int newDuration = packet.getShort(at + 2) & 0xFFFF;
    if (newEvent >= DIGITS.length()) {
      return 0;
    }
    int age = header.timestamp() - timestamp;
    if (any && age < 0 && !restarted) {
      // a late packet of a press that is over
      return 0;
    }
    boolean isNew = false;
    if (!any || age != 0 || (restarted && newEvent != event)) {
      // section 2.5.1.3: a press longer than 8 s goes on with the next timestamp
      boolean continued =
          any
              && !restarted
              && !ended
              && newEvent == event
              && duration == LONGEST_SEGMENT
              && age == LONGEST_SEGMENT;
      if (continued) {
        durationBefore += LONGEST_SEGMENT;
      } else if (isTooQuick(now)) {
        return -1;
      } else {
        release(listener);
        durationBefore = 0;
        isNew = true;
      }
      any = true;
      restarted = false;
      ended = false;
      event = newEvent;
      duration = 0;
      timestamp = header.timestamp();
      if (isNew && listener != null) {
        listener.pressed(DIGITS.charAt(event));
      }
    }
    duration = Math.max(duration, newDuration);
    if (end) {
      release(listener);
    }
    return isNew ? 1 : 0;
  }

  /** Whether a press that begins now is one too many; if not, it is counted. */
  private boolean isTooQuick(long now) {
    if (!any || now - due > 0) {
      due = now;
    }
    if (due - now > (AT_ONCE - 1) * QUICKEST_NANOS) {
      return true;
    }
    due += QUICKEST_NANOS;
    return false;
  }

  /**
   * Another source, whose timestamps have nothing to do with those before, speaks from now on. The
   * same key at the very same time is the same press still: some devices have a source, or sequence
   * numbers, of their own for keys, and speech goes on between the packets of a press.
   */
  void restart(DigitListener listener) {
    release(listener);
    restarted = true;
  }

  private void release(DigitListener listener) {
    if (any && !ended) {
      ended = true;
      if (listener != null) {
        listener.released(
            DIGITS.charAt(event), (durationBefore + duration) / (G711.SAMPLE_RATE / 1000));
      }
    }
  }
}
