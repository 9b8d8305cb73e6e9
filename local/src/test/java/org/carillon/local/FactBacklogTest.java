package org.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.carillon.core.ports.EventStream;
import org.carillon.core.ports.StreamRecord;
import org.junit.jupiter.api.Test;

class FactBacklogTest {
  private final List<EventStream.Consumer> consumers = new ArrayList<>();
  private final CompletableFuture<Void> durable = new CompletableFuture<>();
  private final EventStream stream =
      new EventStream() {
        @Override
        public CompletableFuture<Void> append(StreamRecord entry) {
          return durable;
        }

        @Override
        public Subscription subscribe(Consumer consumer) {
          consumers.add(consumer);
          return () -> {};
        }
      };

  @Test
  void aRecordOfOurOwnStreamIsWatchedUntilItIsConsumed() throws Exception {
    var backlog = new FactBacklog(stream, false);
    var subscription = backlog.subscribe(batch -> {});
    StreamRecord entry = new StreamRecord("1", "call", Map.of());

    var _ = backlog.append(entry);
    durable.complete(null);
    assertThat(backlog.waiting()).containsExactly("1");

    consumers.getFirst().accept(List.of(entry));
    assertThat(backlog.waiting()).isEmpty();
    subscription.close();
  }

  @Test
  void aRecordThatAnotherProcessMayConsumeIsWatchedUntilItIsDurable() {
    var backlog = new FactBacklog(stream, true);

    var _ = backlog.append(new StreamRecord("1", "call", Map.of()));
    assertThat(backlog.waiting()).containsExactly("1");

    durable.complete(null);
    assertThat(backlog.waiting()).isEmpty();
  }
}
