package org.carillon.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.carillon.core.Listing.Part;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemPage;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import org.junit.jupiter.api.Test;

/** Pages of lists: each entry once, and no token when nothing is left. */
class ListingTest {

  private final CoreFixture core = new CoreFixture();
  private final Counted items = new Counted(core.items);
  private final Listing listing = new Listing(items, new PageToken(core.sealer));

  @Test
  void aListThatFillsItsLastPageEndsThere() {
    List<String> all = stored("a", 12);

    for (int size : new int[] {1, 2, 3, 4, 5, 6, 11, 12, 13}) {
      List<List<String>> pages = pages(size, it -> true, "a");
      assertThat(pages).as("pages of %d", size).hasSize((12 + size - 1) / size);
      assertThat(pages.stream().flatMap(List::stream)).containsExactlyElementsOf(all);
    }
  }

  @Test
  void aListOverPartsEndsWithItsLastEntryThoughEmptyPartsFollow() {
    List<String> all = new ArrayList<>(stored("a", 4));
    all.addAll(stored("c", 4));

    List<List<String>> pages = pages(4, it -> true, "a", "b", "c", "d", "e");

    assertThat(pages).hasSize(2);
    assertThat(pages.stream().flatMap(List::stream)).containsExactlyElementsOf(all);
  }

  @Test
  void whatAFilterLeavesOutMakesNoEmptyPage() {
    stored("a", 40);

    List<List<String>> pages = pages(2, it -> it.endsWith("5") || it.endsWith("07"), "a");

    assertThat(pages).containsExactly(List.of("a05", "a07"), List.of("a15", "a25"), List.of("a35"));
  }

  @Test
  void aPageReadsWhatItShowsAndOneMoreHoweverLongTheListIs() {
    stored("a", 300);

    Page<String> page = page(10, null, it -> true, "a");
    items.read = 0;
    page(10, page.nextToken(), it -> true, "a");

    assertThat(items.read).isEqualTo(11);
  }

  @Test
  void anEmptyListIsOneEmptyPage() {
    assertThat(pages(5, it -> true, "a", "b")).containsExactly(List.of());
    assertThat(pages(5, it -> true)).containsExactly(List.of());
  }

  private List<String> stored(String part, int count) {
    List<String> all =
        IntStream.range(0, count).mapToObj(i -> part + (i < 10 ? "0" : "") + i).sorted().toList();
    all.forEach(name -> items.write(ItemWrite.create(new ItemKey(part, name), Map.of())));
    return all;
  }

  private Page<String> page(int size, String token, Predicate<String> filter, String... parts) {
    return listing.walk(
        List.of(parts).stream().map(part -> new Part(ItemQuery.Index.TABLE, part, "")).toList(),
        "test",
        size,
        token,
        item -> Optional.of(item.key().sort()).filter(filter));
  }

  private List<List<String>> pages(int size, Predicate<String> filter, String... parts) {
    List<List<String>> pages = new ArrayList<>();
    String token = null;
    do {
      Page<String> page = page(size, token, filter, parts);
      pages.add(page.entries());
      token = page.nextToken();
    } while (token != null);
    return pages;
  }

  /** Counts the items that queries read. */
  private static final class Counted implements Items {
    private final Items items;
    private int read;

    private Counted(Items items) {
      this.items = items;
    }

    @Override
    public Optional<Item> get(ItemKey key) {
      return items.get(key);
    }

    @Override
    public ItemPage query(ItemQuery query) {
      ItemPage page = items.query(query);
      read += page.items().size();
      return page;
    }

    @Override
    public void write(List<ItemWrite> writes) {
      items.write(writes);
    }
  }
}
