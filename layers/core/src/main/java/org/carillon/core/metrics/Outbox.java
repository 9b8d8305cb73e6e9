package org.carillon.core.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.carillon.core.ports.PortUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What calls hand over without waiting, on its way to a store that may be slow or away: a bounded
 * queue and one thread. What does not fit is lost, counted and logged; calls go on.
 */
public final class Outbox<T> implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Outbox.class);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /** How often losses are told at most. */
  private static final Duration TELL_EVERY = Duration.ofSeconds(10);

  /** How long a stop waits for what is queued. */
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);

  private final String what;
  private final int batch;
  private final Consumer<List<T>> store;
  private final BlockingQueue<T> queue;
  private final ToLongFunction<T> weight;
  private final long maxWeight;
  private final AtomicLong weighs = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final Thread thread;
  private long toldLost; // the thread's own
  private long nextTold = System.nanoTime(); // the thread's own
  private volatile boolean closing;

  /**
   * Starts the thread.
   *
   * @param what in the plural, for log lines
   * @param capacity how many may wait
   * @param batch how many the store gets at once
   * @param store takes a batch and may block; {@link PortUnavailableException} means: again later
   */
  public Outbox(String what, int capacity, int batch, Consumer<List<T>> store) {
    this(what, capacity, batch, store, one -> 0, 0);
  }

  /**
   * The same with a second bound, for things of which one may be as large as hundreds of others.
   *
   * @param weight of one, such as its bytes
   * @param maxWeight of all that wait together
   */
  public Outbox(
      String what,
      int capacity,
      int batch,
      Consumer<List<T>> store,
      ToLongFunction<T> weight,
      long maxWeight) {
    this.what = what;
    this.weight = weight;
    this.maxWeight = maxWeight;
    this.batch = batch;
    this.store = store;
    this.queue = new ArrayBlockingQueue<>(capacity);
    this.thread = Thread.ofVirtual().name("outbox-of-" + what.replace(' ', '-')).start(this::run);
  }

  /** Hands one over. Never blocks; false when it is lost because too many wait. */
  public boolean offer(T one) {
    long more = weight.applyAsLong(one);
    if (weighs.addAndGet(more) <= maxWeight && queue.offer(one)) {
      return true;
    }
    weighs.addAndGet(-more);
    lost.incrementAndGet();
    return false;
  }

  /** How many were lost since the start. */
  public long lost() {
    return lost.get();
  }

  private void run() {
    List<T> hand = new ArrayList<>(batch);
    try {
      while (!closing || !queue.isEmpty()) {
        T first = queue.poll(100, TimeUnit.MILLISECONDS);
        if (first != null) {
          hand.add(first);
          queue.drainTo(hand, batch - 1);
          give(List.copyOf(hand));
          weighs.addAndGet(-hand.stream().mapToLong(weight).sum());
          hand.clear();
        }
        tellLost();
      }
    } catch (InterruptedException e) {
      lost.addAndGet(hand.size() + queue.size());
      tellLost();
      Thread.currentThread().interrupt();
    }
  }

  private void give(List<T> some) throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        store.accept(some);
        return;
      } catch (PortUnavailableException e) {
        if (pause.equals(FIRST_PAUSE)) {
          log.warn("{} wait, their store is away; they are sent again. {}", what, e.getMessage());
        }
        tellLost();
        Thread.sleep(pause);
        pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
      } catch (RuntimeException e) {
        // the store will never take these: the others must not wait for them
        lost.addAndGet(some.size());
        log.error("{} {} are lost, their store refused them.", some.size(), what, e);
        return;
      }
    }
  }

  private void tellLost() {
    long now = lost.get();
    if (now > toldLost && (closing || System.nanoTime() - nextTold >= 0)) {
      nextTold = System.nanoTime() + TELL_EVERY.toNanos();
      log.warn(
          "{} {} were lost since the start, {} of them since the last line like this. The store of"
              + " them is slow or away; look at the lines before.",
          now,
          what,
          now - toldLost);
      toldLost = now;
    }
  }

  /** Sends what waits, for a few seconds at most, and ends the thread. */
  @Override
  public void close() {
    closing = true;
    try {
      if (!thread.join(CLOSE_LIMIT)) {
        thread.interrupt();
        thread.join();
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
