package org.carillon.core.numbers;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.carillon.core.Retries;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemPage;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberType;

/**
 * Puts numbers of carriers' lists into the pool and takes them out (N1). Each step may be repeated:
 * the pool is the same after it. Safe for use by many threads.
 *
 * <p>Beside the numbers stand three directories, each written before the numbers it leads to: the
 * countries and types of the pool, the areas of each, and the hundreds of each carrier.
 */
public final class NumberLists {

  /** Most numbers of one {@link #accept}: one transaction. */
  public static final int MAX_NUMBERS = Items.MAX_TRANSACTION_WRITES;

  static final String COUNTRIES = "pool-countries";

  private final Items items;
  private final NumberPool pool;

  /** Into the pool in this store. */
  public NumberLists(Items items) {
    this.items = items;
    this.pool = new NumberPool(items);
  }

  static String areas(String country, PhoneNumberType type) {
    return "pool-areas/" + country + "/" + type;
  }

  static String blocks(String carrierId) {
    return "pool-blocks/" + carrierId;
  }

  /** A place of a directory. */
  public record Entry(String partition, String sort) {}

  /**
   * The entries that lead to a number. Whoever adds many numbers writes those that are new to him
   * by {@link #announce(Collection)}, before the numbers.
   */
  public static List<Entry> entries(String carrierId, ListedNumber number) {
    return List.of(
        new Entry(COUNTRIES, number.country() + "/" + number.type()),
        new Entry(areas(number.country(), number.type()), number.area()),
        new Entry(blocks(carrierId), number.block()));
  }

  /** Writes the entries that lead to these numbers. */
  void announce(String carrierId, Collection<ListedNumber> numbers) {
    Set<Entry> entries = new LinkedHashSet<>();
    numbers.forEach(number -> entries.addAll(entries(carrierId, number)));
    announce(entries);
  }

  /** Writes entries of the directories; those that are there stay. */
  public void announce(Collection<Entry> entries) {
    List<ItemWrite> batch = new ArrayList<>();
    for (Entry entry : entries) {
      batch.add(ItemWrite.put(new ItemKey(entry.partition(), entry.sort()), Map.of()));
      if (batch.size() == Items.MAX_TRANSACTION_WRITES) {
        items.write(batch);
        batch.clear();
      }
    }
    if (!batch.isEmpty()) {
      items.write(batch);
    }
  }

  /**
   * Puts numbers on offer. A number that this carrier brought before gets what the newer list says
   * of it, and stays whose it is.
   *
   * @param numbers 1 to {@value #MAX_NUMBERS} different numbers that have been announced
   * @param portedOut what to do with numbers that were ported out
   * @return why a number was left out, by number
   */
  public Map<String, String> accept(
      String carrierId, List<ListedNumber> numbers, PortedOut portedOut) {
    return Retries.onConflict(() -> acceptOnce(carrierId, numbers, portedOut));
  }

  /** What {@link #accept} would leave out; nothing is changed. */
  public Map<String, String> check(
      String carrierId, List<ListedNumber> numbers, PortedOut portedOut) {
    return decide(carrierId, numbers, portedOut, new ArrayList<>());
  }

  /** What a list does about numbers that were ported out (N6). */
  public enum PortedOut {
    /** They are left out: another carrier has them. */
    REFUSED,
    /** The operator says that they are back. */
    ADMITTED
  }

  private Map<String, String> acceptOnce(
      String carrierId, List<ListedNumber> numbers, PortedOut portedOut) {
    List<ItemWrite> writes = new ArrayList<>(numbers.size());
    Map<String, String> refused = decide(carrierId, numbers, portedOut, writes);
    if (!writes.isEmpty()) {
      items.write(writes);
    }
    return refused;
  }

  private Map<String, String> decide(
      String carrierId, List<ListedNumber> numbers, PortedOut portedOut, List<ItemWrite> writes) {
    Map<String, Item> known = pool.places(numbers.stream().map(ListedNumber::e164).toList());
    Map<String, String> refused = new LinkedHashMap<>();
    for (ListedNumber number : numbers) {
      Item item = known.get(number.e164());
      if (item == null) {
        writes.add(PoolNumber.offered(number, carrierId).put(new ItemWrite.Condition.Absent()));
        continue;
      }
      Optional<Instant> left = PoolNumber.portedOut(item);
      if (left.isPresent()) {
        if (portedOut == PortedOut.REFUSED) {
          refused.put(number.e164(), portedOutReason(left.get()));
        } else {
          writes.add(
              PoolNumber.offered(number, carrierId)
                  .put(new ItemWrite.Condition.AtVersion(item.version())));
        }
        continue;
      }
      PoolNumber before = PoolNumber.of(item);
      if (!before.carrierId().equals(carrierId)) {
        refused.put(number.e164(), "another carrier has this number");
      } else if (!before.listed().equals(number)) {
        writes.add(before.relisted(number).put(new ItemWrite.Condition.AtVersion(item.version())));
      }
    }
    return refused;
  }

  private static String portedOutReason(Instant when) {
    return "was ported out at " + when + "; start the import with AdmitPortedOut if it is back";
  }

  /**
   * Hundreds in which a carrier has numbers, in order.
   *
   * @param after where the page before ended
   */
  public ItemPage blocksOf(String carrierId, Optional<String> after) {
    return items.query(ItemQuery.partition(blocks(carrierId), "", 100).after(after));
  }

  /**
   * Takes the numbers of a hundred out of the pool that a carrier has on offer. Nothing is added to
   * that hundred for the carrier meanwhile: the caller sees to it.
   *
   * @return how many were removed, and how many stay because accounts have them
   */
  public Removed remove(String carrierId, String block) {
    return Retries.onConflict(
        () -> {
          List<ItemWrite> writes = new ArrayList<>();
          int owned = 0;
          for (Item item : pool.block(block)) {
            if (PoolNumber.portedOut(item).isPresent()) {
              continue;
            }
            PoolNumber number = PoolNumber.of(item);
            if (number.carrierId().equals(carrierId)) {
              if (number.isOffered()) {
                writes.add(ItemWrite.delete(item));
              } else {
                owned++;
              }
            }
          }
          if (!writes.isEmpty()) {
            items.write(writes);
          }
          if (owned == 0) {
            items.write(
                new ItemWrite.Delete(
                    new ItemKey(blocks(carrierId), block), new ItemWrite.Condition.Always()));
          }
          return new Removed(writes.size(), owned);
        });
  }

  /**
   * The write that takes a number out of the pool for good, whoever has it, because another carrier
   * has it now (N6). A later list does not offer it again, unless it says {@link
   * PortedOut#ADMITTED}.
   */
  public ItemWrite portedOut(String e164, Instant when) {
    return PoolNumber.portedOut(e164, when);
  }

  /** What became of a hundred's numbers. */
  public record Removed(int removed, int owned) {}
}
