package org.carillon.core.numbers;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.carillon.core.Account;
import org.carillon.core.Retries;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemPage;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;

/**
 * What happens to numbers by time alone: deleted ones go back to the pool after seven days (N10),
 * calling names take effect (N9). Readers see it in time anyway; the sweep makes it so in the
 * store. It costs what is due, runs as often as one likes, and two at once do no harm.
 */
public final class NumberLifecycle {

  /** Most numbers of one sweep: it stays well within the time a function has. */
  public static final int MAX_NUMBERS = 5_000;

  private static final int PAGE = 100;

  private final Items items;
  private final InstantSource clock;
  private final PhoneNumbers numbers;
  private final String inventory;

  /** The numbers of this account, by this clock. */
  public NumberLifecycle(Items items, Account account, InstantSource clock) {
    this.items = items;
    this.clock = clock;
    this.numbers = new PhoneNumbers(items, account, clock);
    this.inventory = numbers.partition();
  }

  /**
   * What a sweep did.
   *
   * @param released numbers that left the account
   * @param named calling names that took effect
   * @param more whether more is due than one sweep does: sweep again
   */
  public record Sweep(int released, int named, boolean more) {}

  /** Does what is due. */
  public Sweep sweep() {
    Instant now = clock.instant();
    Work released =
        work(
            ItemQuery.Index.INDEX1,
            InventoryIndex.deleted(inventory),
            now.minus(InventoryNumber.DELETION_QUEUE),
            MAX_NUMBERS,
            item -> numbers.release(item.key()));
    Work named =
        work(
            ItemQuery.Index.TABLE,
            CallingNamesDue.partition(inventory),
            now,
            MAX_NUMBERS - released.seen(),
            this::name);
    return new Sweep(released.done(), named.done(), released.more() || named.more());
  }

  private record Work(int seen, int done, boolean more) {}

  /** Goes through a partition that is sorted by time, up to a moment. */
  private Work work(
      ItemQuery.Index index, String partition, Instant until, int most, Predicate<Item> act) {
    String last = InventoryIndex.sortable(until);
    int seen = 0;
    int done = 0;
    Optional<String> position = Optional.empty();
    do {
      ItemPage page = items.query(new ItemQuery(index, partition, "", PAGE, position));
      for (Item item : page.items()) {
        ItemKey place = index == ItemQuery.Index.TABLE ? item.key() : item.index1().orElseThrow();
        if (place.sort().substring(0, last.length()).compareTo(last) > 0) {
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

  /** Stores that a calling name has taken effect, and forgets that it was due. */
  private boolean name(Item row) {
    ItemKey key = new ItemKey(inventory, (String) row.body().get("E164PhoneNumber"));
    return Retries.onConflict(
        () -> {
          Optional<InventoryNumber> named =
              items.get(key).map(InventoryNumber::of).filter(n -> n.isNamed(clock.instant()));
          List<ItemWrite> writes = new ArrayList<>(2);
          writes.add(new ItemWrite.Delete(row.key(), new ItemWrite.Condition.Always()));
          named.ifPresent(number -> writes.add(number.at(clock.instant()).write()));
          items.write(writes);
          return named.isPresent();
        });
  }
}
