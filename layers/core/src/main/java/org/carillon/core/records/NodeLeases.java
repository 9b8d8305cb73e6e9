package org.carillon.core.records;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.carillon.core.Account;
import org.carillon.core.SortableTime;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemConflictException;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemPage;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;

/**
 * Which media nodes of a region live, for the sweep of calls (O1): each holds a lease that it
 * renews long before it runs out. A node without one is dead.
 *
 * <p>A lease that ran out is removed by whoever sees it first, and only as it was seen: so either
 * the node's renewal comes first and it lives on, or the removal does and the node, which finds no
 * lease to renew, knows that others take it for dead. Both at once cannot be. Safe for use by many
 * threads and processes; their clocks may differ by seconds.
 */
public final class NodeLeases {

  /** How long a lease is good for without being renewed. */
  public static final Duration GOOD_FOR = Duration.ofMinutes(3);

  private static final int PAGE = 100;
  private static final String UNTIL = "Until";

  private final Items items;
  private final InstantSource clock;
  private final String partition;

  /** The leases of the account's nodes in its region. */
  public NodeLeases(Items items, Account account, InstantSource clock) {
    this.items = items;
    this.clock = clock;
    this.partition = "account/" + account.id() + "/media-nodes/" + account.region();
  }

  /**
   * A node begins to live. To be called before it takes its first call.
   *
   * @param nodeId its incarnation, new at each start
   */
  public void take(String nodeId) {
    items.write(ItemWrite.create(key(nodeId), untilLater()));
  }

  /**
   * A node lives on.
   *
   * @return false when it is taken for dead: its calls have, or get, their records without it
   */
  public boolean renew(String nodeId) {
    Optional<Item> held = items.get(key(nodeId));
    if (held.isEmpty()) {
      return false;
    }
    try {
      items.write(ItemWrite.replace(held.get(), untilLater()));
      return true;
    } catch (ItemConflictException removed) {
      return false;
    }
  }

  /** A node ends; what it left open is for the others. */
  public void giveUp(String nodeId) {
    items.write(new ItemWrite.Delete(key(nodeId), new ItemWrite.Condition.Always()));
  }

  /** Whether a node lives, or has not been found dead yet. */
  public boolean isHeld(String nodeId) {
    return items.get(key(nodeId)).isPresent();
  }

  /**
   * Removes the leases that ran out.
   *
   * @return how many nodes died
   */
  public int removeExpired() {
    String now = SortableTime.of(clock.instant());
    int removed = 0;
    Optional<String> next = Optional.empty();
    do {
      ItemPage page = items.query(ItemQuery.partition(partition, "", PAGE).after(next));
      for (Item lease : page.items()) {
        if (!(lease.body().get(UNTIL) instanceof String until) || until.compareTo(now) < 0) {
          removed += remove(lease) ? 1 : 0;
        }
      }
      next = page.next();
    } while (next.isPresent());
    return removed;
  }

  private boolean remove(Item expired) {
    try {
      items.write(ItemWrite.delete(expired));
      return true;
    } catch (ItemConflictException renewedOrRemoved) {
      return false;
    }
  }

  private Map<String, Object> untilLater() {
    Instant until = clock.instant().plus(GOOD_FOR);
    return Map.of(UNTIL, SortableTime.of(until));
  }

  private ItemKey key(String nodeId) {
    return new ItemKey(partition, nodeId);
  }
}
