package io.github.cicdmonitor.store;

import io.github.cicdmonitor.config.ServerAddress;
import io.github.cicdmonitor.error.MonitorException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A schema of a PostgreSQL database. The only writer holds an advisory lock of its session, by the
 * same connection that it writes with: who has lost the one has lost the other, so that nobody writes
 * who is not the writer. Steps of the schema are taken all or none.
 */
final class PostgresEngine implements Engine {
  private static final String VERSION_TABLE = "cicd_monitor_schema";

  private final ServerAddress server;
  private final Optional<WriterTurn> turn;

  PostgresEngine(ServerAddress server, Optional<WriterTurn> turn) {
    this.server = server;
    this.turn = turn;
  }

  @Override
  public String name() {
    return "the state " + server.shown();
  }

  @Override
  public MonitorException error(SQLException e) {
    return PostgresErrors.of(server, e);
  }

  @Override
  public boolean exists() {
    try (Connection connection = PostgresConnections.open(server, "cicd-monitor")) {
      return hasVersion(connection);
    } catch (SQLException e) {
      throw error(e);
    }
  }

  @Override
  public Connection connectForWriting() throws SQLException {
    WriterTurn mine = turn.orElseThrow();
    return Connections.ready(PostgresConnections.open(server, mine.label()), connection -> {
      if (mine.company() == WriterTurn.Company.NONE || !isNewest(connection)) {
        PostgresLock.takeAlone(connection, server, mine);
        upgrade(connection);
      }
      if (mine.company() == WriterTurn.Company.SHARING) {
        PostgresLock.takeSharing(connection, server, mine);
        PostgresLock.giveBackAlone(connection, server);
      }
    });
  }

  @Override
  public Connection connectForReading() throws SQLException {
    return Connections.ready(PostgresConnections.open(server, "cicd-monitor"), connection -> {
      Connections.execute(connection, "SET default_transaction_read_only = on");
      refuseNewer(version(connection));
    });
  }

  private boolean isNewest(Connection connection) throws SQLException {
    return hasVersion(connection) && version(connection) == Schema.VERSION;
  }

  private void upgrade(Connection connection) throws SQLException {
    int version = hasVersion(connection) ? version(connection) : 0;
    refuseNewer(version);
    if (version == Schema.VERSION) {
      return;
    }
    connection.setAutoCommit(false);
    try {
      if (version == 0) {
        begin(connection);
      }
      for (String step : Schema.steps().subList(version, Schema.VERSION)) {
        Connections.execute(connection, PostgresSchema.of(step));
      }
      Connections.execute(
          connection, "UPDATE " + VERSION_TABLE + " SET version = " + Schema.VERSION);
      connection.commit();
    } catch (SQLException | RuntimeException e) {
      rollBack(connection);
      throw e;
    }
    connection.setAutoCommit(true);
  }

  private void begin(Connection connection) throws SQLException {
    String encoding = Connections.text(connection, "SHOW server_encoding");
    Optional<String> why = ServerState.whyNotIn(encoding);
    if (why.isPresent()) {
      throw PostgresErrors.refused(server, why.get(), ServerState.NEXT_FOR_ENCODING);
    }
    makeSchema(connection);
    String schema = "'" + server.schema() + "'";
    long tables = Connections.number(
        connection,
        "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE c.relkind IN ('r', 'p', 'v') AND n.nspname = " + schema);
    if (tables > 0) {
      throw PostgresErrors.refused(
          server,
          "its schema " + server.schema() + " has tables of another program",
          "Name another database, or another schema with ?schema=NAME");
    }
    Connections.execute(connection, PostgresSchema.BEFORE_THE_FIRST_STEP);
    Connections.execute(connection, PostgresLeases.TABLE);
    Connections.execute(connection, "CREATE TABLE " + VERSION_TABLE + " (version BIGINT NOT NULL)");
    Connections.execute(connection, "INSERT INTO " + VERSION_TABLE + " VALUES (0)");
  }

  /** Where it is there, the right to make one is not asked for. Its name is of letters and digits. */
  private void makeSchema(Connection connection) throws SQLException {
    String name = server.schema();
    String question = "SELECT count(*) FROM pg_namespace WHERE nspname = '" + name + "'";
    if (Connections.number(connection, question) > 0) {
      return;
    }
    try {
      Connections.execute(connection, "CREATE SCHEMA \"" + name + "\"");
    } catch (SQLException e) {
      if ("42501".equals(e.getSQLState())) {
        throw PostgresErrors.refused(
            server,
            "there is no schema " + name + ", and " + server.user() + " may not make one",
            "Make it there: CREATE SCHEMA " + name + " AUTHORIZATION " + server.user());
      }
      throw e;
    }
  }

  private void refuseNewer(int version) {
    if (version > Schema.VERSION) {
      throw PostgresErrors.refused(
          server,
          "its schema is version " + version + " and this program knows " + Schema.VERSION,
          "Install the newer cicd-monitor that wrote it");
    }
  }

  private boolean hasVersion(Connection connection) throws SQLException {
    String table = "\"" + server.schema() + "\"." + VERSION_TABLE;
    return Connections.number(connection, "SELECT count(to_regclass('" + table + "'))") > 0;
  }

  @Override
  public int version(Connection connection) throws SQLException {
    return (int) Connections.number(connection, "SELECT max(version) FROM " + VERSION_TABLE);
  }

  /** The server looks after its files itself. */
  @Override
  public String integrity(Sql sql) {
    return "ok";
  }

  @Override
  public void shrink(Database database) {
    // The server does so by itself.
  }

  @Override
  public void stillTheWriter() {
    // Whoever writes by this connection is.
  }

  @Override
  public void beginWriting(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    if (shares()) {
      PostgresLock.inTurn(connection, server);
    }
  }

  private boolean shares() {
    return turn.filter(mine -> mine.company() == WriterTurn.Company.SHARING).isPresent();
  }

  @Override
  public Optional<LeaseTable> leases(Sql sql) {
    return shares() ? Optional.of(PostgresLeases.from(sql, turn.orElseThrow())) : Optional.empty();
  }

  @Override
  public void beginReading(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    Connections.execute(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
  }

  @Override
  public void commit(Connection connection) throws SQLException {
    connection.commit();
    connection.setAutoCommit(true);
  }

  @Override
  public void rollBack(Connection connection) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      // Without a connection there is no transaction either; the first error is told.
    }
  }

  /** PostgreSQL keeps no NUL, and neither it nor UTF-8 knows half a pair. */
  @Override
  public String storable(String text) {
    boolean plain = text.chars().noneMatch(c -> c == 0 || Character.isSurrogate((char) c));
    if (plain) {
      return text;
    }
    byte[] bytes = text.replace('\0', '\ufffd').getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
  }

  @Override
  public long lastNumber(Sql sql, String table) {
    return sql.number(
        "SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence(?, 'id')), 0)", table);
  }

  @Override
  public void continueNumbers(Sql sql, String table, long last) {
    sql.number("SELECT setval(pg_get_serial_sequence(?, 'id'), ?)", table, last);
  }

  /** The lock goes with the connection, but when the server has noticed. */
  @Override
  public void close(Connection connection) throws SQLException {
    if (turn.isPresent()) {
      try {
        Connections.execute(connection, "SELECT pg_advisory_unlock_all()");
      } catch (SQLException e) {
        // Without a connection there is no lock either.
      }
    }
    connection.close();
  }
}
