package org.carillon.core.records;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.carillon.contract.Json;
import org.carillon.core.Account;
import org.carillon.core.Retries;
import org.carillon.core.documents.DocumentException;
import org.carillon.core.numbers.PhoneNumbers;
import org.carillon.core.ports.EventStream;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import org.carillon.core.ports.Objects;
import org.carillon.core.ports.StreamRecord;
import org.carillon.core.records.StoredCall.State;
import org.carillon.core.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumber;

/**
 * Folds facts of calls and writes exactly one call detail record for each call that ended (O1).
 * Safe for use by many threads and processes at once.
 *
 * <p>How a record is neither lost nor doubled: the call's item is closed, with the record's content
 * and bucket in it, by one conditional write; then the object is put under a key made of the call's
 * start and id, unless it is there; then the item is marked. A crash in between is made good when
 * the fact comes again. Without a bucket nothing is written and the item stays as the call's
 * history; the same when the bucket's name is refused. The write that closes a call also counts it
 * for its caller id's reputation (N12).
 */
public final class CallRecords implements EventStream.Consumer {

  private static final Logger log = LoggerFactory.getLogger(CallRecords.class);

  private static final String CONTENT_TYPE = "application/json";

  private final Account account;
  private final Items items;
  private final Objects objects;
  private final Settings settings;
  private final Function<String, Optional<String>> numberNames;
  private final CallHistory history;
  private final OpenCalls openCalls;
  private final Reputations reputations;

  /**
   * Records only: nothing is counted for reputation.
   *
   * @param account whose calls they are
   * @param items where facts wait for the call's end
   * @param objects where records go
   * @param callFacts where the end of a dead node's call is told
   * @param settings says which bucket
   * @param numbers gives numbers their names
   */
  public CallRecords(
      Account account,
      Items items,
      Objects objects,
      EventStream callFacts,
      Settings settings,
      PhoneNumbers numbers) {
    this(account, items, objects, callFacts, settings, numbers, Reputations.none());
  }

  /**
   * @param account whose calls they are
   * @param items where facts wait for the call's end
   * @param objects where records go
   * @param callFacts where the end of a dead node's call is told
   * @param settings says which bucket
   * @param numbers gives numbers their names
   * @param reputations counts calls out, each once
   */
  public CallRecords(
      Account account,
      Items items,
      Objects objects,
      EventStream callFacts,
      Settings settings,
      PhoneNumbers numbers,
      Reputations reputations) {
    this.reputations = reputations;
    this.account = account;
    this.items = items;
    this.objects = objects;
    this.settings = settings;
    this.numberNames =
        number -> numbers.find(number).map(PhoneNumber::name).filter(name -> !name.isEmpty());
    this.history = new CallHistory(items, account);
    this.openCalls =
        new OpenCalls(account, items, callFacts, id -> history.find(id).map(StoredCall::call));
  }

  /**
   * Takes facts in any order, each any number of times.
   *
   * @throws org.carillon.core.ports.PortUnavailableException when a store cannot be reached; the
   *     facts must come again then
   */
  public void accept(CallFact... facts) {
    fold(List.of(facts));
  }

  /** Takes a batch of the event stream; a record that holds no fact is logged and left out. */
  @Override
  public void accept(List<StreamRecord> batch) {
    List<CallFact> facts = new ArrayList<>(batch.size());
    for (StreamRecord entry : batch) {
      try {
        facts.add(CallFact.fromRecord(entry));
      } catch (DocumentException e) {
        log.error(
            "The record {} of the call fact stream is left out: {} Its writer and this reader are"
                + " of different versions.",
            entry.id(),
            e.getMessage());
      }
    }
    fold(facts);
  }

  /**
   * Closes the calls of media nodes that are gone: each gets its one record, with the facts known
   * and a status message that says so. The ends are told through the stream, so that an end which
   * the node itself told, and which still waits there, comes first and counts. To be run at start
   * and every minute.
   *
   * @param alive whether a node of an incarnation still runs; asked for each incarnation once,
   *     after a call of it was seen
   * @return how many calls were found
   */
  public int closeCallsOfDeadNodes(Predicate<String> alive) {
    return openCalls.tellEndsOfDeadNodes(alive);
  }

  private void fold(List<CallFact> facts) {
    Map<String, List<CallFact>> byCall = new LinkedHashMap<>();
    for (CallFact fact : facts) {
      byCall.computeIfAbsent(fact.transactionId(), id -> new ArrayList<>()).add(fact);
    }
    byCall.forEach(
        (transactionId, ofCall) -> {
          StoredCall stored = Retries.onConflict(() -> store(transactionId, ofCall));
          if (stored.state() == State.CLOSED) {
            State done = write(stored);
            Retries.onConflict(() -> mark(transactionId, done));
          }
        });
  }

  /** Adds facts to the call's item, and closes it when nothing is missing any more. */
  private StoredCall store(String transactionId, List<CallFact> facts) {
    Optional<Item> item = history.item(transactionId);
    StoredCall before =
        item.map(found -> StoredCall.fromDocument(found.body())).orElse(StoredCall.NEW);
    if (before.state() != State.OPEN) {
      return before;
    }
    StoredCall after = decide(before.with(facts));
    if (after.equals(before)) {
      return before;
    }
    List<ItemWrite> writes = new ArrayList<>(2);
    writes.add(
        item.map(found -> ItemWrite.replace(found, after.toDocument()))
            .orElseGet(() -> ItemWrite.create(history.key(transactionId), after.toDocument())));
    if (after.state() != State.OPEN) {
      writes.addAll(reputations.count(after.call()));
    }
    if (after.state() == State.KEPT) {
      writes.add(openCalls.unmark(transactionId));
    } else if (item.isEmpty()) {
      writes.add(openCalls.mark(transactionId, facts.getFirst().nodeId()));
    }
    items.write(writes);
    return after;
  }

  private StoredCall decide(StoredCall stored) {
    KnownCall call = stored.call();
    if (!call.complete()) {
      return stored;
    }
    Optional<String> bucket = settings.cdrBucket();
    if (bucket.isEmpty()) {
      return stored.in(State.KEPT);
    }
    List<DetailRecord> records = new ArrayList<>(2);
    records.add(DetailRecord.voiceConnector(account, call, numberNames));
    DetailRecord.application(account, call, numberNames).ifPresent(records::add);
    return stored.closed(bucket.get(), records);
  }

  private State write(StoredCall stored) {
    String bucket = stored.bucket().orElseThrow();
    try {
      for (DetailRecord detail : stored.records()) {
        byte[] content = Json.write(detail.document());
        objects.putIfAbsent(bucket, detail.key(), content, CONTENT_TYPE, Map.of());
      }
      return State.WRITTEN;
    } catch (IllegalArgumentException refused) {
      log.error(
          "The call detail record {} was not written: {} Set another bucket with"
              + " update-global-settings.",
          stored.records().getFirst().key(),
          refused.getMessage());
      return State.KEPT;
    }
  }

  private boolean mark(String transactionId, State done) {
    Item item = history.item(transactionId).orElseThrow();
    StoredCall stored = StoredCall.fromDocument(item.body());
    if (stored.state() == State.CLOSED) {
      items.write(
          ItemWrite.replace(item, stored.in(done).toDocument()), openCalls.unmark(transactionId));
    }
    return true;
  }
}
