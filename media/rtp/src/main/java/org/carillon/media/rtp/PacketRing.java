package org.carillon.media.rtp;

import java.nio.ByteBuffer;

/**
 * Received speech on its way from the media thread to one consumer: pieces of at most a frame, in
 * the order of their arrival, bounded. The media thread alone adds and advances {@code written};
 * the consumer alone takes and advances {@code taken}.
 */
final class PacketRing {
  private static final int FRAME = RtpStream.FRAME_SAMPLES;

  private final byte[] codes;
  private final int[] lengths;
  private final int[] timestamps;
  private final long[] arrivals;
  private final G711[] laws;
  private volatile long written;
  private volatile long taken;

  /** With room for so many pieces. */
  PacketRing(int slots) {
    codes = new byte[slots * FRAME];
    lengths = new int[slots];
    timestamps = new int[slots];
    arrivals = new long[slots];
    laws = new G711[slots];
  }

  /**
   * Media thread: takes a payload in.
   *
   * @return how many pieces did not fit
   */
  int offer(ByteBuffer packet, int offset, int length, int timestamp, G711 law, long nanoTime) {
    int dropped = 0;
    for (int done = 0; done < length; done += FRAME) {
      long position = written;
      if (position - taken >= lengths.length) {
        dropped++;
        continue;
      }
      int slot = (int) (position % lengths.length);
      int n = Math.min(FRAME, length - done);
      packet.get(offset + done, codes, slot * FRAME, n);
      lengths[slot] = n;
      timestamps[slot] = timestamp + done;
      arrivals[slot] = nanoTime;
      laws[slot] = law;
      written = position + 1;
    }
    return dropped;
  }

  /** Whether nothing waits. */
  boolean isEmpty() {
    return taken == written;
  }

  private int slot() {
    return (int) (taken % lengths.length);
  }

  /** Consumer: the RTP timestamp of the oldest piece. */
  int timestamp() {
    return timestamps[slot()];
  }

  /** Consumer: when the oldest piece arrived, a {@link System#nanoTime}. */
  long arrival() {
    return arrivals[slot()];
  }

  /** Consumer: decodes the oldest piece, which stays; returns its length in samples. */
  int decode(short[] samples) {
    int slot = slot();
    laws[slot].decode(codes, slot * FRAME, samples, 0, lengths[slot]);
    return lengths[slot];
  }

  /** Consumer: drops the oldest piece. */
  void remove() {
    long position = taken;
    taken = position + 1;
  }
}
