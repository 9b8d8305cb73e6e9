package org.carillon.core.numbers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemConflictException;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberCountry;

/**
 * The numbers that carriers gave us to offer (N1). The pool belongs to the installation; a number
 * is claimed for an account by one conditional write. Safe for use by many threads.
 */
public final class NumberPool {

  private static final String LISTS = "pool-lists";
  private static final String COUNTRIES = "pool-countries";

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
   * Adds a list to the pool. Numbers that are there already stay as they are, claimed ones too, and
   * a list that was added before costs one read; a load that was cut short is taken up again.
   *
   * @param list the list's name with its version: a new version is gone through again
   * @return whether the list was gone through
   */
  public boolean load(String list, List<NumberRange> ranges) {
    ItemKey loaded = new ItemKey(LISTS, list);
    if (items.get(loaded).isPresent()) {
      return false;
    }
    List<ItemWrite> batch = new ArrayList<>(Items.MAX_TRANSACTION_WRITES);
    Map<String, Set<String>> types = new TreeMap<>();
    for (NumberRange range : ranges) {
      types.computeIfAbsent(range.country(), c -> new TreeSet<>()).add(range.type().toString());
      for (PoolNumber number : range.numbers()) {
        batch.add(number.put(new ItemWrite.Condition.Absent()));
        if (batch.size() == Items.MAX_TRANSACTION_WRITES) {
          add(batch);
          batch.clear();
        }
      }
    }
    if (!batch.isEmpty()) {
      add(batch);
    }
    types.forEach(this::addCountry);
    items.write(ItemWrite.put(loaded, Map.of("List", list)));
    return true;
  }

  private void add(List<ItemWrite> numbers) {
    try {
      items.write(numbers);
    } catch (ItemConflictException someAreThere) {
      for (ItemWrite number : numbers) {
        try {
          items.write(number);
        } catch (ItemConflictException thisOneIsThere) {
          // it stays as it is
        }
      }
    }
  }

  @SuppressWarnings("unchecked") // written here
  private void addCountry(String country, Set<String> types) {
    ItemKey key = new ItemKey(COUNTRIES, country);
    items.get(key).ifPresent(known -> types.addAll((List<String>) known.body().get("Types")));
    items.write(ItemWrite.put(key, Map.of("Types", new ArrayList<>(types))));
  }

  /** The countries with numbers in the pool, and of which types, by country code. */
  @SuppressWarnings("unchecked") // written by addCountry
  List<PhoneNumberCountry> countries() {
    List<PhoneNumberCountry> countries = new ArrayList<>();
    ItemQuery all = ItemQuery.partition(COUNTRIES, "", Items.MAX_PAGE_SIZE);
    for (Item item : items.query(all).items()) {
      countries.add(
          PhoneNumberCountry.builder()
              .countryCode(item.key().sort())
              .supportedPhoneNumberTypesWithStrings((List<String>) item.body().get("Types"))
              .build());
    }
    return countries;
  }

  /** A number of the pool as stored. */
  Optional<Item> item(String e164) {
    return items.get(PoolNumber.key(e164));
  }
}
