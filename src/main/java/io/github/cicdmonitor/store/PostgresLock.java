package io.github.cicdmonitor.store;

import io.github.cicdmonitor.config.ServerAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * One writer at a time on all machines: an advisory lock of the session, which ends with it however
 * it ends.
 */
final class PostgresLock {
  /** Tells our locks from those of other programs in the same database. */
  private static final int FAMILY = Schema.APPLICATION_ID;

  private static final String TRY = "SELECT pg_try_advisory_lock(?, hashtext(?))";

  private static final String HOLDER = """
      SELECT a.application_name, a.client_addr, a.backend_start
      FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
      WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND l.classid::bigint = ? AND l.objid::bigint = hashtext(?)::bigint & 4294967295""";

  private PostgresLock() {}

  /** Throws STATE where another keeps it for longer than this one waits. */
  static void take(Connection connection, ServerAddress server, WriterTurn turn)
      throws SQLException {
    if (!turn.granted(() -> tryOnce(connection, server))) {
      throw PostgresErrors.refused(
          server,
          "it is locked by " + holder(connection, server),
          "Wait for that run to end, or run again later");
    }
  }

  private static boolean tryOnce(Connection connection, ServerAddress server) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TRY)) {
      statement.setInt(1, FAMILY);
      statement.setString(2, server.schema());
      try (ResultSet result = statement.executeQuery()) {
        return result.next() && result.getBoolean(1);
      }
    }
  }

  private static String holder(Connection connection, ServerAddress server) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(HOLDER)) {
      statement.setLong(1, FAMILY);
      statement.setString(2, server.schema());
      try (ResultSet result = statement.executeQuery()) {
        if (!result.next() || result.getString(1) == null) {
          return "another run";
        }
        String machine = result.getString(2) == null ? "" : " on " + result.getString(2);
        return result.getString(1) + machine + ", since "
            + result.getTimestamp(3).toInstant();
      }
    }
  }
}
