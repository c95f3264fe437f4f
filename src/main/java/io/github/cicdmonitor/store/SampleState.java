package io.github.cicdmonitor.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A state with a made-up history: what the benchmarks measure and what {@code prepare-start} rehearses
 * the commands with. Never part of a run.
 */
public final class SampleState {
  private static final Pattern END_OF_STATEMENT = Pattern.compile(";\\n");

  /** Between two failures in the history, and from the last of them to now, in ms. */
  private static final long STEP = 3_000;

  private static final long QUIET = 3_600_000;

  private SampleState() {}

  /** Makes the file, which must not exist, with 200 repositories and as many failures as are asked for. */
  public static void create(Path file, long failures, Clock clock) {
    WriterLock lock =
        WriterLock.take(file, new WriterTurn("sample", Duration.ZERO, wait -> {}), clock);
    try (Database state = Database.openForWriting(file, clock, lock)) {
      long start = clock.millis() - failures * STEP - QUIET;
      String script = script()
          .replace(":failures", Long.toString(failures))
          .replace(":start", Long.toString(start));
      state.change(in -> END_OF_STATEMENT
          .splitAsStream(script)
          .filter(statement -> !statement.isBlank())
          .forEach(in.sql()::execute));
    }
  }

  private static String script() {
    try (InputStream in =
        Objects.requireNonNull(SampleState.class.getResourceAsStream("sample.sql"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
