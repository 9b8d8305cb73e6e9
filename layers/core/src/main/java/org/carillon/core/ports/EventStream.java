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
   * Adds a record. Does not block its caller. Records of one key that are appended one after the
   * other keep that order; nobody has to wait for the first.
   *
   * @return completes when the record is durable: from then on no crash of this process loses it.
   *     Completes with {@link PortUnavailableException} when it cannot be kept, also when too many
   *     appends wait already
   * @throws IllegalArgumentException when the body is larger than {@link
   *     StreamRecord#MAX_BODY_BYTES}
   */
  CompletableFuture<Void> append(StreamRecord entry);

  /**
   * The same for a record that nobody waits for: the stream may hold it a few milliseconds, to make
   * it durable together with others.
   */
  default CompletableFuture<Void> appendPatiently(StreamRecord entry) {
    return append(entry);
  }

  /**
   * Starts handing records to a consumer, a batch at a time. A batch holds records of one key, in
   * order. The consumer is called from several threads at once, never for the same key. A batch
   * whose consumer throws is handed over again later, after a pause that grows; the records behind
   * it with the same key wait, other keys go on.
   *
   * <p>The stream is a queue: a record that was dealt with is gone, and of several subscriptions
   * one gets it. Records wait, over restarts too, while nobody subscribes.
   *
   * @return closing it stops the delivery and waits for the batches in hand
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
