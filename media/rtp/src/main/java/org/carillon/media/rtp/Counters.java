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

  /** What is counted. Jitter is in microseconds, round trips are in 65,536ths of a second. */
  enum Counter {
    PACKETS_SENT,
    BYTES_SENT,
    SEND_ERRORS,
    AUDIO_FRAMES_SENT,
    PACKETS_RECEIVED,
    BYTES_RECEIVED,
    LOST,
    JITTER,
    JITTER_SUM,
    JITTER_SAMPLES,
    REORDERED,
    DUPLICATES,
    LATE,
    STRANGERS,
    BAD,
    FORGED,
    NOT_RELAYED,
    FRAMES_DROPPED,
    DIGITS,
    RTP_BYTES_SENT,
    RTP_BYTES_RECEIVED,
    RTCP_SENT,
    RTCP_BYTES_SENT,
    RTCP_RECEIVED,
    RTCP_BYTES_RECEIVED,
    UDPTL_SENT,
    UDPTL_RECEIVED,
    /** Sequence numbers left out because the other side of a bridge lost the packets. */
    GAPS,
    /** The same when the other side reported last. */
    GAPS_AT_REPORT,
    REMOTE_FRACTION,
    REMOTE_LOST,
    REMOTE_JITTER,
    REMOTE_JITTER_SUM,
    REMOTE_REPORTS,
    ROUND_TRIP,
    ROUND_TRIP_SUM,
    ROUND_TRIPS
  }

  /** The counters of a stream that was just opened. */
  static final long[] NONE = new long[Counter.values().length];

  private final long[] values = new long[Counter.values().length];

  void add(Counter key, long amount) {
    int i = key.ordinal();
    ELEMENT.setOpaque(values, i, values[i] + amount);
  }

  void set(Counter key, long value) {
    ELEMENT.setOpaque(values, key.ordinal(), value);
  }

  long get(Counter key) {
    return (long) ELEMENT.getOpaque(values, key.ordinal());
  }

  /** All counters now, by their {@code ordinal}; for {@link #of}. */
  long[] values() {
    long[] copy = new long[values.length];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = (long) ELEMENT.getOpaque(values, i);
    }
    return copy;
  }

  /** One of {@link #values}. */
  static long of(long[] some, Counter counter) {
    return some[counter.ordinal()];
  }

  StreamStats snapshot() {
    return new StreamStats(
        get(Counter.PACKETS_SENT),
        get(Counter.BYTES_SENT),
        get(Counter.SEND_ERRORS),
        get(Counter.AUDIO_FRAMES_SENT),
        get(Counter.PACKETS_RECEIVED),
        get(Counter.BYTES_RECEIVED),
        get(Counter.LOST),
        get(Counter.JITTER) / 1000.0,
        get(Counter.STRANGERS),
        get(Counter.BAD),
        get(Counter.FRAMES_DROPPED),
        get(Counter.DIGITS),
        get(Counter.RTCP_SENT),
        get(Counter.RTCP_RECEIVED),
        get(Counter.REMOTE_FRACTION) / 256.0,
        get(Counter.REMOTE_JITTER) / 1000.0,
        get(Counter.ROUND_TRIP) < 0 ? -1 : get(Counter.ROUND_TRIP) / 65.536,
        get(Counter.REORDERED),
        get(Counter.DUPLICATES),
        get(Counter.LATE),
        get(Counter.FORGED),
        get(Counter.NOT_RELAYED),
        get(Counter.UDPTL_SENT),
        get(Counter.UDPTL_RECEIVED));
  }
}
