package io.github.cicdmonitor.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Bare statements, for where a connection is made ready and {@link Sql} has not begun. */
final class Connections {
  /** What makes a connection ready. */
  interface Preparation {
    void with(Connection connection) throws SQLException;
  }

  private Connections() {}

  /** The connection; closed where it could not be made ready. */
  static Connection ready(Connection connection, Preparation preparation) throws SQLException {
    try {
      preparation.with(connection);
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  static void execute(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  /** The first column of the first row; 0 where there is none. */
  static long number(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      return result.next() ? result.getLong(1) : 0;
    }
  }

  /** The first column of the only row. */
  static String text(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getString(1);
    }
  }
}
