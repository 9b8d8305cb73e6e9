package org.carillon.core.numbers;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.core.Account;
import org.carillon.core.DueItems;
import org.carillon.core.Retries;
import org.carillon.core.ServiceEvents;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
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

  private final Items items;
  private final DueItems due;
  private final Account account;
  private final InstantSource clock;
  private final PhoneNumbers numbers;
  private final String inventory;

  /** The numbers of this account, by this clock. */
  public NumberLifecycle(Items items, Account account, InstantSource clock) {
    this.items = items;
    this.due = new DueItems(items);
    this.account = account;
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
    DueItems.Work released =
        due.each(
            ItemQuery.Index.INDEX1,
            InventoryIndex.deleted(inventory),
            InventoryIndex.sortable(now.minus(InventoryNumber.DELETION_QUEUE)),
            MAX_NUMBERS,
            item -> numbers.release(item.key()));
    DueItems.Work named =
        due.each(
            ItemQuery.Index.TABLE,
            CallingNamesDue.partition(inventory),
            InventoryIndex.sortable(now),
            MAX_NUMBERS - released.seen(),
            this::name);
    return new Sweep(released.done(), named.done(), released.more() || named.more());
  }

  /** Stores that a calling name has taken effect, and forgets that it was due. */
  private boolean name(Item row) {
    ItemKey key = new ItemKey(inventory, (String) row.body().get("E164PhoneNumber"));
    return Retries.onConflict(
        () -> {
          Optional<InventoryNumber> named =
              items.get(key).map(InventoryNumber::of).filter(n -> n.isNamed(clock.instant()));
          List<ItemWrite> writes = new ArrayList<>(3);
          writes.add(new ItemWrite.Delete(row.key(), new ItemWrite.Condition.Always()));
          named.ifPresent(
              number -> {
                writes.add(number.at(clock.instant()).write());
                writes.add(
                    ServiceEvents.note(
                        account.id(),
                        clock.instant(),
                        "ActivateCallingName",
                        Map.of("PhoneNumber", number.phoneNumber().e164PhoneNumber())));
              });
          items.write(writes);
          return named.isPresent();
        });
  }
}
