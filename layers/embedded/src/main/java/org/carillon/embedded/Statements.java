package org.carillon.embedded;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * A connection with its prepared statements: each SQL text is compiled once. Used by one thread at
 * a time. The texts are constants, so their number is bounded.
 */
final class Statements implements AutoCloseable {

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  Statements(Connection connection) {
    this.connection = connection;
  }

  /**
   * The statement of this text with its parameters set: {@code String}, {@code Long}, bytes, null.
   */
  PreparedStatement with(String sql, Object... parameters) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
    return statement;
  }

  /** Runs a change. */
  int run(String sql, Object... parameters) throws SQLException {
    return with(sql, parameters).executeUpdate();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
