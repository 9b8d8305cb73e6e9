package org.carillon.core.carriers;

/**
 * Which numbers a list has had so far: a bit each, by hundreds, in an open table. A list of ten
 * million numbers that fill their hundreds takes 5 MB, and never more than 50 MB are used. Owned by
 * one thread.
 */
final class SeenNumbers {

  /** Most hundreds that are remembered. */
  static final int MAX_BLOCKS = 1_500_000;

  private static final int FIRST_SLOTS = 1 << 12;

  private final int maxBlocks;
  private long[] blocks = new long[FIRST_SLOTS]; // a hundred and 1, as 0 is a free slot
  private long[] low = new long[FIRST_SLOTS]; // numbers that end in 00 to 63
  private long[] high = new long[FIRST_SLOTS]; // in 64 to 99
  private int used;

  SeenNumbers() {
    this(MAX_BLOCKS);
  }

  SeenNumbers(int maxBlocks) {
    this.maxBlocks = maxBlocks;
  }

  /**
   * Remembers a number.
   *
   * @param e164 with its plus sign
   * @return whether it was there before; false as well when it is of a hundred too many
   */
  boolean add(String e164) {
    long number = Long.parseLong(e164, 1, e164.length(), 10);
    int slot = slot(number / 100 + 1);
    if (slot < 0) {
      return false;
    }
    int end = (int) (number % 100);
    long[] bits = end < Long.SIZE ? low : high;
    long bit = 1L << end; // of the low six bits, as shifts count
    boolean before = (bits[slot] & bit) != 0;
    bits[slot] |= bit;
    return before;
  }

  /** Whether there were more hundreds than are remembered. */
  boolean isFull() {
    return used == maxBlocks;
  }

  private int slot(long block) {
    int slot = find(block);
    if (blocks[slot] == 0) {
      if (isFull()) {
        return -1;
      }
      if (4 * used >= 3 * blocks.length) {
        grow();
        slot = find(block);
      }
      blocks[slot] = block;
      used++;
    }
    return slot;
  }

  private int find(long block) {
    int slot = (int) ((block * 0x9E3779B97F4A7C15L) >>> 40) & (blocks.length - 1);
    while (blocks[slot] != 0 && blocks[slot] != block) {
      slot = (slot + 1) & (blocks.length - 1);
    }
    return slot;
  }

  private void grow() {
    long[] oldBlocks = blocks;
    long[] oldLow = low;
    long[] oldHigh = high;
    blocks = new long[2 * oldBlocks.length];
    low = new long[blocks.length];
    high = new long[blocks.length];
    for (int i = 0; i < oldBlocks.length; i++) {
      if (oldBlocks[i] != 0) {
        int slot = find(oldBlocks[i]);
        blocks[slot] = oldBlocks[i];
        low[slot] = oldLow[i];
        high[slot] = oldHigh[i];
      }
    }
  }
}
