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
 * What the state shows to somebody who only looks.
 *
 * @param place where it is
 * @param server what the server says of itself; empty for a file, or where it cannot be used
 * @param disk of a file; of a state on a server nothing
 * @param refusal why it cannot be used at all
 * @param contents empty where there is no state yet, or it cannot be used
 */
public record StateFacts(
    DatabaseLocation place,
    Optional<ServerState> server,
    OnDisk disk,
    Optional<Explanation> refusal,
    Optional<Contents> contents) {
  /**
   * @param integrity {@code ok} or the first complaint about the structure
   * @param lastScan the last scan that came to an end
   * @param lastAnalyze the last analyze that came to an end
   * @param troubles what the last runs could not work on
   */
  record Contents(
      String integrity,
      int version,
      Optional<ReportRows.Tick> lastScan,
      Optional<ReportRows.Tick> lastAnalyze,
      List<Troubles.Trouble> troubles) {
    Contents {
      troubles = List.copyOf(troubles);
    }

    private static Contents of(Database database) {
      ReportRows rows = new ReportRows(database);
      return new Contents(
          database.integrity(),
          database.version(),
          rows.lastRunOf("scan"),
          rows.lastRunOf("analyze"),
          new Troubles(database).all());
    }
  }

  /**
   * @param writable the file and its folder; or the folder alone, while there is no file
   * @param mode of the file, as {@code rw-------}; empty where there is none
   * @param fileSystem its type as the system calls it; empty where it does not tell
   */
  record OnDisk(boolean writable, String mode, String fileSystem) {
    private static final OnDisk NOTHING = new OnDisk(false, "", "");

    private static OnDisk of(Path file) {
      return new OnDisk(isWritable(file), mode(file), fileSystem(file));
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
  }

  /** The file; of a state on a server a name of no meaning. */
  Path file() {
    return place.file();
  }

  /** Reads them; creates nothing. */
  public static StateFacts of(DatabaseLocation place, Clock clock) {
    OnDisk disk = place.server().isPresent() ? OnDisk.NOTHING : OnDisk.of(place.file());
    try {
      Optional<ServerState> server = place.server().map(ServerState::of);
      try (Opened opened = new Opened(Database.openForReading(place, clock))) {
        Optional<Contents> contents = opened.database().map(Contents::of);
        return new StateFacts(place, server, disk, Optional.empty(), contents);
      }
    } catch (MonitorException e) {
      Optional<Explanation> refusal = Optional.of(e.explanation());
      return new StateFacts(place, Optional.empty(), disk, refusal, Optional.empty());
    }
  }

  private record Opened(Optional<Database> database) implements AutoCloseable {
    @Override
    public void close() {
      database.ifPresent(Database::close);
    }
  }
}
