package org.carillon.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemPage;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.ports.Items;

/** Lists of the API, page by page, out of a partition of the store. Safe for many threads. */
public final class Listing {

  /** Entries on a page when the client does not say; the most it may ask of an ordinary list. */
  public static final int DEFAULT_RESULTS = 100;

  // a filter that fits little answers a short page with a token, instead of reading everything
  private static final int MAX_READS = 50;

  private final Items items;
  private final PageToken tokens;

  /** Lists from this store. */
  public Listing(Items items, PageToken tokens) {
    this.items = items;
    this.tokens = tokens;
  }

  /**
   * One page.
   *
   * @param index which keys to look at
   * @param partition the partition to list
   * @param sortPrefix what sort keys start with; empty for all
   * @param filter the rest of the question in words; a token is good for the same question only
   * @param maxResults entries wanted, or null for {@value #DEFAULT_RESULTS}
   * @param token the client's token, or null for the first page
   * @param entry an item as an entry, or empty to leave it out
   */
  public <T> Page<T> page(
      ItemQuery.Index index,
      String partition,
      String sortPrefix,
      String filter,
      Integer maxResults,
      String token,
      Function<Item, Optional<T>> entry) {
    String question = String.join("\n", index.name(), partition, sortPrefix, filter);
    Optional<String> position = tokens.open(token, question);
    int wanted = maxResults == null ? DEFAULT_RESULTS : maxResults;
    List<T> entries = new ArrayList<>();
    int reads = 0;
    do {
      int missing = Math.min(wanted - entries.size(), Items.MAX_PAGE_SIZE);
      ItemPage read = items.query(new ItemQuery(index, partition, sortPrefix, missing, position));
      for (Item item : read.items()) {
        entry.apply(item).ifPresent(entries::add);
      }
      position = read.next();
      reads++;
    } while (entries.size() < wanted && position.isPresent() && reads < MAX_READS);
    return new Page<>(entries, position.map(next -> tokens.seal(next, question)).orElse(null));
  }
}
