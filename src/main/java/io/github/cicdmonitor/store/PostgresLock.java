package io.github.cicdmonitor.store;

import io.github.cicdmonitor.config.ServerAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Who writes, on all machines: one alone, or several that share the work by {@link PostgresLeases},
 * whose transactions then come one after the other. Advisory locks of the session, which end with it
 * however it ends.
 */
final class PostgresLock {
  /** Tells our locks from those of other programs in the same database. */
  private static final int FAMILY = Schema.APPLICATION_ID;

  /** By these, each with the number of its session, holders of leases are known to live. */
  static final int HOLDERS = FAMILY + 1;

  private static final int TRANSACTIONS = FAMILY + 2;

  private static final String TRY_ALONE = "SELECT pg_try_advisory_lock(?, hashtext(?))";
  private static final String TRY_SHARING = "SELECT pg_try_advisory_lock_shared(?, hashtext(?))";
  private static final String IN_TURN = "SELECT pg_advisory_xact_lock(?, hashtext(?))";
  private static final String END = "SELECT pg_advisory_unlock(?, hashtext(?))";

  private static final String HOLDER = """
      SELECT a.application_name, a.client_addr, a.backend_start
      FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
      WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND l.classid::bigint = ? AND l.objid::bigint = hashtext(?)::bigint & 4294967295""";

  private PostgresLock() {}

  /** Keeps out all others. Throws STATE where another keeps it for longer than this one waits. */
  static void takeAlone(Connection connection, ServerAddress server, WriterTurn turn)
      throws SQLException {
    take(connection, server, turn, TRY_ALONE);
  }

  /** Keeps out those who want to be alone. */
  static void takeSharing(Connection connection, ServerAddress server, WriterTurn turn)
      throws SQLException {
    take(connection, server, turn, TRY_SHARING);
    Connections.execute(connection, "SELECT pg_advisory_lock(" + HOLDERS + ", pg_backend_pid())");
  }

  /** The transaction that this connection has begun changes the state when its turn has come. */
  static void inTurn(Connection connection, ServerAddress server) throws SQLException {
    ask(connection, server, IN_TURN, TRANSACTIONS);
  }

  static void giveBackAlone(Connection connection, ServerAddress server) throws SQLException {
    ask(connection, server, END, FAMILY);
  }

  private static void take(
      Connection connection, ServerAddress server, WriterTurn turn, String question)
      throws SQLException {
    if (!turn.granted(() -> ask(connection, server, question, FAMILY))) {
      throw PostgresErrors.refused(
          server,
          "it is locked by " + holder(connection, server),
          "Wait for that run to end, or run again later");
    }
  }

  private static boolean ask(
      Connection connection, ServerAddress server, String question, int family)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(question)) {
      statement.setInt(1, family);
      statement.setString(2, server.schema());
      try (ResultSet result = statement.executeQuery()) {
        return result.next() && "t".equals(result.getString(1));
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
