package io.github.cicdmonitor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.cicdmonitor.config.DatabaseLocation;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.model.RepositoryName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Work that is divided among processes: each piece by one, and a late one writes nothing. */
@ExtendWith(OnPostgres.class)
final class LeasesTest {
  private static final Clock CLOCK = Clock.systemUTC();

  private final List<String> did = new ArrayList<>();
  private Database one;
  private Database other;

  @BeforeEach
  void twoProcesses() {
    TestStates.open(place(), CLOCK).close();
    one = TestStates.share(place(), CLOCK);
    other = TestStates.share(place(), CLOCK);
  }

  @AfterEach
  void end() {
    one.close();
    other.close();
  }

  private static DatabaseLocation place() {
    return TestStates.at(OnPostgres.url().orElseThrow());
  }

  private static void sql(String statement) {
    try (Connection connection = TestPostgres.connect(OnPostgres.url().orElseThrow());
        Statement all = connection.createStatement()) {
      all.execute(statement);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private boolean works(Database process, String on) {
    return new Leases(process).once(new Leases.Piece(on), () -> did.add(on));
  }

  private static void writes(Database process, String what) {
    process.change(in -> AuditLog.setMeta(in.sql(), what, what));
  }

  private boolean isWritten(String what) {
    return !AuditLog.meta(other.sql(), what, "").isEmpty();
  }

  @Test
  void what_another_was_at_is_tried_again_once_there_was_something_to_do() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    Thread holder = new Thread(() -> new Leases(other).ifFree(new Leases.Piece("a"), () -> {
      held.countDown();
      await(free);
    }));
    holder.start();
    await(held);

    new Leases(one)
        .each(List.of("a", "b", "c"), Leases.Piece::new, name -> !name.equals("c"), name -> {
          did.add(name);
          free.countDown();
          joined(holder);
        });

    assertThat(did).containsExactly("b", "a");
  }

  @Test
  void what_another_is_at_to_the_end_is_left_to_it() {
    new Leases(other)
        .ifFree(
            new Leases.Piece("a"),
            () -> new Leases(one)
                .each(List.of("a", "b"), Leases.Piece::new, name -> true, name -> did.add(name)));

    assertThat(did).containsExactly("b");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void joined(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_piece_is_done_by_one_of_those_that_began_before_it_was_done() {
    assertThat(new Leases(one).once(new Leases.Piece("a"), () -> {
          assertThat(works(other, "a")).isFalse();
          assertThat(works(other, "b")).isTrue();
        }))
        .isTrue();
    one.flush();
    other.flush();

    assertThat(works(other, "a")).isFalse();
    assertThat(works(one, "b")).isFalse();
    try (Database later = TestStates.share(place(), CLOCK)) {
      assertThat(works(later, "a")).isTrue();
    }
    assertThat(did).containsExactly("b", "a");
  }

  @Test
  void what_failed_here_may_be_done_there() {
    Throwable failed = catchThrowable(() -> new Leases(one).once(new Leases.Piece("a"), () -> {
      throw new IllegalStateException("no");
    }));
    one.flush();

    assertThat(failed).hasMessage("no");
    assertThat(works(other, "a")).isTrue();
  }

  @Test
  void who_was_silent_for_too_long_writes_nothing_once_another_has_taken_over() {
    boolean done = new Leases(one).once(new Leases.Piece("a"), () -> {
      writes(one, "before");
      one.later(in -> AuditLog.setMeta(in.sql(), "waited", "x"));
      sql("UPDATE cicd_monitor_lease SET until = 0");
      assertThat(works(other, "a")).isTrue();
      writes(one, "too late");
    });
    one.flush();
    writes(one, "of another piece");

    assertThat(done).isFalse();
    assertThat(isWritten("before")).isTrue();
    assertThat(isWritten("waited")).isFalse();
    assertThat(isWritten("too late")).isFalse();
    assertThat(isWritten("of another piece")).isTrue();
  }

  @Test
  void who_was_silent_for_too_long_goes_on_where_nobody_has_taken_over() {
    assertThat(new Leases(one).once(new Leases.Piece("a"), () -> {
          sql("UPDATE cicd_monitor_lease SET until = 0");
          writes(one, "late");
          assertThat(works(other, "a")).isFalse();
        }))
        .isTrue();
    assertThat(isWritten("late")).isTrue();
  }

  @Test
  void who_has_lost_its_connection_is_waited_for_no_longer() {
    try (Database killed = TestStates.share(place(), CLOCK)) {
      long process = killed.sql().number("SELECT pg_backend_pid()");
      assertThatThrownBy(() -> new Leases(killed).once(new Leases.Piece("a"), () -> {
            sql("SELECT pg_terminate_backend(" + process + ", 10000)");
            assertThat(works(one, "a")).isTrue();
            writes(killed, "too late");
          }))
          .isInstanceOf(MonitorException.class);
    }
    assertThat(isWritten("too late")).isFalse();
  }

  @Test
  void who_wants_to_be_alone_waits_for_those_who_share_and_they_for_it() {
    assertThatThrownBy(() -> TestStates.open(place(), CLOCK)).hasMessageContaining("locked by");
    one.close();
    other.close();
    try (Database alone = TestStates.open(place(), CLOCK)) {
      assertThat(works(alone, "a")).isTrue();
      assertThatThrownBy(() -> TestStates.share(place(), CLOCK)).hasMessageContaining("locked by");
    }
  }

  @Test
  void rows_and_audit_trail_of_several_are_those_of_one() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (Database process : List.of(one, other)) {
      Thread thread = new Thread(() -> {
        for (int i = 0; i < 40; i++) {
          String event = "event" + i;
          process.change(in -> in.audit(event, AuditContext.PROGRAM, java.util.Map.of()));
        }
      });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    AuditLog.Verdict verdict = new AuditLog(one).verify();
    assertThat(verdict.firstBroken()).isEmpty();
    assertThat(verdict.rows()).isEqualTo(80);
  }

  private static Leases.Piece piece(String name) {
    return new Leases.Piece(name);
  }

  @Test
  void a_piece_that_is_free_may_be_worked_on_each_time_and_while_it_is_worked_on_here() {
    Leases ours = new Leases(one);
    Leases theirs = new Leases(other);

    boolean done = ours.ifFree(piece("a"), () -> {
      assertThat(theirs.ifFree(piece("a"), () -> did.add("theirs"))).isFalse();
      assertThat(ours.ifFree(piece("a"), () -> did.add("within"))).isTrue();
      assertThat(theirs.ifFree(piece("b"), () -> did.add("another"))).isTrue();
      writes(one, "after what was within");
    });

    assertThat(done).isTrue();
    assertThat(isWritten("after what was within")).isTrue();
    assertThat(theirs.ifFree(piece("a"), () -> did.add("theirs"))).isTrue();
    assertThat(ours.ifFree(piece("a"), () -> did.add("ours again"))).isTrue();
    assertThat(did).containsExactly("within", "another", "theirs", "ours again");
  }

  @Test
  void who_works_on_a_piece_within_another_writes_only_while_both_are_its_own() {
    boolean done = new Leases(one).ifFree(piece("outer"), () -> {
      assertThat(new Leases(one).ifFree(piece("inner"), () -> {
            sql("UPDATE cicd_monitor_lease SET until = 0 WHERE name = 'outer'");
            new Leases(other).ifFree(piece("outer"), () -> did.add("taken over"));
            writes(one, "too late");
          }))
          .isTrue();
      did.add("not reached");
    });

    assertThat(done).isFalse();
    assertThat(did).containsExactly("taken over");
    assertThat(isWritten("too late")).isFalse();
  }

  @Test
  void who_waits_for_a_piece_gets_it_or_is_told_who_has_it() {
    new Leases(one)
        .ifFree(
            piece("a"),
            () -> assertThatThrownBy(
                    () -> new Leases(other).whenFree(piece("a"), () -> did.add("theirs")))
                .isInstanceOf(MonitorException.class)
                .hasMessageContaining("locked by cicd-monitor test, pid "));

    assertThat(new Leases(other).whenFree(piece("a"), () -> did.add("theirs"))).isTrue();
    assertThat(did).containsExactly("theirs");
  }

  @Test
  void what_does_no_harm_if_two_do_it_is_not_waited_for_for_ever() {
    new Leases(one)
        .ifFree(
            piece("a"), () -> new Leases(other).afterOthers(piece("a"), () -> did.add("theirs")));

    assertThat(did).containsExactly("theirs");
  }

  @Test
  void nothing_is_changed_outside_once_another_has_taken_over() {
    boolean done = new Leases(one).ifFree(piece("a"), () -> {
      one.confirm();
      sql("UPDATE cicd_monitor_lease SET until = 0");
      one.confirm(); // late, and nobody has noticed
      sql("UPDATE cicd_monitor_lease SET until = 0");
      assertThat(new Leases(other).ifFree(piece("a"), () -> did.add("theirs"))).isTrue();
      one.confirm();
      did.add("sent");
    });

    assertThat(done).isFalse();
    assertThat(did).containsExactly("theirs");
  }

  @Test
  void who_began_before_a_name_was_given_up_works_on_nothing_under_it() {
    Leases.Piece piece = Leases.Piece.incidentsOf(new RepositoryName("acme", "shop"));
    Leases leases = new Leases(one);
    leases.ifFree(piece, () -> one.change(in -> leases.end(in, piece)));

    assertThatThrownBy(() -> new Leases(other).ifFree(piece, () -> did.add("theirs")))
        .isInstanceOf(MonitorException.class)
        .hasMessageContaining("another name");
    sql("UPDATE cicd_monitor_lease SET done_at = done_at - 3600000"); // an hour later
    try (Database later = TestStates.share(place(), CLOCK)) {
      assertThat(new Leases(later).ifFree(piece, () -> did.add("later"))).isTrue();
    }
    assertThat(did).containsExactly("later");
  }

  @Test
  void a_heartbeat_keeps_what_is_worked_on_without_a_word_and_nothing_else() {
    LeaseTable table = one.leases().orElseThrow();
    Heartbeat heartbeat = new Heartbeat(one, table);
    LeaseTable.Lease lease =
        table.take(one.sql(), "a", LeaseTable.Often.EACH_TIME).orElseThrow();
    heartbeat.begin(lease);
    sql("UPDATE cicd_monitor_lease SET until = 0");
    heartbeat.keep();

    assertThat(new Leases(other).ifFree(piece("a"), () -> did.add("theirs"))).isFalse();

    heartbeat.end(lease);
    sql("UPDATE cicd_monitor_lease SET until = 0");
    heartbeat.keep();
    heartbeat.stop();

    assertThat(new Leases(other).ifFree(piece("a"), () -> did.add("theirs"))).isTrue();
  }
}
