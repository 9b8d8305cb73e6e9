package org.carillon.core.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.carillon.core.Account;
import org.carillon.core.CoreFixture;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemConflictException;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemPage;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import org.junit.jupiter.api.Test;

/** Which media nodes live (O1, O10). */
class NodeLeasesTest {
  private static final Duration ALMOST = NodeLeases.GOOD_FOR.minusSeconds(1);

  private final CoreFixture core = new CoreFixture();
  private final NodeLeases leases = new NodeLeases(core.items, core.account, core.clock);

  @Test
  void aNodeThatRenewsItsLeaseLives() {
    leases.take("node");

    for (int minutes = 0; minutes < 10; minutes++) {
      core.pass(ALMOST);
      assertThat(leases.renew("node")).isTrue();
      assertThat(leases.removeExpired()).isZero();
    }

    assertThat(leases.isHeld("node")).isTrue();
  }

  @Test
  void aNodeThatSaidNothingForTooLongIsDeadAndFindsOut() {
    leases.take("node");
    core.pass(NodeLeases.GOOD_FOR.plusSeconds(1));

    assertThat(leases.removeExpired()).isEqualTo(1);

    assertThat(leases.isHeld("node")).isFalse();
    assertThat(leases.renew("node")).isFalse();
  }

  @Test
  void aLateRenewalCountsWhenNobodyTookTheNodeForDeadYet() {
    leases.take("node");
    core.pass(NodeLeases.GOOD_FOR.plusSeconds(1));

    assertThat(leases.renew("node")).isTrue();

    assertThat(leases.removeExpired()).isZero();
  }

  @Test
  void aRenewalBetweenTheLookAndTheRemovalWins() {
    leases.take("node");
    core.pass(NodeLeases.GOOD_FOR.plusSeconds(1));
    AtomicBoolean renewed = new AtomicBoolean();
    Items racing =
        new Items() {
          @Override
          public Optional<Item> get(ItemKey key) {
            return core.items.get(key);
          }

          @Override
          public ItemPage query(ItemQuery query) {
            ItemPage seen = core.items.query(query);
            renewed.set(leases.renew("node"));
            return seen;
          }

          @Override
          public void write(List<ItemWrite> writes) {
            core.items.write(writes);
          }
        };

    int removed = new NodeLeases(racing, core.account, core.clock).removeExpired();

    assertThat(renewed).isTrue();
    assertThat(removed).isZero();
    assertThat(leases.isHeld("node")).isTrue();
  }

  @Test
  void aNodeThatEndsHoldsNothing() {
    leases.take("node");

    leases.giveUp("node");

    assertThat(leases.isHeld("node")).isFalse();
  }

  @Test
  void anIncarnationIsTakenOnce() {
    leases.take("node");

    assertThatThrownBy(() -> leases.take("node")).isInstanceOf(ItemConflictException.class);
  }

  @Test
  void nodesOfAnotherRegionAreItsOwnBusiness() {
    NodeLeases others =
        new NodeLeases(core.items, new Account(core.account.id(), "eu-west-1"), core.clock);
    others.take("node");
    core.pass(NodeLeases.GOOD_FOR.plusSeconds(1));

    assertThat(leases.removeExpired()).isZero();
    assertThat(others.removeExpired()).isEqualTo(1);
  }
}
