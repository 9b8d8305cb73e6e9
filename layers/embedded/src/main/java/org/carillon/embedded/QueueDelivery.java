package org.carillon.embedded;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.carillon.core.ports.EventStream;
import org.carillon.core.ports.PortUnavailableException;
import org.carillon.embedded.SqliteEventStream.Batch;
import org.carillon.embedded.SqliteEventStream.DueKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One subscription of the queue: a dispatcher thread looks for keys that are due and hands each to
 * one of a few threads. They are platform threads: SQLite and the disk hold the thread that waits
 * for them, and a held carrier would delay the virtual threads of calls.
 */
final class QueueDelivery implements EventStream.Subscription {

  private static final Logger LOG = LoggerFactory.getLogger(QueueDelivery.class);

  /** Keys a consumer works on at once. */
  private static final int PARALLEL = 8;

  private static final int BATCH_RECORDS = 100;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final Duration TROUBLE_PAUSE = Duration.ofSeconds(5);
  private static final long IDLE_MILLIS = 60_000;
  private static final long WORKER_IDLE_SECONDS = 30;

  private final SqliteEventStream stream;
  private final EventStream.Consumer consumer;
  private final Semaphore free = new Semaphore(PARALLEL);
  private final Semaphore woken = new Semaphore(0);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final ThreadPoolExecutor workers;

  /**
   * When the dispatcher looks again by itself; while it looks it must be woken for a new record.
   */
  private volatile long nextLookMillis = Long.MAX_VALUE;

  QueueDelivery(SqliteEventStream stream, EventStream.Consumer consumer) {
    this.stream = stream;
    this.consumer = consumer;
    this.workers =
        new ThreadPoolExecutor(
            PARALLEL,
            PARALLEL,
            WORKER_IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            givingWay(Thread.ofPlatform().name("carillon-call-facts-", 0).daemon().factory()));
    workers.allowCoreThreadTimeOut(true);
  }

  /** The queue keeps what is not consumed yet, so calls come first on a machine that is busy. */
  private static ThreadFactory givingWay(ThreadFactory threads) {
    return task -> threads.newThread(Niceness.givingWay(task));
  }

  void start() {
    Thread.ofPlatform().name("carillon-call-facts").daemon().start(this::dispatch);
  }

  /** A record came in. It lingers, so a look that is planned before its time is early enough. */
  void appended() {
    if (SqliteEventStream.firstDueMillis() < nextLookMillis) {
      wake();
    }
  }

  /** Something may have become due. */
  void wake() {
    if (woken.availablePermits() == 0) {
      woken.release();
    }
  }

  private boolean closing() {
    return closing.getCount() == 0;
  }

  private void dispatch() {
    try {
      while (!closing()) {
        long wait;
        nextLookMillis = Long.MAX_VALUE;
        try {
          wait = handOver();
        } catch (PortUnavailableException e) {
          LOG.error("Call facts cannot be read and wait. {}", e.getMessage());
          wait = TROUBLE_PAUSE.toMillis();
        }
        nextLookMillis = System.currentTimeMillis() + wait;
        if (woken.tryAcquire(wait, TimeUnit.MILLISECONDS)) {
          woken.drainPermits();
        }
      }
      free.acquire(PARALLEL); // the batches in hand
    } catch (InterruptedException e) {
      LOG.error("The delivery of call facts was interrupted; restart Carillon.", e);
    } finally {
      workers.shutdown();
      ended.countDown();
    }
  }

  /**
   * Hands over what is due.
   *
   * @return milliseconds until the next key is due; whatever else happens wakes this delivery
   */
  private long handOver() {
    long now = System.currentTimeMillis();
    for (DueKey due : stream.due(PARALLEL + stream.keysInHand())) {
      if (closing()) {
        return 0;
      }
      if (due.dueMillis() > now) {
        return Math.min(due.dueMillis() - now, IDLE_MILLIS);
      }
      if (!free.tryAcquire()) {
        return IDLE_MILLIS;
      }
      if (stream.take(due.key())) {
        workers.execute(() -> deliver(due));
      } else {
        free.release();
      }
    }
    return IDLE_MILLIS;
  }

  private void deliver(DueKey due) {
    String key = due.key();
    CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
    try {
      Batch batch = stream.batch(key, BATCH_RECORDS);
      if (accepted(batch, due)) {
        done = stream.done(due, batch);
      }
    } catch (PortUnavailableException e) {
      done = CompletableFuture.failedFuture(e);
    } finally {
      free.release();
    }
    var _ =
        done.whenComplete(
            (none, failure) -> {
              if (failure == null) {
                stream.giveBack(key);
              } else {
                holdBack(key, failure);
              }
            });
  }

  /** The queue itself is in trouble, so the pause cannot be written there: the key is held back. */
  private void holdBack(String key, Throwable failure) {
    LOG.error("Call facts of {} come again in {}. {}", key, TROUBLE_PAUSE, failure.getMessage());
    CompletableFuture.delayedExecutor(TROUBLE_PAUSE.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> stream.giveBack(key));
  }

  @SuppressWarnings("CatchingUnchecked") // whatever the consumer throws, the batch comes again
  private boolean accepted(Batch batch, DueKey due) {
    if (batch.records().isEmpty()) {
      return true; // another delivery was here between the look and the taking
    }
    try {
      consumer.accept(batch.records());
      return true;
    } catch (Throwable e) {
      Duration pause = pause(due.failures());
      LOG.warn(
          "The consumer of call facts failed on {} records of {} (attempt {}); they come again in"
              + " {} s.",
          batch.records().size(),
          due.key(),
          due.failures() + 1,
          pause.toMillis() / 1000.0,
          e);
      stream.failed(due, pause);
      return false;
    }
  }

  private static Duration pause(int failures) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, 20));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  @Override
  public void close() {
    closing.countDown();
    wake();
    boolean interrupted = false;
    while (true) {
      try {
        ended.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    stream.ended(this);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
