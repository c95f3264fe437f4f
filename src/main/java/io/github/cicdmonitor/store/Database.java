package io.github.cicdmonitor.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The state file. Rollback journal and full durability: there is one file at rest, and a committed
 * intent survives a power cut (a lost one would repeat an effect). Writers take {@link WriterLock}
 * first; every write transaction is {@code BEGIN IMMEDIATE}. May be used by several threads: one
 * connection, one transaction at a time.
 */
public final class Database implements AutoCloseable {
  /** Above this size the structure is checked when it is used, not at each start. */
  private static final long CHECK_AT_START_BELOW_BYTES = 32L << 20;

  private static final int BUSY_MILLIS = 10_000;
  private static final long WORTH_SHRINKING_PAGES = 64;
  private static final long MOST_SHRUNK_PAGES = 16_384;

  /** How much may wait to be written, and how long: what a crash makes us ask again at most. */
  private static final int MOST_WAITING = 20_000;

  private static final Duration LONGEST_WAITING = Duration.ofSeconds(15);

  private final Connection connection;
  private final Path file;
  private final Clock clock;
  private final Optional<WriterLock> lock;
  private final ReentrantLock turn = new ReentrantLock();
  private final List<Consumer<Transaction>> waiting = new ArrayList<>();
  private Instant waitingSince = Instant.MIN;

  private Database(Connection connection, Path file, Clock clock, Optional<WriterLock> lock) {
    this.connection = connection;
    this.file = file;
    this.clock = clock;
    this.lock = lock;
  }

  /** Opens for a stage that writes: creates and upgrades the file, holds the writers' lock. */
  public static Database openForWriting(Path file, Clock clock, WriterLock lock) {
    create(file);
    try {
      Database database = new Database(connect(file, false), file, clock, Optional.of(lock));
      database.verify(true);
      database.upgrade();
      return database;
    } catch (SQLException e) {
      throw StateErrors.of(file, e);
    }
  }

  /** Opens for {@code report} and {@code check}; empty when there is no state yet. */
  public static Optional<Database> openForReading(Path file, Clock clock) {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    refuseWhatIsNoStateFile(file);
    try {
      // A journal left by a crash must be rolled back, so plain reading needs a writable file.
      Database database =
          new Database(connect(file, !Files.isWritable(file)), file, clock, Optional.empty());
      database.verify(false);
      return Optional.of(database);
    } catch (SQLException e) {
      throw StateErrors.of(file, e);
    }
  }

