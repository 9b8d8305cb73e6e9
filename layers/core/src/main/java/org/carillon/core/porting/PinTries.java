package org.carillon.core.porting;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Retries;
import org.carillon.core.ServiceEvents;
import org.carillon.core.SortableTime;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;

/**
 * How often the PINs that guard numbers were tried (N6): after {@value #MOST} wrong tries within
 * {@link #WINDOW} a PIN opens nothing for {@link #LOCK}, not even when it is right. A PIN of four
 * digits would otherwise be found in an afternoon.
 *
 * <p>A try is counted before the PIN is compared, and forgotten when it was right: however many try
 * at once, no more than {@value #MOST} are compared. Safe for use by many threads.
 */
final class PinTries {

  /** Wrong tries that a PIN takes. */
  static final int MOST = 5;

  /** How long wrong tries add up, from the first on. */
  static final Duration WINDOW = Duration.ofMinutes(15);

  /** How long a PIN that was tried too often opens nothing, from the last try on. */
  static final Duration LOCK = Duration.ofHours(1);

  private static final String TRIES = "Tries";
  private static final String FIRST = "First";
  private static final String LAST = "Last";

  private final Items items;
  private final NumberRequests requests;
  private final String partition;

  PinTries(Items items, NumberRequests requests) {
    this.items = items;
    this.requests = requests;
    this.partition = "account/" + requests.account().id() + "/port-out-pin-tries";
  }

  /**
   * Counts a try of these PINs.
   *
   * @param guards what they guard: numbers, or the account
   * @throws ApiException {@link ErrorType#THROTTLED_CLIENT} when one of them was tried too often;
   *     nothing is counted then
   */
  void count(Collection<String> guards) {
    if (guards.isEmpty()) {
      return;
    }
    Retries.onConflict(
        () -> {
          Instant now = requests.now();
          List<ItemWrite> writes = new ArrayList<>();
          for (String guard : guards) {
            Optional<Item> read = items.get(key(guard));
            requireOpen(read, now);
            writes.add(counted(key(guard), read, now));
          }
          items.write(writes);
          return writes;
        });
  }

  /** Forgets the tries: the PINs were right, or are other ones now. */
  void forget(Collection<String> guards) {
    if (!guards.isEmpty()) {
      items.write(guards.stream().map(this::forget).toList());
    }
  }

  /** The write that forgets the tries of a PIN, for the transaction that changes it. */
  ItemWrite forget(String guard) {
    return new ItemWrite.Delete(key(guard), new ItemWrite.Condition.Always());
  }

  /** Tells the audit which of these PINs are locked by the try that has just failed. */
  void tellLocked(Collection<String> guards) {
    Instant now = requests.now();
    String locked =
        guards.stream()
            .filter(guard -> items.get(key(guard)).filter(it -> isLocked(it, now)).isPresent())
            .sorted()
            .collect(Collectors.joining(", "));
    if (!locked.isEmpty()) {
      items.write(
          ServiceEvents.note(
              requests.account().id(),
              now,
              "LockPortOutPin",
              Map.of("PinOf", locked, "LockedUntil", now.plus(LOCK).toString())));
    }
  }

  private static void requireOpen(Optional<Item> read, Instant now) {
    read.filter(item -> isLocked(item, now))
        .ifPresent(
            item -> {
              throw new ApiException(
                  ErrorType.THROTTLED_CLIENT,
                  "Pin: wrong PINs were given too often. Port-out requests for these numbers are"
                      + " refused until "
                      + at(item, LAST).plus(LOCK)
                      + ". The owner of the numbers can end that before by a new PIN"
                      + " (PutPortOutPin).");
            });
  }

  private static ItemWrite counted(ItemKey key, Optional<Item> read, Instant now) {
    Optional<Item> going =
        read.filter(item -> !isFull(item) && now.isBefore(at(item, FIRST).plus(WINDOW)));
    Map<String, Object> body =
        Map.of(
            TRIES,
            going.map(item -> (Long) item.body().get(TRIES)).orElse(0L) + 1,
            FIRST,
            SortableTime.of(going.map(item -> at(item, FIRST)).orElse(now)),
            LAST,
            SortableTime.of(now));
    return read.map(item -> ItemWrite.replace(item, body))
        .orElseGet(() -> ItemWrite.create(key, body));
  }

  private static boolean isFull(Item item) {
    return (Long) item.body().get(TRIES) >= MOST;
  }

  private static boolean isLocked(Item item, Instant now) {
    return isFull(item) && now.isBefore(at(item, LAST).plus(LOCK));
  }

  private static Instant at(Item item, String member) {
    return Instant.parse((String) item.body().get(member));
  }

  private ItemKey key(String guard) {
    return new ItemKey(partition, guard);
  }
}
