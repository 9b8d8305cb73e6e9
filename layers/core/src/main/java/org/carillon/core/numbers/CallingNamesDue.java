package org.carillon.core.numbers;

import java.time.Instant;
import java.util.Map;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemWrite;

/**
 * New calling names that are on their way, by the moment at which they take effect (N9): one row
 * for each change, written with it and removed by the sweep.
 */
final class CallingNamesDue {

  private CallingNamesDue() {}

  /** The row of a number whose calling name has just been set. */
  static ItemWrite row(InventoryNumber number) {
    String inventory = number.item().key().partition();
    String e164 = number.phoneNumber().e164PhoneNumber();
    Instant due =
        number.callingNameUpdated().orElseThrow().plus(InventoryNumber.CALLING_NAME_DELAY);
    return ItemWrite.put(
        new ItemKey(partition(inventory), InventoryIndex.sortable(due) + "/" + e164),
        Map.of("E164PhoneNumber", e164));
  }

  /** Where an inventory's rows are. */
  static String partition(String inventory) {
    return inventory + "/calling-names";
  }
}
