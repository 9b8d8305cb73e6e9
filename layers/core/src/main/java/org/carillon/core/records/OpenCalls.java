package org.carillon.core.records;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.carillon.core.Account;
import org.carillon.core.ports.EventStream;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemPage;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import org.carillon.core.ports.PortUnavailableException;
import org.carillon.core.records.CallFact.CallAnswered;
import org.carillon.core.records.CallFact.CallEnded;
import org.carillon.core.records.CallFact.CallStarted;

/**
 * The calls without a written record, and the node that has each: one small item a call, spread
 * over a few partitions so that no single one takes the writes of every call. A region has its own:
 * the nodes of another, which a replica of the table shows late, are none of its business.
 */
final class OpenCalls {

  /** The {@code StatusMessage} of a call whose node died. */
  static final String NODE_LOST = "The media node was lost during the call";

  private static final int PARTITIONS = 16;
  private static final int PAGE = 500;

  private final Account account;
  private final Items items;
  private final EventStream callFacts;
  private final Function<String, Optional<KnownCall>> calls;

  OpenCalls(
      Account account,
      Items items,
      EventStream callFacts,
      Function<String, Optional<KnownCall>> calls) {
    this.account = account;
    this.items = items;
    this.callFacts = callFacts;
    this.calls = calls;
  }

  ItemWrite mark(String transactionId, String nodeId) {
    return ItemWrite.put(key(transactionId), Map.of("NodeId", nodeId));
  }

  ItemWrite unmark(String transactionId) {
    return new ItemWrite.Delete(key(transactionId), new ItemWrite.Condition.Always());
  }

  int tellEndsOfDeadNodes(Predicate<String> alive) {
    Map<String, Boolean> known = new HashMap<>();
    List<CompletableFuture<Void>> told = new ArrayList<>();
    for (int number = 0; number < PARTITIONS; number++) {
      ItemQuery query = ItemQuery.partition(partition(number), "", PAGE);
      Optional<String> next = Optional.empty();
      do {
        ItemPage page = items.query(query.after(next));
        for (Item open : page.items()) {
          if (!(open.body().get("NodeId") instanceof String nodeId)
              || !known.computeIfAbsent(nodeId, alive::test)) {
            calls
                .apply(open.key().sort())
                .flatMap(OpenCalls::lostEnd)
                .ifPresent(end -> told.add(callFacts.append(end.toRecord())));
          }
        }
        next = page.next();
      } while (next.isPresent());
    }
    waitFor(told);
    return told.size();
  }

  /**
   * The end that nobody told. It is dated by the last thing known, so that time nobody can vouch
   * for is not billed.
   */
  private static Optional<CallEnded> lostEnd(KnownCall call) {
    if (call.ended().isPresent()) {
      return Optional.empty();
    }
    return call.started().map(started -> lostEnd(started, call));
  }

  private static CallEnded lostEnd(CallStarted started, KnownCall call) {
    Instant lastKnown = call.answered().map(CallAnswered::at).orElse(started.at());
    return new CallEnded(
        started.transactionId(),
        started.nodeId(),
        lastKnown,
        CallStatus.FAILED,
        0,
        NODE_LOST,
        call.answeredAt(),
        started.applicationId(),
        started.trunk().voiceConnectorId());
  }

  private static void waitFor(List<CompletableFuture<Void>> told) {
    try {
      CompletableFuture.allOf(told.toArray(CompletableFuture[]::new)).join();
    } catch (CompletionException e) {
      throw new PortUnavailableException(
          "The ends of calls of dead nodes could not be told; they are tried again at the next"
              + " sweep.",
          e.getCause());
    }
  }

  private String partition(int number) {
    return "account/" + account.id() + "/open-calls/" + account.region() + "/" + number;
  }

  private ItemKey key(String transactionId) {
    return new ItemKey(
        partition(Math.floorMod(transactionId.hashCode(), PARTITIONS)), transactionId);
  }
}
