package io.github.cicdmonitor.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The tables, in the numbered steps of {@code schema.sql}; {@code PRAGMA user_version} says how many
 * have been taken. Steps are only ever added. Times are milliseconds since 1970 (UTC), repository keys
 * are lower-case {@code owner/name}, JSON columns hold what {@link JsonColumn} writes.
 */
final class Schema {
  /** {@code "CICD"}: tells our files from other programs' SQLite files. */
  static final int APPLICATION_ID = 0x43494344;

  /** How many steps there are: known without reading them, as most starts take none. */
  static final int VERSION = 7;

  private Schema() {}

  static List<String> steps() {
    try (InputStream in = Objects.requireNonNull(Schema.class.getResourceAsStream("schema.sql"))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      List<String> steps =
          Pattern.compile("-- step \\d+\n").splitAsStream(text).skip(1).toList();
      if (steps.size() != VERSION) {
        throw new IllegalStateException("schema.sql has " + steps.size() + " steps");
      }
      return steps;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
