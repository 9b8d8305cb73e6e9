package org.carillon.core.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.carillon.contract.Json;
import org.carillon.core.Account;
import org.carillon.core.SortableTime;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemConflictException;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import org.carillon.core.ports.Objects;

/**
 * Records on their way into files (O5). A record is an item first, stored before the call is
 * answered; files are made of them behind that, in CloudTrail's layout: {@code
 * AWSLogs/ACCOUNT/CloudTrail/REGION/YYYY/MM/DD/ACCOUNT_CloudTrail_REGION_YYYYMMDDTHHmmZ_UNIQUE.json.gz}.
 *
 * <p>A process may die at any moment, so a file is planned first: its name and its records. Whoever
 * finds a plan carries it out; writing the file again puts the same in the same place. Records are
 * removed when they are in it, and the plan last. So no record is lost, and none is in two files.
 * Safe for use by many threads.
 */
public final class AuditTrail {

  /** How long a record waits for others before they go into a file together. */
  public static final Duration GATHERED = Duration.ofSeconds(30);

  /** Most records of one file; in memory at once. */
  static final int MAX_RECORDS = 200;

  /** One partition of a store takes about a thousand writes a second; these share them. */
  private static final int SHARDS = 4;

  private static final String RECORD = "Record";
  private static final String RECORDS = "Records";
  private static final String FILE = "File";
  private static final DateTimeFormatter FOLDER = format("uuuu/MM/dd");
  private static final DateTimeFormatter MINUTE = format("uuuuMMdd'T'HHmm'Z'");

  private final Items items;
  private final Objects objects;
  private final Account account;
  private final Waiting ofRegion;

  /** Where records of all regions waited before each had its own. */
  private final Waiting ofAll;

  private final AuditSettings settings;
  private final InstantSource clock;

  /** The trail of this account. */
  public AuditTrail(
      Items items, Objects objects, Account account, AuditSettings settings, InstantSource clock) {
    this.items = items;
    this.objects = objects;
    this.account = account;
    this.ofAll = new Waiting(account.id(), "");
    this.ofRegion = new Waiting(account.id(), "/" + account.region());
    this.settings = settings;
    this.clock = clock;
  }

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
  }

  /** The write that stores a record. */
  ItemWrite write(Map<String, Object> entry, Instant time) {
    String id = (String) entry.get("eventID");
    String text = new String(Json.write(entry), UTF_8);
    return ItemWrite.create(
        new ItemKey(
            ofRegion.partition(Math.floorMod(id.hashCode(), SHARDS)),
            SortableTime.of(time) + "/" + id),
        Map.of(RECORD, text));
  }

  /**
   * Writes files of what waits long enough or is enough for a file.
   *
   * @param all whether young records go too: before a stop
   * @return how many records were written
   * @throws org.carillon.core.ports.PortUnavailableException when a store is away; records wait on
   */
  public int deliver(boolean all) {
    int written = 0;
    for (int shard = 0; shard < SHARDS; shard++) {
      int more;
      do {
        more = deliver(ofAll, shard, all) + deliver(ofRegion, shard, all);
        written += more;
      } while (more >= MAX_RECORDS);
    }
    return written;
  }

  private int deliver(Waiting from, int shard, boolean all) {
    AuditSettings.Target target = settings.current();
    if (target.bucket().isEmpty()) {
      return 0;
    }
    Optional<Item> begun = items.get(from.plan(shard));
    if (begun.isPresent()) {
      finish(from, shard, begun.get(), target);
    }
    List<Item> waiting =
        items.query(ItemQuery.partition(from.partition(shard), "", MAX_RECORDS)).items();
    if (waiting.isEmpty()) {
      return 0;
    }
    String first = waiting.getFirst().key().sort();
    Instant oldest = Instant.parse(first.substring(0, first.indexOf('/')));
    if (!all && waiting.size() < MAX_RECORDS && clock.instant().isBefore(oldest.plus(GATHERED))) {
      return 0;
    }
    String id = first.substring(first.indexOf('/') + 1);
    Map<String, Object> body = new HashMap<>();
    body.put(FILE, key(target, oldest, id));
    body.put(RECORDS, waiting.stream().map(item -> item.key().sort()).toList());
    try {
      items.write(ItemWrite.create(from.plan(shard), body));
    } catch (ItemConflictException another) {
      return 0; // another process writes a file of this shard just now
    }
    items.get(from.plan(shard)).ifPresent(planned -> finish(from, shard, planned, target));
    return waiting.size();
  }

  /** Writes the planned file, unless it has been written, and removes what is in it. */
  private void finish(Waiting from, int shard, Item planned, AuditSettings.Target target) {
    List<ItemKey> keys =
        ((List<?>) planned.body().get(RECORDS))
            .stream().map(sort -> new ItemKey(from.partition(shard), (String) sort)).toList();
    List<Item> records = keys.stream().flatMap(key -> items.get(key).stream()).toList();
    if (records.size() == keys.size()) { // one that is missing was removed after the writing
      objects.put(
          target.bucket(),
          (String) planned.body().get(FILE),
          file(records),
          "application/gzip",
          Map.of());
    }
    List<ItemWrite> writes = new ArrayList<>();
    for (ItemKey key : keys) {
      writes.add(new ItemWrite.Delete(key, new ItemWrite.Condition.Always()));
      if (writes.size() == Items.MAX_TRANSACTION_WRITES) {
        items.write(writes);
        writes.clear();
      }
    }
    writes.add(new ItemWrite.Delete(planned.key(), new ItemWrite.Condition.Always()));
    items.write(writes);
  }

  private String key(AuditSettings.Target target, Instant time, String id) {
    String unique = id.replace("-", "").substring(0, 16);
    return target.keyPrefix()
        + (target.keyPrefix().isEmpty() || target.keyPrefix().endsWith("/") ? "" : "/")
        + "AWSLogs/%s/CloudTrail/%s/%s/"
            .formatted(account.id(), account.region(), FOLDER.format(time))
        + "%s_CloudTrail_%s_%s_%s.json.gz"
            .formatted(account.id(), account.region(), MINUTE.format(time), unique);
  }

  private static byte[] file(List<Item> waiting) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write("{\"Records\":[".getBytes(UTF_8));
      String between = "";
      for (Item item : waiting) {
        gzip.write((between + item.body().get(RECORD)).getBytes(UTF_8));
        between = ",";
      }
      gzip.write("]}".getBytes(UTF_8));
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to memory failed", impossible);
    }
    return bytes.toByteArray();
  }

  /**
   * Where records wait and their files are planned: a region's are its own, since a condition of
   * the store holds within a region only.
   *
   * @param region a part of the partition's name
   */
  private record Waiting(String account, String region) {

    String partition(int shard) {
      return "account/" + account + "/audit" + region + "/" + shard;
    }

    ItemKey plan(int shard) {
      return new ItemKey("account/" + account + "/audit-files" + region, Integer.toString(shard));
    }
  }
}
