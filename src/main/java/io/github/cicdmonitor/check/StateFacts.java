package io.github.cicdmonitor.check;

import io.github.cicdmonitor.error.Explanation;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.ReportRows;
import io.github.cicdmonitor.store.Troubles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * What the state file shows to somebody who only looks.
 *
 * @param writable the file and its folder; or the folder alone, while there is no file
 * @param refusal why it cannot be used at all
 * @param integrity {@code ok} or SQLite's first complaint; empty while there is no file
 * @param mode of the file, as {@code rw-------}; empty where there is none
 * @param fileSystem its type as the system calls it; empty where it does not tell
 * @param lastScan the last scan that came to an end
 * @param lastAnalyze the last analyze that came to an end
 * @param troubles what the last runs could not work on
 */
public record StateFacts(
    Path file,
    boolean exists,
    boolean writable,
    Optional<Explanation> refusal,
    String integrity,
    int version,
    String mode,
    String fileSystem,
    Optional<ReportRows.Tick> lastScan,
    Optional<ReportRows.Tick> lastAnalyze,
    List<Troubles.Trouble> troubles) {
  public StateFacts {
    troubles = List.copyOf(troubles);
  }

  /** Reads them; creates nothing. */
  public static StateFacts of(Path file, Clock clock) {
    StateFacts none = new StateFacts(
        file,
        false,
        isWritable(file),
        Optional.empty(),
        "",
        0,
        mode(file),
        fileSystem(file),
        Optional.empty(),
        Optional.empty(),
        List.of());
    try (Opened opened = new Opened(Database.openForReading(file, clock))) {
      return opened.database().map(none::with).orElse(none);
    } catch (MonitorException e) {
      return none.refused(e.explanation());
    }
  }

  private StateFacts with(Database database) {
    ReportRows rows = new ReportRows(database);
    return new StateFacts(
        file,
        true,
        writable,
        refusal,
        database.integrity(),
        database.version(),
        mode,
        fileSystem,
        rows.lastRunOf("scan"),
        rows.lastRunOf("analyze"),
        new Troubles(database).all());
  }

  private StateFacts refused(Explanation why) {
    return new StateFacts(
        file,
        true,
        writable,
        Optional.of(why),
        integrity,
        version,
        mode,
        fileSystem,
        lastScan,
        lastAnalyze,
        troubles);
  }

  private static String mode(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }

  private static String fileSystem(Path file) {
    Path there = file.toAbsolutePath();
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    try {
      return there == null ? "" : Files.getFileStore(there).type();
    } catch (IOException e) {
      return "";
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
