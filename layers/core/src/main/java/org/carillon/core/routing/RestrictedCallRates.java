package org.carillon.core.routing;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * How often one caller id calls a restricted country, over all nodes (N11; guide, "China": not more
 * than five calls a minute with the same caller id). One small item a caller and country, with the
 * times of its last calls; only calls to such countries cost a read and a write.
 *
 * <p>With the store away such calls do not go out: the penalty is the account's, for good. Safe for
 * use by many threads.
 */
final class RestrictedCallRates {

  private static final Logger LOG = LoggerFactory.getLogger(RestrictedCallRates.class);

  private static final int MOST = 5;
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final String CALLS = "Calls";

  private final Items items;
  private final InstantSource clock;
  private final String partition;

  RestrictedCallRates(Items items, Account account, InstantSource clock) {
    this.items = items;
    this.clock = clock;
    this.partition = "account/" + account.id() + "/restricted-call-rates";
  }

  /** Counts a call. Whether it is one of the five that a caller has in any minute. */
  boolean take(String country, String caller) {
    ItemKey key = new ItemKey(partition, country + "/" + caller);
    try {
      return Retries.onConflict(() -> take(key));
    } catch (PortUnavailableException | ApiException away) {
      LOG.error(
          "A call of {} to {} is refused: how often it called cannot be read: {}",
          caller,
          country,
          away.getMessage());
      return false;
    }
  }

  private boolean take(ItemKey key) {
    long now = clock.millis();
    Optional<Item> item = items.get(key);
    List<Long> recent = new ArrayList<>();
    item.map(read -> (List<?>) read.body().get(CALLS))
        .orElse(List.of())
        .forEach(
            time -> {
              if ((Long) time > now - WINDOW.toMillis()) {
                recent.add((Long) time);
              }
            });
    if (recent.size() >= MOST) {
      return false;
    }
    recent.add(now);
    Map<String, Object> body = Map.of(CALLS, recent);
    items.write(
        item.<ItemWrite>map(read -> ItemWrite.replace(read, body))
            .orElseGet(() -> ItemWrite.create(key, body)));
    return true;
  }
}
