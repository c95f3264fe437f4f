package io.github.cicdmonitor.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Many rows for one statement, sent some at a time. */
final class SqlBatch implements AutoCloseable {
  private final PreparedStatement statement;
  private final Sql sql;
  private final Engine engine;
  private long rows;

  SqlBatch(PreparedStatement statement, Sql sql, Engine engine) {
    this.statement = statement;
    this.sql = sql;
    this.engine = engine;
  }

  void add(Object... values) {
    try {
      sql.bind(statement, values);
      statement.addBatch();
      rows++;
      if (rows % Sql.AT_A_TIME == 0) {
        statement.executeBatch();
      }
    } catch (SQLException e) {
      throw engine.error(e);
    }
  }

  /** How many there were. */
  long finish() {
    try {
      statement.executeBatch();
      return rows;
    } catch (SQLException e) {
      throw engine.error(e);
    }
  }

  @Override
  public void close() {
    try {
      statement.close();
    } catch (SQLException e) {
      throw engine.error(e);
    }
  }
}
