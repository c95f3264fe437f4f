package io.github.cicdmonitor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.cicdmonitor.error.MonitorException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DatabaseTest {
  private static final Clock CLOCK = Clock.systemUTC();

  @TempDir
  private Path folder;

  private Path file() {
    return folder.resolve("state.db");
  }

  private Database open() {
    WriterLock lock =
        WriterLock.take(file(), new WriterTurn("test", Duration.ZERO, wait -> {}), CLOCK);
    try {
      return Database.openForWriting(file(), CLOCK, lock);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static MonitorException refusal(ThrowingCallable call) {
    return catchThrowableOfType(MonitorException.class, call);
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void everything_beside_the_state_is_private() throws IOException {
    try (Database database = open()) {
      database.write(in -> {
        in.audit("test", AuditContext.PROGRAM.by("me"), Map.of());
        return true;
      });
    }
    try (var files = Files.list(folder)) {
      for (Path each : files.toList()) {
        assertThat(mode(each)).as(each.toString()).isEqualTo("rw-------");
      }
    }
  }

  @Test
  void a_new_folder_is_private_too() throws IOException {
    Path inside = folder.resolve("new").resolve("state.db");
    WriterLock.take(inside, new WriterTurn("test", Duration.ZERO, wait -> {}), CLOCK)
        .close();
    assertThat(mode(inside.getParent())).isEqualTo("rwx------");
  }

  @Test
  void a_second_writer_waits_and_is_told_who_holds_the_lock() {
    List<Duration> waits = new ArrayList<>();
    try (Database held = open()) {
      MonitorException e = refusal(() -> WriterLock.take(
          file(), new WriterTurn("analyze", Duration.ofSeconds(10), waits::add), CLOCK));
      assertThat(e.kind()).isEqualTo(MonitorException.Kind.STATE);
      assertThat(e.getMessage()).contains("pid " + ProcessHandle.current().pid(), "since");
      assertThat(held.version()).isEqualTo(Database.newestVersion());
    }
    assertThat(waits.stream().reduce(Duration.ZERO, Duration::plus))
        .isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void a_lock_whose_holder_cannot_be_noted_is_given_back() throws IOException {
    Path inTheWay = Files.createDirectory(folder.resolve(file().getFileName() + ".owner"));
    assertThat(refusal(this::open).kind()).isEqualTo(MonitorException.Kind.STATE);

    Files.delete(inTheWay);
    try (Database held = open()) {
      assertThat(held.version()).isEqualTo(Database.newestVersion());
    }
  }

  @Test
  void an_empty_file_is_not_started_over() throws IOException {
    Files.createFile(file());
    assertThat(refusal(this::open).getMessage()).contains("it is empty");
    assertThat(Files.size(file())).isZero();
  }

  @Test
  void a_file_that_is_no_database_is_left_as_it_is() throws IOException {
    byte[] text = "not a database, but long enough to be taken for one. "
        .repeat(40)
        .getBytes(StandardCharsets.UTF_8);
    Files.write(file(), text);
    assertThat(refusal(this::open).kind()).isEqualTo(MonitorException.Kind.STATE);
    assertThat(Files.readAllBytes(file())).isEqualTo(text);
  }

  @Test
  void another_programs_database_is_refused() throws SQLException {
    sql("CREATE TABLE theirs (x)");
    assertThat(refusal(this::open).getMessage()).contains("another program");
  }

  @Test
  void a_newer_schema_is_refused_with_both_versions() throws SQLException {
    open().close();
    sql("PRAGMA user_version = 99");
    assertThat(refusal(this::open).getMessage()).contains("99", "" + Database.newestVersion());
  }

  @Test
  @DisplayName("R-15: a state of every earlier schema is brought up, and its copy kept")
  void a_state_of_every_earlier_schema_is_brought_up_and_its_copy_kept() throws Exception {
    for (int version = 1; version < Schema.VERSION; version++) {
      Path old = folder.resolve("v" + version).resolve("state.db");
      Files.createDirectories(old.getParent());
      writeOld(old, version);

      WriterLock lock =
          WriterLock.take(old, new WriterTurn("test", Duration.ZERO, wait -> {}), CLOCK);
      try (Database database = Database.openForWriting(old, CLOCK, lock)) {
        assertThat(database.version()).isEqualTo(Database.newestVersion());
        assertThat(database.sql().text("SELECT value FROM meta WHERE key = 'old'"))
            .isEqualTo("row");
      }

      Path copy = old.resolveSibling("state.db.v" + version);
      assertThat(mode(copy)).isEqualTo("rw-------");
      Database kept = Database.openForReading(copy, CLOCK).orElseThrow();
      assertThat(kept.version()).isEqualTo(version);
      kept.close();
    }
  }

  private static void writeOld(Path file, int version) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement all = connection.createStatement()) {
      for (String step : Schema.steps().subList(0, version)) {
        all.executeUpdate(step);
      }
      all.executeUpdate("PRAGMA application_id = " + Schema.APPLICATION_ID);
      all.executeUpdate("PRAGMA user_version = " + version);
      all.executeUpdate("INSERT INTO meta (key, value) VALUES ('old', 'row')");
    }
  }

  @Test
  void a_symbolic_link_is_refused() throws IOException {
    Files.createSymbolicLink(file(), folder.resolve("elsewhere.db"));
    assertThat(refusal(this::open).getMessage()).contains("symbolic link");
  }

  @Test
  void a_damaged_page_is_found_at_the_start() throws IOException {
    open().close();
    byte[] bytes = Files.readAllBytes(file());
    java.util.Arrays.fill(bytes, 4096, Math.min(bytes.length, 4096 * 6), (byte) 0x5a);
    Files.write(file(), bytes);
    assertThat(refusal(this::open).kind()).isEqualTo(MonitorException.Kind.STATE);
    assertThat(Files.readAllBytes(file())).isEqualTo(bytes);
  }

  @Test
  void what_fails_inside_a_transaction_leaves_nothing_behind() {
    try (Database database = open()) {
      IllegalStateException stopped = catchThrowableOfType(
          IllegalStateException.class,
          () -> database.write(in -> {
            in.audit("half", AuditContext.PROGRAM.by("me"), Map.of());
            throw new IllegalStateException("stop");
          }));
      assertThat(stopped).hasMessage("stop");
      assertThat(new AuditLog(database).verify().rows()).isZero();
    }
  }

  @Test
  void a_half_made_new_file_of_a_dead_process_is_no_obstacle() throws IOException {
    Files.writeString(folder.resolve("state.db.new"), "half");
    try (Database database = open()) {
      assertThat(database.integrity()).isEqualTo("ok");
    }
  }

  @Test
  void reading_creates_nothing() throws IOException {
    assertThat(Database.openForReading(file(), CLOCK)).isEmpty();
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  private void sql(String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement all = connection.createStatement()) {
      all.executeUpdate(statement);
    }
  }
}
