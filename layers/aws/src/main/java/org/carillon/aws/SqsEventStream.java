package org.carillon.aws;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.carillon.core.ports.EventStream;
import org.carillon.core.ports.PortUnavailableException;
import org.carillon.core.ports.StreamRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event stream on an SQS FIFO queue. A record is durable when SQS has it, or, while SQS is
 * away, when the spool on the local disk has it; what is there is sent as soon as SQS is back.
 *
 * <p>A few lanes send in parallel. A key is in one lane at a time, and a request holds one record
 * of a key: so a record that SQS did not take is never overtaken by the next of its key.
 */
final class SqsEventStream implements EventStream, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SqsEventStream.class);

  private static final int LANES = 4;
  private static final int MAX_WAITING = 10_000;
  private static final int MESSAGE_FRAME_BYTES = 300; // id, key and what goes around them
  private static final long MAX_WAITING_BYTES = 64_000_000;

  private final SqsQueue queue;
  private final Spool spool;
  private final SpoolDrain drain;
  private final Duration poll;
  private final List<Thread> lanes = new ArrayList<>();
  private final Set<SqsDelivery> deliveries = ConcurrentHashMap.newKeySet();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ready = lock.newCondition();

  // All guarded by lock.
  private final Map<String, Deque<Waiting>> byKey = new HashMap<>();
  private final Deque<String> readyKeys = new ArrayDeque<>(); // have records and are in no lane
  private int waitingCount;
  private long waitingBytes;
  private boolean closed;

  private record Waiting(StreamRecord entry, int bytes, CompletableFuture<Void> durable) {}

  /**
   * Starts the lanes and the sending of what an earlier process spooled.
   *
   * @param poll how long one request waits for messages, and so how long a subscription takes to
   *     close; at most 20 s
   */
  SqsEventStream(SqsQueue queue, Spool spool, Duration poll) {
    this.queue = queue;
    this.spool = spool;
    this.poll = poll;
    this.drain = new SpoolDrain(queue, spool);
    for (int i = 0; i < LANES; i++) {
      lanes.add(Thread.ofVirtual().name("carillon-call-facts-lane-" + i).start(this::send));
    }
  }

  @Override
  public CompletableFuture<Void> append(StreamRecord entry) {
    int bytes = entry.bodyJson().length + MESSAGE_FRAME_BYTES;
    lock.lock();
    try {
      if (closed || waitingCount >= MAX_WAITING || waitingBytes + bytes > MAX_WAITING_BYTES) {
        return CompletableFuture.failedFuture(
            new PortUnavailableException(
                closed ? "The event stream is closed." : "Too many call facts wait for SQS.",
                null));
      }
      Waiting waiting = new Waiting(entry, bytes, new CompletableFuture<>());
      Deque<Waiting> ofKey = byKey.get(entry.key());
      if (ofKey == null) {
        ofKey = new ArrayDeque<>();
        byKey.put(entry.key(), ofKey);
        readyKeys.add(entry.key());
        ready.signal();
      }
      ofKey.add(waiting);
      waitingCount++;
      waitingBytes += bytes;
      return waiting.durable;
    } finally {
      lock.unlock();
    }
  }

  /** A lane: takes the first records of some keys, deals with them, and lets the keys go. */
  private void send() {
    List<Waiting> batch = take();
    while (!batch.isEmpty()) {
      dealWith(batch);
      letGo(batch);
      batch = take();
    }
  }

  private List<Waiting> take() {
    List<Waiting> batch = new ArrayList<>();
    lock.lock();
    try {
      while (readyKeys.isEmpty() && !closed) {
        ready.awaitUninterruptibly();
      }
      long bytes = 0;
      while (!readyKeys.isEmpty() && batch.size() < SqsQueue.MAX_BATCH) {
        Waiting first = byKey.get(readyKeys.peek()).peek();
        bytes += first.bytes;
        if (bytes > SqsQueue.MAX_BATCH_BYTES && !batch.isEmpty()) {
          break;
        }
        batch.add(first);
        readyKeys.remove();
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void letGo(List<Waiting> batch) {
    lock.lock();
    try {
      for (Waiting done : batch) {
        String key = done.entry.key();
        Deque<Waiting> ofKey = byKey.get(key);
        ofKey.remove();
        waitingCount--;
        waitingBytes -= done.bytes;
        if (ofKey.isEmpty()) {
          byKey.remove(key);
        } else {
          readyKeys.add(key);
          ready.signal();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void dealWith(List<Waiting> batch) {
    try {
      if (spool.addBehindOthers(records(batch))) {
        batch.forEach(waiting -> waiting.durable.complete(null));
        return;
      }
    } catch (IOException e) {
      fail(batch, "not kept: " + e.getMessage(), e);
      return;
    }
    SqsQueue.Outcome outcome = queue.send(records(batch));
    List<Waiting> failed = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      if (outcome.failed().contains(i)) {
        failed.add(batch.get(i));
      } else if (outcome.rejected().contains(i)) {
        fail(List.of(batch.get(i)), "SQS refuses the record: " + outcome.reason(), null);
      } else {
        batch.get(i).durable.complete(null);
      }
    }
    if (!failed.isEmpty()) {
      keep(failed, outcome.reason());
    }
  }

  private void keep(List<Waiting> failed, String reason) {
    try {
      spool.add(records(failed));
      LOG.warn("SQS is away; call facts are kept on the local disk until it is back. {}", reason);
      failed.forEach(waiting -> waiting.durable.complete(null));
      drain.wake();
    } catch (IOException e) {
      fail(failed, "SQS is away (" + reason + ") and the spool fails: " + e.getMessage(), e);
    }
  }

  private static void fail(List<Waiting> batch, String message, Throwable cause) {
    LOG.error("{} call facts were refused: {}", batch.size(), message);
    PortUnavailableException failure = new PortUnavailableException(message, cause);
    batch.forEach(waiting -> waiting.durable.completeExceptionally(failure));
  }

  private static List<StreamRecord> records(List<Waiting> batch) {
    return batch.stream().map(Waiting::entry).toList();
  }

  @Override
  public Subscription subscribe(Consumer consumer) {
    SqsDelivery delivery = new SqsDelivery(queue, consumer, poll);
    deliveries.add(delivery);
    return () -> {
      delivery.close();
      deliveries.remove(delivery);
    };
  }

  /** Ends the subscriptions, then sends or spools what waits. */
  @Override
  public void close() throws IOException {
    end();
    spool.close();
  }

  /**
   * As {@link #close()}, for a process whose disk is lost with it: what is in the spool then goes
   * to an heir, piece by piece. A piece that the heir does not take stays, and all behind it.
   *
   * @throws IOException when the spool cannot be read
   * @throws PortUnavailableException when the heir does not take a piece
   */
  void close(java.util.function.Consumer<List<StreamRecord>> heir) throws IOException {
    end();
    try {
      while (!spool.isEmpty()) {
        List<StreamRecord> records = spool.first();
        heir.accept(records);
        spool.removeFirst();
        LOG.info("{} call facts that SQS did not take were taken elsewhere.", records.size());
      }
    } finally {
      spool.close();
    }
  }

  private void end() {
    deliveries.forEach(SqsDelivery::close);
    lock.lock();
    try {
      closed = true;
      ready.signalAll();
    } finally {
      lock.unlock();
    }
    lanes.forEach(Uninterrupted::join);
    drain.close();
  }
}
