package org.carillon.core.quotas;

import java.util.Map;
import java.util.Optional;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Account;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;

/**
 * The account's quotas (O8): what the operator set, or else the default. What is counted is the
 * business of whoever asks; the count is kept here, so that it costs the same however many there
 * are. Safe for use by many threads.
 */
public final class Quotas {

  private static final String VALUE = "Value";

  private final Items items;
  private final String partition;

  /** The quotas of this account. */
  public Quotas(Items items, Account account) {
    this.items = items;
    this.partition = "account/" + account.id() + "/quotas";
  }

  /** How many there may be. */
  public int limit(Quota quota) {
    return items
        .get(key(quota))
        .map(item -> Math.toIntExact((Long) item.body().get(VALUE)))
        .orElse(quota.defaultValue());
  }

  /**
   * The write that takes places, for the transaction that makes what is counted. It fails with a
   * conflict when somebody else took or gave one meanwhile: read, decide and write again ({@link
   * org.carillon.core.Retries}).
   *
   * @param scope what is counted apart from others, such as a region or a domain's id; empty for
   *     the whole account
   * @param places how many, at least 1
   * @throws ApiException {@link ErrorType#RESOURCE_LIMIT_EXCEEDED} that names the quota and how to
   *     raise it
   */
  public ItemWrite take(Quota quota, String scope, int places) {
    Optional<Item> read = items.get(countKey(quota, scope));
    long taken = read.map(Quotas::count).orElse(0L);
    int limit = limit(quota);
    if (taken + places > limit) {
      throw new ApiException(
          ErrorType.RESOURCE_LIMIT_EXCEEDED,
          quota.description()
              + ": "
              + taken
              + " are there and the quota "
              + quota.code()
              + " is "
              + limit
              + ". An operator raises it with: scripts/carillon quotas set "
              + quota.code()
              + " NUMBER");
    }
    return counted(read, quota, scope, taken + places);
  }

  /** The write that gives places back, for the transaction that removes what is counted. */
  public ItemWrite giveBack(Quota quota, String scope, int places) {
    Optional<Item> read = items.get(countKey(quota, scope));
    long taken = read.map(Quotas::count).orElse(0L);
    return counted(read, quota, scope, Math.max(0, taken - places));
  }

  /** The write that drops a count whose scope is gone, such as a removed domain's. */
  public ItemWrite forget(Quota quota, String scope) {
    return new ItemWrite.Delete(countKey(quota, scope), new ItemWrite.Condition.Always());
  }

  private ItemWrite counted(Optional<Item> read, Quota quota, String scope, long count) {
    Map<String, Object> body = Map.of(VALUE, count);
    return read.map(item -> ItemWrite.replace(item, body))
        .orElseGet(() -> ItemWrite.create(countKey(quota, scope), body));
  }

  void set(Quota quota, int limit) {
    items.write(ItemWrite.put(key(quota), Map.of(VALUE, limit)));
  }

  void reset(Quota quota) {
    items.write(new ItemWrite.Delete(key(quota), new ItemWrite.Condition.Always()));
  }

  private static long count(Item item) {
    return (Long) item.body().get(VALUE);
  }

  private ItemKey countKey(Quota quota, String scope) {
    return new ItemKey(partition + "/counts", quota.code() + "/" + scope);
  }

  private ItemKey key(Quota quota) {
    return new ItemKey(partition, quota.code());
  }
}
