package org.carillon.core.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.carillon.core.ports.ItemWrite.Condition;
import org.junit.jupiter.api.Test;

/** What every item store does. An adapter's test extends it and says where the store is. */
public abstract class ItemsContract {

  private final String partition = "P#" + UUID.randomUUID();

  /** The store under test; it may hold items of other tests. */
  protected abstract Items items();

  private ItemKey key(String sort) {
    return new ItemKey(partition, sort);
  }

  private void create(String sort, Map<String, Object> body) {
    items().write(ItemWrite.create(key(sort), body));
  }

  private Item read(String sort) {
    return items().get(key(sort)).orElseThrow();
  }

  @Test
  void whatWasNeverWrittenIsNotThere() {
    assertThat(items().get(key("nothing"))).isEmpty();
    assertThat(items().query(ItemQuery.partition(partition, "", 10)))
        .isEqualTo(new ItemPage(List.of(), Optional.empty()));
  }

  @Test
  void anItemIsReadAsItWasCreated() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("text", "Zürich 東京 😀 \" \\ \n \u0000");
    body.put("empty", "");
    body.put("yes", true);
    body.put("no", false);
    body.put("whole", 42L);
    body.put("largest", Long.MAX_VALUE);
    body.put("smallest", Long.MIN_VALUE);
    body.put("fraction", 0.1);
    body.put("huge", 1.5e100);
    body.put("nothing", null);
    body.put("list", Arrays.asList("a", 1L, 2.5, null, List.of(), Map.of("k", "v")));
    body.put("map", Map.of("inner", Map.of(), "dotted.name", 1L));

    create("all-types", body);

