package io.github.cicdmonitor.store;

import io.github.cicdmonitor.error.MonitorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.sqlite.JDBC;

/**
 * One file. Rollback journal and full durability: there is one file at rest, and a committed intent
 * survives a power cut (a lost one would repeat an effect). Writers hold {@link WriterLock}; every
 * write transaction is {@code BEGIN IMMEDIATE}.
 */
final class SqliteEngine implements Engine {
  /** Above this size the structure is checked when it is used, not at each start. */
  private static final long CHECK_AT_START_BELOW_BYTES = 32L << 20;

  private static final int BUSY_MILLIS = 10_000;
  private static final long WORTH_SHRINKING_PAGES = 64;
  private static final long MOST_SHRUNK_PAGES = 16_384;

  private final Path file;
  private final Optional<WriterLock> lock;

  SqliteEngine(Path file, Optional<WriterLock> lock) {
    this.file = file;
    this.lock = lock;
  }

  @Override
  public String name() {
    return "the state file " + file;
  }

  @Override
  public MonitorException error(SQLException e) {
    return StateErrors.of(file, e);
  }

  @Override
  public boolean exists() {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public Connection connectForWriting() throws SQLException {
    create();
    return Connections.ready(connect(file, false), connection -> {
      verify(connection);
      checkStructure(connection);
      new SqliteUpgrade(file, connection).run();
    });
  }

  @Override
  public Connection connectForReading() throws SQLException {
    refuseWhatIsNoStateFile();
    // A journal left by a crash must be rolled back, so plain reading needs a writable file.
    return Connections.ready(connect(file, !Files.isWritable(file)), this::verify);
  }

  /** Not by way of {@code DriverManager}, which would load every driver there is. */
  private static Connection connect(Path file, boolean readOnly) throws SQLException {
    NativeLibrary.load(file);
    String mode = readOnly ? "?open_mode=1" : "";
    Connection connection =
        JDBC.createConnection("jdbc:sqlite:" + file.toAbsolutePath() + mode, new Properties());
    return Connections.ready(connection, fresh -> {
      Connections.execute(
          fresh,
          "PRAGMA busy_timeout = " + BUSY_MILLIS,
          "PRAGMA foreign_keys = ON",
          "PRAGMA trusted_schema = OFF");
      if (!readOnly) {
        Connections.execute(fresh, "PRAGMA synchronous = EXTRA");
      }
    });
  }

  /**
   * A new file is built under another name and moved into place, so that a file of this name is
   * always a whole state: an empty one is a mishap and is not silently started over.
   */
  private void create() throws SQLException {
    if (exists()) {
      refuseWhatIsNoStateFile();
      return;
    }
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.deleteIfExists(fresh);
      Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".new-journal"));
      WriterLock.createPrivately(fresh);
      try (Connection connection = connect(fresh, false)) {
        Connections.execute(
            connection,
            "PRAGMA auto_vacuum = INCREMENTAL",
            "PRAGMA application_id = " + Schema.APPLICATION_ID);
        new SqliteUpgrade(fresh, connection).takeSteps(0);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw StateErrors.notWritable(file, e);
    }
  }

  private void refuseWhatIsNoStateFile() {
    if (Files.isSymbolicLink(file)) {
      throw StateErrors.refused(
          file, "it is a symbolic link", "Name the file itself in DATABASE_URL");
    }
    if (!Files.isRegularFile(file)) {
      throw StateErrors.refused(
          file, "it is not a regular file", "Name another file in DATABASE_URL");
    }
    if (size() == 0) {
      throw StateErrors.refused(
          file,
          "it is empty, which a state file never is",
          "Restore a copy, or remove it to start with a new state");
    }
  }

  private void verify(Connection connection) throws SQLException {
    if (Connections.number(connection, "PRAGMA application_id") != Schema.APPLICATION_ID) {
      throw StateErrors.refused(
          file, "it is an SQLite file of another program", "Name another file in DATABASE_URL");
    }
    int version = version(connection);
    if (version > Schema.VERSION) {
      throw StateErrors.refused(
          file,
          String.format(
              Locale.ROOT,
              "its schema is version %d and this program knows %d",
              version,
              Schema.VERSION),
          "Install the newer cicd-monitor that wrote it");
    }
  }

  private void checkStructure(Connection connection) throws SQLException {
    if (size() < CHECK_AT_START_BELOW_BYTES) {
      try (Statement statement = connection.createStatement();
          ResultSet verdict = statement.executeQuery("PRAGMA quick_check(1)")) {
        if (!verdict.next() || !"ok".equals(verdict.getString(1))) {
          throw StateErrors.refused(file, "it is corrupt", "Restore a copy of it");
        }
      }
    }
  }

  @Override
  public void shrink(Database database) {
    long free = database.sql().number("PRAGMA freelist_count");
    if (free < WORTH_SHRINKING_PAGES) {
      return;
    }
    database.change(in -> {
      for (long page = Math.min(free, MOST_SHRUNK_PAGES); page > 0; page--) {
        in.sql().execute("PRAGMA incremental_vacuum(1)"); // more than one needs as many steps
      }
    });
  }

  @Override
  public int version(Connection connection) throws SQLException {
    return SqliteUpgrade.version(connection);
  }

  @Override
  public String integrity(Sql sql) {
    return sql.text("PRAGMA integrity_check(1)");
  }

  private long size() {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw StateErrors.notWritable(file, e);
    }
  }

  @Override
  public void stillTheWriter() {
    lock.ifPresent(WriterLock::stillHeld);
  }

  @Override
  public void beginWriting(Connection connection) throws SQLException {
    Connections.execute(connection, "BEGIN IMMEDIATE");
  }

  @Override
  public void beginReading(Connection connection) throws SQLException {
    Connections.execute(connection, "BEGIN");
  }

  @Override
  public void commit(Connection connection) throws SQLException {
    Connections.execute(connection, "COMMIT");
  }

  @Override
  public void rollBack(Connection connection) {
    undo(connection);
  }

  static void undo(Connection connection) {
    try {
      Connections.execute(connection, "ROLLBACK");
    } catch (SQLException e) {
      // SQLite has already rolled back by itself (disk full, I/O error); the first error is told.
    }
  }

  @Override
  public String storable(String text) {
    return text;
  }

  @Override
  public Optional<LeaseTable> leases(Sql sql) {
    return Optional.empty();
  }

  @Override
  public long lastNumber(Sql sql, String table) {
    return sql.number("SELECT seq FROM sqlite_sequence WHERE name = ?", table);
  }

  @Override
  public void continueNumbers(Sql sql, String table, long last) {
    if (sql.update("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", last, table) == 0) {
      sql.update("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", table, last);
    }
  }

  @Override
  public void close(Connection connection) throws SQLException {
    try {
      connection.close();
    } finally {
      lock.ifPresent(WriterLock::close);
    }
  }
}
