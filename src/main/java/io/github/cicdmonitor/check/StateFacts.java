package io.github.cicdmonitor.check;

import io.github.cicdmonitor.error.Explanation;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.ReportRows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * What the state file shows to somebody who only looks.
 *
 * @param writable the file and its folder; or the folder alone, while there is no file
 * @param refusal why it cannot be used at all
 * @param integrity {@code ok} or SQLite's first complaint; empty while there is no file
 * @param lastScan the last scan that came to an end
 */
public record StateFacts(
    Path file,
    boolean exists,
    boolean writable,
    Optional<Explanation> refusal,
    String integrity,
    int version,
    Optional<ReportRows.Tick> lastScan) {

  /** Reads them; creates nothing. */
  public static StateFacts of(Path file, Clock clock) {
    boolean writable = isWritable(file);
    try (Opened opened = new Opened(Database.openForReading(file, clock))) {
      return opened
          .database()
          .map(database -> new StateFacts(
              file,
              true,
              writable,
              Optional.empty(),
              database.integrity(),
              database.version(),
              new ReportRows(database).lastRunOf("scan")))
          .orElseGet(() ->
              new StateFacts(file, false, writable, Optional.empty(), "", 0, Optional.empty()));
    } catch (MonitorException e) {
      return new StateFacts(
          file, true, writable, Optional.of(e.explanation()), "", 0, Optional.empty());
    }
  }

  private static boolean isWritable(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    while (folder != null && !Files.exists(folder)) {
      folder = folder.getParent();
    }
    boolean folderTakesFiles =
        folder != null && Files.isDirectory(folder) && Files.isWritable(folder);
    return folderTakesFiles && (!Files.exists(file) || Files.isWritable(file));
  }

  private record Opened(Optional<Database> database) implements AutoCloseable {
    @Override
    public void close() {
      database.ifPresent(Database::close);
    }
  }
}
