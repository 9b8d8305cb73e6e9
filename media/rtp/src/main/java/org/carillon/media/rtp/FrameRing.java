package org.carillon.media.rtp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Encoded frames on their way from a player to the media thread: bounded, the player waits while it
 * is full, the media thread never waits.
 *
 * <p>Positions count frames and never go back: {@code taken <= written}. Writers take turns by a
 * lock and alone advance {@code written}; the media thread alone advances {@code taken}.
 */
final class FrameRing {
  /** 640 ms: enough for a player that is held up, little enough to keep a leg small. */
  static final int CAPACITY = 32;

  private static final int FRAME = RtpStream.FRAME_SAMPLES;

  private final byte[] codes = new byte[CAPACITY * FRAME];
  private final G711[] laws = new G711[CAPACITY];
  private final byte[] recoded = new byte[FRAME];
  private final ReentrantLock writers = new ReentrantLock();
  private final Queue<Waiter> waiters = new ConcurrentLinkedQueue<>();
  private final Consumer<Waiter> waking = this::wake; // made once: it is used for many frames
  private final AtomicLong nextWake = new AtomicLong(Long.MAX_VALUE);

  private volatile long written;
  private volatile long taken;
  private volatile long clearTo;
  private volatile boolean closed;

  private record Waiter(Thread thread, long position) {}

  /** Writes frames, waiting for room; returns the position after the last one. */
  long write(short[] pcm, int offset, int length, G711 law)
      throws StreamClosedException, InterruptedException {
    Objects.checkFromIndexSize(offset, length, pcm.length);
    writers.lockInterruptibly();
    try {
      for (int done = 0; done < length; done += FRAME) {
        long position = written;
        if (position - taken >= CAPACITY) {
          // woken when half of it is free, not for each frame
          await(position - CAPACITY / 2);
        }
        if (closed) {
          throw new StreamClosedException();
        }
        int slot = (int) (position % CAPACITY);
        int n = Math.min(FRAME, length - done);
        law.encode(pcm, offset + done, codes, slot * FRAME, n);
        if (n < FRAME) {
          Arrays.fill(codes, slot * FRAME + n, (slot + 1) * FRAME, law.silence());
        }
        laws[slot] = law;
        written = position + 1;
      }
      return written;
    } finally {
      writers.unlock();
    }
  }

  /** Waits until the frames before a position were sent or dropped. */
  void await(long position) throws StreamClosedException, InterruptedException {
    if (taken >= position) {
      return;
    }
    Waiter waiter = new Waiter(Thread.currentThread(), position);
    waiters.add(waiter);
    try {
      while (true) {
        nextWake.accumulateAndGet(position, Math::min);
        if (taken >= position) {
          return;
        }
        if (closed) {
          throw new StreamClosedException();
        }
        LockSupport.park(this);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    } finally {
      waiters.remove(waiter);
    }
  }

  /** Drops what is queued now; the media thread does it before its next frame. */
  void clear() {
    clearTo = written;
  }

  /** Media thread: whether {@link #peek} has nothing to give, nor to drop. */
  boolean isEmpty() {
    return taken == written;
  }

  /**
   * Media thread: copies the next frame, in the law asked for, to {@code out} at an index.
   *
   * @return false when nothing is queued
   */
  boolean peek(ByteBuffer out, int index, G711 law) {
    long from = Math.max(taken, clearTo);
    if (from != taken) {
      advance(from);
    }
    if (from == written) {
      return false;
    }
    int slot = (int) (from % CAPACITY);
    if (laws[slot] == law) {
      out.put(index, codes, slot * FRAME, FRAME);
    } else {
      // queued before a re-INVITE changed the codec
      System.arraycopy(codes, slot * FRAME, recoded, 0, FRAME);
      laws[slot].recodeToOther(recoded, 0, FRAME);
      out.put(index, recoded, 0, FRAME);
    }
    return true;
  }

  /** Media thread: the frame that {@link #peek} gave was sent. */
  void taken() {
    advance(taken + 1);
  }

  private void advance(long position) {
    taken = position;
    if (position >= nextWake.get()) {
      nextWake.set(Long.MAX_VALUE);
      waiters.forEach(waking);
    }
  }

  private void wake(Waiter waiter) {
    if (taken >= waiter.position) {
      LockSupport.unpark(waiter.thread);
    } else {
      nextWake.accumulateAndGet(waiter.position, Math::min);
    }
  }

  /** Ends all waiting, now and later. */
  void close() {
    closed = true;
    for (Waiter waiter : waiters) {
      LockSupport.unpark(waiter.thread);
    }
  }
}
