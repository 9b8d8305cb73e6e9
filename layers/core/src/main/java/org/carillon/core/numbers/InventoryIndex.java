package org.carillon.core.numbers;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.carillon.core.ports.ItemKey;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumber;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberAssociation;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberAssociationName;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberStatus;

/**
 * Where a number of the inventory stands in the store's indexes, so that a filtered list and the
 * sweep cost what they find and not what the account has.
 *
 * @param byUse in index 1: deleted numbers by the moment of their deletion, assigned ones by the
 *     Voice Connector or group they serve; a number is never both
 * @param byState in index 2: by product type, sorted by status
 */
record InventoryIndex(Optional<ItemKey> byUse, ItemKey byState) {

  // sorts as text, which Instant.toString does not
  private static final DateTimeFormatter SORTABLE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  static InventoryIndex of(ItemKey key, PhoneNumber number) {
    String e164 = number.e164PhoneNumber();
    return new InventoryIndex(
        use(key.partition(), number),
        new ItemKey(
            state(key.partition(), number.productType()), statusPrefix(number.status()) + e164));
  }

  private static Optional<ItemKey> use(String inventory, PhoneNumber number) {
    String e164 = number.e164PhoneNumber();
    if (number.status() == PhoneNumberStatus.RELEASE_IN_PROGRESS) {
      return Optional.of(
          new ItemKey(deleted(inventory), sortable(number.deletionTimestamp()) + "/" + e164));
    }
    return number.associations().stream()
        .filter(a -> a.name() != PhoneNumberAssociationName.SIP_RULE_ID)
        .findFirst()
        .map((PhoneNumberAssociation a) -> new ItemKey(use(inventory, a.name(), a.value()), e164));
  }

  /** The partition of index 1 that holds an inventory's deleted numbers, first deleted first. */
  static String deleted(String inventory) {
    return inventory + "/deleted";
  }

  /** The partition of index 1 that holds the numbers of a Voice Connector or group. */
  static String use(String inventory, PhoneNumberAssociationName name, String value) {
    return inventory + "/" + name + "/" + value;
  }

  /** The partition of index 2 that holds the numbers of a product type. */
  static String state(String inventory, PhoneNumberProductType type) {
    return inventory + "/" + type;
  }

  /** What the sort keys of a status start with in index 2. */
  static String statusPrefix(PhoneNumberStatus status) {
    return status + "/";
  }

  /** A moment as text that sorts by time. */
  static String sortable(Instant moment) {
    return SORTABLE.format(moment);
  }
}
