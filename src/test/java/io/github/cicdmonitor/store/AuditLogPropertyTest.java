package io.github.cicdmonitor.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.config.DatabaseLocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.lifecycle.AfterTry;

/** The chain holds as written, and any change of it shows. */
class AuditLogPropertyTest {
  static final Clock CLOCK = Clock.systemUTC();

  private final List<Path> folders = new ArrayList<>();

  @AfterTry
  void removeFolders() throws IOException {
    for (Path folder : folders) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
    folders.clear();
  }

  Database open() {
    try {
      Path folder = Files.createTempDirectory("audit");
      folders.add(folder);
      return TestStates.open(new DatabaseLocation(folder.resolve("state.db")), CLOCK);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void append(Database database, List<String> events) {
    database.write(in -> {
      for (String event : events) {
        in.audit(
            event,
            new AuditContext("os:me", Optional.of(7L), Optional.of("acme/shop")),
            Map.of("why", event));
      }
      return true;
    });
  }

  private static void tamper(Database database, String sql, Object... values) {
    database.write(in -> in.sql().update(sql, values));
  }

  @Property(tries = 25)
  void a_chain_of_any_words_verifies(
      @ForAll @Size(min = 1, max = 12) List<@StringLength(max = 60) String> events) {
    try (Database database = open()) {
      append(database, events);
      AuditLog.Verdict verdict = new AuditLog(database).verify();
      assertThat(verdict.firstBroken()).isEmpty();
      assertThat(verdict.rows()).isEqualTo(events.size());
    }
  }

  @Property(tries = 25)
  void a_changed_entry_is_named(
      @ForAll @IntRange(min = 1, max = 6) int seq, @ForAll @IntRange(min = 0, max = 3) int column) {
    try (Database database = open()) {
      append(database, List.of("a", "b", "c", "d", "e", "f"));
      String name = List.of("event", "actor", "detail", "at").get(column);
      tamper(database, "UPDATE audit SET " + name + " = " + name + " || 'x' WHERE seq = ?", seq);
      assertThat(new AuditLog(database).verify().firstBroken()).contains((long) seq);
    }
  }

  @Property(tries = 15)
  void a_missing_entry_is_named_also_at_the_end(@ForAll @IntRange(min = 1, max = 6) int seq) {
    try (Database database = open()) {
      append(database, List.of("a", "b", "c", "d", "e", "f"));
      tamper(database, "DELETE FROM audit WHERE seq = ?", seq);
      assertThat(new AuditLog(database).verify().firstBroken()).contains((long) seq);
    }
  }

  @Example
  void forgetting_the_oldest_keeps_the_chain() throws InterruptedException {
    try (Database database = open()) {
      append(database, List.of("a", "b", "c"));
      Thread.sleep(3); // entries are told apart by their millisecond
      java.time.Instant between = CLOCK.instant();
      append(database, List.of("d", "e"));
      assertThat(database.<Integer>write(in -> AuditLog.prune(in.sql(), between)))
          .isEqualTo(3);
      AuditLog.Verdict verdict = new AuditLog(database).verify();
      assertThat(verdict.firstBroken()).isEmpty();
      assertThat(verdict.rows()).isEqualTo(2);
    }
  }

  @Example
  void two_rows_never_spell_the_same_bytes() {
    try (Database one = open();
        Database other = open()) {
      one.write(in -> {
        in.audit("ab", new AuditContext("d", Optional.empty(), Optional.of("c")), Map.of());
        return true;
      });
      other.write(in -> {
        in.audit("a", new AuditContext("d", Optional.empty(), Optional.of("bc")), Map.of());
        return true;
      });
      assertThat(new AuditLog(one).entries(java.time.Instant.EPOCH).get(0).hash())
          .isNotEqualTo(
              new AuditLog(other).entries(java.time.Instant.EPOCH).get(0).hash());
    }
  }
}
