package org.carillon.media.rtp;

/**
 * Which streams have their send time when. Belongs to a media thread.
 *
 * <p>A fast stream is in one of 20 slots of 1 ms and so sends at fixed points of time every 20 ms,
 * spread against the others. A slow one, fed by a bridge, is only looked after every half second.
 */
final class SendWheel {
  static final int SLOTS = RtpStream.FRAME_MILLIS;

  /** Periods of 20 ms between two looks at a slow stream. */
  static final int SLOW_PERIODS = 25;

  private final StreamList[] fast = new StreamList[SLOTS];
  private final StreamList[] slow = new StreamList[SLOW_PERIODS];

  SendWheel() {
    fill(fast);
    fill(slow);
  }

  private static void fill(StreamList[] lists) {
    for (int i = 0; i < lists.length; i++) {
      lists[i] = new StreamList(true);
    }
  }

  /** Gives a stream send times; nothing changes when it has some. */
  void fast(PacedStream stream) {
    move(stream, fast);
  }

  /** Takes a stream's send times away; it is still looked after. */
  void slow(PacedStream stream) {
    move(stream, slow);
  }

  private static void move(PacedStream stream, StreamList[] lists) {
    StreamList best = lists[0];
    for (StreamList list : lists) {
      if (list.has(stream)) {
        return;
      }
      if (list.size() < best.size()) {
        best = list;
      }
    }
    StreamList.remove(stream.timing);
    best.add(stream);
  }

  /** The streams that send in a millisecond. */
  StreamList sending(long tick) {
    return fast[(int) (tick % SLOTS)];
  }

  /** The streams looked after in a millisecond; null for most. */
  StreamList tended(long tick) {
    return tick % SLOTS == 0 ? slow[(int) (tick / SLOTS % SLOW_PERIODS)] : null;
  }

  /** Milliseconds from one with or without work to the next that has some; below 0 when none. */
  int ahead(long tick) {
    int next = -1;
    for (int ahead = 0; ahead < SLOTS && next < 0; ahead++) {
      if (sending(tick + ahead).size() > 0) {
        next = ahead;
      }
    }
    int toPeriod = (int) ((SLOTS - tick % SLOTS) % SLOTS);
    for (int period = 0; period < SLOW_PERIODS; period++) {
      int ahead = toPeriod + period * SLOTS;
      if (next >= 0 && ahead >= next) {
        return next;
      }
      if (tended(tick + ahead).size() > 0) {
        return ahead;
      }
    }
    return next;
  }
}
