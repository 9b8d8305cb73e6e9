package org.carillon.core;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.carillon.core.ports.Document;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemConflictException;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemPage;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.ItemWrite.Condition;
import org.carillon.core.ports.Items;
import org.carillon.core.ports.PageToken;
import org.carillon.core.ports.PortUnavailableException;

/** An item store in memory for tests of rules; it keeps the contract every store keeps. */
public final class MemoryItems implements Items {

  private static final Comparator<String> BY_BYTES =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  private static final Comparator<ItemKey> BY_KEY =
      Comparator.comparing(ItemKey::partition, BY_BYTES).thenComparing(ItemKey::sort, BY_BYTES);

  private final Map<ItemKey, Item> items = new TreeMap<>(BY_KEY);

  /** How many writes are let through before the process "dies"; none more when negative. */
  private int writesLeft = Integer.MAX_VALUE;

  private Optional<String> unreadable = Optional.empty();

  /** Fails every write after this many, as when the process dies. */
  public synchronized void failAfter(int writes) {
    writesLeft = writes;
  }

  /** Fails every read of a partition whose name ends so, as when the store is overloaded. */
  public synchronized void failReadsOf(String partitionSuffix) {
    unreadable = Optional.of(partitionSuffix);
  }

  /** How many items there are, to see that nothing is left behind. */
  public synchronized int size() {
    return items.size();
  }

  /** The keys of all items whose partition starts so. */
  public synchronized List<ItemKey> keys(String partitionPrefix) {
    return items.keySet().stream()
        .filter(key -> key.partition().startsWith(partitionPrefix))
        .toList();
  }

  /** Everything that is stored, as it is now. */
  public synchronized Map<ItemKey, Item> all() {
    return new HashMap<>(items);
  }

  /** Back to what {@link #all} gave. */
  public synchronized void restore(Map<ItemKey, Item> stored) {
    items.clear();
    items.putAll(stored);
  }

  @Override
  public synchronized Optional<Item> get(ItemKey key) {
    if (unreadable.filter(key.partition()::endsWith).isPresent()) {
      throw new PortUnavailableException("the store is overloaded", null);
    }
    return Optional.ofNullable(items.get(key));
  }

  @Override
  public synchronized ItemPage query(ItemQuery query) {
    List<Row> rows = new ArrayList<>();
    for (Item item : items.values()) {
      Optional<ItemKey> place =
          switch (query.index()) {
            case TABLE -> Optional.of(item.key());
            case INDEX1 -> item.index1();
            case INDEX2 -> item.index2();
          };
      if (place.isPresent()
          && place.get().partition().equals(query.partition())
          && place.get().sort().startsWith(query.sortPrefix())) {
        rows.add(new Row(position(PageToken.of(query.index(), item)), item));
      }
    }
    rows.sort(Comparator.comparing(Row::position, BY_BYTES));
    String after = query.after().isPresent() ? position(PageToken.parse(query)) : "";
    List<Row> page =
        rows.stream()
            .filter(row -> BY_BYTES.compare(row.position(), after) > 0)
            .limit(query.limit() + 1L)
            .toList();
    boolean more = page.size() > query.limit();
    List<Row> shown = more ? page.subList(0, query.limit()) : page;
    return new ItemPage(
        shown.stream().map(Row::item).toList(),
        more
            ? Optional.of(PageToken.of(query.index(), shown.getLast().item()).text())
            : Optional.empty());
  }

  @Override
  public synchronized void write(List<ItemWrite> writes) {
    ItemWrite.checkTransaction(writes);
    if (writesLeft-- <= 0) {
      throw new IllegalStateException("the process died");
    }
    List<Item> stored = new ArrayList<>();
    for (ItemWrite write : writes) {
      Item before = items.get(write.key());
      if (!holds(write.condition(), before)) {
        throw new ItemConflictException(write.key());
      }
      if (write instanceof ItemWrite.Put put) {
        long version = before == null ? 1 : before.version() + 1;
        stored.add(
            new Item(put.key(), version, Document.copyOf(put.body()), put.index1(), put.index2()));
      }
    }
    writes.stream().filter(ItemWrite.Delete.class::isInstance).forEach(w -> items.remove(w.key()));
    stored.forEach(item -> items.put(item.key(), item));
  }

  private static boolean holds(Condition condition, Item before) {
    return switch (condition) {
      case Condition.Absent() -> before == null;
      case Condition.Present() -> before != null;
      case Condition.AtVersion(long version) -> before != null && before.version() == version;
      case Condition.Always() -> true;
    };
  }

  private static String position(PageToken token) {
    return token.indexSort() + "\u0001" + token.partition() + "\u0001" + token.sort();
  }

  private record Row(String position, Item item) {}
}
