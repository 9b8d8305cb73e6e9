package org.carillon.aws;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.carillon.core.ports.StreamRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what the spool holds, in order, when SQS is back. One thread. A process that dies half-way
 * sends a segment again; SQS drops what it knows, and consumers are idempotent.
 */
final class SpoolDrain implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SpoolDrain.class);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final SqsQueue queue;
  private final Spool spool;
  private final Semaphore woken = new Semaphore(0);
  private final Semaphore closing = new Semaphore(0);
  private final Thread thread;

  SpoolDrain(SqsQueue queue, Spool spool) {
    this.queue = queue;
    this.spool = spool;
    this.thread = Thread.ofVirtual().name("carillon-call-facts-spool").start(this::drain);
  }

  /** There is something in the spool. */
  void wake() {
    woken.release();
  }

  private void drain() {
    try {
      while (closing.availablePermits() == 0) {
        if (spool.isEmpty() || drainAll()) {
          woken.acquire();
          woken.drainPermits();
        } else if (closing.tryAcquire(LONGEST_PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
          closing.release();
        }
      }
    } catch (InterruptedException e) {
      LOG.error("The sending of spooled call facts was interrupted; they wait for a restart.", e);
    }
  }

  /**
   * Goes on until the spool is empty; false when it cannot be read now, or this drain is closed.
   */
  private boolean drainAll() throws InterruptedException {
    try {
      for (List<StreamRecord> records = spool.first(); !spool.isEmpty(); records = spool.first()) {
        if (!sendAll(records)) {
          return false;
        }
        spool.removeFirst();
        LOG.info("{} spooled call facts were sent.", records.size());
      }
      return true;
    } catch (IOException e) {
      LOG.error(
          "The spool cannot be read: {}. Call facts wait in it; check the disk.", e.getMessage());
      return false;
    }
  }

  /** Goes on until all are sent; false when this drain is closed before. */
  private boolean sendAll(List<StreamRecord> records) throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    int next = 0;
    while (next < records.size()) {
      List<StreamRecord> batch = batch(records, next);
      List<StreamRecord> left = send(batch);
      while (!left.isEmpty()) {
        if (closing.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          closing.release();
          return false;
        }
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                ? pause.multipliedBy(2)
                : LONGEST_PAUSE;
        left = send(left);
      }
      pause = FIRST_PAUSE;
      next += batch.size();
    }
    return true;
  }

  /** The next records up to the first key that repeats: a request holds one record of a key. */
  private static List<StreamRecord> batch(List<StreamRecord> records, int from) {
    List<StreamRecord> batch = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    long bytes = 0;
    for (int i = from; i < records.size() && batch.size() < SqsQueue.MAX_BATCH; i++) {
      StreamRecord entry = records.get(i);
      bytes += QueueMessages.write(entry).length;
      if (!keys.add(entry.key()) || (bytes > SqsQueue.MAX_BATCH_BYTES && !batch.isEmpty())) {
        break;
      }
      batch.add(entry);
    }
    return batch;
  }

  /** Sends, and gives back what was not taken. */
  private List<StreamRecord> send(List<StreamRecord> batch) {
    SqsQueue.Outcome outcome = queue.send(batch);
    List<StreamRecord> left = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      if (outcome.failed().contains(i)) {
        left.add(batch.get(i));
      } else if (outcome.rejected().contains(i)) {
        LOG.error(
            "SQS refuses the spooled call fact {} and it is dropped: {}",
            batch.get(i).id(),
            outcome.reason());
      }
    }
    return left;
  }

  /** Stops between two requests; what is left stays in the spool. */
  @Override
  public void close() {
    closing.release();
    woken.release();
    Uninterrupted.join(thread);
  }
}
