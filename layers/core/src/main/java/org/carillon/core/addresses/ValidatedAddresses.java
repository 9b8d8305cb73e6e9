package org.carillon.core.addresses;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.carillon.core.Account;
import org.carillon.core.Ids;
import org.carillon.core.ports.AddressValidator.Civic;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;

/**
 * Addresses that were found right, by their id (E1, E3). An address always has the same id, so a
 * client may validate it as often as it likes, and a location in a call finds it again. Safe for
 * use by many threads.
 */
public final class ValidatedAddresses {

  private final Items items;
  private final String partition;

  /** The addresses of this account. */
  public ValidatedAddresses(Items items, Account account) {
    this.items = items;
    this.partition = "account/" + account.id() + "/addresses";
  }

  /** Keeps an address. The last validation wins: it says the same, later. */
  String keep(Civic address, Instant now) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("StreetNumber", address.streetNumber());
    body.put("PreDirectional", address.preDirectional());
    body.put("StreetName", address.streetName());
    body.put("StreetSuffix", address.streetSuffix());
    body.put("PostDirectional", address.postDirectional());
    body.put("City", address.city());
    body.put("State", address.state());
    body.put("PostalCode", address.postalCode());
    body.put("PostalCodePlus4", address.postalCodePlus4());
    body.put("ValidatedTimestamp", now.toString());
    String id = id(address);
    items.write(ItemWrite.put(new ItemKey(partition, id), body));
    return id;
  }

  /** The address with this id. */
  public Optional<Civic> find(String id) {
    return Ids.isGuid(id)
        ? items.get(new ItemKey(partition, id)).map(item -> civic(item.body()))
        : Optional.empty();
  }

  /** Whether an address in standard form was validated, whatever follows its ZIP code. */
  public boolean isValidated(Civic address) {
    return find(id(address)).isPresent();
  }

  private static Civic civic(Map<String, Object> body) {
    return new Civic(
        (String) body.get("StreetNumber"),
        (String) body.get("PreDirectional"),
        (String) body.get("StreetName"),
        (String) body.get("StreetSuffix"),
        (String) body.get("PostDirectional"),
        (String) body.get("City"),
        (String) body.get("State"),
        (String) body.get("PostalCode"),
        (String) body.get("PostalCodePlus4"));
  }

  private static String id(Civic address) {
    String text =
        String.join(
            "\n",
            address.streetNumber(),
            address.streetInfo(),
            address.city(),
            address.state(),
            address.postalCode());
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
