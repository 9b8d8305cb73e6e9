package org.carillon.embedded;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.carillon.contract.Json;
import org.carillon.core.ports.EventStream;
import org.carillon.core.ports.StreamRecord;

/**
 * The event stream as a durable queue in one SQLite file.
 *
 * <p>Table {@code records} holds what waits; table {@code keys} holds one line for each key with
 * waiting records, and when it is next due. So memory does not grow with what waits, a key that
 * fails holds up no other, and its pause outlives a restart.
 */
final class SqliteEventStream implements EventStream, AutoCloseable {

  private static final int SCHEMA_VERSION = 1;

  private static final String[] SCHEMA = {
    """
    CREATE TABLE records (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, key TEXT NOT NULL,
      body BLOB NOT NULL
    )
    """,
    "CREATE INDEX records_of_key ON records (key, seq)",
    "CREATE TABLE keys (key TEXT PRIMARY KEY, due INTEGER NOT NULL, failures INTEGER NOT NULL)",
    "CREATE INDEX keys_by_due ON keys (due)",
  };

  private static final String APPEND =
      "INSERT INTO records (id, key, body) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING";
  private static final String NEW_KEY =
      "INSERT INTO keys (key, due, failures) VALUES (?, ?, 0) ON CONFLICT (key) DO NOTHING";
  private static final String DUE = "SELECT key, due, failures FROM keys ORDER BY due LIMIT ?";
  private static final String OF_KEY =
      "SELECT seq, id, body FROM records WHERE key = ? ORDER BY seq LIMIT ?";
  private static final String DONE = "DELETE FROM records WHERE key = ? AND seq <= ?";
  private static final String FORGET =
      "DELETE FROM keys WHERE key = ? AND NOT EXISTS (SELECT 1 FROM records WHERE key = ?)";
  private static final String SCHEDULE = "UPDATE keys SET due = ?, failures = ? WHERE key = ?";

  private static final int READERS = 4;

  /**
   * Seldom, for a call waits for this writer. The queue is short, so its few pages change again and
   * again, and are brought into the file once for all their changes.
   */
  private static final int CHECKPOINT_PAGES = 8_000;

  /**
   * How long a key's first record waits for more, so that a short call's facts come as one batch: a
   * consumer that folds them writes once instead of for each.
   */
  private static final Duration LINGER = Duration.ofMillis(250);

  /** Keys become due at whole steps, so that one look finds many. */
  private static final long DUE_STEP_MILLIS = 100;

  private final GroupCommit writer;
  private final Readers readers;
  private final Set<QueueDelivery> deliveries = ConcurrentHashMap.newKeySet();

  /** Keys in the hands of a consumer, of any subscription. */
  private final Set<String> inHand = ConcurrentHashMap.newKeySet();

  SqliteEventStream(DataDirectory directory) {
    Sqlite file = new Sqlite(directory.file("call-facts.db"));
    this.writer =
        new GroupCommit(
            "carillon-call-facts-writer",
            file,
            file.openWriter(CHECKPOINT_PAGES, SCHEMA_VERSION, SCHEMA));
    this.readers = new Readers(file, READERS);
  }

  @Override
  public CompletableFuture<Void> append(StreamRecord entry) {
    return told(writer.submit(insert(entry)));
  }

  @Override
  public CompletableFuture<Void> appendPatiently(StreamRecord entry) {
    return told(writer.submitPatiently(insert(entry)));
  }

  private static GroupCommit.Change<Void> insert(StreamRecord entry) {
    byte[] body = entry.bodyJson();
    return statements -> {
      if (statements.run(APPEND, entry.id(), entry.key(), body) > 0) {
        statements.run(NEW_KEY, entry.key(), firstDueMillis());
      }
      return null;
    };
  }

  private CompletableFuture<Void> told(CompletableFuture<Void> appended) {
    return appended.whenComplete((done, failure) -> deliveries.forEach(QueueDelivery::appended));
  }

  @Override
  public Subscription subscribe(Consumer consumer) {
    QueueDelivery delivery = new QueueDelivery(this, consumer);
    deliveries.add(delivery);
    delivery.start();
    return delivery;
  }

  /** When a key is due whose first record comes in now. */
  static long firstDueMillis() {
    long due = System.currentTimeMillis() + LINGER.toMillis();
    return due - due % DUE_STEP_MILLIS + DUE_STEP_MILLIS;
  }

  /** A key with waiting records. */
  record DueKey(String key, long dueMillis, int failures) {}

  /** Records of one key, in order, and the place of the last. */
  record Batch(List<StreamRecord> records, long lastSeq) {}

  /** The keys that are due first, those in hand among them. */
  List<DueKey> due(int limit) {
    return readers.read(
        statements -> {
          List<DueKey> keys = new ArrayList<>();
          try (ResultSet row = statements.with(DUE, (long) limit).executeQuery()) {
            while (row.next()) {
              keys.add(new DueKey(row.getString(1), row.getLong(2), row.getInt(3)));
            }
          }
          return keys;
        });
  }

  /** Takes a key for one consumer. */
  boolean take(String key) {
    return inHand.add(key);
  }

  int keysInHand() {
    return inHand.size();
  }

  /** Lets a key go and looks whether more can be done. */
  void giveBack(String key) {
    inHand.remove(key);
    deliveries.forEach(QueueDelivery::wake);
  }

  /** The first records of a key. */
  Batch batch(String key, int limit) {
    return readers.read(
        statements -> {
          List<StreamRecord> records = new ArrayList<>();
          long last = 0;
          try (ResultSet row = statements.with(OF_KEY, key, (long) limit).executeQuery()) {
            while (row.next()) {
              last = row.getLong(1);
              records.add(
                  new StreamRecord(row.getString(2), key, Json.readObject(row.getBytes(3))));
            }
          }
          return new Batch(records, last);
        });
  }

  /** The records up to here are dealt with; completes when they are gone. */
  CompletableFuture<Void> done(String key, Batch batch) {
    return writer.submitPatiently(
        statements -> {
          statements.run(DONE, key, batch.lastSeq());
          if (statements.run(FORGET, key, key) == 0) {
            schedule(statements, key, Duration.ZERO, 0);
          }
          return null;
        });
  }

  /** The batch comes again after a pause. */
  void failed(String key, Duration pause, int failures) {
    writer.run(
        statements -> {
          schedule(statements, key, pause, failures);
          return null;
        });
  }

  private static void schedule(Statements statements, String key, Duration pause, int failures)
      throws SQLException {
    statements.run(SCHEDULE, System.currentTimeMillis() + pause.toMillis(), (long) failures, key);
  }

  void ended(QueueDelivery delivery) {
    deliveries.remove(delivery);
  }

  /** Ends the deliveries, then writes what waits. */
  @Override
  public void close() {
    deliveries.forEach(QueueDelivery::close);
    writer.close();
    readers.close();
  }
}
