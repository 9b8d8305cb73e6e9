package org.carillon.media.sip.loop;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
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

  /** A channel to watch. A registered channel closes only when its selector runs, so it waits. */
  private record Watched(SelectableChannel channel, Runnable ready) {}

  private final Selector selector;
  private final Thread thread;
  private final List<Watched> watched = new ArrayList<>();
  private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean awake = new AtomicBoolean();
  private final TimerWheel timers = new TimerWheel(System.nanoTime());
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
    if (closed) {
      throw new RejectedExecutionException("The SIP endpoint is closed");
    }
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

  private void wake() {
    if (!inLoop() && awake.compareAndSet(false, true)) {
      selector.wakeup();
    }
  }

  private void run() {
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
    long wait = timers.untilNext(System.nanoTime());
    if (!tasks.isEmpty() || closing || wait <= 0) {
      selector.selectNow(this::ready);
    } else if (wait == Long.MAX_VALUE) {
      selector.select(this::ready);
    } else {
      selector.select(this::ready, Math.max(1, wait / 1_000_000 + 1));
    }
  }

  private void ready(SelectionKey key) {
    runSafely((Runnable) key.attachment());
  }

  private void runTasks() {
    for (int i = 0; i < TASKS_AT_ONCE; i++) {
      Runnable task = tasks.poll();
      if (task == null) {
        return;
      }
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
