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
 * <p>Table {@code waiting} holds what waits, all of a key side by side; table {@code due} holds one
 * line for each key with waiting records, in the order in which they are due. So memory does not
 * grow with what waits, a key that fails holds up no other, its pause outlives a restart, and a
 * record touches few pages of the file.
 */
final class SqliteEventStream implements EventStream, AutoCloseable {

  private static final int SCHEMA_VERSION = 2;

  /** Version 1 had {@code records} and {@code keys}; what waits there comes along. */
  private static final String[] SCHEMA = {
    """
    CREATE TABLE IF NOT EXISTS records (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, key TEXT NOT NULL,
      body BLOB NOT NULL
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS keys (
      key TEXT PRIMARY KEY, due INTEGER NOT NULL, failures INTEGER NOT NULL
    )
    """,
    """
    CREATE TABLE waiting (
      key TEXT NOT NULL, seq INTEGER NOT NULL, id TEXT NOT NULL, body BLOB NOT NULL,
      PRIMARY KEY (key, seq)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE due (
      due INTEGER NOT NULL, key TEXT NOT NULL, failures INTEGER NOT NULL, PRIMARY KEY (due, key)
    ) WITHOUT ROWID
    """,
    "INSERT INTO waiting (key, seq, id, body) SELECT key, seq, id, body FROM records",
    "INSERT INTO due (due, key, failures) SELECT due, key, failures FROM keys",
    "DROP TABLE records",
    "DROP TABLE keys",
  };

  private static final String LAST =
      "SELECT coalesce(max(seq), 0), total(id = ?) FROM waiting WHERE key = ?";
  private static final String APPEND =
      "INSERT INTO waiting (key, seq, id, body) VALUES (?, ?, ?, ?)";
  private static final String NEW_KEY =
      "INSERT INTO due (due, key, failures) VALUES (?, ?, 0) ON CONFLICT DO NOTHING";
  private static final String DUE = "SELECT due, key, failures FROM due ORDER BY due, key LIMIT ?";
  private static final String OF_KEY =
      "SELECT seq, id, body FROM waiting WHERE key = ? ORDER BY seq LIMIT ?";
  private static final String DONE = "DELETE FROM waiting WHERE key = ? AND seq <= ?";
  private static final String FORGET =
      "DELETE FROM due WHERE due = ? AND key = ?"
          + " AND NOT EXISTS (SELECT 1 FROM waiting WHERE key = ?)";
  private static final String SCHEDULE =
      "UPDATE due SET due = ?, failures = ? WHERE due = ? AND key = ?";

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

  /** With hundreds of calls a second one commit takes the facts of several. */
  private static final Duration PACE = Duration.ofMillis(4);

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
            file.openWriter(CHECKPOINT_PAGES, SCHEMA_VERSION, SCHEMA),
            PACE);
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
      long last;
      try (ResultSet row = statements.with(LAST, entry.id(), entry.key()).executeQuery()) {
        if (row.getDouble(2) > 0) {
          return null; // it came before
        }
        last = row.getLong(1);
      }
      statements.run(APPEND, entry.key(), last + 1, entry.id(), body);
      if (last == 0) {
        statements.run(NEW_KEY, firstDueMillis(), entry.key());
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

  /** A key with waiting records; its time is part of its place in the table. */
  record DueKey(long dueMillis, String key, int failures) {}

  /** Records of one key, in order, and the place of the last. */
  record Batch(List<StreamRecord> records, long lastSeq) {}

  /** The keys that are due first, those in hand among them. */
  List<DueKey> due(int limit) {
    return readers.read(
        statements -> {
          List<DueKey> keys = new ArrayList<>();
          try (ResultSet row = statements.with(DUE, (long) limit).executeQuery()) {
            while (row.next()) {
              keys.add(new DueKey(row.getLong(1), row.getString(2), row.getInt(3)));
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
  CompletableFuture<Void> done(DueKey due, Batch batch) {
    return writer.submitPatiently(
        statements -> {
          statements.run(DONE, due.key(), batch.lastSeq());
          if (statements.run(FORGET, due.dueMillis(), due.key(), due.key()) == 0) {
            schedule(statements, due, Duration.ZERO, 0);
          }
          return null;
        });
  }

  /** The batch comes again after a pause. */
  void failed(DueKey due, Duration pause) {
    writer.run(
        statements -> {
          schedule(statements, due, pause, due.failures() + 1);
          return null;
        });
  }

  private static void schedule(Statements statements, DueKey due, Duration pause, int failures)
      throws SQLException {
    long next = System.currentTimeMillis() + pause.toMillis();
    statements.run(SCHEDULE, next, (long) failures, due.dueMillis(), due.key());
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
