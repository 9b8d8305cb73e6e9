package org.carillon.embedded;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.Json;
import org.carillon.core.ports.Document;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemConflictException;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemPage;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.ItemWrite.Condition;
import org.carillon.core.ports.Items;
import org.carillon.core.ports.PageToken;

/**
 * The item store in one SQLite file. Text is compared by its UTF-8 bytes (the BINARY collation),
 * which is the order of DynamoDB. Queries on an index see every write too, which is more than the
 * port asks.
 */
final class SqliteItems implements Items, AutoCloseable {

  private static final int SCHEMA_VERSION = 1;

  private static final String[] SCHEMA = {
    """
    CREATE TABLE items (
      pk TEXT NOT NULL, sk TEXT NOT NULL, v INTEGER NOT NULL, body BLOB NOT NULL,
      g1pk TEXT, g1sk TEXT, g2pk TEXT, g2sk TEXT,
      PRIMARY KEY (pk, sk)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX items_index1 ON items (g1pk, g1sk, pk, sk) WHERE g1pk IS NOT NULL",
    "CREATE INDEX items_index2 ON items (g2pk, g2sk, pk, sk) WHERE g2pk IS NOT NULL",
  };

  private static final String COLUMNS =
      "SELECT pk, sk, v, body, g1pk, g1sk, g2pk, g2sk FROM items ";
  private static final String GET = COLUMNS + "WHERE pk = ? AND sk = ?";
  private static final String VERSION = "SELECT v FROM items WHERE pk = ? AND sk = ?";
  private static final String PUT =
      """
      INSERT INTO items (pk, sk, v, body, g1pk, g1sk, g2pk, g2sk) VALUES (?, ?, 1, ?, ?, ?, ?, ?)
      ON CONFLICT (pk, sk) DO UPDATE SET
        v = v + 1, body = excluded.body,
        g1pk = excluded.g1pk, g1sk = excluded.g1sk, g2pk = excluded.g2pk, g2sk = excluded.g2sk
      """;
  private static final String DELETE = "DELETE FROM items WHERE pk = ? AND sk = ?";

  /** Stops a page early, so that a page of large items is no burden. */
  private static final long PAGE_BYTES = 4_000_000;

  /** Sorts before every item: keys are never empty. */
  private static final PageToken START = new PageToken("", "", "");

  private static final int READERS = 8;

  /** SQLite's own number: with a longer log an import takes more processor time a row. */
  private static final int CHECKPOINT_PAGES = 1_000;

  private final GroupCommit writer;
  private final Readers readers;
  private final ItemCache cache = new ItemCache();

  SqliteItems(DataDirectory directory) {
    Sqlite file = new Sqlite(directory.file("items.db"));
    this.writer =
        new GroupCommit(
            "carillon-items-writer",
            file,
            file.openWriter(CHECKPOINT_PAGES, SCHEMA_VERSION, SCHEMA));
    this.readers = new Readers(file, READERS);
  }

  @Override
  public Optional<Item> get(ItemKey key) {
    return cache.get(key, this::read);
  }

  private ItemCache.Found read(ItemKey key) {
    return readers.read(
        statements -> {
          try (ResultSet row = statements.with(GET, key.partition(), key.sort()).executeQuery()) {
            return row.next()
                ? new ItemCache.Found(Optional.of(item(row)), row.getBytes(4).length)
                : new ItemCache.Found(Optional.empty(), 0);
          }
        });
  }

  /** Not from the cache and not into it: long lists would push out what is read often. */
  @Override
  public Map<ItemKey, Item> getAll(Collection<ItemKey> keys) {
    return readers.read(
        statements -> {
          Map<ItemKey, Item> found = LinkedHashMap.newLinkedHashMap(keys.size());
          for (ItemKey key : keys) {
            try (ResultSet row = statements.with(GET, key.partition(), key.sort()).executeQuery()) {
              if (row.next()) {
                found.put(key, item(row));
              }
            }
          }
          return found;
        });
  }

  private static Item item(ResultSet row) throws SQLException {
    return new Item(
        new ItemKey(row.getString(1), row.getString(2)),
        row.getLong(3),
        Document.copyOf(Json.readObject(row.getBytes(4))),
        indexKey(row.getString(5), row.getString(6)),
        indexKey(row.getString(7), row.getString(8)));
  }

  private static Optional<ItemKey> indexKey(String partition, String sort) {
    return partition == null ? Optional.empty() : Optional.of(new ItemKey(partition, sort));
  }

  @Override
  public ItemPage query(ItemQuery query) {
    PageToken after = query.after().isPresent() ? PageToken.parse(query) : START;
    String sql =
        switch (query.index()) {
          case TABLE -> pageSql("pk", "sk");
          case INDEX1 -> pageSql("g1pk", "g1sk");
          case INDEX2 -> pageSql("g2pk", "g2sk");
        };
    String from = query.after().isPresent() ? after.indexSort() : query.sortPrefix();
    return readers.read(
        statements ->
            page(
                query,
                statements.with(
                    sql,
                    query.partition(),
                    from,
                    after.indexSort(),
                    after.partition(),
                    after.sort(),
                    query.limit() + 1L)));
  }

  private static String pageSql(String partition, String sort) {
    return COLUMNS
        + ("WHERE "
            + partition
            + " = ? AND "
            + sort
            + " >= ? AND ("
            + sort
            + ", pk, sk) > (?, ?, ?) ORDER BY "
            + sort
            + ", pk, sk LIMIT ?");
  }

  private static ItemPage page(ItemQuery query, PreparedStatement statement) throws SQLException {
    List<Item> items = new ArrayList<>();
    long bytes = 0;
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        Item item = item(row);
        if (!PageToken.sortOf(query.index(), item).startsWith(query.sortPrefix())) {
          break; // in byte order all keys with the prefix stand together, and these are behind them
        }
        if (items.size() == query.limit() || bytes > PAGE_BYTES) {
          return new ItemPage(
              items, Optional.of(PageToken.of(query.index(), items.getLast()).text()));
        }
        bytes += row.getBytes(4).length;
        items.add(item);
      }
    }
    return new ItemPage(items, Optional.empty());
  }

  @Override
  public void write(List<ItemWrite> writes) {
    ItemWrite.checkTransaction(writes);
    List<byte[]> bodies = new ArrayList<>(writes.size());
    for (ItemWrite write : writes) {
      bodies.add(write instanceof ItemWrite.Put put ? Json.write(put.body()) : null);
    }
    List<ItemWrite> ordered = List.copyOf(writes);
    List<ItemKey> keys = ordered.stream().map(ItemWrite::key).toList();
    cache.writing(keys);
    try {
      writer.run(
          statements -> {
            for (ItemWrite write : ordered) {
              check(statements, write);
            }
            for (int i = 0; i < ordered.size(); i++) {
              apply(statements, ordered.get(i), bodies.get(i));
            }
            return null;
          });
    } finally {
      cache.written(keys);
    }
  }

  private static void check(Statements statements, ItemWrite write) throws SQLException {
    if (write.condition() instanceof Condition.Always) {
      return;
    }
    long version = 0; // 0: not there
    try (ResultSet row =
        statements.with(VERSION, write.key().partition(), write.key().sort()).executeQuery()) {
      if (row.next()) {
        version = row.getLong(1);
      }
    }
    boolean holds =
        switch (write.condition()) {
          case Condition.Absent absent -> version == 0;
          case Condition.Present present -> version > 0;
          case Condition.AtVersion at -> version > 0 && version == at.version();
          case Condition.Always always -> true;
        };
    if (!holds) {
      throw new ItemConflictException(write.key());
    }
  }

  private static void apply(Statements statements, ItemWrite write, byte[] body)
      throws SQLException {
    String partition = write.key().partition();
    String sort = write.key().sort();
    switch (write) {
      case ItemWrite.Put put ->
          statements.run(
              PUT,
              partition,
              sort,
              body,
              put.index1().map(ItemKey::partition).orElse(null),
              put.index1().map(ItemKey::sort).orElse(null),
              put.index2().map(ItemKey::partition).orElse(null),
              put.index2().map(ItemKey::sort).orElse(null));
      case ItemWrite.Delete delete -> statements.run(DELETE, partition, sort);
      case ItemWrite.Check check -> {}
    }
  }

  @Override
  public void close() {
    writer.close();
    readers.close();
  }
}
