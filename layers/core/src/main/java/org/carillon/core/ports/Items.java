package org.carillon.core.ports;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The item store: one table, a partition key and a sort key, two generic indexes (design section
 * 4).
 *
 * <p>Every write is conditional and multi-item changes go through in one transaction or not at all.
 * Reads by key and queries on the table's own partition see every write acknowledged before them.
 * Queries on an index may lag on some adapters, so nothing that was just created is looked up
 * through one.
 *
 * <p>Implementations are safe for use by many threads. They throw {@link PortUnavailableException}
 * when the store cannot be reached; then nothing was written, or the caller cannot know.
 */
public interface Items {

  /** Most writes one transaction may hold (the DynamoDB limit). */
  int MAX_TRANSACTION_WRITES = 100;

  /** Most bytes of all bodies of one transaction (DynamoDB takes 4 MB with the keys). */
  int MAX_TRANSACTION_BYTES = 3_900_000;

  /** Most items one query page may hold. */
  int MAX_PAGE_SIZE = 1000;

  /** The item under this key, strongly consistent. */
  Optional<Item> get(ItemKey key);

  /**
   * The items under these keys, each strongly consistent; they need not be of one moment. Those
   * that are not there are left out.
   *
   * @param keys as many as one likes, each once
   */
  default Map<ItemKey, Item> getAll(Collection<ItemKey> keys) {
    Map<ItemKey, Item> found = LinkedHashMap.newLinkedHashMap(keys.size());
    keys.forEach(key -> get(key).ifPresent(item -> found.put(key, item)));
    return found;
  }

  /**
   * Items of one partition or index partition in sort-key order.
   *
   * @throws IllegalArgumentException when {@link ItemQuery#after} is not a token of this query
   */
  ItemPage query(ItemQuery query);

  /**
   * Applies all writes, or none.
   *
   * @param writes 1 to {@value #MAX_TRANSACTION_WRITES} writes, each on a different key
   * @throws ItemConflictException when a condition does not hold; it names the first such key, in
   *     the order of {@code writes}
   * @throws IllegalArgumentException when there are none or too many, two on one key, or bodies of
   *     more than {@value #MAX_TRANSACTION_BYTES} bytes
   */
  void write(List<ItemWrite> writes);

  /** {@link #write(List)} of a few writes. */
  default void write(ItemWrite... writes) {
    write(List.of(writes));
  }
}
