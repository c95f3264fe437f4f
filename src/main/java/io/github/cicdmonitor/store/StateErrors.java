package io.github.cicdmonitor.store;

import io.github.cicdmonitor.error.MonitorException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What SQLite and the file system say, in words a person can act on. Exit code 5. */
final class StateErrors {
  private StateErrors() {}

  static MonitorException of(Path file, SQLException e) {
    SQLiteErrorCode code = e instanceof SQLiteException sqlite
        ? sqlite.getResultCode()
        : SQLiteErrorCode.UNKNOWN_ERROR;
    // Extended codes carry the primary one in their low byte.
    return switch (code.code & 0xff) {
      case 5, 6 -> refused(file, "another process holds it", "Run again later", e);
      case 8, 3, 23 ->
        refused(file, "it is read-only", "Make the file and its folder writable for this user", e);
      case 13 -> refused(file, "the disk is full", "Free some space; the next run goes on", e);
      case 11 -> refused(file, "it is corrupt", "Restore a copy of it", e);
      case 26 -> refused(file, "it is not an SQLite file", "Name another file in DATABASE_URL", e);
      // Also where its journal cannot be made, of which SQLite does not say why.
      case 14 ->
        refused(
            file,
            "it cannot be opened, or the disk is full",
            "Check the path, the folder's mode and the free space",
            e);
      case 10 ->
        mayBeFull(code)
            ? refused(
                file,
                "the disk answers with errors, or is full",
                "Check the free space and the file system",
                e)
            : refused(file, "the disk answers with errors", "Check the file system", e);
      default -> refused(file, "SQLite says " + code.name(), "Run 'cicd-monitor check'", e);
    };
  }

  /** Whether there was no room; also where a temporary file could not be made. */
  static boolean isFull(SQLException e) {
    int code = e instanceof SQLiteException sqlite ? sqlite.getResultCode().code & 0xff : 0;
    return code == 13 || code == 14 || code == 10;
  }

  /** Some file systems find no room only when they sync, and SQLite does not say why a sync failed. */
  private static boolean mayBeFull(SQLiteErrorCode code) {
    return code == SQLiteErrorCode.SQLITE_IOERR_FSYNC
        || code == SQLiteErrorCode.SQLITE_IOERR_DIR_FSYNC
        || code == SQLiteErrorCode.SQLITE_IOERR_TRUNCATE;
  }

  static MonitorException notWritable(Path file, IOException e) {
    String why = reason(e);
    String next = why.toLowerCase(Locale.ROOT).contains("space left")
        ? "Free some space; the next run goes on"
        : "Make its folder writable for this user, or set DATABASE_URL";
    return refused(file, why, next, e);
  }

  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    // A failed write is a plain IOException, whose message is the operating system's.
    Optional<String> told = e instanceof FileSystemException failed
        ? Optional.ofNullable(failed.getReason())
        : Optional.ofNullable(e.getMessage());
    return told.orElse("the file system refuses it");
  }

  static MonitorException refused(Path file, String why, String next) {
    return MonitorException.of(
        MonitorException.Kind.STATE, "could not use the state file " + file, why, next);
  }

  private static MonitorException refused(Path file, String why, String next, Exception cause) {
    return new MonitorException(
        MonitorException.Kind.STATE,
        new io.github.cicdmonitor.error.Explanation(
            "could not use the state file " + file, why, next),
        cause);
  }
}
