package org.carillon.core.numbers;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemWrite;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberType;

/**
 * A number of the pool. While it is on offer it stands in the store's indexes, by country and type
 * (index 1, sorted by number, so that an area code is a prefix) and by state and city (index 2).
 *
 * @param country two letters
 * @param state two letters in the US, empty elsewhere
 * @param city as people write it
 * @param owner the account that has it, empty when it is on offer
 * @param orderId the order that got it
 */
record PoolNumber(
    String e164,
    String country,
    PhoneNumberType type,
    String state,
    String city,
    Optional<String> owner,
    Optional<String> orderId) {

  static ItemKey key(String e164) {
    return new ItemKey("pool/" + e164, "number");
  }

  /** The partition of index 1 that holds the numbers on offer of a country and type. */
  static String offered(String country, PhoneNumberType type) {
    return "offered/" + country + "/" + type;
  }

  /** The partition of index 2 that holds the numbers on offer of a state. */
  static String offered(String country, PhoneNumberType type, String state) {
    return offered(country, type) + "/" + state;
  }

  /** What the sort keys of a city start with in index 2. */
  static String cityPrefix(String city) {
    return city.strip().toUpperCase(Locale.ROOT) + "/";
  }

  static PoolNumber of(Item item) {
    Map<String, Object> body = item.body();
    return new PoolNumber(
        (String) body.get("E164PhoneNumber"),
        (String) body.get("Country"),
        PhoneNumberType.fromValue((String) body.get("Type")),
        (String) body.get("State"),
        (String) body.get("City"),
        Optional.ofNullable((String) body.get("Owner")),
        Optional.ofNullable((String) body.get("OrderId")));
  }

  boolean isOffered() {
    return owner.isEmpty();
  }

  /** Whether it is a local number of the US, which alone can have an outbound calling name (N9). */
  boolean canHaveCallingName() {
    return country.equals("US") && type == PhoneNumberType.LOCAL;
  }

  PoolNumber ownedBy(String accountId, String order) {
    return new PoolNumber(
        e164, country, type, state, city, Optional.of(accountId), Optional.of(order));
  }

  PoolNumber released() {
    return new PoolNumber(e164, country, type, state, city, Optional.empty(), Optional.empty());
  }

  ItemWrite put(ItemWrite.Condition condition) {
    Map<String, Object> body = new HashMap<>();
    body.put("E164PhoneNumber", e164);
    body.put("Country", country);
    body.put("Type", type.toString());
    body.put("State", state);
    body.put("City", city);
    owner.ifPresent(id -> body.put("Owner", id));
    orderId.ifPresent(id -> body.put("OrderId", id));
    Optional<ItemKey> byType = Optional.empty();
    Optional<ItemKey> byPlace = Optional.empty();
    if (isOffered()) {
      byType = Optional.of(new ItemKey(offered(country, type), e164));
      if (!state.isEmpty()) {
        byPlace = Optional.of(new ItemKey(offered(country, type, state), cityPrefix(city) + e164));
      }
    }
    return new ItemWrite.Put(key(e164), body, byType, byPlace, condition);
  }
}
