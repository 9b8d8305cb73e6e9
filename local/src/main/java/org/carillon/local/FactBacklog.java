package org.carillon.local;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.carillon.core.ports.EventStream;
import org.carillon.core.ports.StreamRecord;

/**
 * An event stream that knows which of its records are still on their way to their consumer, so that
 * a stop can wait for the records of the calls it ended. Safe for use by many threads.
 */
final class FactBacklog implements EventStream {
  private final EventStream stream;
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();

  private final boolean shared;

  /**
   * @param stream the stream behind it
   * @param shared whether other processes consume of it too: what they consume is not seen here, so
   *     a record that is durable is no longer watched
   */
  FactBacklog(EventStream stream, boolean shared) {
    this.stream = stream;
    this.shared = shared;
  }

  @Override
  public CompletableFuture<Void> append(StreamRecord entry) {
    return watched(entry, stream::append);
  }

  @Override
  public CompletableFuture<Void> appendPatiently(StreamRecord entry) {
    return watched(entry, stream::appendPatiently);
  }

  private CompletableFuture<Void> watched(
      StreamRecord entry, Function<StreamRecord, CompletableFuture<Void>> append) {
    underWay.add(entry.id());
    return append
        .apply(entry)
        .whenComplete(
            (done, failure) -> {
              if (shared || failure != null) {
                underWay.remove(entry.id());
              }
            });
  }

  @Override
  public Subscription subscribe(Consumer consumer) {
    return stream.subscribe(
        batch -> {
          consumer.accept(batch);
          batch.forEach(entry -> underWay.remove(entry.id()));
        });
  }

  /**
   * Waits until all records appended here were consumed, or are durable in a shared stream. What is
   * left then is durable and is consumed at the next start.
   */
  void await(Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    while (!underWay.isEmpty() && System.nanoTime() < end) {
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }

  /** The records under way. */
  List<String> waiting() {
    return List.copyOf(underWay);
  }
}
