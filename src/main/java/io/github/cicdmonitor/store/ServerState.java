package io.github.cicdmonitor.store;

import io.github.cicdmonitor.config.ServerAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * What a server says of itself, whether there is a state on it yet or not.
 *
 * @param version as it names it, such as {@code 15.18}
 * @param major its first number
 * @param encrypted whether this connection goes by TLS
 * @param encoding of the database's text, such as {@code UTF8}
 * @param writable whether this user may make and change a state there, and the database takes changes
 */
public record ServerState(
    String version, int major, boolean encrypted, String encoding, boolean writable) {
  /** What is older lacks something that this program needs, or is no longer looked after. */
  public static final int OLDEST_MAJOR = 12;

  /** The one that has every letter; what a log or a name says may be of any. */
  public static final String ENCODING = "UTF8";

  /** What to do about a database of another encoding. */
  public static final String NEXT_FOR_ENCODING = "Name a database of the encoding " + ENCODING
      + ": createdb -E " + ENCODING + " -T template0 NAME";

  private static final int NUMBERS_A_MAJOR = 10_000;

  private static final String QUESTION = """
      SELECT current_setting('server_version'), current_setting('server_version_num')::bigint,
        coalesce((SELECT s.ssl FROM pg_stat_ssl s WHERE s.pid = pg_backend_pid()), false),
        current_setting('server_encoding'),
        NOT pg_is_in_recovery() AND current_setting('transaction_read_only') = 'off' AND CASE
          WHEN EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = ?)
            THEN has_schema_privilege(?, 'CREATE') AND has_schema_privilege(?, 'USAGE')
          ELSE has_database_privilege(current_database(), 'CREATE') END""";

  /** Why a database is no place for a new state; empty where its encoding is the right one. */
  public static Optional<String> whyNotIn(String encoding) {
    return encoding.equals(ENCODING)
        ? Optional.empty()
        : Optional.of("its encoding is " + encoding + ", which has not every letter");
  }

  /** Asks it; changes nothing. Throws STATE. */
  public static ServerState of(ServerAddress server) {
    try (Connection connection = PostgresConnections.open(server, "cicd-monitor check");
        PreparedStatement statement = connection.prepareStatement(QUESTION)) {
      for (int schema = 1; schema <= 3; schema++) {
        statement.setString(schema, server.schema());
      }
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return new ServerState(
            row.getString(1).split(" ", 2)[0],
            (int) (row.getLong(2) / NUMBERS_A_MAJOR),
            row.getBoolean(3),
            row.getString(4),
            row.getBoolean(5));
      }
    } catch (SQLException e) {
      throw PostgresErrors.of(server, e);
    }
  }
}
