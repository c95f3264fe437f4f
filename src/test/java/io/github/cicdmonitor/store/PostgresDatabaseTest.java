package io.github.cicdmonitor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.cicdmonitor.config.DatabaseLocation;
import io.github.cicdmonitor.config.Secret;
import io.github.cicdmonitor.config.ServerAddress;
import io.github.cicdmonitor.config.ServerAddress.Tls;
import io.github.cicdmonitor.error.MonitorException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is said and kept where the state is on a server: the counterpart of {@link DatabaseTest}. */
@ExtendWith(OnPostgres.class)
final class PostgresDatabaseTest {
  private static final Clock CLOCK = Clock.systemUTC();

  private static DatabaseLocation place() {
    return TestStates.at(OnPostgres.url().orElseThrow());
  }

  private static Database open() {
    return TestStates.open(place(), CLOCK);
  }

  private static MonitorException refusal(ThrowingCallable call) {
    MonitorException refused = catchThrowableOfType(MonitorException.class, call);
    assertThat(refused.kind()).isEqualTo(MonitorException.Kind.STATE);
    assertThat(refused.getMessage()).contains("postgresql://").doesNotContain("\n");
    return refused;
  }

  /** The same server by other means. */
  private static DatabaseLocation but(String host, int port, String database, Tls tls) {
    ServerAddress server = place().server().orElseThrow();
    return new DatabaseLocation(
        Path.of("/none"),
        Optional.of(new ServerAddress(
            host,
            port,
            database,
            server.schema(),
            server.user(),
            Optional.of(new Secret("correct-horse-battery")),
            tls,
            Optional.empty())));
  }

  private static ServerAddress server() {
    return place().server().orElseThrow();
  }

