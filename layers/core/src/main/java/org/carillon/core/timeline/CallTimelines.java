package org.carillon.core.timeline;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.carillon.core.Account;
import org.carillon.core.Ids;
import org.carillon.core.SortableTime;
import org.carillon.core.documents.Fields;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemPage;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;

/**
 * Timelines of calls in the store: some moments an item, and an entry of each call by the hour it
 * began in, newest first. They are kept for {@link #KEPT}. Safe for use by many threads.
 */
public final class CallTimelines {

  /** How long a timeline is kept, from the call's start. */
  public static final Duration KEPT = Duration.ofHours(24);

  /** Sweeps that did not run for days find what they left behind. */
  private static final int HOURS_SWEPT = 72;

  private static final int PAGE = 90;

  /** Most items of one timeline that are read. */
  private static final int MAX_CHUNKS = 1000;

  private static final long LAST_MILLISECOND = 9_999_999_999_999L;

  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Items items;
  private final Account account;
  private final String writer = Ids.guid().substring(0, 8);
  private final AtomicLong chunks = new AtomicLong();

  /** Of this account. */
  public CallTimelines(Items items, Account account) {
    this.items = items;
    this.account = account;
  }

  /**
   * A call of the list.
   *
   * @param transactionId the call
   * @param firstMoment when it began
   */
  public record Listed(String transactionId, Instant firstMoment) {}

  /**
   * Some calls of an hour.
   *
   * @param calls newest first
   * @param next where the hour goes on
   */
  public record Page(List<Listed> calls, Optional<String> next) {}

  /** The moments of a call in their order; empty when none are kept. */
  public List<TimelineEntry> find(String transactionId) {
    List<TimelineEntry> entries = new ArrayList<>();
    for (Item chunk : chunksOf(transactionId)) {
      for (Fields one : Fields.of(chunk.body(), "Timeline").documents("Moments")) {
        entries.add(TimelineEntry.fromDocument(one));
      }
    }
    entries.sort(Comparator.comparing(TimelineEntry::at)); // stable: writers keep their own order
    return entries;
  }

  /**
   * Calls that began in an hour, newest first.
   *
   * @param hour any moment of the hour
   * @param limit at most so many
   * @param after the {@link Page#next()} of the page before
   */
  public Page inHour(Instant hour, int limit, Optional<String> after) {
    ItemPage page = items.query(ItemQuery.partition(hourly(hour), "", limit).after(after));
    return new Page(page.items().stream().map(CallTimelines::listed).toList(), page.next());
  }

  /** A new call in the list. */
  ItemWrite listing(Listed call) {
    long left = LAST_MILLISECOND - call.firstMoment().toEpochMilli();
    return ItemWrite.put(
        new ItemKey(hourly(call.firstMoment()), "%013d/%s".formatted(left, call.transactionId())),
        Map.of("TransactionId", call.transactionId(), "At", call.firstMoment().toString()));
  }

  /** Moments of one call, at least one. */
  ItemWrite chunk(String transactionId, List<TimelineEntry> moments) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("Moments", moments.stream().map(TimelineEntry::toDocument).toList());
    String number = Long.toString(chunks.incrementAndGet(), Character.MAX_RADIX);
    return ItemWrite.put(
        new ItemKey(
            timeline(transactionId),
            SortableTime.of(moments.getFirst().at()) + "/" + writer + "/" + number),
        body);
  }

  void write(List<ItemWrite> writes) {
    for (int from = 0; from < writes.size(); from += PAGE) {
      items.write(writes.subList(from, Math.min(writes.size(), from + PAGE)));
    }
  }

  /**
   * Removes timelines of calls that began more than {@link #KEPT} ago.
   *
   * @param most how many calls at most
   * @return how many calls
   */
  public int removeOld(Instant now, int most) {
    int removed = 0;
    for (int hours = 0; hours < HOURS_SWEPT && removed < most; hours++) {
      Instant hour = now.minus(KEPT).minus(Duration.ofHours(hours + 1L));
      boolean more = true;
      while (more && removed < most) {
        ItemPage page = items.query(ItemQuery.partition(hourly(hour), "", PAGE));
        for (Item call : page.items()) {
          remove(call);
          removed++;
        }
        more = !page.items().isEmpty();
      }
    }
    return removed;
  }

  private void remove(Item call) {
    List<ItemWrite> writes = new ArrayList<>();
    for (Item chunk : chunksOf(listed(call).transactionId())) {
      writes.add(new ItemWrite.Delete(chunk.key(), new ItemWrite.Condition.Always()));
    }
    writes.add(new ItemWrite.Delete(call.key(), new ItemWrite.Condition.Always()));
    write(writes);
  }

  private List<Item> chunksOf(String transactionId) {
    List<Item> found = new ArrayList<>();
    Optional<String> next = Optional.empty();
    do {
      ItemPage page =
          items.query(ItemQuery.partition(timeline(transactionId), "", PAGE).after(next));
      found.addAll(page.items());
      next = page.next();
    } while (next.isPresent() && found.size() < MAX_CHUNKS);
    return found;
  }

  private static Listed listed(Item item) {
    Fields fields = Fields.of(item.body(), "Call");
    return new Listed(fields.text("TransactionId"), Instant.parse(fields.text("At")));
  }

  private String timeline(String transactionId) {
    return "account/" + account.id() + "/timelines/" + transactionId;
  }

  private String hourly(Instant moment) {
    return "account/" + account.id() + "/timelines-by-hour/" + HOUR.format(moment);
  }
}
