package org.carillon.core.carriers;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Account;
import org.carillon.core.Ids;
import org.carillon.core.Retries;
import org.carillon.core.access.Secret;
import org.carillon.core.numbers.NumberPool;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemConflictException;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemPage;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import org.carillon.core.ports.SealedSecret;
import org.carillon.core.ports.Sealer;
import org.carillon.core.quotas.Quota;
import org.carillon.core.quotas.Quotas;

/**
 * The installation's carriers (D6), as stored. Safe for use by many threads.
 *
 * <p>A source address belongs to one carrier: each has an item of its own, made and removed in the
 * carrier's transactions, so that a call's carrier is never in doubt.
 */
public final class Carriers {

  /** Most source addresses of one carrier; with them a change is still one transaction. */
  static final int MAX_SOURCES = 40;

  private static final String PARTITION = "carriers";
  private static final String SOURCES = "carrier-sources";

  private final Items items;
  private final Sealer sealer;
  private final Quotas quotas;
  private final InstantSource clock;

  /** The carriers in this store. */
  public Carriers(Items items, Sealer sealer, Account account, InstantSource clock) {
    this.items = items;
    this.sealer = sealer;
    this.quotas = new Quotas(items, account);
    this.clock = clock;
  }

  /**
   * Makes the simulated carrier of the one-machine mode, when it is not there yet: it takes all
   * calls, in both directions, after every other carrier.
   */
  public void provideSimulated() {
    ItemKey key = key(NumberPool.SIMULATED_CARRIER);
    if (items.get(key).isPresent()) {
      return;
    }
    Instant now = now();
    Carrier simulated =
        new Carrier(
            NumberPool.SIMULATED_CARRIER,
            "Simulated carrier",
            EnumSet.allOf(CallDirection.class),
            List.of(),
            List.of(),
            100,
            100,
            true,
            false,
            true,
            List.of(),
            now,
            now);
    try {
      items.write(ItemWrite.create(key, CarrierDocuments.body(simulated)));
    } catch (ItemConflictException anotherProcessWasFaster) {
      // it is there, which is what was wanted
    }
  }

  /** The carrier of this id. */
  public Optional<Carrier> find(String carrierId) {
    return item(carrierId).map(CarrierDocuments::carrier);
  }

  /**
   * The carrier an operator means.
   *
   * @throws ApiException {@link ErrorType#NOT_FOUND} when there is none
   */
  public Carrier require(String carrierId) {
    return CarrierDocuments.carrier(requireItem(carrierId));
  }

  /** Who takes which call, as it stands now; hold it for some seconds, not longer. */
  public CarrierRoutes routes() {
    return new CarrierRoutes(all());
  }

  /** All carriers, disabled ones too. */
  public List<Carrier> all() {
    List<Carrier> all = new ArrayList<>();
    ItemQuery query = ItemQuery.partition(PARTITION, "", Items.MAX_PAGE_SIZE);
    ItemPage page;
    do {
      page = items.query(query);
      page.items().stream().map(CarrierDocuments::carrier).forEach(all::add);
      query = query.after(page.next());
    } while (page.next().isPresent());
    return all;
  }

  /** The password of a trunk, to answer a carrier's challenge with; empty when it has none. */
  public Optional<Secret> password(Carrier carrier, Trunk trunk) {
    return sealedPassword(carrier, trunk).map(password -> new Secret(password.open(sealer)));
  }

  /** The same, still sealed. */
  public static Optional<SealedSecret> sealedPassword(Carrier carrier, Trunk trunk) {
    return trunk
        .sealedPassword()
        .map(text -> new SealedSecret(text, context(carrier.carrierId(), trunk.name())));
  }

  String seal(String carrierId, String trunkName, String password) {
    return Base64.getEncoder()
        .encodeToString(
            sealer.seal(password.getBytes(StandardCharsets.UTF_8), context(carrierId, trunkName)));
  }

  private static String context(String carrierId, String trunkName) {
    return "carillon carrier trunk: " + carrierId + "/" + trunkName;
  }

  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  static String partition() {
    return PARTITION;
  }

  static ItemKey key(String carrierId) {
    return new ItemKey(PARTITION, carrierId);
  }

  private Optional<Item> item(String carrierId) {
    return Ids.isGuid(carrierId) ? items.get(key(carrierId)) : Optional.empty();
  }

  Item requireItem(String carrierId) {
    return item(carrierId)
        .orElseThrow(
            () ->
                new ApiException(
                    ErrorType.NOT_FOUND, "CarrierId: no such carrier. ListCarriers has them all."));
  }

  void create(Carrier carrier) {
    Retries.onConflict(
        () -> {
          List<ItemWrite> writes = new ArrayList<>();
          writes.add(ItemWrite.create(key(carrier.carrierId()), CarrierDocuments.body(carrier)));
          writes.add(quotas.take(Quota.CARRIERS, "", 1));
          writes.addAll(sourceWrites(carrier.carrierId(), Set.of(), sources(carrier)));
          items.write(writes);
          return carrier;
        });
  }

  void replace(Item read, Carrier after) {
    Carrier before = CarrierDocuments.carrier(read);
    List<ItemWrite> writes = new ArrayList<>();
    writes.add(ItemWrite.replace(read, CarrierDocuments.body(after)));
    writes.addAll(sourceWrites(after.carrierId(), sources(before), sources(after)));
    items.write(writes);
  }

  void delete(Item read, ItemWrite withIt) {
    Carrier before = CarrierDocuments.carrier(read);
    List<ItemWrite> writes = new ArrayList<>();
    writes.add(ItemWrite.delete(read));
    writes.add(withIt);
    writes.add(quotas.giveBack(Quota.CARRIERS, "", 1));
    writes.addAll(sourceWrites(before.carrierId(), sources(before), Set.of()));
    items.write(writes);
  }

  private static Set<String> sources(Carrier carrier) {
    Set<String> sources = new TreeSet<>();
    carrier.trunks().forEach(trunk -> sources.addAll(trunk.sourceAddresses()));
    return sources;
  }

  private List<ItemWrite> sourceWrites(String carrierId, Set<String> before, Set<String> after) {
    List<ItemWrite> writes = new ArrayList<>();
    for (String gone : before) {
      if (!after.contains(gone)) {
        writes.add(
            new ItemWrite.Delete(new ItemKey(SOURCES, gone), new ItemWrite.Condition.Present()));
      }
    }
    for (String added : after) {
      ItemKey key = new ItemKey(SOURCES, added);
      if (!before.contains(added)) {
        if (items.get(key).isPresent()) {
          throw new ApiException(
              ErrorType.CONFLICT,
              "SourceAddresses: "
                  + added
                  + " is another carrier's. A call's source tells its carrier, so each address"
                  + " has one.");
        }
        writes.add(ItemWrite.create(key, Map.of("CarrierId", carrierId)));
      }
    }
    return writes;
  }
}
