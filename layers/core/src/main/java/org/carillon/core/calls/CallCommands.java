package org.carillon.core.calls;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.carillon.core.Account;
import org.carillon.core.Ids;
import org.carillon.core.SortableTime;
import org.carillon.core.documents.DocumentException;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemConflictException;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemPage;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the API reaches media nodes (design section 5.6): calls to place wait in one queue that every
 * node takes from; commands for a live call wait in the queue of the node that owns it. Both are
 * items that a node looks for a few times a second, and that are taken by removing them: whoever
 * removes one has it, and nobody else. Safe for use by many threads and processes.
 *
 * <p>A command is good for {@link #FRESH}: a telephone that rings minutes after the request would
 * surprise everybody. A node that dies in the moment after it took a command takes it with it; the
 * call was not rung then.
 */
public final class CallCommands {

  /** How long a command may wait for its node. */
  public static final Duration FRESH = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(CallCommands.class);

  private static final String CALLS = "calls/";
  private static final String UPDATES = "updates/";
  private static final int PAGE = 100;

  private final Items items;
  private final InstantSource clock;
  private final String calls;
  private final String updates;

  /** The queues of this account in this store. */
  public CallCommands(Items items, Account account, InstantSource clock) {
    this.items = items;
    this.clock = clock;
    this.calls = "account/" + account.id() + "/call-commands/" + CALLS + account.region();
    this.updates = "account/" + account.id() + "/call-commands/" + UPDATES + account.region();
  }

  /** Has a call placed by any node. */
  public void place(NewCall call) {
    items.write(ItemWrite.create(new ItemKey(calls, sort("", call.at())), call.toDocument()));
  }

  /**
   * Has a live call's function told.
   *
   * @param nodeId the incarnation of the node that owns the call
   */
  public void update(String nodeId, CallUpdate update) {
    items.write(
        ItemWrite.create(
            new ItemKey(updates, sort(nodeId + "/", update.at())), update.toDocument()));
  }

  private static String sort(String prefix, Instant at) {
    return prefix + SortableTime.of(at) + "/" + Ids.guid();
  }

  /**
   * Takes calls to place, the oldest first.
   *
   * @param most how many the node has room for, at least 1
   */
  public List<NewCall> takeCalls(int most) {
    return take(calls, "", most, NewCall::fromDocument, NewCall::at);
  }

  /** Takes what there is for the calls of a node, the oldest first. */
  public List<CallUpdate> takeUpdates(String nodeId) {
    return take(updates, nodeId + "/", PAGE, CallUpdate::fromDocument, CallUpdate::at);
  }

  /** Removes what nobody came for: commands for calls of nodes that are gone. */
  public int dropStale() {
    int dropped = 0;
    ItemQuery query = ItemQuery.partition(updates, "", PAGE);
    Optional<String> next = Optional.empty();
    do {
      ItemPage page = items.query(query.after(next));
      for (Item item : page.items()) {
        Optional<CallUpdate> update = read(item, CallUpdate::fromDocument);
        if (update.filter(it -> isFresh(it.at())).isEmpty() && remove(item)) {
          dropped++;
        }
      }
      next = page.next();
    } while (next.isPresent());
    return dropped;
  }

  private <T> List<T> take(
      String partition,
      String prefix,
      int most,
      Function<Map<String, Object>, T> read,
      Function<T, Instant> at) {
    List<T> taken = new ArrayList<>();
    ItemQuery query = ItemQuery.partition(partition, prefix, Math.min(most, PAGE));
    for (Item item : items.query(query).items()) {
      if (remove(item)) {
        Optional<T> command = read(item, read);
        if (command.filter(it -> isFresh(at.apply(it))).isPresent()) {
          taken.add(command.get());
        } else if (command.isPresent()) {
          LOG.warn(
              "A command for a call waited longer than {} s for a media node and is dropped: {}."
                  + " Are media nodes running, and have they room?",
              FRESH.toSeconds(),
              item.key().sort());
        }
      }
    }
    return taken;
  }

  private boolean isFresh(Instant at) {
    return !clock.instant().isAfter(at.plus(FRESH));
  }

  /** Whether it was us who removed it. */
  private boolean remove(Item item) {
    try {
      items.write(
          new ItemWrite.Delete(item.key(), new ItemWrite.Condition.AtVersion(item.version())));
      return true;
    } catch (ItemConflictException another) {
      return false; // another node has it
    }
  }

  private static <T> Optional<T> read(Item item, Function<Map<String, Object>, T> read) {
    try {
      return Optional.of(read.apply(item.body()));
    } catch (DocumentException e) {
      LOG.error(
          "The command {} is left out: {} Its writer and this reader are of different versions.",
          item.key().sort(),
          e.getMessage());
      return Optional.empty();
    }
  }
}
