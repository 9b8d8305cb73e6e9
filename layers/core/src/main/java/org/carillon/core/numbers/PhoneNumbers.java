package org.carillon.core.numbers;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Account;
import org.carillon.core.Retries;
import org.carillon.core.ServiceEvents;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import org.carillon.core.quotas.Quota;
import org.carillon.core.quotas.Quotas;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.chimesdkvoice.model.CallingNameStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumber;

/**
 * The account's inventory of phone numbers, the deletion queue included (N7, N10). Safe for use by
 * many threads.
 *
 * <p>A number whose seven days in the queue are over is gone for every reader; whoever meets it
 * gives it back to the pool on the way.
 */
public final class PhoneNumbers {

  /** Most numbers of one {@link #changeTogether}: up to two writes each. */
  static final int MAX_TOGETHER = Items.MAX_TRANSACTION_WRITES / 2;

  private static final Logger LOG = LoggerFactory.getLogger(PhoneNumbers.class);

  private final Items items;
  private final Account account;
  private final InstantSource clock;

  /** The inventory of this account. */
  public PhoneNumbers(Items items, Account account, InstantSource clock) {
    this.items = items;
    this.account = account;
    this.clock = clock;
  }

  /** The inventory of this account, by the system's clock. */
  public PhoneNumbers(Items items, Account account) {
    this(items, account, InstantSource.system());
  }

  /**
   * A number of the account.
   *
   * @param e164 the number with plus sign and country code, such as {@code +12065550100}
   * @return empty when the account does not have it; a number in the deletion queue is there, with
   *     a {@code DeletionTimestamp}
   */
  public Optional<PhoneNumber> find(String e164) {
    return inventory(e164).map(InventoryNumber::phoneNumber);
  }

  /** A number of the account as stored, to change it together with something else. */
  public Optional<InventoryNumber> inventory(String e164) {
    return E164.isNumber(e164)
        ? items.get(key(account.id(), e164)).flatMap(this::present)
        : Optional.empty();
  }

  /** Those of many numbers that the account has, as {@link #inventory(String)}, by number. */
  public Map<String, InventoryNumber> inventory(Collection<String> e164) {
    Map<String, InventoryNumber> found = new HashMap<>();
    items
        .getAll(e164.stream().filter(E164::isNumber).map(it -> key(account.id(), it)).toList())
        .forEach((key, item) -> present(item).ifPresent(number -> found.put(key.sort(), number)));
    return found;
  }

  /** What the time is for a change, in the precision that the API shows. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /**
   * Changes a number. The change is made again on what is stored when another one came in between.
   *
   * @param idOrNumber as the client named it
   * @param change gives the number's new state, or the same to leave it; may refuse
   * @throws ApiException {@link ErrorType#NOT_FOUND} when the account does not have it
   */
  PhoneNumber change(String idOrNumber, UnaryOperator<InventoryNumber> change) {
    return Retries.onConflict(
        () -> {
          InventoryNumber read = require(idOrNumber);
          InventoryNumber changed = change.apply(read);
          List<ItemWrite> writes = changing(read, changed);
          if (!writes.isEmpty()) {
            items.write(writes);
          }
          return changed.phoneNumber();
        });
  }

  private static List<ItemWrite> changing(InventoryNumber read, InventoryNumber changed) {
    if (changed.equals(read)) {
      return List.of();
    }
    return changed.phoneNumber().callingNameStatus() == CallingNameStatus.UPDATE_IN_PROGRESS
        ? List.of(changed.write(), CallingNamesDue.row(changed))
        : List.of(changed.write());
  }

