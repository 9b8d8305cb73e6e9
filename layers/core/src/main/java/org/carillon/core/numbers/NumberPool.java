package org.carillon.core.numbers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemPage;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberCountry;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberType;

/**
 * The numbers that carriers gave us to offer (N1). The pool belongs to the installation; a number
 * is claimed for an account by one conditional write. Safe for use by many threads.
 */
public final class NumberPool {

  /** The carrier that comes with the one-machine mode; its id is the same everywhere. */
  public static final String SIMULATED_CARRIER = "00000000-0000-4000-8000-000000000001";

  private static final String LISTS = "pool-lists";

  /** So many numbers of a hundred are found faster by one query than by their keys. */
  private static final int DENSE = 25;

  private final Items items;

  /** The pool in this store. */
  public NumberPool(Items items) {
    this.items = items;
  }

  /**
   * The list that comes with Carillon: numbers that regulators keep free for films and examples,
   * for trials with the simulated carrier.
   */
  public static List<NumberRange> simulatedList() {
    try (InputStream resource = NumberPool.class.getResourceAsStream("simulated-pool.csv")) {
      String text = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
      return NumberRange.read(text.lines().toList());
    } catch (IOException unreadable) {
      throw new UncheckedIOException("the simulated number list cannot be read", unreadable);
    }
  }

  /**
   * Adds a list of the simulated carrier to the pool. Claimed numbers stay claimed, and a list that
   * was added before costs one read; a load that was cut short is taken up again.
   *
   * @param list the list's name with its version: a new version is gone through again
   * @return whether the list was gone through
   */
  public boolean load(String list, List<NumberRange> ranges) {
    ItemKey loaded = new ItemKey(LISTS, list);
    if (items.get(loaded).isPresent()) {
      return false;
    }
    List<ListedNumber> numbers = new ArrayList<>();
    ranges.forEach(range -> numbers.addAll(range.numbers()));
    NumberLists lists = new NumberLists(items);
    lists.announce(SIMULATED_CARRIER, numbers);
    for (int from = 0; from < numbers.size(); from += NumberLists.MAX_NUMBERS) {
      lists.accept(
          SIMULATED_CARRIER,
          numbers.subList(from, Math.min(from + NumberLists.MAX_NUMBERS, numbers.size())),
          NumberLists.PortedOut.REFUSED);
    }
    items.write(ItemWrite.put(loaded, Map.of("List", list)));
    return true;
  }

  /** The countries with numbers in the pool, and of which types, by country code. */
  List<PhoneNumberCountry> countries() {
    Map<String, Set<String>> types = new TreeMap<>();
    ItemQuery all = ItemQuery.partition(NumberLists.COUNTRIES, "", Items.MAX_PAGE_SIZE);
    for (Item item : items.query(all).items()) {
      String[] countryAndType = item.key().sort().split("/", 2);
      types.computeIfAbsent(countryAndType[0], c -> new TreeSet<>()).add(countryAndType[1]);
    }
    return types.entrySet().stream()
        .map(
            country ->
                PhoneNumberCountry.builder()
                    .countryCode(country.getKey())
                    .supportedPhoneNumberTypesWithStrings(country.getValue())
                    .build())
        .toList();
  }

  /** The areas with numbers of a country and type, in order. */
  List<String> areas(String country, PhoneNumberType type) {
    List<String> areas = new ArrayList<>();
    ItemQuery query =
        ItemQuery.partition(NumberLists.areas(country, type), "", Items.MAX_PAGE_SIZE);
    ItemPage page;
    do {
      page = items.query(query);
      page.items().forEach(item -> areas.add(item.key().sort()));
      query = query.after(page.next());
    } while (page.next().isPresent());
    return areas;
  }

  /** Whether the pool has a number of a carrier, on offer or not. */
  public boolean hasNumbersOf(String carrierId) {
    return !items
        .query(ItemQuery.partition(NumberLists.blocks(carrierId), "", 1))
        .items()
        .isEmpty();
  }

  /** What a carrier's list says of a number, while it is on offer. */
  public Optional<ListedNumber> offered(String e164) {
    return item(e164).map(PoolNumber::of).filter(PoolNumber::isOffered).map(PoolNumber::listed);
  }

  /** Whether the pool has a number, on offer or not. */
  public boolean has(String e164) {
    return item(e164).isPresent();
  }

  /** A number of the pool as stored; one that was ported out is not of the pool. */
  Optional<Item> item(String e164) {
    return items.get(PoolNumber.key(e164)).filter(item -> PoolNumber.portedOut(item).isEmpty());
  }

  /** Those of many numbers that are in the pool, as stored, by number. */
  Map<String, Item> items(Collection<String> e164) {
    Map<String, Item> found = places(e164);
    found.values().removeIf(item -> PoolNumber.portedOut(item).isPresent());
    return found;
  }

  /** As {@link #items}, with the places of numbers that were ported out. */
  Map<String, Item> places(Collection<String> e164) {
    Set<String> blocks = new TreeSet<>();
    e164.forEach(number -> blocks.add(ListedNumber.block(number)));
    Map<String, Item> found = new HashMap<>();
    if (blocks.size() * DENSE > e164.size()) {
      items
          .getAll(e164.stream().map(PoolNumber::key).toList())
          .values()
          .forEach(item -> found.put(item.key().sort(), item));
    } else {
      blocks.forEach(block -> block(block).forEach(item -> found.put(item.key().sort(), item)));
      found.keySet().retainAll(Set.copyOf(e164));
    }
    return found;
  }

  /** All numbers of a hundred, on offer or not, and the places of those that were ported out. */
  List<Item> block(String block) {
    List<Item> found = new ArrayList<>();
    ItemQuery query =
        ItemQuery.partition(PoolNumber.blockPartition(block), "", Items.MAX_PAGE_SIZE);
    ItemPage page;
    do {
      page = items.query(query);
      found.addAll(page.items());
      query = query.after(page.next());
    } while (page.next().isPresent());
    return found;
  }
}
