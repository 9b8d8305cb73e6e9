package org.carillon.core.numbers;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.carillon.core.Account;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemConflictException;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.chimesdkvoice.model.CallingNameStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.OrderedPhoneNumber;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumber;

/**
 * Claims the numbers of orders (N2), some tens in a transaction. A number goes from the pool into
 * the inventory in one transaction, whatever else is in that. Safe for use by many threads.
 *
 * <p>When another order is faster with one number of a batch, nothing of the batch is written: it
 * is read again, and what is gone by then is left out. A batch that is disturbed twice is halved,
 * so in the end a number that many want holds up no other.
 */
final class NumberClaims {

  /** Numbers of a transaction: two writes each and the check of the order, of 100 at most. */
  static final int TOGETHER = 40;

  private static final Logger LOG = LoggerFactory.getLogger(NumberClaims.class);

  private final Items items;
  private final Account account;
  private final NumberPool pool;
  private final PhoneNumbers numbers;

  NumberClaims(Items items, Account account, NumberPool pool, PhoneNumbers numbers) {
    this.items = items;
    this.account = account;
    this.pool = pool;
    this.numbers = numbers;
  }

  /**
   * An open order.
   *
   * @param stored as read: its numbers are claimed while it is as it was then, so none comes to an
   *     order that somebody else has closed meanwhile
   * @param callingName what new local numbers of the US are called
   */
  record Open(Item stored, NumberOrder order, Optional<String> callingName) {

    String id() {
      return order.order().phoneNumberOrderId();
    }
  }

  /**
   * Claims what is to be had of an order's numbers. May be repeated: what the order has stays.
   *
   * @return the numbers that the order has now
   * @throws ItemConflictException when the order was changed, or a number twice within moments:
   *     read the order and claim again
   */
  Set<String> claim(Open order) {
    // in one order everywhere, so that two orders for the same numbers meet once and not often
    List<String> wanted =
        order.order().order().orderedPhoneNumbers().stream()
            .map(OrderedPhoneNumber::e164PhoneNumber)
            .sorted()
            .toList();
    Set<String> had = HashSet.newHashSet(wanted.size());
    for (int from = 0; from < wanted.size(); from += TOGETHER) {
      had.addAll(
          claim(wanted.subList(from, Math.min(from + TOGETHER, wanted.size())), order, false));
    }
    return had;
  }

  private Set<String> claim(List<String> batch, Open order, boolean disturbed) {
    try {
      return claimOnce(batch, order);
    } catch (ItemConflictException another) {
      if (another.key().equals(order.stored().key())) {
        throw another;
      }
      if (!disturbed) {
        return claim(batch, order, true);
      }
      if (batch.size() > 1) {
        Set<String> had = new HashSet<>(claim(batch.subList(0, batch.size() / 2), order, false));
        had.addAll(claim(batch.subList(batch.size() / 2, batch.size()), order, false));
        return had;
      }
      if (another.key().equals(PhoneNumbers.key(account.id(), batch.getFirst()))) {
        // ported in before a carrier's list brought it
        LOG.info("order {}: {} is in the inventory already", order.id(), batch.getFirst());
        return Set.of();
      }
      throw another;
    }
  }

  private Set<String> claimOnce(List<String> batch, Open order) {
    Map<String, Item> pooled = pool.items(batch);
    Set<String> had = HashSet.newHashSet(batch.size());
    List<ItemWrite> writes = new ArrayList<>(2 * batch.size() + 1);
    writes.add(
        new ItemWrite.Check(
            order.stored().key(), new ItemWrite.Condition.AtVersion(order.stored().version())));
    for (String e164 : batch) {
      Optional<Item> item = available(Optional.ofNullable(pooled.get(e164)), e164, order.id());
      if (item.isEmpty()) {
        continue;
      }
      had.add(e164);
      PoolNumber number = PoolNumber.of(item.get());
      if (number.isOffered()) {
        writes.add(
            number
                .ownedBy(account.id(), order.id())
                .put(new ItemWrite.Condition.AtVersion(item.get().version())));
        writes.add(InventoryNumber.create(account.id(), inventoryNumber(number, order)));
      }
    }
    if (writes.size() > 1) {
      items.write(writes);
    }
    return had;
  }

  /** The number of the pool, unless somebody else has it. */
  private Optional<Item> available(Optional<Item> pooled, String e164, String orderId) {
    Optional<Item> now = pooled;
    if (pooled.map(PoolNumber::of).filter(number -> !isFree(number, orderId)).isPresent()) {
      // a deleted number whose time is over goes back to the pool when it is looked at
      numbers.releaseWhenOver(PoolNumber.of(pooled.get()).owner().orElseThrow(), e164);
      now = pool.item(e164);
    }
    if (now.isEmpty()) {
      LOG.info("order {}: {} is not in the pool; search for numbers on offer", orderId, e164);
    } else if (!isFree(PoolNumber.of(now.get()), orderId)) {
      LOG.info("order {}: {} has another owner; search for numbers on offer", orderId, e164);
      return Optional.empty();
    }
    return now;
  }

  private static boolean isFree(PoolNumber number, String orderId) {
    return number.isOffered() || number.orderId().equals(Optional.of(orderId));
  }

  private PhoneNumber inventoryNumber(PoolNumber number, Open order) {
    Instant now = numbers.now();
    Optional<String> callingName =
        number.canHaveCallingName() ? order.callingName() : Optional.empty();
    return PhoneNumberOrders.inventoryNumber(
            number.e164(),
            number.country(),
            number.type(),
            order.order().order().productType(),
            order.id(),
            now)
        .toBuilder()
        .callingName(callingName.orElse(null))
        .callingNameStatus(
            callingName.isPresent()
                ? CallingNameStatus.UPDATE_SUCCEEDED
                : CallingNameStatus.UNASSIGNED)
        .name(order.order().name().orElse(null))
        .build();
  }
}