  /**
   * Changes different numbers in one transaction, each by itself: one that is refused holds up no
   * other.
   *
   * @param changes at most {@value #MAX_TOGETHER}, by number; they may refuse
   * @return what was refused, by number
   * @throws org.carillon.core.ports.ItemConflictException when another change came in between; then
   *     nothing was changed
   */
  Map<String, ApiException> changeTogether(Map<String, UnaryOperator<InventoryNumber>> changes) {
    Map<String, InventoryNumber> read = inventory(changes.keySet());
    Map<String, ApiException> refused = new HashMap<>();
    List<ItemWrite> writes = new ArrayList<>(2 * changes.size());
    changes.forEach(
        (e164, change) -> {
          try {
            InventoryNumber number =
                Optional.ofNullable(read.get(e164)).orElseThrow(PhoneNumbers::notFound);
            writes.addAll(changing(number, change.apply(number)));
          } catch (ApiException refusal) {
            refused.put(e164, refusal);
          }
        });
    if (!writes.isEmpty()) {
      items.write(writes);
    }
    return refused;
  }

  /**
   * The number a client means.
   *
   * @throws ApiException {@link ErrorType#NOT_FOUND} when the account does not have it
   */
  InventoryNumber require(String idOrNumber) {
    return E164.of(idOrNumber).flatMap(this::inventory).orElseThrow(PhoneNumbers::notFound);
  }

  private static ApiException notFound() {
    return new ApiException(
        ErrorType.NOT_FOUND,
        "PhoneNumberId: the account has no such phone number. Its numbers are listed by"
            + " ListPhoneNumbers; write them like +12065550100.");
  }

  /** An item as the number it holds, unless that number has left the account. */
  Optional<InventoryNumber> present(Item item) {
    InventoryNumber number = InventoryNumber.of(item);
    Instant now = clock.instant();
    if (!number.hasLeft(now)) {
      return Optional.of(number.at(now));
    }
    release(item.key());
    return Optional.empty();
  }

  /** Gives a number of any account back to the pool when its time in the deletion queue is over. */
  void releaseWhenOver(String accountId, String e164) {
    release(key(accountId, e164));
  }

  /**
   * Gives a number back to the pool, with its place in the quota, when its time is over.
   *
   * @return whether it left now; not when it was restored, or somebody else was faster
   */
  boolean release(ItemKey key) {
    return Retries.onConflict(
        () -> {
          Optional<InventoryNumber> number =
              items.get(key).map(InventoryNumber::of).filter(read -> read.hasLeft(clock.instant()));
          number.ifPresent(read -> items.write(releasing(read)));
          return number.isPresent();
        });
  }

  private List<ItemWrite> releasing(InventoryNumber number) {
    String e164 = number.phoneNumber().e164PhoneNumber();
    String owner = number.item().key().partition().split("/")[1];
    List<ItemWrite> writes = new ArrayList<>();
    writes.add(ItemWrite.delete(number.item()));
    writes.add(
        new Quotas(items, new Account(owner, account.region()))
            .giveBack(Quota.PHONE_NUMBERS, "", 1));
    writes.add(
        ServiceEvents.note(
            owner,
            clock.instant(),
            "ReleasePhoneNumber",
            Map.of(
                "PhoneNumber",
                e164,
                "DeletionTimestamp",
                number.phoneNumber().deletionTimestamp().toString())));
    items
        .get(PoolNumber.key(e164))
        .filter(pooled -> PoolNumber.portedOut(pooled).isEmpty()) // it has left for good
        .ifPresent(
            pooled ->
                writes.add(
                    PoolNumber.of(pooled)
                        .released()
                        .put(new ItemWrite.Condition.AtVersion(pooled.version()))));
    LOG.info(
        "phone number {} leaves account {}: it was deleted at {}",
        e164,
        owner,
        number.phoneNumber().deletionTimestamp());
    return writes;
  }

  /** Where an account's numbers are stored. */
  String partition() {
    return partition(account.id());
  }

  static ItemKey key(String accountId, String e164) {
    return new ItemKey(partition(accountId), e164);
  }

  private static String partition(String accountId) {
    return "account/" + accountId + "/numbers";
  }
}
