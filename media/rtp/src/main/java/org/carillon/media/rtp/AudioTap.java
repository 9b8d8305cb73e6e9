package org.carillon.media.rtp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The readers of one way of a stream. Readers come and go on any thread; the media thread offers
 * packets to those that are there.
 */
final class AudioTap {
  private static final int MOST_READERS = 4;
  private static final TimelineReader[] NOBODY = {};

  private volatile TimelineReader[] readers = NOBODY;
  private volatile boolean closed;

  /** Any thread. */
  synchronized AudioReader open() {
    if (readers.length >= MOST_READERS) {
      throw new IllegalStateException("a stream has at most " + MOST_READERS + " readers each way");
    }
    TimelineReader reader = new TimelineReader(this::remove);
    List<TimelineReader> all = new ArrayList<>(List.of(readers));
    all.add(reader);
    readers = all.toArray(NOBODY);
    if (closed) {
      reader.close();
    }
    return reader;
  }

  private synchronized void remove(TimelineReader reader) {
    List<TimelineReader> all = new ArrayList<>(List.of(readers));
    all.remove(reader);
    readers = all.toArray(NOBODY);
  }

  /** Any thread: nothing more is heard. */
  void close() {
    closed = true;
    for (TimelineReader reader : readers) {
      reader.close();
    }
  }

  /** Media thread: whether anybody listens. */
  boolean isOpen() {
    return readers.length > 0;
  }

  /**
   * Media thread: takes a payload.
   *
   * @return how many frames were dropped by readers that sleep
   */
  int offer(ByteBuffer packet, int offset, int length, int timestamp, G711 law, long nanoTime) {
    int dropped = 0;
    for (TimelineReader reader : readers) {
      dropped += reader.offer(packet, offset, length, timestamp, law, nanoTime);
    }
    return dropped;
  }
}
