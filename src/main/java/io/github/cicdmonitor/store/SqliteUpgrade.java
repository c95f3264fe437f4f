package io.github.cicdmonitor.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Brings a state file up to date, step by step; a copy of an older one is kept beside it. */
final class SqliteUpgrade {
  private final Path file;
  private final Connection connection;

  SqliteUpgrade(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  static int version(Connection connection) throws SQLException {
    return (int) Connections.number(connection, "PRAGMA user_version");
  }

  void run() throws SQLException {
    int version = version(connection);
    if (version < Schema.VERSION) {
      keepCopy(version);
      takeSteps(version);
    }
    if (Connections.number(connection, "PRAGMA auto_vacuum") == 0) {
      letShrink();
    }
  }

  /** Files of earlier versions never gave space back; where there is no room for that they stay so. */
  private void letShrink() throws SQLException {
    try {
      Connections.execute(connection, "PRAGMA auto_vacuum = INCREMENTAL", "VACUUM");
    } catch (SQLException e) {
      if (!StateErrors.isFull(e)) {
        throw e;
      }
    }
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

  void takeSteps(int from) throws SQLException {
    List<String> steps = Schema.steps();
    for (int step = from; step < steps.size(); step++) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("BEGIN IMMEDIATE");
        try {
          statement.executeUpdate(steps.get(step));
          statement.execute("PRAGMA user_version = " + (step + 1));
          statement.execute("COMMIT");
        } catch (SQLException e) {
          SqliteEngine.undo(connection);
          throw e;
        }
      }
    }
  }
}
