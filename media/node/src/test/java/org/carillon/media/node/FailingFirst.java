package org.carillon.media.node;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.carillon.core.ports.EventStream;
import org.carillon.core.ports.StreamRecord;

/** An event stream that fails its first appends. */
final class FailingFirst implements EventStream {
  private final EventStream behind;
  private int failures;

  FailingFirst(EventStream behind, int failures) {
    this.behind = behind;
    this.failures = failures;
  }

  @Override
  public synchronized CompletableFuture<Void> append(StreamRecord entry) {
    if (failures > 0) {
      failures--;
      return CompletableFuture.failedFuture(new IOException("the disk is full"));
    }
    return behind.append(entry);
  }

  @Override
  public Subscription subscribe(EventStream.Consumer consumer) {
    return behind.subscribe(consumer);
  }
}
