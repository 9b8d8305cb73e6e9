package org.carillon.core.numbers;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.carillon.core.Account;
import org.carillon.core.Ids;
import org.carillon.core.Retries;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import org.carillon.core.quotas.Quota;
import org.carillon.core.quotas.Quotas;
import org.carillon.core.settings.Settings;
import software.amazon.awssdk.services.chimesdkvoice.model.CallingNameStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.OrderedPhoneNumber;
import software.amazon.awssdk.services.chimesdkvoice.model.OrderedPhoneNumberStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumber;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberCapabilities;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrder;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrderStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberType;

/**
 * Orders of phone numbers (N2). Safe for use by many threads.
 *
 * <p>An order is written first, then its numbers are claimed ({@link NumberClaims}: each goes from
 * the pool into the inventory whole), then the order is closed. The pool remembers the order that
 * got a number, so an order that was cut short is finished by the next one who reads it: no number
 * is got twice and no order stays in Processing. Places in the quota are taken with the order, and
 * those of numbers it did not get are given back when it is closed.
 */
public final class PhoneNumberOrders {

  private final Items items;
  private final Account account;
  private final PhoneNumbers numbers;
  private final NumberClaims claims;
  private final Settings settings;
  private final Quotas quotas;

  /** The orders of this account. */
  public PhoneNumberOrders(
      Items items, Account account, NumberPool pool, PhoneNumbers numbers, Settings settings) {
    this.items = items;
    this.account = account;
    this.numbers = numbers;
    this.claims = new NumberClaims(items, account, pool, numbers);
    this.settings = settings;
    this.quotas = new Quotas(items, account);
  }

  /**
   * Takes an order and carries it out.
   *
   * @param accepted as it is to be shown while it is in Processing; its id is new
   * @param name what its numbers are to be called
   * @throws org.carillon.contract.ApiException {@link
   *     org.carillon.contract.ErrorType#RESOURCE_LIMIT_EXCEEDED} when the account may not have so
   *     many numbers; nothing is ordered then
   */
  public void place(PhoneNumberOrder accepted, Optional<String> name) {
    Retries.onConflict(
        () -> {
          List<ItemWrite> writes = placing(accepted, name);
          items.write(writes);
          return writes;
        });
    find(accepted.phoneNumberOrderId());
  }

  /**
   * The writes that take an order with its places in the quota, for a transaction; {@link #find}
   * carries it out afterwards.
   *
   * @throws org.carillon.contract.ApiException as {@link #place}
   */
  public List<ItemWrite> placing(PhoneNumberOrder accepted, Optional<String> name) {
    NumberOrder order = new NumberOrder(accepted, name);
    return List.of(
        ItemWrite.create(key(accepted.phoneNumberOrderId()), order.toBody()),
        quotas.take(Quota.PHONE_NUMBERS, "", accepted.orderedPhoneNumbers().size()));
  }

  /** An order of the account, carried out by the time it is returned. */
  public Optional<PhoneNumberOrder> find(String orderId) {
    return Ids.isGuid(orderId)
        ? Retries.onConflict(() -> items.get(key(orderId)).map(this::finished))
        : Optional.empty();
  }

  /** An order of a list, carried out by the time it is returned. */
  PhoneNumberOrder current(Item listed) {
    NumberOrder order = NumberOrder.of(listed);
    return order.isFinished()
        ? order.order()
        : find(order.order().phoneNumberOrderId()).orElse(order.order());
  }

  private PhoneNumberOrder finished(Item item) {
    NumberOrder order = NumberOrder.of(item);
    if (order.isFinished()) {
      return order.order();
    }
    Set<String> acquired =
        claims.claim(new NumberClaims.Open(item, order, settings.defaultCallingName()));
    List<OrderedPhoneNumber> results = new ArrayList<>();
    for (OrderedPhoneNumber ordered : order.order().orderedPhoneNumbers()) {
      results.add(
          ordered.toBuilder()
              .status(
                  acquired.contains(ordered.e164PhoneNumber())
                      ? OrderedPhoneNumberStatus.ACQUIRED
                      : OrderedPhoneNumberStatus.FAILED)
              .build());
    }
    NumberOrder done = order.finished(results, numbers.now());
    List<ItemWrite> closing = new ArrayList<>(2);
    closing.add(ItemWrite.replace(item, done.toBody()));
    int missed = done.failed();
    if (missed > 0) {
      closing.add(quotas.giveBack(Quota.PHONE_NUMBERS, "", missed));
    }
    items.write(closing);
    return done.order();
  }

  /** The write that makes an order which is carried out elsewhere: a port-in (N5). */
  public ItemWrite create(PhoneNumberOrder order) {
    return ItemWrite.create(
        key(order.phoneNumberOrderId()), new NumberOrder(order, Optional.empty()).toBody());
  }

  /**
   * The write that stores another state of a port-in's order.
   *
   * @param focDate when its numbers become active, if that is known
   */
  public ItemWrite change(
      String orderId, PhoneNumberOrderStatus status, Optional<Instant> focDate, Instant now) {
    Item read =
        items
            .get(key(orderId))
            .orElseThrow(() -> new IllegalStateException("a port-in without order: " + orderId));
    NumberOrder before = NumberOrder.of(read);
    OrderedPhoneNumberStatus each =
        switch (status) {
          case SUCCESSFUL -> OrderedPhoneNumberStatus.ACQUIRED;
          case CANCELLED -> OrderedPhoneNumberStatus.FAILED;
          default -> OrderedPhoneNumberStatus.PROCESSING;
        };
    PhoneNumberOrder changed =
        before.order().toBuilder()
            .status(status)
            .focDate(focDate.orElse(null))
            .orderedPhoneNumbers(
                before.order().orderedPhoneNumbers().stream()
                    .map(number -> number.toBuilder().status(each).build())
                    .toList())
            .updatedTimestamp(now)
            .build();
    return ItemWrite.replace(read, new NumberOrder(changed, before.name()).toBody());
  }

  /** The numbers of an order that is new: each is still to be had. */
  public static List<OrderedPhoneNumber> ordered(Collection<String> e164s) {
    return e164s.stream()
        .map(
            e164 ->
                OrderedPhoneNumber.builder()
                    .e164PhoneNumber(e164)
                    .status(OrderedPhoneNumberStatus.PROCESSING)
                    .build())
        .toList();
  }

  /** A number that is new in the inventory, without a calling name. */
  public static PhoneNumber inventoryNumber(
      String e164,
      String country,
      PhoneNumberType type,
      PhoneNumberProductType productType,
      String orderId,
      Instant now) {
    return PhoneNumber.builder()
        .phoneNumberId(E164.id(e164))
        .e164PhoneNumber(e164)
        .country(country)
        .type(type)
        .productType(productType)
        .status(PhoneNumberStatus.UNASSIGNED)
        .capabilities(
            PhoneNumberCapabilities.builder()
                .inboundCall(true)
                .outboundCall(true)
                .inboundSMS(false)
                .outboundSMS(false)
                .inboundMMS(false)
                .outboundMMS(false)
                .build())
        .associations(List.of())
        .callingNameStatus(CallingNameStatus.UNASSIGNED)
        .createdTimestamp(now)
        .updatedTimestamp(now)
        .orderId(orderId)
        .build();
  }

  /** Where the account's orders are stored. */
  String partition() {
    return "account/" + account.id() + "/orders";
  }

  private ItemKey key(String orderId) {
    return new ItemKey(partition(), orderId);
  }
}