  private static Connection connect(Path file, boolean readOnly) throws SQLException {
    NativeLibrary.load(file);
    String mode = readOnly ? "?open_mode=1" : "";
    Connection connection =
        DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath() + mode);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = " + BUSY_MILLIS);
      statement.execute("PRAGMA foreign_keys = ON");
      statement.execute("PRAGMA trusted_schema = OFF");
      if (!readOnly) {
        statement.execute("PRAGMA synchronous = EXTRA");
      }
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * A new file is built under another name and moved into place, so that a file of this name is
   * always a whole state: an empty one is a mishap and is not silently started over.
   */
  private static void create(Path file) {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      refuseWhatIsNoStateFile(file);
      return;
    }
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.deleteIfExists(fresh);
      Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".new-journal"));
      WriterLock.createPrivately(fresh);
      try (Connection connection = connect(fresh, false);
          Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
        statement.execute("PRAGMA application_id = " + Schema.APPLICATION_ID);
        takeSteps(connection, 0);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (SQLException e) {
      throw StateErrors.of(file, e);
    } catch (IOException e) {
      throw StateErrors.notWritable(file, e);
    }
  }

  private static void refuseWhatIsNoStateFile(Path file) {
    if (Files.isSymbolicLink(file)) {
      throw StateErrors.refused(
          file, "it is a symbolic link", "Name the file itself in DATABASE_URL");
    }
    if (!Files.isRegularFile(file)) {
      throw StateErrors.refused(
          file, "it is not a regular file", "Name another file in DATABASE_URL");
    }
    try {
      if (Files.size(file) == 0) {
        throw StateErrors.refused(
            file,
            "it is empty, which a state file never is",
            "Restore a copy, or remove it to start with a new state");
      }
    } catch (IOException e) {
      throw StateErrors.notWritable(file, e);
    }
  }

  private void verify(boolean whole) throws SQLException {
    int applicationId = (int) sql().number("PRAGMA application_id");
    if (applicationId != Schema.APPLICATION_ID) {
      throw StateErrors.refused(
          file, "it is an SQLite file of another program", "Name another file in DATABASE_URL");
    }
    int version = version();
    if (version > Schema.STEPS.size()) {
      throw StateErrors.refused(
          file,
          String.format(
              Locale.ROOT,
              "its schema is version %d and this program knows %d",
              version,
              Schema.STEPS.size()),
          "Install the newer cicd-monitor that wrote it");
    }
    if (whole && size() < CHECK_AT_START_BELOW_BYTES) {
      String verdict = sql().text("PRAGMA quick_check(1)");
      if (!verdict.equals("ok")) {
        throw StateErrors.refused(file, "it is corrupt", "Restore a copy of it");
      }
    }
  }

  private void upgrade() throws SQLException {
    int version = version();
    if (version < Schema.STEPS.size()) {
      keepCopy(version);
      takeSteps(connection, version);
    }
    if (sql().number("PRAGMA auto_vacuum") == 0) {
      letShrink();
    }
  }

  /** Files of earlier versions never gave space back; where there is no room for that they stay so. */
  private void letShrink() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
      statement.execute("VACUUM");
    } catch (SQLException e) {
      if (!StateErrors.isFull(e)) {
        throw e;
      }
    }
  }

  /** Gives the space of what was deleted back to the file system, a bounded part of it a run. */
  public void shrink() {
    long free = sql().number("PRAGMA freelist_count");
    if (free < WORTH_SHRINKING_PAGES) {
      return;
    }
    change(in -> {
      for (long page = Math.min(free, MOST_SHRUNK_PAGES); page > 0; page--) {
        in.sql().execute("PRAGMA incremental_vacuum(1)"); // more than one needs as many steps
      }
    });
  }

  /** The way back to the program that wrote the file as it was: {@code state.db.v1}. */
  private void keepCopy(int version) {
    Path copy = file.resolveSibling(file.getFileName() + ".v" + version);
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    if (Files.exists(copy, LinkOption.NOFOLLOW_LINKS)) {
      return; // made before a step that was interrupted
    }
    try {
      Files.deleteIfExists(fresh);
      WriterLock.createPrivately(fresh);
      Files.write(fresh, Files.readAllBytes(file));
      Files.move(fresh, copy, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw StateErrors.notWritable(file, e);
    }
  }

  private static void takeSteps(Connection connection, int from) throws SQLException {
    for (int step = from; step < Schema.STEPS.size(); step++) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("BEGIN IMMEDIATE");
        try {
          statement.executeUpdate(Schema.STEPS.get(step));
          statement.execute("PRAGMA user_version = " + (step + 1));
          statement.execute("COMMIT");
        } catch (SQLException e) {
          rollBack(connection);
          throw e;
        }
      }
    }
  }

  /** The schema step this file stands at. */
  public int version() {
    return (int) sql().number("PRAGMA user_version");
  }

  public static int newestVersion() {
    return Schema.STEPS.size();
  }

  /** {@code ok}, or SQLite's first complaint about the structure of the file. */
  public String integrity() {
    return sql().text("PRAGMA integrity_check(1)");
  }

  private long size() {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw StateErrors.notWritable(file, e);
    }
  }

  Sql sql() {
    return new Sql(connection, file, turn);
  }

  public Clock clock() {
    return clock;
  }

  /** All or nothing, durable when it returns. Audit rows written inside belong to it. */
  public <T> T write(Function<Transaction, T> work) {
    if (lock.isEmpty()) {
      throw new IllegalStateException("opened for reading");
    }
    lock.get().stillHeld();
    turn.lock();
    try {
      Sql sql = sql();
      sql.execute("BEGIN IMMEDIATE");
      boolean done = false;
      try {
        Transaction in = new Transaction(sql, clock);
        waiting.forEach(earlier -> earlier.accept(in));
        T result = work.apply(in);
        sql.execute("COMMIT");
        done = true;
        waiting.clear();
        return result;
      } finally {
        if (!done) {
          rollBack(connection);
        }
      }
    } finally {
      turn.unlock();
    }
  }

  /**
   * For what may be lost in a crash because it is found again: written with the next {@link #write}
   * and before it, in the order of the calls, and after a bounded time in any case. One durable
   * commit then serves many; until then no statement sees it.
   */
  public void later(Consumer<Transaction> work) {
    turn.lock();
    try {
      if (waiting.isEmpty()) {
        waitingSince = clock.instant();
      }
      waiting.add(work);
      if (waiting.size() >= MOST_WAITING
          || clock.instant().isAfter(waitingSince.plus(LONGEST_WAITING))) {
        flush();
      }
    } finally {
      turn.unlock();
    }
  }

  /** Writes what waits; nothing is done where nothing does. */
  public void flush() {
    turn.lock();
    try {
      if (!waiting.isEmpty()) {
        change(in -> {});
      }
    } finally {
      turn.unlock();
    }
  }

  /** The same for work that has nothing to tell. */
  public void change(Consumer<Transaction> work) {
    write(in -> {
      work.accept(in);
      return true;
    });
  }

  private static void rollBack(Connection connection) {
    try (Statement statement = connection.createStatement()) {
      statement.execute("ROLLBACK");
    } catch (SQLException e) {
      // SQLite has already rolled back by itself (disk full, I/O error); the first error is told.
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw StateErrors.of(file, e);
    } finally {
      lock.ifPresent(WriterLock::close);
    }
  }
}
