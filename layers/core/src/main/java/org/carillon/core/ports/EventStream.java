package org.carillon.core.ports;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The stream of call facts (design section 5.7): ordered within a key, delivered at least once.
 *
 * <p>Consumers are idempotent: a record may come twice after a crash.
 */
public interface EventStream {

  /**
   * Adds a record. Does not block its caller.
   *
   * @return completes when the record is durable: from then on no crash of this process loses it
   */
  CompletableFuture<Void> append(StreamRecord entry);

  /**
   * Starts handing records to a consumer, a batch at a time, in order within each key. A batch
   * whose consumer throws is handed over again later; the records behind it with the same keys
   * wait.
   *
   * @return closing it stops the delivery after the batch in hand
   */
  Subscription subscribe(Consumer consumer);

  /** Takes batches of records. Returns when they are dealt with; throws to see them again. */
  @FunctionalInterface
  interface Consumer {
    void accept(List<StreamRecord> batch) throws Exception;
  }

  /** A running delivery. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
