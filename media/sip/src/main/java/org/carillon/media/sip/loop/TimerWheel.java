package org.carillon.media.sip.loop;

/**
 * Timers in slots of about 8 ms. Setting and cancelling take constant time, because nearly every
 * SIP timer is cancelled before it fires. Belongs to one thread.
 */
final class TimerWheel {
  /** A tick is 2^23 ns, 8.4 ms. */
  private static final int TICK_SHIFT = 23;

  private static final int SLOTS = 4096;

  private final Timer[] slots = new Timer[SLOTS];
  private final long[] used = new long[SLOTS / 64];
  private long tick;
  private int size;

  TimerWheel(long nanoTime) {
    tick = nanoTime >> TICK_SHIFT;
  }

  /** A timer, linked into its slot's ring. */
  static final class Timer {
    private final Runnable task;
    private Timer before = this;
    private Timer after = this;
    private long deadline;
    private boolean cancelled;

    Timer(Runnable task) {
      this.task = task;
    }
  }

  int size() {
    return size;
  }

  /** Sets a timer; one that was cancelled before stays off. */
  void add(Timer timer, long fireNanoTime) {
    if (timer.cancelled) {
      return;
    }
    timer.deadline = Math.max(tick + 1, (fireNanoTime >> TICK_SHIFT) + 1);
    int slot = (int) (timer.deadline & (SLOTS - 1));
    Timer ring = slots[slot];
    if (ring == null) {
      ring = new Timer(() -> {});
      slots[slot] = ring;
    }
    link(ring, timer);
    used[slot >> 6] |= 1L << slot;
    size++;
  }

  void cancel(Timer timer) {
    timer.cancelled = true;
    if (timer.after != timer) {
      unlink(timer);
      size--;
    }
  }

  /** Nanoseconds until a timer may be due; {@link Long#MAX_VALUE} when there is none. */
  long untilNext(long nanoTime) {
    if (size == 0) {
      return Long.MAX_VALUE;
    }
    for (int ahead = 1; ahead <= SLOTS; ) {
      int slot = (int) ((tick + ahead) & (SLOTS - 1));
      long word = used[slot >> 6] >>> slot;
      if (word != 0) {
        ahead += Long.numberOfTrailingZeros(word);
        return Math.max(0, ((tick + ahead) << TICK_SHIFT) - nanoTime);
      }
      ahead += 64 - (slot & 63);
    }
    return (long) SLOTS << TICK_SHIFT;
  }

  /** Runs what is due. */
  void advance(long nanoTime, java.util.function.Consumer<Runnable> runner) {
    long now = nanoTime >> TICK_SHIFT;
    if (size == 0) {
      tick = now;
      return;
    }
    Timer due = new Timer(() -> {});
    // After a long pause every slot is looked at once, not once a tick.
    long from = Math.max(tick + 1, now - SLOTS + 1);
    for (long t = from; t <= now; t++) {
      int slot = (int) (t & (SLOTS - 1));
      if ((used[slot >> 6] & 1L << slot) != 0) {
        collect(slot, now, due);
      }
    }
    tick = Math.max(tick, now);
    while (due.after != due) {
      Timer timer = due.after;
      unlink(timer);
      size--;
      runner.accept(timer.task);
    }
  }

  private void collect(int slot, long now, Timer due) {
    Timer ring = slots[slot];
    Timer timer = ring.after;
    while (timer != ring) {
      Timer next = timer.after;
      if (timer.deadline <= now) {
        unlink(timer);
        link(due, timer);
      }
      timer = next;
    }
    if (ring.after == ring) {
      used[slot >> 6] &= ~(1L << slot);
    }
  }

  private static void link(Timer ring, Timer timer) {
    timer.before = ring.before;
    timer.after = ring;
    ring.before.after = timer;
    ring.before = timer;
  }

  private static void unlink(Timer timer) {
    timer.before.after = timer.after;
    timer.after.before = timer.before;
    timer.before = timer;
    timer.after = timer;
  }
}
