package org.carillon.core.numbers;

import java.util.Optional;
import java.util.regex.Pattern;
import org.carillon.core.Account;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.Items;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumber;

/**
 * The account's inventory of phone numbers, the deletion queue included (N7, N10). Safe for use by
 * many threads.
 */
public final class PhoneNumbers {

  private static final Pattern E164 = Pattern.compile("\\+[1-9]\\d{1,14}");

  private final Items items;
  private final String partition;

  /** The inventory of this account. */
  public PhoneNumbers(Items items, Account account) {
    this.items = items;
    this.partition = "account/" + account.id() + "/numbers";
  }

  /**
   * A number of the account.
   *
   * @param e164 the number with plus sign and country code, such as {@code +12065550100}
   * @return empty when the account does not have it; a number in the deletion queue is there, with
   *     a {@code DeletionTimestamp}
   */
  public Optional<PhoneNumber> find(String e164) {
    if (!E164.matcher(e164).matches()) {
      return Optional.empty();
    }
    return items.get(key(e164)).map(item -> InventoryNumber.of(item).phoneNumber());
  }

  ItemKey key(String e164) {
    return new ItemKey(partition, e164);
  }
}
