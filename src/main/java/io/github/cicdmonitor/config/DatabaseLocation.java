package io.github.cicdmonitor.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * The one state file, as {@code DATABASE_URL} or {@code --database} names it.
 *
 * @param file absolute
 */
public record DatabaseLocation(Path file) {
  static final String DEFAULT_URL = "sqlite:///ci_cd_monitor.db";

  private static final String SQLITE = "sqlite:///";

  public DatabaseLocation {
    if (!file.isAbsolute()) {
      throw new IllegalArgumentException("not absolute: " + file);
    }
  }

  /** The default beside the working directory stands in for a mistaken one. */
  static DatabaseLocation parse(
      String url, String where, Path workingDirectory, Mistakes mistakes) {
    String path = url.startsWith(SQLITE) ? url.substring(SQLITE.length()) : "";
    if (url.startsWith("postgresql:") || url.startsWith("postgres:")) {
      mistakes.add(
          where,
          "PostgreSQL is not supported by this version, which keeps its state in one SQLite file:"
              + " use sqlite:///relative.db or sqlite:////absolute.db");
    } else if (path.isEmpty()
        || path.endsWith("/")
        || path.startsWith(":memory:")
        || path.contains("?")
        || !path.codePoints().allMatch(Mistakes::isPlain)) {
      mistakes.add(
          where + ": " + Mistakes.quoted(url),
          "must be sqlite:///relative.db or sqlite:////absolute.db");
    } else {
      try {
        return new DatabaseLocation(
            workingDirectory.resolve(path).toAbsolutePath().normalize());
      } catch (InvalidPathException e) {
        mistakes.add(where, "is not the name of a file");
      }
    }
    return new DatabaseLocation(
        workingDirectory.resolve(DEFAULT_URL.substring(SQLITE.length())).toAbsolutePath());
  }
}
