package org.carillon.media.rtp.srtp;

/** Working memory for the packets of one media thread, and its own. */
public final class SrtpScratch {
  // the longest packet of the engine, its tag and a rollover counter
  private static final int BYTES = 2048 + 160;

  final byte[] bytes = new byte[BYTES];
  final byte[] counters = new byte[BYTES];
  final byte[] stream = new byte[BYTES];

  void putInt(int at, int value) {
    bytes[at] = (byte) (value >>> 24);
    bytes[at + 1] = (byte) (value >>> 16);
    bytes[at + 2] = (byte) (value >>> 8);
    bytes[at + 3] = (byte) value;
  }
}
