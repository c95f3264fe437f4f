package io.github.cicdmonitor.store;

import io.github.cicdmonitor.error.MonitorException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * What differs between the databases that a state can be in, all of it: how it is opened, how a
 * transaction begins, what its errors mean. Statements are written so that each of them takes them.
 */
interface Engine {
  /** For a stage that writes: makes the state or brings it up to date, and is its only writer. */
  Connection connectForWriting() throws SQLException;

  /** For who only looks. Only where there is a state. */
  Connection connectForReading() throws SQLException;

  /** Whether there is a state to look at; makes none. */
  boolean exists();

  /** What the state is called in messages. */
  String name();

  MonitorException error(SQLException e);

  /** Throws STATE when another may have become the writer while we worked. */
  void stillTheWriter();

  /** No other transaction changes anything until this one ends. */
  void beginWriting(Connection connection) throws SQLException;

  /** Every statement sees the state as the first one does. */
  void beginReading(Connection connection) throws SQLException;

  void commit(Connection connection) throws SQLException;

  void rollBack(Connection connection);

  /** The schema step that the state stands at. */
  int version(Connection connection) throws SQLException;

  /** {@code ok}, or the first complaint about the structure. */
  String integrity(Sql sql);

  /** Gives back the space of what was deleted, a bounded part of it a run. */
  void shrink(Database database);

  /** The text as a column can keep it. */
  String storable(String text);

  /** Set where several processes may write, each what it has taken on. */
  Optional<LeaseTable> leases(Sql sql);

  /** The newest number that the database gave to a row of the table; 0 where it gave none. */
  long lastNumber(Sql sql, String table);

  /** The next row of the table gets the number after this one. */
  void continueNumbers(Sql sql, String table, long last);

  /** Ends the connection and lets the next writer in. */
  void close(Connection connection) throws SQLException;
}
