package org.carillon.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.carillon.contract.ErrorType;
import org.carillon.contract.Json;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Account;
import org.carillon.core.CoreFixture;
import org.carillon.core.Ids;
import org.carillon.core.SortableTime;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemPage;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import org.carillon.core.ports.ObjectPart;
import org.carillon.core.ports.Objects;
import org.carillon.core.ports.PortUnavailableException;
import org.carillon.core.ports.StoredObject;
import org.junit.jupiter.api.Test;

/** Records become files, once each, whatever dies in between (O5). */
class AuditTrailTest {

  private final CoreFixture core = new CoreFixture();
  private final Files files = new Files();
  private final AuditSettings settings =
      new AuditSettings(core.items, core.account, Optional.of("audit"));

  @Test
  void recordsAreGatheredIntoFilesInCloudTrailsLayout() throws IOException {
    AuditTrail trail = trail(core.items);
    keep(trail, 10);

    assertThat(trail.deliver(false)).as("too young").isZero();
    core.pass(AuditTrail.GATHERED);
    assertThat(trail.deliver(false)).isEqualTo(10);

    assertThat(files.stored.keySet())
        .isNotEmpty()
        .allSatisfy(
            key ->
                assertThat(key)
                    .matches(
                        "AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/01/"
                            + "111122223333_CloudTrail_us-east-1_20260101T0000Z_[0-9a-f]{16}"
                            + "\\.json\\.gz"));
    assertThat(delivered()).hasSize(10).doesNotHaveDuplicates();
    assertThat(trail.deliver(true)).as("nothing is left").isZero();
  }

  @Test
  void enoughForAFileDoesNotWait() throws IOException {
    AuditTrail trail = trail(core.items);
    keep(trail, 1200);

    assertThat(trail.deliver(false)).isGreaterThanOrEqualTo(AuditTrail.MAX_RECORDS);
    assertThat(trail.deliver(true)).isPositive();
    assertThat(delivered()).hasSize(1200).doesNotHaveDuplicates();
  }

  @Test
  void eachRegionWritesTheFilesOfItsOwnCalls() throws IOException {
    AuditTrail east = trail(core.items);
    AuditTrail west =
        new AuditTrail(
            core.items, files, new Account(core.account.id(), "us-west-2"), settings, core.clock);
    keep(east, 5);
    keep(west, 3);

    assertThat(west.deliver(true)).isEqualTo(3);
    assertThat(files.stored.keySet()).allMatch(key -> key.contains("/CloudTrail/us-west-2/"));
    assertThat(east.deliver(true)).isEqualTo(5);
    assertThat(delivered()).hasSize(8).doesNotHaveDuplicates();
  }

  @Test
  void whatWaitedBeforeRegionsWereApartIsWrittenToo() throws IOException {
    String id = Ids.guid();
    core.items.write(
        ItemWrite.create(
            new ItemKey(
                "account/" + core.account.id() + "/audit/3",
                SortableTime.of(core.clock.instant()) + "/" + id),
            Map.of("Record", "{\"eventID\":\"" + id + "\"}")));

    assertThat(trail(core.items).deliver(true)).isEqualTo(1);

    assertThat(delivered()).containsExactly(id);
  }

  @Test
  void aBucketThatIsAwayLosesNothing() throws IOException {
    AuditTrail trail = trail(core.items);
    keep(trail, 5);
    files.away = true;
    assertThatExceptionOfType(PortUnavailableException.class).isThrownBy(() -> trail.deliver(true));
    files.away = false;
    keep(trail, 5);

    trail.deliver(true);
    assertThat(delivered()).hasSize(10).doesNotHaveDuplicates();
  }

