package org.carillon.media.rtp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One media thread: receives, and sends for each of its streams once in 20 ms.
 *
 * <p>Time is a wheel of 20 slots of 1 ms. A stream sits in one slot, so its send times are fixed
 * points of {@link System#nanoTime} from the thread's start and do not drift, and streams are
 * spread over the 20 ms instead of bursting together.
 */
final class MediaThread implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(MediaThread.class);

  private static final int SLOTS = RtpStream.FRAME_MILLIS;
  private static final long TICK_NANOS = 1_000_000L;
  private static final int LATE_TICKS = 5;
  private static final int MOST_LATE_TICKS = 100;

  private final PacketPoller poller;
  private final Thread thread;
  private final ByteBuffer out;
  private final List<List<PacedStream>> wheel = new ArrayList<>(SLOTS);
  private final List<PacedStream> streams = new ArrayList<>();
  private final long base = System.nanoTime();
  private long nextTick;

  private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean wakeAsked = new AtomicBoolean();
  private volatile boolean stopping;
  private volatile boolean ended;
  private volatile int load;
  private final AtomicLong lateTicks = new AtomicLong();
  private final AtomicLong skippedTicks = new AtomicLong();

  MediaThread(PacketPoller poller, int number) {
    this.poller = poller;
    this.out = poller.sendBuffer();
    for (int i = 0; i < SLOTS; i++) {
      wheel.add(new ArrayList<>());
    }
    thread = Thread.ofPlatform().name("carillon-media-" + number).daemon().unstarted(this);
  }

  void start() {
    thread.start();
  }

  PacketPoller poller() {
    return poller;
  }

  /** Streams this thread has; for choosing a thread. */
  int load() {
    return load;
  }

  long lateTicks() {
    return lateTicks.get();
  }

  long skippedTicks() {
    return skippedTicks.get();
  }

  /** Runs a command on this thread soon. Any thread. */
  void execute(Runnable command) {
    commands.add(command);
    if (ended) {
      // nobody else is left to do it
      runCommands();
    } else if (wakeAsked.compareAndSet(false, true)) {
      poller.wake();
    }
  }

  /** Ends the thread after closing its streams, and waits for it. */
  void stop() {
    stopping = true;
    execute(() -> {});
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  // from here on: this thread only

  void add(PacedStream stream) {
    streams.add(stream);
    load = streams.size();
  }

  void remove(PacedStream stream) {
    streams.remove(stream);
    load = streams.size();
    if (stream.slot() >= 0) {
      wheel.get(stream.slot()).remove(stream);
    }
  }

  /** Gives a stream its send times; returns its slot. */
  int schedule(PacedStream stream) {
    int best = 0;
    for (int slot = 1; slot < SLOTS; slot++) {
      if (wheel.get(slot).size() < wheel.get(best).size()) {
        best = slot;
      }
    }
    wheel.get(best).add(stream);
    return best;
  }

  ByteBuffer sendBuffer() {
    return out;
  }

  @Override
  public void run() {
    while (!stopping) {
      try {
        runCommands();
        long wait = sendDue();
        poller.poll(wait);
      } catch (IOException | RuntimeException e) {
        log.error("The media thread met an error and goes on. Report this as a defect.", e);
        // an error that stays must not burn the core
        LockSupport.parkNanos(100 * TICK_NANOS);
      }
    }
    runCommands();
    for (PacedStream stream : List.copyOf(streams)) {
      stream.close();
    }
    runCommands();
    ended = true;
    runCommands();
    poller.close();
  }

  private synchronized void runCommands() {
    wakeAsked.set(false);
    for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
      command.run();
    }
  }

  /** Sends what is due; returns the nanoseconds to the next send time. */
  private long sendDue() {
    long now = System.nanoTime();
    long due = (now - base) / TICK_NANOS;
    if (due - nextTick > MOST_LATE_TICKS) {
      // streams notice the missing periods and move their timestamps on
      skippedTicks.addAndGet(due - nextTick);
      nextTick = due;
    }
    while (nextTick <= due) {
      List<PacedStream> slot = wheel.get((int) (nextTick % SLOTS));
      if (!slot.isEmpty()) {
        if (due - nextTick > LATE_TICKS) {
          lateTicks.incrementAndGet();
        }
        sendSlot(slot, nextTick / SLOTS, now);
      }
      nextTick++;
    }
    return nanosToNextSlot();
  }

  private void sendSlot(List<PacedStream> slot, long period, long now) {
    // backwards: a failing stream leaves the list
    for (int i = slot.size() - 1; i >= 0; i--) {
      PacedStream stream = slot.get(i);
      try {
        stream.tick(period, now, out);
      } catch (RuntimeException e) {
        log.error("An RTP stream failed and is closed. Report this as a defect.", e);
        stream.close();
      }
    }
  }

  private long nanosToNextSlot() {
    for (int ahead = 0; ahead < SLOTS; ahead++) {
      if (!wheel.get((int) ((nextTick + ahead) % SLOTS)).isEmpty()) {
        return Math.max(0, base + (nextTick + ahead) * TICK_NANOS - System.nanoTime());
      }
    }
    return 1000 * TICK_NANOS;
  }
}
