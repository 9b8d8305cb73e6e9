package org.carillon.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemConflictException;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemPage;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;

/**
 * Goes through a partition whose sort keys start with a moment, as far as its moments have come: a
 * sweep costs what is due, however much there is. Safe for use by many threads.
 */
public final class DueItems {

  private static final int PAGE = 90; // with a note they still fit into one transaction

  private final Items items;

  /** In this store. */
  public DueItems(Items items) {
    this.items = items;
  }

  /**
   * What came of it.
   *
   * @param seen how many were due and looked at
   * @param done how many something was done with
   * @param more whether more is due than was to be looked at
   */
  public record Work(int seen, int done, boolean more) {}

  /**
   * Acts on each item that is due.
   *
   * @param index where the partition is
   * @param until the last moment that is due, as text of the form the sort keys start with
   * @param most how many to look at
   * @param act says whether it did something; an item of an index may be older than the store has
   *     it
   */
  public Work each(
      ItemQuery.Index index, String partition, String until, int most, Predicate<Item> act) {
    int seen = 0;
    int done = 0;
    Optional<String> position = Optional.empty();
    do {
      int limit = Math.min(PAGE, most - seen + 1);
      ItemPage page = items.query(new ItemQuery(index, partition, "", limit, position));
      for (Item item : page.items()) {
        if (!isDue(index, item, until)) {
          return new Work(seen, done, false);
        }
        if (seen == most) {
          return new Work(seen, done, true);
        }
        seen++;
        done += act.test(item) ? 1 : 0;
      }
      position = page.next();
    } while (position.isPresent());
    return new Work(seen, done, false);
  }

  /**
   * Removes items of index 1 whose time is over, a page in one transaction with the note of it. A
   * page on which something changed in this moment is left to the next sweep.
   *
   * @param until the last moment that is due; sort keys are made by {@link SortableTime}
   * @param isOver whether an item, as it is stored now, is really over
   * @param event what the audit calls it; its detail is how many there were
   */
  public Work remove(
      String accountId,
      String partition,
      Instant until,
      Instant now,
      int most,
      Predicate<Item> isOver,
      String event) {
    String last = SortableTime.of(until);
    int seen = 0;
    int done = 0;
    Optional<String> position = Optional.empty();
    do {
      ItemQuery.Index index = ItemQuery.Index.INDEX1;
      int limit = Math.min(PAGE, most - seen);
      if (limit == 0) {
        return new Work(seen, done, true);
      }
      ItemPage page = items.query(new ItemQuery(index, partition, "", limit, position));
      List<Item> due = page.items().stream().filter(item -> isDue(index, item, last)).toList();
      seen += due.size();
      done += remove(due, accountId, now, isOver, event);
      if (due.size() < page.items().size()) {
        return new Work(seen, done, false);
      }
      position = page.next();
    } while (position.isPresent());
    return new Work(seen, done, false);
  }

  private int remove(
      List<Item> due, String accountId, Instant now, Predicate<Item> isOver, String event) {
    List<ItemWrite> writes = new ArrayList<>();
    for (Item item : due) {
      items.get(item.key()).filter(isOver).map(ItemWrite::delete).ifPresent(writes::add);
    }
    int removed = writes.size();
    if (removed == 0) {
      return 0;
    }
    writes.add(ServiceEvents.note(accountId, now, event, Map.of("Count", removed)));
    try {
      items.write(writes);
      return removed;
    } catch (ItemConflictException changedMeanwhile) {
      return 0;
    }
  }

  private static boolean isDue(ItemQuery.Index index, Item item, String until) {
    ItemKey place = index == ItemQuery.Index.TABLE ? item.key() : item.index1().orElseThrow();
    return place.sort().substring(0, until.length()).compareTo(until) <= 0;
  }
}
