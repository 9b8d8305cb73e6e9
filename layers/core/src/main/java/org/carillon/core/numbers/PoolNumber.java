package org.carillon.core.numbers;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.core.Listing;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.ports.ItemWrite;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberType;

/**
 * A number of the pool. It stands in the table with the other numbers of its hundred. While it is
 * on offer it also stands in the store's indexes: by area code (index 1) and by state and city
 * (index 2), so a search never meets a number that somebody has.
 *
 * <p>The numbers of an area, and of a state, are spread over {@value #SHARDS} partitions, a hundred
 * to the same one: so a list that is loaded in order does not write to one partition only, and a
 * search still finds numbers that follow each other.
 *
 * @param listed what its carrier says of it
 * @param carrierId the carrier that brings its calls
 * @param owner the account that has it, empty when it is on offer
 * @param orderId the order that got it
 */
record PoolNumber(
    ListedNumber listed, String carrierId, Optional<String> owner, Optional<String> orderId) {

  private static final int SHARDS = 8;

  static PoolNumber offered(ListedNumber listed, String carrierId) {
    return new PoolNumber(listed, carrierId, Optional.empty(), Optional.empty());
  }

  private static final String PORTED_OUT = "PortedOut";

  /**
   * The write that takes a number out of the pool because another carrier has it now (N6). What is
   * left in its place keeps a later list from offering it again; it costs an import nothing, which
   * reads that place anyway.
   */
  static ItemWrite portedOut(String e164, Instant when) {
    return ItemWrite.put(key(e164), Map.of(PORTED_OUT, when.toString()));
  }

  /** When a number was ported out whose place this is; empty for a number of the pool. */
  static Optional<Instant> portedOut(Item item) {
    return Optional.ofNullable((String) item.body().get(PORTED_OUT)).map(Instant::parse);
  }

  static ItemKey key(String e164) {
    return new ItemKey(blockPartition(ListedNumber.block(e164)), e164);
  }

  /** The partition of the table that holds the numbers of a hundred. */
  static String blockPartition(String block) {
    return "pool/" + block;
  }

  /** Where the numbers on offer of an area stand. */
  static List<Listing.Part> areaParts(String country, PhoneNumberType type, String area) {
    return parts(ItemQuery.Index.INDEX1, areaPartition(country, type, area), "");
  }

  /** Where the numbers on offer of a state stand. */
  static List<Listing.Part> stateParts(
      String country, PhoneNumberType type, String state, String sortPrefix) {
    return parts(ItemQuery.Index.INDEX2, areaPartition(country, type, state), sortPrefix);
  }

  private static String areaPartition(String country, PhoneNumberType type, String areaOrState) {
    return "offered/" + country + "/" + type + "/" + areaOrState;
  }

  private static List<Listing.Part> parts(
      ItemQuery.Index index, String partition, String sortPrefix) {
    List<Listing.Part> parts = new ArrayList<>(SHARDS);
    for (int shard = 0; shard < SHARDS; shard++) {
      parts.add(new Listing.Part(index, partition + "/" + shard, sortPrefix));
    }
    return parts;
  }

  /** What the sort keys of a city start with in index 2; the number follows. */
  static String cityPrefix(String city) {
    return ListedNumber.cityKey(city) + "/";
  }

  static PoolNumber of(Item item) {
    Map<String, Object> body = item.body();
    return new PoolNumber(
        new ListedNumber(
            item.key().sort(),
            (String) body.get("Country"),
            PhoneNumberType.fromValue((String) body.get("Type")),
            (String) body.get("State"),
            (String) body.get("City")),
        (String) body.get("CarrierId"),
        Optional.ofNullable((String) body.get("Owner")),
        Optional.ofNullable((String) body.get("OrderId")));
  }

  String e164() {
    return listed.e164();
  }

  String country() {
    return listed.country();
  }

  PhoneNumberType type() {
    return listed.type();
  }

  boolean isOffered() {
    return owner.isEmpty();
  }

  /** Whether it is a local number of the US, which alone can have an outbound calling name (N9). */
  boolean canHaveCallingName() {
    return country().equals("US") && type() == PhoneNumberType.LOCAL;
  }

  PoolNumber ownedBy(String accountId, String order) {
    return new PoolNumber(listed, carrierId, Optional.of(accountId), Optional.of(order));
  }

  PoolNumber released() {
    return offered(listed, carrierId);
  }

  /** The same number as a newer list of its carrier has it. */
  PoolNumber relisted(ListedNumber newer) {
    return new PoolNumber(newer, carrierId, owner, orderId);
  }

  ItemWrite put(ItemWrite.Condition condition) {
    Map<String, Object> body = new HashMap<>();
    body.put("Country", country());
    body.put("Type", type().toString());
    body.put("State", listed.state());
    body.put("City", listed.city());
    body.put("CarrierId", carrierId);
    owner.ifPresent(id -> body.put("Owner", id));
    orderId.ifPresent(id -> body.put("OrderId", id));
    Optional<ItemKey> byArea = Optional.empty();
    Optional<ItemKey> byPlace = Optional.empty();
    if (isOffered()) {
      int shard = shard();
      byArea =
          Optional.of(
              new ItemKey(areaPartition(country(), type(), listed.area()) + "/" + shard, e164()));
      if (!listed.state().isEmpty()) {
        byPlace =
            Optional.of(
                new ItemKey(
                    areaPartition(country(), type(), listed.state()) + "/" + shard,
                    cityPrefix(listed.city()) + e164()));
      }
    }
    return new ItemWrite.Put(key(e164()), body, byArea, byPlace, condition);
  }

  private int shard() {
    return (int) (Long.parseLong(listed.block().substring(1)) % SHARDS);
  }
}
