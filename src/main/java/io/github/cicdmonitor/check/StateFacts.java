package io.github.cicdmonitor.check;

import io.github.cicdmonitor.config.DatabaseLocation;
import io.github.cicdmonitor.error.Explanation;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.ReportRows;
import io.github.cicdmonitor.store.ServerState;
import io.github.cicdmonitor.store.Troubles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * What the state shows to somebody who only looks. Mode and file system are those of a file.
 *
 * @param place where it is
 * @param server what the server says of itself; empty for a file, or where it cannot be used
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
    DatabaseLocation place,
    Optional<ServerState> server,
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

  /** The file; of a state on a server a name of no meaning. */
  Path file() {
    return place.file();
  }

  /** Reads them; creates nothing. */
  public static StateFacts of(DatabaseLocation place, Clock clock) {
    StateFacts none = place.server().isPresent() ? nothingKnown(place) : ofFile(place);
    try {
      Optional<ServerState> server = place.server().map(ServerState::of);
      StateFacts reached = server.map(none::reached).orElse(none);
      try (Opened opened = new Opened(Database.openForReading(place, clock))) {
        return opened.database().map(reached::with).orElse(reached);
      }
    } catch (MonitorException e) {
      return none.refused(e.explanation());
    }
  }

  private static StateFacts nothingKnown(DatabaseLocation place) {
    return new StateFacts(
        place,
        Optional.empty(),
        false,
        false,
        Optional.empty(),
        "",
        0,
        "",
        "",
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private static StateFacts ofFile(DatabaseLocation place) {
    return new StateFacts(
        place,
        Optional.empty(),
        false,
        isWritable(place.file()),
        Optional.empty(),
        "",
        0,
        mode(place.file()),
        fileSystem(place.file()),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private StateFacts reached(ServerState found) {
    return new StateFacts(
        place,
        Optional.of(found),
        exists,
        found.writable(),
        refusal,
        integrity,
        version,
        mode,
        fileSystem,
        lastScan,
        lastAnalyze,
        troubles);
  }

  private StateFacts with(Database database) {
    ReportRows rows = new ReportRows(database);
    return new StateFacts(
        place,
        server,
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
        place,
        server,
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