    Item item = read("all-types");
    assertThat(item.key()).isEqualTo(key("all-types"));
    assertThat(item.version()).isEqualTo(1);
    assertThat(item.body()).isEqualTo(body);
    assertThat(item.index1()).isEmpty();
    assertThat(item.index2()).isEmpty();
  }

  @Test
  void manyAreReadByTheirKeys() {
    List<ItemKey> keys = new ArrayList<>();
    for (int i = 0; i < 230; i++) {
      keys.add(key("many " + i));
      if (i % 2 == 0) {
        create("many " + i, Map.of("n", (long) i));
      }
    }
    ItemKey elsewhere = new ItemKey(partition + "/other", "many 1");
    items().write(ItemWrite.create(elsewhere, Map.of("n", -1L)));
    keys.add(elsewhere);

    Map<ItemKey, Item> found = items().getAll(keys);

    assertThat(found).hasSize(116);
    assertThat(found.get(key("many 228"))).isEqualTo(read("many 228"));
    assertThat(found.get(elsewhere).body()).isEqualTo(Map.of("n", -1L));
    assertThat(found).doesNotContainKey(key("many 1"));
    assertThat(items().getAll(List.of())).isEmpty();
  }

  @Test
  void numbersComeBackInOneForm() {
    create("numbers", Map.of("int", 7, "double", 2.0, "negative zero", -0.0, "float", 0.5f));

    assertThat(read("numbers").body())
        .isEqualTo(Map.of("int", 7L, "double", 2L, "negative zero", 0L, "float", 0.5));
  }

  @Test
  void aBodyThatNoStoreCouldGiveBackIsRefused() {
    Object deep = "leaf";
    for (int i = 0; i < Document.MAX_DEPTH; i++) {
      deep = List.of(deep);
    }
    for (Object value :
        List.of(
            Double.NaN,
            Double.MAX_VALUE,
            new Object(),
            Map.of(1, 2),
            Map.of("", 1),
            deep,
            "\ud800",
            'c',
            "x".repeat(Document.MAX_BYTES))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ItemWrite.create(key("bad"), Map.of("value", value)));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ItemWrite.create(key("bad"), Map.of("\udc00", 1)));
  }

  @Test
  void aLargeBodyIsKeptWhole() {
    String text = "é".repeat(Document.MAX_BYTES / 2 - 100);

    create("large", Map.of("text", text));

    assertThat(read("large").body()).containsEntry("text", text);
  }

  @Test
  void creatingTwiceIsAConflictAndChangesNothing() {
    create("one", Map.of("n", 1L));

    assertThatExceptionOfType(ItemConflictException.class)
        .isThrownBy(() -> create("one", Map.of("n", 2L)))
        .satisfies(e -> assertThat(e.key()).isEqualTo(key("one")));
    assertThat(read("one").body()).containsEntry("n", 1L);
    assertThat(read("one").version()).isEqualTo(1);
  }

  @Test
  void replacingCountsTheVersionUpAndRefusesAStaleRead() {
    create("counter", Map.of("n", 1L));
    Item stale = read("counter");

    items().write(ItemWrite.replace(stale, Map.of("n", 2L)));

    assertThat(read("counter").version()).isEqualTo(2);
    assertThat(read("counter").body()).isEqualTo(Map.of("n", 2L));
    assertThatExceptionOfType(ItemConflictException.class)
        .isThrownBy(() -> items().write(ItemWrite.replace(stale, Map.of("n", 3L))));
    assertThatExceptionOfType(ItemConflictException.class)
        .isThrownBy(() -> items().write(ItemWrite.delete(stale)));
    assertThat(read("counter").body()).isEqualTo(Map.of("n", 2L));
  }

  @Test
  void anUnconditionalPutCreatesOrReplacesAndCountsToo() {
    items().write(ItemWrite.put(key("any"), Map.of("n", 1L)));
    items().write(ItemWrite.put(key("any"), Map.of("m", 2L)));

    assertThat(read("any").version()).isEqualTo(2);
    assertThat(read("any").body()).isEqualTo(Map.of("m", 2L));
  }

  @Test
  void aPutThatNeedsTheItemToBeThereFailsWithoutIt() {
    var put =
        new ItemWrite.Put(
            key("must-exist"),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            new Condition.Present());
    assertThatExceptionOfType(ItemConflictException.class).isThrownBy(() -> items().write(put));
    assertThat(items().get(key("must-exist"))).isEmpty();

    create("must-exist", Map.of("n", 1L));
    items().write(put);
    assertThat(read("must-exist").version()).isEqualTo(2);
  }

  @Test
  void deletingRemovesAndAFreshItemStartsAtOneAgain() {
    create("gone", Map.of());
    items().write(ItemWrite.replace(read("gone"), Map.of("n", 2L)));

    items().write(ItemWrite.delete(read("gone")));

    assertThat(items().get(key("gone"))).isEmpty();
    create("gone", Map.of());
    assertThat(read("gone").version()).isEqualTo(1);
  }

  @Test
  void deletingWhatIsNotThereIsFineOnlyUnconditionally() {
    assertThatNoException()
        .isThrownBy(
            () -> items().write(new ItemWrite.Delete(key("never"), new Condition.Always())));
    assertThatExceptionOfType(ItemConflictException.class)
        .isThrownBy(
            () -> items().write(new ItemWrite.Delete(key("never"), new Condition.Present())));
  }

  @Test
  void aTransactionGoesThroughWhole() {
    create("a", Map.of("n", 1L));
    create("b", Map.of("n", 1L));
    create("seen", Map.of());

    items()
        .write(
            ItemWrite.replace(read("a"), Map.of("n", 2L)),
            ItemWrite.delete(read("b")),
            ItemWrite.create(key("c"), Map.of("n", 3L)),
            new ItemWrite.Check(key("seen"), new Condition.AtVersion(1)),
            new ItemWrite.Check(key("unseen"), new Condition.Absent()));

    assertThat(read("a").body()).isEqualTo(Map.of("n", 2L));
    assertThat(items().get(key("b"))).isEmpty();
    assertThat(read("c").body()).isEqualTo(Map.of("n", 3L));
    assertThat(read("seen").version()).isEqualTo(1);
  }

  @Test
  void oneFailingConditionUndoesTheWholeTransactionAndNamesTheFirstKey() {
    create("a", Map.of("n", 1L));

    assertThatExceptionOfType(ItemConflictException.class)
        .isThrownBy(
            () ->
                items()
                    .write(
                        ItemWrite.replace(read("a"), Map.of("n", 2L)),
                        new ItemWrite.Check(key("first"), new Condition.Present()),
                        ItemWrite.create(key("new"), Map.of()),
                        new ItemWrite.Delete(key("second"), new Condition.AtVersion(3))))
        .satisfies(e -> assertThat(e.key()).isEqualTo(key("first")));

    assertThat(read("a").version()).isEqualTo(1);
    assertThat(items().get(key("new"))).isEmpty();
  }

  @Test
  void aTransactionHoldsUpToAHundredWrites() {
    List<ItemWrite> writes = new ArrayList<>();
    for (int i = 0; i < Items.MAX_TRANSACTION_WRITES; i++) {
      writes.add(ItemWrite.create(key(String.format("n%03d", i)), Map.of("i", i)));
    }

    items().write(writes);

    assertThat(items().query(ItemQuery.partition(partition, "n", 1000)).items()).hasSize(100);
  }

  @Test
  void aTransactionOfNoneOrTooManyOrTwoOnOneKeyIsRefused() {
    List<ItemWrite> tooMany =
        IntStream.rangeClosed(0, Items.MAX_TRANSACTION_WRITES)
            .<ItemWrite>mapToObj(i -> ItemWrite.create(key("n" + i), Map.of()))
            .toList();

    assertThatIllegalArgumentException().isThrownBy(() -> items().write(List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> items().write(tooMany));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                items()
                    .write(
                        ItemWrite.create(key("twice"), Map.of()),
                        ItemWrite.put(key("twice"), Map.of())));
    assertThat(items().query(ItemQuery.partition(partition, "", 10)).items()).isEmpty();
  }

  @Test
  void aTransactionOfTooManyBytesIsRefused() {
    String text = "x".repeat(Document.MAX_BYTES - 1000);
    List<ItemWrite> writes =
        IntStream.range(0, 11)
            .<ItemWrite>mapToObj(i -> ItemWrite.create(key("n" + i), Map.of("t", text)))
            .toList();

    assertThatIllegalArgumentException().isThrownBy(() -> items().write(writes));
    assertThat(items().query(ItemQuery.partition(partition, "", 10)).items()).isEmpty();
  }

  @Test
  void keysThatAreEmptyOrTooLongAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new ItemKey("", "s"));
    assertThatIllegalArgumentException().isThrownBy(() -> new ItemKey("p", ""));
    assertThatIllegalArgumentException().isThrownBy(() -> new ItemKey("p", "é".repeat(513)));

    String longest = "é".repeat(512);
    create(longest, Map.of("n", 1L));
    assertThat(read(longest).body()).containsEntry("n", 1L);
  }

  @Test
  void aQueryAnswersInTheOrderOfUtf8Bytes() {
    List<String> ordered = List.of("A", "B", "a", "a#1", "a#10", "a#2", "b", "é", "\uffee", "😀");
    List<ItemWrite> writes = new ArrayList<>();
    for (String sort : ordered.reversed()) {
      writes.add(ItemWrite.create(key(sort), Map.of()));
    }
    items().write(writes);

    assertThat(sorts(ItemQuery.partition(partition, "", 100))).isEqualTo(ordered);
    assertThat(sorts(ItemQuery.partition(partition, "a#", 100)))
        .containsExactly("a#1", "a#10", "a#2");
    assertThat(sorts(ItemQuery.partition(partition, "é", 100))).containsExactly("é");
    assertThat(sorts(ItemQuery.partition(partition, "zzz", 100))).isEmpty();
    assertThat(sorts(ItemQuery.partition(partition + "x", "", 100))).isEmpty();
  }

  @Test
  void pagesFollowEachOtherWithoutGapOrRepeat() {
    List<ItemWrite> writes = new ArrayList<>();
    for (int i = 0; i < 23; i++) {
      writes.add(ItemWrite.create(key(String.format("page%02d", i)), Map.of("i", i)));
    }
    items().write(writes);

    List<String> seen = new ArrayList<>();
    ItemQuery query = ItemQuery.partition(partition, "page", 5);
    Optional<String> next = Optional.empty();
    do {
      ItemPage page = items().query(query.after(next));
      assertThat(page.items()).hasSizeLessThanOrEqualTo(5);
      page.items().forEach(item -> seen.add(item.key().sort()));
      next = page.next();
    } while (next.isPresent());

    assertThat(seen).hasSize(23).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aPageTokenGoesOnFromItsPlaceAlsoWhenTheItemThereIsGone() {
    create("t1", Map.of());
    create("t2", Map.of());
    create("t3", Map.of());
    ItemPage first = items().query(ItemQuery.partition(partition, "t", 2));

    items().write(ItemWrite.delete(read("t2")));

    assertThat(sorts(ItemQuery.partition(partition, "t", 2).after(first.next())))
        .containsExactly("t3");
  }

  @Test
  void aTokenThatIsNotOneIsRefused() {
    create("t1", Map.of());
    for (String token : List.of("", "garbage", "e30", "AAAA", "%%%")) {
      assertThatIllegalArgumentException()
          .as(token)
          .isThrownBy(
              () ->
                  items().query(ItemQuery.partition(partition, "", 10).after(Optional.of(token))));
    }
    create("u1", Map.of());
    create("u2", Map.of());
    Optional<String> foreign = items().query(ItemQuery.partition(partition, "u", 1)).next();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> items().query(ItemQuery.partition(partition, "t", 1).after(foreign)));
    assertThatIllegalArgumentException().isThrownBy(() -> ItemQuery.partition(partition, "", 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ItemQuery.partition(partition, "", Items.MAX_PAGE_SIZE + 1));
    assertThatIllegalArgumentException().isThrownBy(() -> ItemQuery.partition("", "", 1));
  }

  @Test
  void itemsAreFoundThroughTheirIndexes() {
    ItemKey byName = new ItemKey(partition + "#names", "lobby");
    ItemKey byDay = new ItemKey(partition + "#days", "2026-11-22");
    items()
        .write(
            new ItemWrite.Put(
                key("both"),
                Map.of("n", 1L),
                Optional.of(byName),
                Optional.of(byDay),
                new Condition.Absent()));
    create("neither", Map.of());

    Item item = read("both");
    assertThat(item.index1()).contains(byName);
    assertThat(item.index2()).contains(byDay);
    assertThat(items().query(index(ItemQuery.Index.INDEX1, byName.partition(), "lob")).items())
        .containsExactly(item);
    assertThat(items().query(index(ItemQuery.Index.INDEX2, byDay.partition(), "")).items())
        .containsExactly(item);
    assertThat(items().query(index(ItemQuery.Index.INDEX2, byName.partition(), "")).items())
        .isEmpty();

    items().write(ItemWrite.replace(item, Map.of("n", 2L)));
    assertThat(read("both").index1()).contains(byName);

    items().write(ItemWrite.put(key("both"), Map.of("n", 3L)));
    assertThat(read("both").index1()).isEmpty();
    assertThat(items().query(index(ItemQuery.Index.INDEX1, byName.partition(), "")).items())
        .isEmpty();
  }

  @Test
  void anIndexMayHoldManyItemsUnderOneKeyAndPagesGiveEachOnce() {
    ItemKey same = new ItemKey(partition + "#same", "s");
    List<ItemWrite> writes = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      writes.add(
          new ItemWrite.Put(
              key("dup" + i),
              Map.of(),
              Optional.of(same),
              Optional.empty(),
              new Condition.Absent()));
    }
    items().write(writes);

    List<String> seen = new ArrayList<>();
    Optional<String> next = Optional.empty();
    do {
      ItemPage page =
          items().query(new ItemQuery(ItemQuery.Index.INDEX1, same.partition(), "", 3, next));
      page.items().forEach(item -> seen.add(item.key().sort()));
      next = page.next();
    } while (next.isPresent());

    assertThat(seen)
        .containsExactlyInAnyOrder("dup0", "dup1", "dup2", "dup3", "dup4", "dup5", "dup6");
  }

  @Test
  void ofManyWhoCreateTheSameItemAtOnceOneWins() throws Exception {
    List<Callable<Boolean>> racers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      long racer = i;
      racers.add(() -> wins(ItemWrite.create(key("race"), Map.of("racer", racer))));
    }

    assertThat(runAtOnce(racers)).filteredOn(won -> won).hasSize(1);
  }

  @Test
  void concurrentCountersLoseNothing() throws Exception {
    create("count", Map.of("n", 0L));
    List<Callable<Boolean>> counters = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      counters.add(
          () -> {
            for (int done = 0; done < 5; ) {
              Item item = read("count");
              long n = (Long) item.body().get("n");
              done += wins(ItemWrite.replace(item, Map.of("n", n + 1))) ? 1 : 0;
            }
            return true;
          });
    }
    runAtOnce(counters);

    assertThat(read("count").body()).containsEntry("n", 40L);
    assertThat(read("count").version()).isEqualTo(41);
  }

  private boolean wins(ItemWrite write) {
    try {
      items().write(write);
      return true;
    } catch (ItemConflictException e) {
      return false;
    }
  }

  private static List<Boolean> runAtOnce(List<Callable<Boolean>> tasks)
      throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Boolean> results = new ArrayList<>();
      for (Future<Boolean> result : threads.invokeAll(tasks)) {
        results.add(result.get());
      }
      return results;
    }
  }

  private static ItemQuery index(ItemQuery.Index index, String partition, String sortPrefix) {
    return new ItemQuery(index, partition, sortPrefix, 10, Optional.empty());
  }

  private List<String> sorts(ItemQuery query) {
    return items().query(query).items().stream().map(item -> item.key().sort()).toList();
  }
}
