package org.carillon.core.ports;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.carillon.contract.Json;
import org.carillon.contract.JsonException;

/**
 * Where a page of a query ended, as adapters write it into {@link ItemPage#next()}: the last item's
 * place in the order of the query.
 *
 * @param indexSort its sort key in the index that was asked
 * @param partition its own partition key
 * @param sort its own sort key
 */
public record PageToken(String indexSort, String partition, String sort) {

  /** The token of a page that ended with this item. */
  public static PageToken of(ItemQuery.Index index, Item last) {
    return new PageToken(sortOf(index, last), last.key().partition(), last.key().sort());
  }

  /** An item's sort key in an index in which it stands. */
  public static String sortOf(ItemQuery.Index index, Item item) {
    return switch (index) {
      case TABLE -> item.key().sort();
      case INDEX1 -> item.index1().orElseThrow().sort();
      case INDEX2 -> item.index2().orElseThrow().sort();
    };
  }

  /** The token as text that is safe in a URL. */
  public String text() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Json.write(List.of(indexSort, partition, sort)));
  }

  /**
   * Reads the token a query goes on from.
   *
   * @throws IllegalArgumentException when it is not one, or not of this query
   */
  public static PageToken parse(ItemQuery query) {
    PageToken token = parse(query.after().orElseThrow());
    boolean ofThisQuery =
        token.indexSort.startsWith(query.sortPrefix())
            && (query.index() != ItemQuery.Index.TABLE
                || (token.partition.equals(query.partition())
                    && token.sort.equals(token.indexSort)));
    if (!ofThisQuery) {
      throw new IllegalArgumentException("a page token of another query");
    }
    return token;
  }

  private static PageToken parse(String token) {
    try {
      byte[] json = Base64.getUrlDecoder().decode(token.getBytes(StandardCharsets.UTF_8));
      if (Json.read(json) instanceof List<?> parts
          && parts.size() == 3
          && parts.get(0) instanceof String indexSort
          && parts.get(1) instanceof String partition
          && parts.get(2) instanceof String sort
          && !indexSort.isEmpty()
          && !partition.isEmpty()
          && !sort.isEmpty()) {
        return new PageToken(indexSort, partition, sort);
      }
    } catch (JsonException e) {
      throw new IllegalArgumentException("not a page token", e);
    }
    throw new IllegalArgumentException("not a page token");
  }
}
