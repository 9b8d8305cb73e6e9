package org.carillon.embedded;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.carillon.contract.Json;
import org.carillon.core.ports.MetricDatum;
import org.carillon.core.ports.Metrics;

/**
 * Metrics in one SQLite file, a row a metric, dimensions and minute. Rows are kept for fifteen days
 * (as CloudWatch keeps minutes), and fewer when there would be too many.
 */
final class SqliteMetrics implements Metrics, AutoCloseable {

  static final Duration KEPT = Duration.ofDays(15);

  /** About 400 MB. */
  static final long MAX_ROWS = 10_000_000;

  private static final int SCHEMA_VERSION = 1;

  private static final String[] SCHEMA = {
    """
    CREATE TABLE series (
      id INTEGER PRIMARY KEY, name TEXT NOT NULL, dimensions TEXT NOT NULL, unit TEXT NOT NULL,
      UNIQUE (name, dimensions)
    )
    """,
    """
    CREATE TABLE minutes (
      series INTEGER NOT NULL, minute INTEGER NOT NULL, samples INTEGER NOT NULL,
      sum REAL NOT NULL, minimum REAL NOT NULL, maximum REAL NOT NULL,
      PRIMARY KEY (series, minute)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX minutes_by_age ON minutes (minute)",
  };

  private static final String NEW_SERIES =
      "INSERT INTO series (name, dimensions, unit) VALUES (?, ?, ?)"
          + " ON CONFLICT (name, dimensions) DO NOTHING";
  private static final String ADD =
      """
      INSERT INTO minutes (series, minute, samples, sum, minimum, maximum)
      SELECT id, ?, ?, ?, ?, ? FROM series WHERE name = ? AND dimensions = ?
      ON CONFLICT (series, minute) DO UPDATE SET
        samples = samples + excluded.samples, sum = sum + excluded.sum,
        minimum = min(minimum, excluded.minimum), maximum = max(maximum, excluded.maximum)
      """;
  private static final String FORGET = "DELETE FROM minutes WHERE minute < ?";
  private static final String FORGET_SERIES =
      "DELETE FROM series WHERE NOT EXISTS (SELECT 1 FROM minutes WHERE series = series.id)";
  private static final String FIRST_KEPT =
      "SELECT minute FROM minutes ORDER BY minute DESC LIMIT 1 OFFSET ?";
  private static final String READ =
      """
      SELECT minute / ?1 * ?1, unit, sum(samples), sum(sum), min(minimum), max(maximum)
      FROM minutes JOIN series ON id = series
      WHERE name = ?2 AND dimensions = ?3 AND minute >= ?4 AND minute < ?5
      GROUP BY 1 ORDER BY 1
      """;

  private static final int CHECKPOINT_PAGES = 1_000;
  private static final int READERS = 2;

  private final GroupCommit writer;
  private final Readers readers;
  private final long maxRows;

  /** The hour in which old rows were last looked for; the writer's own. */
  private long sweptHour = -1;

  SqliteMetrics(DataDirectory directory) {
    this(directory, MAX_ROWS);
  }

  SqliteMetrics(DataDirectory directory, long maxRows) {
    Sqlite file = new Sqlite(directory.file("metrics.db"));
    this.maxRows = maxRows;
    this.writer =
        new GroupCommit(
            "carillon-metrics-writer",
            file,
            file.openWriter(CHECKPOINT_PAGES, SCHEMA_VERSION, SCHEMA));
    this.readers = new Readers(file, READERS);
  }

  @Override
  public void put(List<MetricDatum> data) {
    if (data.size() > MAX_DATA) {
      throw new IllegalArgumentException("at most " + MAX_DATA + " data, not " + data.size());
    }
    writer.run(
        statements -> {
          for (MetricDatum datum : data) {
            add(statements, datum);
          }
          return null;
        });
  }

  private void add(Statements statements, MetricDatum datum) throws SQLException {
    String dimensions = text(datum.dimensions());
    statements.run(NEW_SERIES, datum.name(), dimensions, datum.unit());
    long minute = datum.at().getEpochSecond() / 60;
    statements.run(
        ADD,
        minute,
        datum.samples(),
        datum.sum(),
        datum.minimum(),
        datum.maximum(),
        datum.name(),
        dimensions);
    if (minute / 60 > sweptHour) {
      sweptHour = minute / 60;
      sweep(statements, minute);
    }
  }

  private void sweep(Statements statements, long minute) throws SQLException {
    int gone = statements.run(FORGET, minute - KEPT.toMinutes());
    try (ResultSet row = statements.with(FIRST_KEPT, maxRows).executeQuery()) {
      if (row.next()) {
        gone += statements.run(FORGET, row.getLong(1) + 1);
      }
    }
    if (gone > 0) {
      statements.run(FORGET_SERIES);
    }
  }

  @Override
  public List<MetricDatum> read(Query query) {
    long period = query.period().toMinutes();
    return readers.read(
        statements -> {
          List<MetricDatum> found = new ArrayList<>();
          try (ResultSet rows =
              statements
                  .with(
                      READ,
                      period,
                      query.name(),
                      text(query.dimensions()),
                      Math.ceilDiv(query.from().getEpochSecond(), 60),
                      Math.ceilDiv(query.to().getEpochSecond(), 60))
                  .executeQuery()) {
            while (rows.next()) {
              found.add(
                  new MetricDatum(
                      query.name(),
                      rows.getString(2),
                      query.dimensions(),
                      Instant.ofEpochSecond(rows.getLong(1) * 60),
                      rows.getLong(3),
                      rows.getDouble(4),
                      rows.getDouble(5),
                      rows.getDouble(6)));
            }
          }
          return found;
        });
  }

  /** One text for the same dimensions. */
  private static String text(Map<String, String> dimensions) {
    return new String(
        Json.write(new TreeMap<>(dimensions)), java.nio.charset.StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    writer.close();
    readers.close();
  }
}
