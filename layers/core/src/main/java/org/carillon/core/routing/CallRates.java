package org.carillon.core.routing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.carillon.contract.ApiException;
import org.carillon.core.Account;
import org.carillon.core.Retries;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import org.carillon.core.ports.PortUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many calls a second a connector may make (V2), over all nodes: one token bucket a connector,
 * in one item. A node takes tokens out of it in leases of a tenth of the limit, good for a second,
 * so that a connector costs at most ten writes a second however many calls it makes. Leases that
 * are not used up are lost: nodes together never let more through than the bucket gave.
 *
 * <p>With the store away calls go through: the limit keeps a bill in bounds, and a bill is no
 * reason to cut off a company's telephones. Safe for use by many threads; a connector's lease is
 * its lock.
 */
public final class CallRates {

  private static final Logger LOG = LoggerFactory.getLogger(CallRates.class);

  private static final Duration LEASE = Duration.ofSeconds(1);
  private static final int LEASES_PER_SECOND = 10;
  private static final long TOKEN =
      1000; // in thousandths: a millisecond gives as many as the limit
  private static final int MOST_LEASES = 100_000;

  private final Items items;
  private final InstantSource clock;
  private final String partition;
  private final Map<String, Lease> leases = new ConcurrentHashMap<>();

  /** One node's tokens of one connector; guarded by itself. */
  private static final class Lease {
    private int tokens;
    private Instant until = Instant.MIN;
    private Instant emptyUntil = Instant.MIN;
  }

  /** The rates of this account's connectors, in this store, by this clock. */
  public CallRates(Items items, Account account, InstantSource clock) {
    this.items = items;
    this.clock = clock;
    this.partition = "account/" + account.id() + "/call-rates";
  }

  /**
   * Takes one call's token.
   *
   * @param voiceConnectorId the connector, or another name of what is limited
   * @param limit calls a second, at least 1; also the most at once after a pause
   * @return whether there was one
   */
  public boolean take(String voiceConnectorId, int limit) {
    if (leases.size() >= MOST_LEASES) {
      leases.clear(); // of connectors long gone; the others lose a tenth of a second's calls
    }
    Lease lease = leases.computeIfAbsent(voiceConnectorId, id -> new Lease());
    synchronized (lease) {
      Instant now = clock.instant();
      if (lease.tokens > 0 && now.isBefore(lease.until)) {
        lease.tokens--;
        return true;
      }
      if (now.isBefore(lease.emptyUntil)) {
        return false;
      }
      int taken = lease(voiceConnectorId, limit, now);
      if (taken <= 0) {
        lease.emptyUntil = now.plusMillis(-taken);
        return false;
      }
      lease.tokens = taken - 1;
      lease.until = now.plus(LEASE);
      return true;
    }
  }

  private int lease(String voiceConnectorId, int limit, Instant now) {
    ItemKey key = new ItemKey(partition, voiceConnectorId);
    try {
      return Retries.onConflict(() -> lease(key, limit, now.toEpochMilli()));
    } catch (PortUnavailableException | ApiException away) {
      LOG.warn(
          "The calls per second of Voice Connector {} are not limited at the moment: {}",
          voiceConnectorId,
          away.getMessage());
      return 1;
    }
  }

  /** Takes a lease: how many tokens, or when there is none, the negative milliseconds until one. */
  private int lease(ItemKey key, int limit, long now) {
    Optional<Item> item = items.get(key);
    long full = limit * TOKEN;
    // a clock behind another node's gives nothing and takes nothing back
    long then = item.map(read -> Math.min((Long) read.body().get("At"), now)).orElse(0L);
    long before = item.map(read -> (Long) read.body().get("Tokens")).orElse(full);
    long tokens =
        now - then >= LEASE.toMillis() ? full : Math.min(full, before + (now - then) * limit);
    int taken = (int) Math.min(Math.max(1, limit / LEASES_PER_SECOND), tokens / TOKEN);
    if (taken == 0) {
      return -Math.toIntExact(Math.ceilDiv(TOKEN - tokens, limit));
    }
    long at = item.map(read -> Math.max((Long) read.body().get("At"), now)).orElse(now);
    Map<String, Object> body = Map.of("Tokens", tokens - taken * TOKEN, "At", at);
    items.write(
        item.<ItemWrite>map(read -> ItemWrite.replace(read, body))
            .orElseGet(() -> ItemWrite.create(key, body)));
    return taken;
  }
}
