package org.carillon.core.reputation;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.core.Account;
import org.carillon.core.numbers.E164;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemPage;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;

/**
 * What is counted of calls out, per caller id and day (N12), as stored. Safe for use by many
 * threads.
 *
 * <p>A call is counted in the transaction that closes its record, so exactly once, whatever fails
 * and comes again. Counts stand per minute and in {@value #SHARDS} parts: calls that end at one
 * moment seldom want the same item, the busiest minute is known, and any time zone can be asked
 * for. Days are those of UTC.
 */
public final class OutboundReputation {

  /** For how long counts are kept, in days. */
  public static final int KEPT_DAYS = 90;

  private static final int SHARDS = 4;
  private static final int MOST_CALLERS = 20; // of one callee on one day
  private static final int SWEPT_DAYS = 7;
  private static final String CALLERS = "Callers";

  private final Items items;
  private final String partition;

  /** The counts of this account. */
  public OutboundReputation(Items items, Account account) {
    this.items = items;
    this.partition = "account/" + account.id() + "/reputation/";
  }

  /**
   * The writes that count a call, for the transaction that does it once. They fail with a conflict
   * when another call was counted meanwhile.
   *
   * @return none for a call without two telephone numbers
   */
  public List<ItemWrite> count(OutboundCall call) {
    if (!E164.isNumber(call.from()) || !E164.isNumber(call.to())) {
      return List.of();
    }
    LocalDate day = LocalDate.ofInstant(call.started(), ZoneOffset.UTC);
    LocalTime time = LocalTime.ofInstant(call.started(), ZoneOffset.UTC);
    int shard = Math.floorMod(call.transactionId().hashCode(), SHARDS);
    ItemKey key =
        new ItemKey(
            counts(day),
            "%s/%02d%02d/%d".formatted(call.from(), time.getHour(), time.getMinute(), shard));
    CallCounts counted = CallCounts.of(call);
    List<ItemWrite> writes = new ArrayList<>();
    writes.add(
        items
            .get(key)
            .<ItemWrite>map(
                read ->
                    ItemWrite.replace(
                        read, CallCounts.fromDocument(read.body()).plus(counted).toDocument()))
            .orElseGet(() -> ItemWrite.create(key, counted.toDocument())));
    writes.addAll(calling(day, call.from(), call.to()));
    return writes;
  }

  /** Notes who called a number, and for each of several callers how many they are. */
  private List<ItemWrite> calling(LocalDate day, String from, String to) {
    ItemKey key = new ItemKey(callees(day), to);
    Optional<Item> read = items.get(key);
    List<String> callers = new ArrayList<>(read.map(OutboundReputation::callers).orElse(List.of()));
    if (callers.contains(from) || callers.size() == MOST_CALLERS) {
      return List.of();
    }
    callers.add(from);
    Map<String, Object> body = Map.of(CALLERS, callers);
    List<ItemWrite> writes = new ArrayList<>();
    writes.add(
        read.<ItemWrite>map(item -> ItemWrite.replace(item, body))
            .orElseGet(() -> ItemWrite.create(key, body)));
    if (callers.size() > 1) {
      for (String caller : callers) {
        writes.add(
            ItemWrite.put(
                new ItemKey(rotation(day), caller + "/" + to),
                Map.of(CALLERS, (long) callers.size())));
      }
    }
    return writes;
  }

  @SuppressWarnings("unchecked") // written by calling
  private static List<String> callers(Item item) {
    return (List<String>) item.body().get(CALLERS);
  }

  /**
   * A minute's counts of a caller id.
   *
   * @param position where a list goes on behind it
   */
  record Minute(String caller, LocalTime minute, CallCounts counts, String position) {}

  /**
   * The minutes of a day in which calls were placed, by caller id and time; a minute may come in
   * several parts, one after the other.
   *
   * @param caller whose; empty for all
   * @param after where to go on
   * @return at most {@link Items#MAX_PAGE_SIZE}; fewer only at the end
   */
  List<Minute> minutes(LocalDate day, String caller, Optional<String> after) {
    String prefix = caller.isEmpty() ? "" : caller + "/";
    List<Minute> minutes = new ArrayList<>();
    Optional<String> next = after;
    do {
      int limit = Items.MAX_PAGE_SIZE - minutes.size();
      ItemPage page = items.query(ItemQuery.partition(counts(day), prefix, limit).after(next));
      page.items().forEach(item -> minutes.add(minute(item)));
      next = page.next();
    } while (next.isPresent() && minutes.size() < Items.MAX_PAGE_SIZE);
    return minutes;
  }

  private static Minute minute(Item item) {
    String[] parts = item.key().sort().split("/");
    return new Minute(
        parts[0],
        LocalTime.of(Integer.parseInt(parts[1], 0, 2, 10), Integer.parseInt(parts[1], 2, 4, 10)),
        CallCounts.fromDocument(item.body()),
        org.carillon.core.ports.PageToken.of(ItemQuery.Index.TABLE, item).text());
  }

  /** The most caller ids, this one among them, that called one number on a day; 1 when alone. */
  long callersTowardOne(LocalDate day, String caller) {
    ItemQuery query = ItemQuery.partition(rotation(day), caller + "/", Items.MAX_PAGE_SIZE);
    long most = 1;
    ItemPage page;
    do {
      page = items.query(query);
      for (Item item : page.items()) {
        most = Math.max(most, (Long) item.body().get(CALLERS));
      }
      query = query.after(page.next());
    } while (page.next().isPresent());
    return most;
  }

  /**
   * Removes the counts of days that are over for longer than {@value #KEPT_DAYS} days.
   *
   * @param most items at once
   * @return how many were removed
   */
  public int removeOld(Instant now, int most) {
    LocalDate kept = LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(KEPT_DAYS);
    int removed = 0;
    for (int days = 1; days <= SWEPT_DAYS; days++) {
      LocalDate day = kept.minusDays(days);
      for (String old : List.of(counts(day), callees(day), rotation(day))) {
        removed += remove(old, most - removed);
      }
    }
    return removed;
  }

  private int remove(String old, int most) {
    int removed = 0;
    while (removed < most) {
      int limit = Math.min(Items.MAX_TRANSACTION_WRITES, most - removed);
      List<Item> page = items.query(ItemQuery.partition(old, "", limit)).items();
      if (page.isEmpty()) {
        return removed;
      }
      items.write(
          page.stream()
              .<ItemWrite>map(
                  item -> new ItemWrite.Delete(item.key(), new ItemWrite.Condition.Always()))
              .toList());
      removed += page.size();
    }
    return removed;
  }

  private String counts(LocalDate day) {
    return partition + day;
  }

  private String callees(LocalDate day) {
    return partition + day + "/callees";
  }

  private String rotation(LocalDate day) {
    return partition + day + "/rotation";
  }
}
