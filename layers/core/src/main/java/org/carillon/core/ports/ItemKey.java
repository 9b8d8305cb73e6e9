package org.carillon.core.ports;

/**
 * The key of an item.
 *
 * @param partition the partition key, 1 to 1,024 characters
 * @param sort the sort key, 1 to 1,024 characters
 */
public record ItemKey(String partition, String sort) {
  public ItemKey {
    if (partition.isEmpty() || sort.isEmpty()) {
      throw new IllegalArgumentException("an item key has a partition and a sort key");
    }
  }
}
