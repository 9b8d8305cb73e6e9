package org.carillon.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.carillon.core.ports.PortUnavailableException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Opens SQLite files the one way Carillon does and says what their errors mean. */
final class Sqlite {

  private final Path file;

  Sqlite(Path file) {
    this.file = file;
  }

  /**
   * The connection that writes; makes the file and its tables where there are none.
   *
   * @param checkpointPages pages of 4 KB that the log gathers before the writer brings them into
   *     the file itself
   * @param schemaVersion kept in the file; a file of a newer Carillon is not touched
   * @param schema statements that make the tables
   * @throws DataDirectoryException when the file is damaged, unreadable or of a newer version
   */
  Connection openWriter(int checkpointPages, int schemaVersion, String... schema) {
    boolean fresh = !Files.exists(file);
    SQLiteConfig config = config();
    // FULL: a commit is on the disk when it returns, also when the power fails.
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    Connection connection = null;
    try {
      connection = config.createConnection("jdbc:sqlite:" + file);
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA wal_autocheckpoint = " + checkpointPages);
        int found = userVersion(statement);
        if (found > schemaVersion) {
          throw new DataDirectoryException(
              file
                  + " was written by a newer Carillon. Start that version, or name another folder.");
        }
        if (found < schemaVersion) {
          statement.execute("BEGIN IMMEDIATE");
          for (String sql : schema) {
            statement.execute(sql);
          }
          statement.execute("PRAGMA user_version = " + schemaVersion);
          statement.execute("COMMIT");
        }
      }
      if (fresh) {
        DataDirectory.syncFolder(file.getParent());
      }
      return connection;
    } catch (SQLException e) {
      closeQuietly(connection, e);
      throw new DataDirectoryException(describe(e), e);
    } catch (java.io.IOException e) {
      closeQuietly(connection, e);
      throw new DataDirectoryException(file + " cannot be made durable: " + e.getMessage(), e);
    } catch (DataDirectoryException e) {
      closeQuietly(connection, e);
      throw e;
    }
  }

  private static int userVersion(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("PRAGMA user_version")) {
      return row.next() ? row.getInt(1) : 0;
    }
  }

  /** A further connection, for reading only. */
  Connection openReader() throws SQLException {
    SQLiteConfig config = config();
    config.enforceForeignKeys(false);
    Connection connection = config.createConnection("jdbc:sqlite:" + file);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA query_only = true");
    } catch (SQLException e) {
      closeQuietly(connection, e);
      throw e;
    }
    return connection;
  }

  private static SQLiteConfig config() {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(5_000);
    config.setCacheSize(-16_000); // negative: KiB
    return config;
  }

  /** An error while the file was in use, in the core's words. */
  PortUnavailableException unavailable(SQLException e) {
    return new PortUnavailableException(describe(e), e);
  }

  private String describe(SQLException e) {
    SQLiteErrorCode code =
        e instanceof SQLiteException sqlite
            ? sqlite.getResultCode()
            : SQLiteErrorCode.UNKNOWN_ERROR;
    // Extended codes carry the primary one in their low byte (sqlite.org/rescode.html).
    return switch (SQLiteErrorCode.getErrorCode(code.code & 0xff)) {
      case SQLITE_CORRUPT, SQLITE_NOTADB ->
          file
              + " is damaged ("
              + e.getMessage()
              + "). Stop Carillon, move the file and those beside it with the same beginning away,"
              + " and put a backup in their place.";
      case SQLITE_FULL -> "No space left for " + file + ". Free some; nothing was written.";
      case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM ->
          file + " cannot be written (" + e.getMessage() + "). Check its owner and rights.";
      case SQLITE_BUSY, SQLITE_LOCKED ->
          file + " is held by another program. Close what has it open.";
      default -> file + ": " + e.getMessage();
    };
  }

  private static void closeQuietly(Connection connection, Exception because) {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        because.addSuppressed(e);
      }
    }
  }
}