  private static void sql(String... statements) {
    try (Connection connection = TestPostgres.connect(OnPostgres.url().orElseThrow());
        Statement all = connection.createStatement()) {
      for (String statement : statements) {
        all.execute(statement);
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static void audit(Database database, String event) {
    database.change(in -> in.audit(event, AuditContext.PROGRAM.by("me"), Map.of()));
  }

  @Test
  void reading_makes_nothing() {
    assertThat(Database.openForReading(place(), CLOCK)).isEmpty();
    open().close();
    try (Database database = Database.openForReading(place(), CLOCK).orElseThrow()) {
      assertThat(database.version()).isEqualTo(Database.newestVersion());
    }
  }

  @Test
  void a_second_writer_waits_and_is_told_who_is_the_first() {
    List<Duration> waits = new ArrayList<>();
    try (Database held = open()) {
      WriterTurn second = new WriterTurn("analyze", Duration.ofSeconds(10), waits::add);
      assertThat(refusal(() -> Database.openForWriting(place(), CLOCK, second)).getMessage())
          .contains(
              "locked by cicd-monitor test, pid " + ProcessHandle.current().pid() + " on ",
              "since");
      audit(held, "goes on");
    }
    assertThat(waits.stream().reduce(Duration.ZERO, Duration::plus))
        .isEqualTo(Duration.ofSeconds(10));
    open().close();
  }

  @Test
  void a_writer_whose_connection_was_cut_writes_no_more_and_keeps_nobody_out() {
    try (Database cut = open()) {
      sql("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
          + " WHERE pid <> pg_backend_pid() AND application_name LIKE 'cicd-monitor test%'");
      assertThat(refusal(() -> audit(cut, "too late")).explanation().next()).contains("again");

      try (Database next = open()) {
        audit(next, "first");
        refusal(() -> audit(cut, "still too late"));
        assertThat(new AuditLog(next).verify().rows()).isEqualTo(1);
      }
    }
  }

  @Test
  void what_fails_inside_a_transaction_leaves_nothing_behind() {
    try (Database database = open()) {
      IllegalStateException stopped = catchThrowableOfType(
          IllegalStateException.class,
          () -> database.change(in -> {
            in.audit("half", AuditContext.PROGRAM.by("me"), Map.of());
            throw new IllegalStateException("stop");
          }));
      assertThat(stopped).hasMessage("stop");
      refusal(() -> database.change(in -> {
        in.audit("half", AuditContext.PROGRAM.by("me"), Map.of());
        in.sql().execute("SELECT * FROM nothing");
      }));
      assertThat(new AuditLog(database).verify().rows()).isZero();
      audit(database, "whole");
      assertThat(new AuditLog(database).verify().rows()).isEqualTo(1);
    }
  }

  @Test
  void a_report_sees_the_state_as_of_one_moment_while_another_writes() {
    try (Database writer = open();
        Database reader = Database.openForReading(place(), CLOCK).orElseThrow()) {
      List<Long> seen = reader.atOneMoment(() -> {
        long before = reader.sql().number("SELECT count(*) FROM audit");
        audit(writer, "meanwhile");
        return List.of(before, reader.sql().number("SELECT count(*) FROM audit"));
      });
      assertThat(seen).containsExactly(0L, 0L);
      assertThat(reader.sql().number("SELECT count(*) FROM audit")).isEqualTo(1);
    }
  }

  @Test
  void a_state_of_every_earlier_schema_is_brought_up() {
    for (int version = 1; version < Schema.VERSION; version++) {
      TestPostgres.drop(OnPostgres.url().orElseThrow());
      open().close();
      sql(
          "DROP SCHEMA " + server().schema() + " CASCADE",
          "CREATE SCHEMA " + server().schema());
      sql(PostgresSchema.BEFORE_THE_FIRST_STEP);
      for (String step : Schema.steps().subList(0, version)) {
        sql(PostgresSchema.of(step));
      }
      sql(
          "CREATE TABLE cicd_monitor_schema (version BIGINT NOT NULL)",
          "INSERT INTO cicd_monitor_schema VALUES (" + version + ")",
          "INSERT INTO meta (key, value) VALUES ('old', 'row')");
      try (Database old = Database.openForReading(place(), CLOCK).orElseThrow()) {
        assertThat(old.version()).isEqualTo(version);
      }
      try (Database database = open()) {
        assertThat(database.version()).isEqualTo(Database.newestVersion());
        assertThat(database.sql().text("SELECT value FROM meta WHERE key = 'old'"))
            .isEqualTo("row");
      }
    }
  }

  @Test
  void a_newer_schema_is_refused_with_both_versions() {
    open().close();
    sql("UPDATE cicd_monitor_schema SET version = 99");
    assertThat(refusal(PostgresDatabaseTest::open).getMessage())
        .contains("99", "" + Database.newestVersion());
    assertThat(refusal(() -> Database.openForReading(place(), CLOCK)).getMessage())
        .contains("99");
  }

  @Test
  void another_programs_tables_are_left_alone() {
    sql(
        "CREATE SCHEMA " + server().schema(),
        "CREATE TABLE " + server().schema() + ".theirs (x int)");
    assertThat(refusal(PostgresDatabaseTest::open).getMessage()).contains("another program");
    assertThat(Database.openForReading(place(), CLOCK)).isEmpty();
  }

  @Test
  void a_server_that_is_not_there_is_said_to_be() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertThat(refusal(() -> TestStates.open(but("127.0.0.1", port, "x", Tls.PREFER), CLOCK)))
        .hasMessageContaining("the server does not answer")
        .hasMessageNotContaining("battery");
    assertThat(refusal(() -> TestStates.open(but("no.invalid", port, "x", Tls.PREFER), CLOCK)))
        .hasMessageContaining("there is no host no.invalid");
  }

  @Test
  void a_database_that_is_not_there_is_said_to_be() {
    ServerAddress server = server();
    assertThat(refusal(() ->
            TestStates.open(but(server.host(), server.port(), "no_such", server.tls()), CLOCK)))
        .hasMessageContaining("there is no database no_such. Make it: createdb");
  }

  @Test
  void tls_that_is_demanded_and_not_there_is_said_to_be() {
    ServerAddress server = server();
    if (!ServerState.of(server).encrypted()) {
      assertThat(refusal(() -> TestStates.open(
              but(server.host(), server.port(), server.database(), Tls.REQUIRE), CLOCK)))
          .hasMessageContaining("the server has no TLS, which sslmode=require demands");
    }
  }

  private static DatabaseLocation schema(String schema, String user, String database) {
    ServerAddress server = server();
    return new DatabaseLocation(
        Path.of("/none"),
        Optional.of(new ServerAddress(
            server.host(),
            server.port(),
            database,
            schema,
            user,
            Optional.empty(),
            server.tls(),
            Optional.empty())));
  }

  @Test
  void a_schema_may_be_named_by_a_word_of_sql() {
    DatabaseLocation user = schema("user", server().user(), server().database());
    try {
      TestStates.open(user, CLOCK).close();
      try (Database database = Database.openForReading(user, CLOCK).orElseThrow()) {
        assertThat(database.version()).isEqualTo(Database.newestVersion());
      }
    } finally {
      sql("DROP SCHEMA IF EXISTS \"user\" CASCADE");
    }
  }

  /** Anybody who may name a branch would stop all scanning with a letter that is not in it. */
  @Test
  void a_database_whose_encoding_has_not_every_letter_is_refused() {
    sql("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
    try {
      DatabaseLocation latin = schema("public", server().user(), "latin");
      assertThat(refusal(() -> TestStates.open(latin, CLOCK)))
          .hasMessageContaining(
              "its encoding is LATIN1, which has not every letter. Name a database");
      assertThat(ServerState.of(latin.server().orElseThrow()).encoding()).isEqualTo("LATIN1");
    } finally {
      sql("DROP DATABASE latin WITH (FORCE)");
    }
  }

  @Test
  void who_may_not_make_the_schema_is_told_so_and_a_check_knows() {
    sql("CREATE ROLE mon LOGIN", "CREATE SCHEMA theirs", "GRANT USAGE ON SCHEMA theirs TO mon");
    try {
      DatabaseLocation none = schema("none_yet", "mon", server().database());
      DatabaseLocation theirs = schema("theirs", "mon", server().database());
      assertThat(refusal(() -> TestStates.open(none, CLOCK)))
          .hasMessageContaining(
              "there is no schema none_yet, and mon may not make one. Make it there:"
                  + " CREATE SCHEMA none_yet AUTHORIZATION mon");
      assertThat(refusal(() -> TestStates.open(theirs, CLOCK)))
          .hasMessageContaining("the user mon may not do that there. Let it: GRANT");
      for (DatabaseLocation place : List.of(none, theirs)) {
        assertThat(ServerState.of(place.server().orElseThrow()).writable()).isFalse();
      }
      sql("GRANT CREATE ON SCHEMA theirs TO mon");
      assertThat(ServerState.of(theirs.server().orElseThrow()).writable()).isTrue();
      sql("ALTER ROLE mon SET default_transaction_read_only = on");
      assertThat(ServerState.of(theirs.server().orElseThrow()).writable()).isFalse();
      assertThat(refusal(() -> TestStates.open(theirs, CLOCK)))
          .hasMessageContaining("it is read-only");
    } finally {
      sql("DROP SCHEMA theirs CASCADE", "DROP ROLE mon");
    }
  }

  /** As a machine that goes to sleep does, or a process that is stopped. */
  @Test
  void who_stands_still_within_a_transaction_loses_it_to_those_who_wait() {
    try (Database frozen = open()) {
      assertThat(milliseconds(frozen, "idle_in_transaction_session_timeout"))
          .isPositive()
          .isLessThan(milliseconds(frozen, "lock_timeout"));
      frozen.sql().execute("SET idle_in_transaction_session_timeout = 100");
      assertThat(refusal(() -> frozen.change(in -> {
            in.audit("half", AuditContext.PROGRAM.by("me"), Map.of());
            java.util.concurrent.locks.LockSupport.parkNanos(
                Duration.ofSeconds(2).toNanos());
          })))
          .hasMessageContaining("this run stood still for too long. Run again");
      try (Database next = open()) {
        assertThat(new AuditLog(next).verify().rows()).isZero();
      }
    }
  }

  private static long milliseconds(Database database, String setting) {
    return database.sql().number("SELECT setting::bigint FROM pg_settings WHERE name = ?", setting);
  }

  @Test
  void whose_turn_does_not_come_is_told_so_and_may_try_again() {
    try (Database other = TestStates.share(place(), CLOCK);
        Database waiting = TestStates.share(place(), CLOCK)) {
      waiting.sql().execute("SET lock_timeout = 100");
      other.change(in -> assertThat(refusal(() -> audit(waiting, "in vain")))
          .hasMessageContaining("another process holds it"));
      audit(waiting, "now");
      assertThat(new AuditLog(waiting).verify().rows()).isEqualTo(1);
    }
  }

  @Test
  void text_that_a_server_cannot_keep_is_kept_as_nearly_as_can_be() {
    try (Database database = open()) {
      database.change(in -> {
        AuditLog.setMeta(in.sql(), "nul", "a\0b");
        AuditLog.setMeta(in.sql(), "half", "a\ud800b");
        AuditLog.setMeta(in.sql(), "pair", "a\ud83d\ude00b");
      });
      assertThat(AuditLog.meta(database.sql(), "nul", "")).isEqualTo("a\ufffdb");
      assertThat(AuditLog.meta(database.sql(), "half", "")).isEqualTo("a?b");
      assertThat(AuditLog.meta(database.sql(), "pair", "")).isEqualTo("a\ud83d\ude00b");
    }
  }

  /** What the server would do with a large state it does here with a small one. */
  @Test
  void json_is_read_where_the_server_would_divide_a_statement_among_workers() {
    open().close();
    sql(
        "ALTER FUNCTION json_valid(TEXT) PARALLEL SAFE", // as a state has it that was made before
        "INSERT INTO meta (key, value) VALUES ('a', '{broken'), ('b', '{}')");
    try (Database database = Database.openForReading(place(), CLOCK).orElseThrow()) {
      for (String cost :
          List.of("parallel_setup_cost", "parallel_tuple_cost", "min_parallel_table_scan_size")) {
        database.sql().execute("SET " + cost + " = 0");
      }
      assertThat(database
              .sql()
              .number("SELECT count(*) FROM meta WHERE key IN ('a', 'b') AND json_valid(value)"))
          .isEqualTo(1);
    }
  }

  @Test
  void json_that_is_none_is_no_text() {
    try (Database database = open()) {
      database.change(in -> {
        AuditLog.setMeta(in.sql(), "a", "{broken");
        AuditLog.setMeta(in.sql(), "b", "{\"a\":{\"b\":\"deep\"}}");
        AuditLog.setMeta(in.sql(), "c", "{\"a\":{\"b\":\"x\\u0000\"}}");
      });
      assertThat(database
              .sql()
              .list(
                  "SELECT CASE WHEN json_valid(value) THEN json_extract(value, '$.a.b') END AS found FROM meta"
                      + " WHERE key IN ('a', 'b', 'c') ORDER BY key",
                  row -> row.text("found")))
          .containsExactly("", "deep", "");
    }
  }
}
