package org.carillon.media.rtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counters written by one thread, the stream's media thread, and read by any. Opaque access: a
 * reader sees each counter whole and soon, and the writer pays no fence.
 */
@SuppressWarnings("EnumOrdinal") // an index into an array that lives no longer than the process
final class Counters {
  private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);

  /** What is counted. */
  enum Key {
    PACKETS_SENT,
    BYTES_SENT,
    SEND_ERRORS,
    AUDIO_FRAMES_SENT,
    PACKETS_RECEIVED,
    BYTES_RECEIVED,
    LOST,
    JITTER,
    STRANGERS,
    BAD,
    FRAMES_DROPPED,
    DIGITS,
    RTCP_SENT,
    RTCP_RECEIVED,
    REMOTE_FRACTION,
    REMOTE_JITTER,
    ROUND_TRIP
  }

  private final long[] values = new long[Key.values().length];

  void add(Key key, long amount) {
    int i = key.ordinal();
    ELEMENT.setOpaque(values, i, values[i] + amount);
  }

  void set(Key key, long value) {
    ELEMENT.setOpaque(values, key.ordinal(), value);
  }

  long get(Key key) {
    return (long) ELEMENT.getOpaque(values, key.ordinal());
  }

  StreamStats snapshot() {
    return new StreamStats(
        get(Key.PACKETS_SENT),
        get(Key.BYTES_SENT),
        get(Key.SEND_ERRORS),
        get(Key.AUDIO_FRAMES_SENT),
        get(Key.PACKETS_RECEIVED),
        get(Key.BYTES_RECEIVED),
        get(Key.LOST),
        get(Key.JITTER) / (G711.SAMPLE_RATE / 1000.0),
        get(Key.STRANGERS),
        get(Key.BAD),
        get(Key.FRAMES_DROPPED),
        get(Key.DIGITS),
        get(Key.RTCP_SENT),
        get(Key.RTCP_RECEIVED),
        get(Key.REMOTE_FRACTION) / 256.0,
        get(Key.REMOTE_JITTER) / (G711.SAMPLE_RATE / 1000.0),
        get(Key.ROUND_TRIP) < 0 ? -1 : get(Key.ROUND_TRIP) / 65.536);
  }
}
