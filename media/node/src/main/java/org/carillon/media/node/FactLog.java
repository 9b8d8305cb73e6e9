package org.carillon.media.node;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.carillon.core.ports.EventStream;
import org.carillon.core.ports.StreamRecord;
import org.carillon.core.records.CallFact;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The facts of calls on their way to the event stream. A fact that the stream does not take is
 * offered again until it does; none is given up while the node runs (design section 5.7).
 *
 * <p>Safe from any thread. Bounded: {@link #hasRoom()} says when new calls must wait.
 */
final class FactLog {
  private static final Logger log = LoggerFactory.getLogger(FactLog.class);

  /** Facts that may wait for a stream that is away; a call has three. */
  private static final int MAX_WAITING = 300_000;

  private static final int RESERVE = 10_000;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final EventStream stream;
  private final AtomicInteger waiting = new AtomicInteger();

  FactLog(EventStream stream) {
    this.stream = stream;
  }

  /** Whether a new call's facts still fit. */
  boolean hasRoom() {
    return hasRoom(false);
  }

  /** The same for a call for help, which has a reserve. */
  boolean hasRoom(boolean emergency) {
    return waiting.get() < MAX_WAITING + (emergency ? RESERVE : 0);
  }

  /** Facts that are not durable yet. */
  int waiting() {
    return waiting.get();
  }

  /** Hands a fact over; completes when no crash can lose it any more, never exceptionally. */
  CompletableFuture<Void> append(CallFact fact) {
    return offer(stream::append, fact);
  }

  /** Hands over a fact that nobody waits for. */
  void appendPatiently(CallFact fact) {
    var _ = offer(stream::appendPatiently, fact);
  }

  private CompletableFuture<Void> offer(
      Function<StreamRecord, CompletableFuture<Void>> way, CallFact fact) {
    waiting.incrementAndGet();
    CompletableFuture<Void> durable = new CompletableFuture<>();
    offer(way, fact.toRecord(), durable, FIRST_PAUSE);
    return durable;
  }

  private void offer(
      Function<StreamRecord, CompletableFuture<Void>> way,
      StreamRecord entry,
      CompletableFuture<Void> durable,
      Duration pause) {
    CompletableFuture<Void> appended;
    try {
      appended = way.apply(entry);
    } catch (RuntimeException e) {
      appended = CompletableFuture.failedFuture(e);
    }
    var _ =
        appended.whenComplete(
            (none, error) -> {
              if (error == null) {
                waiting.decrementAndGet();
                durable.complete(null);
              } else {
                retry(way, entry, durable, pause, error);
              }
            });
  }

  private void retry(
      Function<StreamRecord, CompletableFuture<Void>> way,
      StreamRecord entry,
      CompletableFuture<Void> durable,
      Duration pause,
      Throwable error) {
    if (pause.equals(FIRST_PAUSE)) {
      log.warn(
          "The event stream did not take the fact {}; it is offered again until it does."
              + " Look at the disk or the queue behind it.",
          entry.id(),
          error);
    }
    Executor later =
        CompletableFuture.delayedExecutor(
            pause.toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread);
    Duration doubled = pause.multipliedBy(2);
    Duration next = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    later.execute(() -> offer(way, entry, durable, next));
  }
}