  @Test
  void aProcessThatDiesAtAnyWriteLosesAndDoublesNothing() throws IOException {
    for (int dies = 0; dies < 8; dies++) {
      CoreFixture fresh = new CoreFixture();
      Files into = new Files();
      AuditSettings to = new AuditSettings(fresh.items, fresh.account, Optional.of("audit"));
      var dying = new DyingItems(fresh.items, dies);
      var first = new AuditTrail(dying, into, fresh.account, to, fresh.clock);
      keep(new AuditTrail(fresh.items, into, fresh.account, to, fresh.clock), 600, fresh);
      try {
        first.deliver(true);
      } catch (PortUnavailableException died) {
        assertThat(died).hasMessage("died");
      }
      var next = new AuditTrail(fresh.items, into, fresh.account, to, fresh.clock);
      keep(next, 10, fresh);
      fresh.pass(Duration.ofMinutes(-10)); // calls that began before and were recorded after
      keep(next, 10, fresh);
      next.deliver(true);

      assertThat(into.delivered()).as("dies at %s", dies).hasSize(620).doesNotHaveDuplicates();
    }
  }

  @Test
  void settingsAreChangedAndChecked() {
    new PutAuditSettings(settings)
        .handle(new OperatorDocument(Map.of("Bucket", "other", "KeyPrefix", "team")), core.caller);
    AuditTrail trail = trail(core.items);
    keep(trail, 1);
    trail.deliver(true);

    assertThat(files.stored.keySet()).allMatch(key -> key.startsWith("team/AWSLogs/"));
    CoreFixture.refused(
        ErrorType.BAD_REQUEST,
        "Bucket: a bucket name has",
        () ->
            new PutAuditSettings(settings)
                .handle(new OperatorDocument(Map.of("Bucket", "No Bucket")), core.caller));
  }

  private AuditTrail trail(Items items) {
    return new AuditTrail(items, files, core.account, settings, core.clock);
  }

  private void keep(AuditTrail trail, int count) {
    keep(trail, count, core);
  }

  private static void keep(AuditTrail trail, int count, CoreFixture core) {
    for (int i = 0; i < count; i++) {
      core.items.write(trail.write(Map.of("eventID", Ids.guid(), "n", i), core.clock.instant()));
    }
    core.pass(Duration.ofMillis(1));
  }

  private List<String> delivered() throws IOException {
    return files.delivered();
  }

  /** A store of objects in memory, which can be away. */
  private static final class Files implements Objects {
    private final Map<String, byte[]> stored = new TreeMap<>();
    private boolean away;

    List<String> delivered() throws IOException {
      List<String> ids = new ArrayList<>();
      for (byte[] file : stored.values()) {
        byte[] json = new GZIPInputStream(new ByteArrayInputStream(file)).readAllBytes();
        for (Object each : (List<?>) Json.readObject(json).get("Records")) {
          ids.add((String) ((Map<?, ?>) each).get("eventID"));
        }
      }
      return ids;
    }

    @Override
    public void put(
        String bucket, String key, byte[] content, String type, Map<String, String> metadata) {
      if (away) {
        throw new PortUnavailableException("away", null);
      }
      stored.put(key, content);
    }

    @Override
    public void put(
        String bucket, String key, Path file, String type, Map<String, String> metadata) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean putIfAbsent(
        String bucket, String key, byte[] content, String type, Map<String, String> metadata) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<StoredObject> get(String bucket, String key, long maxBytes) {
      return Optional.ofNullable(stored.get(key))
          .map(bytes -> new StoredObject(bytes, "", new HashMap<>()));
    }

    @Override
    public Optional<ObjectPart> read(String bucket, String key, long offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<String> list(String bucket, String keyPrefix, int limit) {
      return List.copyOf(stored.keySet());
    }

    @Override
    public void delete(String bucket, String key) {
      stored.remove(key);
    }
  }

  /** Lets so many writes through, then dies. */
  private static final class DyingItems implements Items {
    private final Items items;
    private int left;

    private DyingItems(Items items, int left) {
      this.items = items;
      this.left = left;
    }

    @Override
    public Optional<Item> get(ItemKey key) {
      return items.get(key);
    }

    @Override
    public ItemPage query(ItemQuery query) {
      return items.query(query);
    }

    @Override
    public void write(List<ItemWrite> writes) {
      if (left-- <= 0) {
        throw new PortUnavailableException("died", null);
      }
      items.write(writes);
    }
  }
}
