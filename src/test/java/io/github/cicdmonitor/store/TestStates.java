package io.github.cicdmonitor.store;

import io.github.cicdmonitor.config.ConfigLoader;
import io.github.cicdmonitor.config.ConfigSources;
import io.github.cicdmonitor.config.DatabaseLocation;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/** States of tests. */
public final class TestStates {
  private TestStates() {}

  /** What {@code url} names, as the program reads it. */
  public static DatabaseLocation at(String url) {
    return ConfigLoader.environment(
            ConfigSources.of(Path.of("").toAbsolutePath(), Map.of("DATABASE_URL", url)))
        .database();
  }

  /** The state {@code state.db} of a folder, or where {@link OnPostgres} has it. */
  public static DatabaseLocation in(Path folder) {
    return OnPostgres.url()
        .map(TestStates::at)
        .orElseGet(() -> new DatabaseLocation(folder.resolve("state.db").toAbsolutePath()));
  }

  /** One of several that share the work. */
  public static Database share(DatabaseLocation place, Clock clock) {
    return Database.openForWriting(
        place,
        clock,
        new WriterTurn("test", Duration.ZERO, wait -> {}, WriterTurn.Company.SHARING));
  }

  public static Database open(DatabaseLocation place, Clock clock) {
    return Database.openForWriting(place, clock, new WriterTurn("test", Duration.ZERO, wait -> {}));
  }
}
