package io.github.cicdmonitor.config;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the one state is, as {@code DATABASE_URL} or {@code --database} names it.
 *
 * @param file absolute: the state file; of a state on a server the name beside which this machine
 *     makes what it needs for a while
 * @param server set where the state is on a server
 */
public record DatabaseLocation(Path file, Optional<ServerAddress> server) {
  static final String DEFAULT_URL = "sqlite:///ci_cd_monitor.db";

  private static final String SQLITE = "sqlite:///";
  private static final String SHAPE =
      "must be sqlite:///relative.db or sqlite:////absolute.db, or postgresql://USER@HOST/DATABASE";

  public DatabaseLocation {
    if (!file.isAbsolute()) {
      throw new IllegalArgumentException("not absolute: " + file);
    }
  }

  /** An SQLite file. */
  public DatabaseLocation(Path file) {
    this(file, Optional.empty());
  }

  /** Whether both name the same state, whoever opens it and however the way is protected. */
  public boolean isSameAs(DatabaseLocation other) {
    if (server.isPresent() && other.server.isPresent()) {
      return server.get().isSameAs(other.server.get());
    }
    return server.isEmpty() && other.server.isEmpty() && real(file).equals(real(other.file));
  }

  private static Path real(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      return file; // not there yet
    }
  }

  /** The default beside the working directory stands in for a mistaken one. */
  static DatabaseLocation file(String url, String where, Path workingDirectory, Mistakes mistakes) {
    String path = url.startsWith(SQLITE) ? url.substring(SQLITE.length()) : "";
    if (path.isEmpty()
        || path.endsWith("/")
        || path.startsWith(":memory:")
        || path.contains("?")
        || !path.codePoints().allMatch(Mistakes::isPlain)) {
      // What was to be the address of a server may hold a password.
      mistakes.add(url.startsWith("sqlite:") ? where + ": " + Mistakes.quoted(url) : where, SHAPE);
    } else {
      try {
        return new DatabaseLocation(
            workingDirectory.resolve(path).toAbsolutePath().normalize());
      } catch (InvalidPathException e) {
        mistakes.add(where, "is not the name of a file");
      }
    }
    return usual(workingDirectory);
  }

  static DatabaseLocation usual(Path workingDirectory) {
    return new DatabaseLocation(
        workingDirectory.resolve(DEFAULT_URL.substring(SQLITE.length())).toAbsolutePath());
  }

  /** @param folder for what this machine needs for a while */
  static DatabaseLocation on(ServerAddress server, Path folder) {
    String name =
        server.host() + "-" + server.port() + "-" + server.database() + "-" + server.schema();
    return new DatabaseLocation(
        folder.resolve(name.replaceAll("[^A-Za-z0-9._-]", "_")).toAbsolutePath(),
        Optional.of(server));
  }
}
