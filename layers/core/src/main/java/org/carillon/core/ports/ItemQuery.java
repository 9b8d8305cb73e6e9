package org.carillon.core.ports;

import java.util.Optional;

/**
 * A question to the item store: the items of one partition, in ascending sort-key order (by the
 * bytes of their UTF-8 form). Items of an index with the same index key come in any order, each
 * once.
 *
 * @param index which keys to look at
 * @param partition the partition key
 * @param sortPrefix what the sort keys start with; empty for all
 * @param limit most items in the answer, 1 to {@link Items#MAX_PAGE_SIZE}
 * @param after the {@link ItemPage#next()} of the page before, to go on
 */
public record ItemQuery(
    Index index, String partition, String sortPrefix, int limit, Optional<String> after) {

  /** Which keys a query looks at: the table's own (strongly consistent) or a generic index's. */
  public enum Index {
    TABLE,
    INDEX1,
    INDEX2
  }

  public ItemQuery {
    if (partition.isEmpty()) {
      throw new IllegalArgumentException("a query names a partition");
    }
    if (limit < 1 || limit > Items.MAX_PAGE_SIZE) {
      throw new IllegalArgumentException("limit is 1 to " + Items.MAX_PAGE_SIZE + ": " + limit);
    }
  }

  /** All items of a table partition whose sort key starts so. */
  public static ItemQuery partition(String partition, String sortPrefix, int limit) {
    return new ItemQuery(Index.TABLE, partition, sortPrefix, limit, Optional.empty());
  }

  /** The same question, going on after an earlier page. */
  public ItemQuery after(Optional<String> next) {
    return new ItemQuery(index, partition, sortPrefix, limit, next);
  }
}
