package org.carillon.media.sip.loop;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.carillon.media.sip.SipLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread with a selector, a task queue and timers. The thread owns the channels registered here
 * and everything that its tasks touch.
 */
public final class EventLoop implements SipLoop, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);
  private static final int TASKS_AT_ONCE = 256;

  /**
   * Tasks of other threads that may wait; the loop's own are bounded by what it does, and those
   * that continue calls by the calls.
   */
  private static final int MAX_TASKS = 100_000;

  /** A wait for channels this long was a pause: with something to do it would have returned. */
  private static final long PAUSE_NANOS = 100_000;

  /** After so long without a pause it is not guessed from the time that a wait took. */
  private static final long UNSURE_NANOS = 10_000_000;

  /** A channel to watch. A registered channel closes only when its selector runs, so it waits. */
  private record Watched(SelectableChannel channel, Runnable ready) {}

  private final Selector selector;
  private final Thread thread;
  private final List<Watched> watched = new ArrayList<>();
  private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger queued = new AtomicInteger();
  private final AtomicBoolean awake = new AtomicBoolean();
  private final TimerWheel timers = new TimerWheel(System.nanoTime());
  private volatile long lastPause = System.nanoTime();
  private volatile boolean pausing;
  private volatile boolean closing;
  private volatile boolean closed;

  /** A loop whose thread, not yet started, has that name. */
  public EventLoop(String name) throws IOException {
    selector = Selector.open();
    thread = Thread.ofPlatform().name(name).daemon(true).unstarted(this::run);
  }

  /**
   * Starts the thread.
   *
   * @throws IOException when a channel cannot be watched
   */
  public void start() throws IOException {
    for (Watched watched : watched) {
      if (!watched.channel().isOpen()) {
        continue; // bound and given back, because another transport had its port
      }
      watched.channel().configureBlocking(false);
      watched.channel().register(selector, SelectionKey.OP_READ, watched.ready());
    }
    watched.clear();
    thread.start();
  }

  /** Calls {@code ready} on the loop whenever the channel can be read. Before {@link #start}. */
  public void register(SelectableChannel channel, Runnable ready) {
    watched.add(new Watched(channel, ready));
  }

  @Override
  public boolean inLoop() {
    return Thread.currentThread().equals(thread);
  }

  /** Throws unless the calling thread is this loop. */
  public void requireLoop() {
    if (!inLoop()) {
      throw new IllegalStateException(
          "Call this on the SIP loop: hand it to SipLoop.execute first.");
    }
  }

  @Override
  public void execute(Runnable task) {
    if (!closed && queued.get() >= MAX_TASKS && !inLoop()) {
      throw new RejectedExecutionException(
          "The SIP loop is overloaded: " + MAX_TASKS + " tasks wait for it");
    }
    resume(task);
  }

  @Override
  public void resume(Runnable task) {
    if (closed) {
      throw new RejectedExecutionException("The SIP endpoint is closed");
    }
    queued.incrementAndGet();
    tasks.add(task);
    wake();
  }

  @Override
  public Timeout schedule(Duration delay, Runnable task) {
    long fire = System.nanoTime() + delay.toNanos();
    TimerWheel.Timer timer = new TimerWheel.Timer(task);
    if (inLoop()) {
      timers.add(timer, fire);
    } else {
      execute(() -> timers.add(timer, fire));
    }
    return () -> timers.cancel(timer);
  }

  /** Ends the thread after the tasks queued so far, and waits for it at most 5 seconds. */
  @Override
  public void close() {
    closing = true;
    if (thread.getState() == Thread.State.NEW) {
      closed = true;
      closeSelector();
      return;
    }
    selector.wakeup();
    if (inLoop()) {
      return;
    }
    try {
      if (!thread.join(Duration.ofSeconds(5))) {
        LOG.warn("The SIP loop did not end within 5 s; a callback of the user blocks it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tasks that wait. Safe from any thread. */
  public int queued() {
    return queued.get();
  }

  /**
   * For how long the loop has had something to do without a pause: no message that it takes now has
   * waited longer. Safe from any thread.
   */
  public long lagNanos() {
    return pausing ? 0 : Math.max(0, System.nanoTime() - lastPause);
  }

  private void wake() {
    if (!inLoop() && awake.compareAndSet(false, true)) {
      selector.wakeup();
    }
  }

  private void run() {
    lastPause = System.nanoTime(); // what came before the start has not waited for us
    try {
      while (!closing || !tasks.isEmpty()) {
        select();
        awake.set(false);
        runTasks();
        timers.advance(System.nanoTime(), this::runSafely);
      }
    } catch (IOException e) {
      LOG.error("The SIP loop stops: its selector failed. Restart the endpoint.", e);
    } finally {
      closed = true;
      closeSelector();
    }
  }

  private void select() throws IOException {
    long from = System.nanoTime();
    long wait = timers.untilNext(from);
    boolean busy = !tasks.isEmpty() || closing || wait <= 0;
    boolean unsure = from - lastPause > UNSURE_NANOS;
    if (busy) {
      selector.selectNow();
    } else if (!unsure || !hasWork()) {
      pausing = true;
      selector.select(wait == Long.MAX_VALUE ? 0 : Math.max(1, wait / 1_000_000 + 1));
      long now = System.nanoTime();
      if (unsure || now - from > PAUSE_NANOS) {
        lastPause = now;
      }
      pausing = false;
    }
    Set<SelectionKey> keys = selector.selectedKeys();
    for (SelectionKey key : keys) {
      runSafely((Runnable) key.attachment());
    }
    keys.clear();
  }

  /**
   * Looks for channels that are ready, and for tasks whose wake-up that look has taken. It takes
   * wake-ups of tasks that have run already too: so the next task must wake the loop anew, or it
   * would wait in the queue of a loop that sleeps.
   */
  private boolean hasWork() throws IOException {
    boolean ready = selector.selectNow() > 0;
    awake.set(false);
    return ready || !tasks.isEmpty();
  }

  private void runTasks() {
    for (int i = 0; i < TASKS_AT_ONCE; i++) {
      Runnable task = tasks.poll();
      if (task == null) {
        return;
      }
      queued.decrementAndGet();
      runSafely(task);
    }
  }

  // One broken call must not stop all others.
  private void runSafely(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("A task on the SIP loop failed; report this as a bug", e);
    }
  }

  private void closeSelector() {
    try {
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      LOG.warn("Closing the SIP sockets failed: {}", e.getMessage());
    }
  }
}
