package org.carillon.media.rtp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.carillon.media.rtp.srtp.SrtpScratch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One media thread: receives, and sends for each of its streams once in 20 ms. Send times are fixed
 * points of {@link System#nanoTime} and do not drift.
 */
final class MediaThread implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(MediaThread.class);

  private static final int SLOTS = SendWheel.SLOTS;
  private static final long TICK_NANOS = 1_000_000L;
  private static final int LATE_TICKS = 5;
  private static final int MOST_LATE_TICKS = 100;
  private static final long BASE = System.nanoTime();

  private final PacketPoller poller;
  private final Thread thread;
  private final ByteBuffer out;
  private final SendWheel wheel = new SendWheel();
  private final StreamList streams = new StreamList(false);
  private final SrtpScratch srtpScratch = new SrtpScratch();
  private long nextTick = (System.nanoTime() - BASE) / TICK_NANOS;

  /** The next one with work for the streams there were; the highest number when none had any. */
  private long awaitedTick = Long.MAX_VALUE;

  /** A thread that is back this soon by itself is not woken: a system call for each is dearer. */
  private static final long SHORT_SLEEP_NANOS = 2 * TICK_NANOS;

  /** Commands come in groups: a thread that was woken for one looks for more by itself so long. */
  private static final long LINGER_NANOS = 4 * TICK_NANOS;

  private long lingersUntil = System.nanoTime();

  private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
  // true while nobody needs to wake: it is awake, will be soon, or was asked
  private final AtomicBoolean wakeAsked = new AtomicBoolean();
  private volatile boolean stopping;
  private volatile boolean ended;
  private volatile int load;
  private final AtomicLong lateTicks = new AtomicLong();
  private final AtomicLong skippedTicks = new AtomicLong();
  private final AtomicLong strangers = new AtomicLong();
  private final PacingFigures.Counting pacing = new PacingFigures.Counting();

  MediaThread(PacketPoller poller, int number) {
    this.poller = poller;
    this.out = poller.sendBuffer();
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

  /** Packets of strangers that all its streams dropped, those closed too. */
  long strangers() {
    return strangers.get();
  }

  PacingFigures.Counting pacing() {
    return pacing;
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
    StreamList.remove(stream.place);
    StreamList.remove(stream.timing);
    load = streams.size();
  }

  SendWheel wheel() {
    return wheel;
  }

  /** The period of 20 ms that a time lies in. */
  static long period(long nanoTime) {
    return (nanoTime - BASE) / (SLOTS * TICK_NANOS);
  }

  void countStranger() {
    strangers.lazySet(strangers.getPlain() + 1); // nobody else writes it
  }

  SrtpScratch srtpScratch() {
    return srtpScratch;
  }

  ByteBuffer sendBuffer() {
    return out;
  }

  @Override
  public void run() {
    while (!stopping) {
      try {
        runCommands();
        poller.poll(sleepFor(sendDue()));
      } catch (IOException | RuntimeException e) {
        log.error("The media thread met an error and goes on. Report this as a defect.", e);
        // an error that stays must not burn the core
        LockSupport.parkNanos(100 * TICK_NANOS);
      }
    }
    runCommands();
    for (PacedStream stream : streams.copy()) {
      stream.close();
    }
    runCommands();
    ended = true;
    runCommands();
    poller.close();
  }

  /** How long to wait for packets; asks to be woken from a long wait, unless a command is there. */
  private long sleepFor(long wait) {
    if (wait <= SHORT_SLEEP_NANOS) {
      return wait;
    }
    if (lingersUntil - System.nanoTime() > 0) {
      return TICK_NANOS;
    }
    wakeAsked.set(false);
    return commands.isEmpty() ? wait : 0;
  }

  private synchronized void runCommands() {
    wakeAsked.set(true);
    Runnable command = commands.poll();
    if (command != null) {
      lingersUntil = System.nanoTime() + LINGER_NANOS;
    }
    for (; command != null; command = commands.poll()) {
      command.run();
    }
  }

  /** Sends what is due; returns the nanoseconds to the next send time. */
  private long sendDue() {
    long now = System.nanoTime();
    long due = (now - BASE) / TICK_NANOS;
    nextTick = Math.max(nextTick, Math.min(awaitedTick, due)); // nothing was due before it
    if (due - nextTick > MOST_LATE_TICKS) {
      // streams notice the missing periods and move their timestamps on
      skippedTicks.addAndGet(due - nextTick);
      nextTick = due;
    }
    while (nextTick <= due) {
      StreamList sending = wheel.sending(nextTick);
      if (sending.size() > 0) {
        if (due - nextTick > LATE_TICKS) {
          lateTicks.incrementAndGet();
        }
        int count = sending.size();
        run(sending, nextTick / SLOTS, now);
        pacing.add(count, System.nanoTime() - BASE - nextTick * TICK_NANOS);
      }
      StreamList tended = wheel.tended(nextTick);
      if (tended != null) {
        run(tended, -1, now);
      }
      nextTick++;
    }
    int ahead = wheel.ahead(nextTick);
    if (ahead < 0) {
      awaitedTick = Long.MAX_VALUE;
      return 1000 * TICK_NANOS;
    }
    awaitedTick = nextTick + ahead;
    return Math.max(0, BASE + awaitedTick * TICK_NANOS - System.nanoTime());
  }

  /** One send time of each, or a look at each when there is no period. */
  private void run(StreamList some, long period, long now) {
    // backwards: a stream may leave the list, and another from the end then takes its place
    for (int i = some.size() - 1; i >= 0; i--) {
      PacedStream stream = some.get(i);
      try {
        if (period >= 0) {
          stream.tick(period, now, out);
        } else {
          stream.tend(now, out);
        }
      } catch (RuntimeException e) {
        log.error("An RTP stream failed and is closed. Report this as a defect.", e);
        stream.close();
      }
    }
  }
}
