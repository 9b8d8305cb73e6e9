package org.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.carillon.core.Account;
import org.carillon.core.access.AccessKeys;
import org.carillon.core.access.Principal;
import org.carillon.core.lifecycle.AccountLifecycle;
import org.carillon.core.numbers.NumberLifecycle;
import org.carillon.core.ports.FunctionInvoker.Result;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemPage;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import org.carillon.core.ports.PortUnavailableException;
import org.carillon.core.ports.Ports;
import org.carillon.embedded.EmbeddedPorts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sweeps of the one JVM: at the start, and from then on, whatever happens to one of them. */
class SweepsTest {

  private static final Account ACCOUNT = new Account("111122223333", "us-east-1");
  private static final InstantSource NOW = InstantSource.system();
  private static final InstantSource LAST_WEEK = InstantSource.offset(NOW, Duration.ofDays(-7));

  @TempDir Path data;

  @Test
  void whatIsOverGoesAtTheStartAndLaterAndAfterAFailure() throws Exception {
    try (EmbeddedPorts embedded =
        EmbeddedPorts.open(data, (arn, payload, timeout) -> new Result.NotFound("none"))) {
      Ports ports = embedded.ports();
      String alive = session(ports, NOW); // first, as each new one removes a few that have ended
      String atTheStart = session(ports, LAST_WEEK);
      var watched = new Watched(ports.items());
      try (var _ =
          Sweeps.start(
              new NumberLifecycle(watched, ACCOUNT, NOW),
              new AccountLifecycle(ports.withItems(watched), ACCOUNT, NOW),
              Duration.ofMillis(10))) {
        await(watched.written);
        assertThat(keys(ports).find(atTheStart)).isEmpty();

        String later = session(ports, LAST_WEEK);
        await(watched.written);
        assertThat(keys(ports).find(later)).isEmpty();

        watched.away = true;
        await(watched.failed);
        String afterwards = session(ports, LAST_WEEK);
        watched.away = false;
        await(watched.written);
        assertThat(keys(ports).find(afterwards)).isEmpty();
      }
      assertThat(keys(ports).find(alive)).isPresent();
    }
  }

  private static void await(Semaphore signal) throws InterruptedException {
    assertThat(signal.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
  }

  private static AccessKeys keys(Ports ports) {
    return new AccessKeys(ports.items(), ports.sealer(), NOW);
  }

  /** A temporary key that was made at a moment, for an hour. */
  private static String session(Ports ports, InstantSource made) {
    return new AccessKeys(ports.items(), ports.sealer(), made)
        .createTemporary(
            new Principal(ACCOUNT.id(), ACCOUNT.rootArn(), "AKIA"), Duration.ofHours(1))
        .id();
  }

  /** Tells when something was written, and can be away. */
  private static final class Watched implements Items {
    private final Items items;
    private final Semaphore written = new Semaphore(0);
    private final Semaphore failed = new Semaphore(0);
    private volatile boolean away;

    private Watched(Items items) {
      this.items = items;
    }

    @Override
    public Optional<Item> get(ItemKey key) {
      return items.get(key);
    }

    @Override
    public ItemPage query(ItemQuery query) {
      if (away) {
        failed.release();
        throw new PortUnavailableException("away", null);
      }
      return items.query(query);
    }

    @Override
    public void write(List<ItemWrite> writes) {
      items.write(writes);
      written.release();
    }
  }
}
