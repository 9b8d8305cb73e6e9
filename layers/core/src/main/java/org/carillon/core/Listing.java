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

  // what is read on for: a part that ended, or a filter that left much out
  private static final int MIN_FURTHER_READ = 20;

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
    return walk(
        List.of(new Part(index, partition, sortPrefix)), question, maxResults, token, entry);
  }

  /**
   * A partition of a list that is spread over several.
   *
   * @param sortPrefix what sort keys start with; empty for all
   */
  public record Part(ItemQuery.Index index, String partition, String sortPrefix) {}

  /**
   * One page of a list that stands in several partitions, one after the other.
   *
   * @param parts where to look, in the list's order; one that is new since the page before is
   *     looked at when it stands behind that page's end
   * @param question the question in words; a token is good for the same question only
   * @param maxResults entries wanted, or null for {@value #DEFAULT_RESULTS}
   * @param token the client's token, or null for the first page
   * @param entry an item as an entry, or empty to leave it out; it may be asked of one item more
   *     than the page shows
   * @return without a token when nothing is left. Only where a filter leaves out so much that the
   *     end was not looked for, the next page may be empty
   */
  public <T> Page<T> walk(
      List<Part> parts,
      String question,
      Integer maxResults,
      String token,
      Function<Item, Optional<T>> entry) {
    Optional<String> position = tokens.open(token, question);
    int at = position.map(text -> partOf(parts, text)).orElse(0);
    Optional<String> after =
        position.map(text -> text.substring(text.indexOf('\n') + 1)).filter(it -> !it.isEmpty());
    int wanted = maxResults == null ? DEFAULT_RESULTS : Math.max(maxResults, 1);
    List<T> entries = new ArrayList<>();
    Part lastPart = null;
    Item last = null;
    for (int reads = 0; reads < MAX_READS && at < parts.size(); reads++) {
      Part part = parts.get(at);
      // one more than the page has: only when there is another entry, there is another page
      int missing = wanted + 1 - entries.size();
      ItemPage read =
          items.query(
              new ItemQuery(
                  part.index(),
                  part.partition(),
                  part.sortPrefix(),
                  Math.clamp(missing, reads == 0 ? 1 : MIN_FURTHER_READ, Items.MAX_PAGE_SIZE),
                  after));
      for (Item item : read.items()) {
        Optional<T> fitting = entry.apply(item);
        if (fitting.isPresent() && entries.size() == wanted) {
          return new Page<>(
              entries, tokens.seal(position(lastPart, behind(lastPart, last)), question));
        }
        if (fitting.isPresent()) {
          entries.add(fitting.get());
          lastPart = part;
          last = item;
        }
      }
      after = read.next();
      if (after.isEmpty()) {
        at++;
      }
    }
    return new Page<>(
        entries, at < parts.size() ? tokens.seal(position(parts.get(at), after), question) : null);
  }

  private static Optional<String> behind(Part part, Item item) {
    return Optional.of(org.carillon.core.ports.PageToken.of(part.index(), item).text());
  }

  private static String position(Part part, Optional<String> after) {
    return part.partition() + "\n" + after.orElse("");
  }

  /** Where a page goes on: the part it ended in, or the first that has come in its place. */
  private static int partOf(List<Part> parts, String position) {
    String partition = position.substring(0, position.indexOf('\n'));
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).partition().compareTo(partition) >= 0) {
        return i;
      }
    }
    return parts.size();
  }
}
