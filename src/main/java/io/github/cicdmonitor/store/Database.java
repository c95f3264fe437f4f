package io.github.cicdmonitor.store;

import io.github.cicdmonitor.config.DatabaseLocation;
import io.github.cicdmonitor.store.LeaseTable.Lease;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The state: one writer at a time, all or nothing, durable. May be used by several threads: one
 * connection, one transaction at a time.
 */
public final class Database implements AutoCloseable {
  /** How much may wait to be written, and how long: what a crash makes us ask again at most. */
  private static final int MOST_WAITING = 20_000;

  private static final Duration LONGEST_WAITING = Duration.ofSeconds(15);

  private final Connection connection;
  private final Engine engine;
  private final Clock clock;
  private final Access access;
  private final int version;
  private final ReentrantLock turn = new ReentrantLock();
  private final List<Consumer<Transaction>> waiting = new ArrayList<>();
  private final Optional<LeaseTable> leases;
  private final Map<Thread, List<Lease>> held = new ConcurrentHashMap<>();
  private final Optional<Heartbeat> heartbeat;
  private Instant waitingSince = Instant.MIN;

  private enum Access {
    READ,
    WRITE
  }

  private Database(Connection connection, Engine engine, Clock clock, Access access)
      throws SQLException {
    this.connection = connection;
    this.engine = engine;
    this.clock = clock;
    this.access = access;
    this.version = engine.version(connection);
    this.leases = access == Access.WRITE ? engine.leases(sql()) : Optional.empty();
    this.heartbeat = leases.map(table -> new Heartbeat(this, table));
  }

  /** Opens for a stage that writes: creates and upgrades the file, holds the writers' lock. */
  public static Database openForWriting(Path file, Clock clock, WriterLock lock) {
    return openForWriting(new SqliteEngine(file, Optional.of(lock)), clock);
  }

  /** Wherever the state is: makes it or brings it up to date, and keeps other writers out. */
  public static Database openForWriting(DatabaseLocation place, Clock clock, WriterTurn turn) {
    if (place.server().isPresent()) {
      return openForWriting(new PostgresEngine(place.server().get(), Optional.of(turn)), clock);
    }
    Path file = place.file();
    WriterLock lock = WriterLock.take(file, turn, clock);
    try {
      return openForWriting(file, clock, lock);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static Database openForWriting(Engine engine, Clock clock) {
    try {
      return new Database(engine.connectForWriting(), engine, clock, Access.WRITE);
    } catch (SQLException e) {
      throw engine.error(e);
    }
  }

  /** Opens for {@code report} and {@code check}; empty when there is no state yet. */
  public static Optional<Database> openForReading(Path file, Clock clock) {
    return openForReading(new SqliteEngine(file, Optional.empty()), clock);
  }

  /** The same wherever the state is. */
  public static Optional<Database> openForReading(DatabaseLocation place, Clock clock) {
    return place
        .server()
        .map(server -> openForReading(new PostgresEngine(server, Optional.empty()), clock))
        .orElseGet(() -> openForReading(place.file(), clock));
  }

  private static Optional<Database> openForReading(Engine engine, Clock clock) {
    if (!engine.exists()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Database(engine.connectForReading(), engine, clock, Access.READ));
    } catch (SQLException e) {
      throw engine.error(e);
    }
  }

  /** Gives the space of what was deleted back to the file system, a bounded part of it a run. */
  public void shrink() {
    engine.shrink(this);
  }

  /** The schema step this state stands at. */
  public int version() {
    return version;
  }

  public static int newestVersion() {
    return Schema.VERSION;
  }

  /** {@code ok}, or the first complaint about the structure of the state. */
  public String integrity() {
    return engine.integrity(sql());
  }

  /** What people know it by. */
  public String name() {
    return engine.name();
  }

  Engine engine() {
    return engine;
  }

  Sql sql() {
    return new Sql(connection, engine, turn);
  }

  public Clock clock() {
    return clock;
  }

  /** All or nothing, durable when it returns. Audit rows written inside belong to it. */
  public <T> T write(Function<Transaction, T> work) {
    if (access == Access.READ) {
      throw new IllegalStateException("opened for reading");
    }
    engine.stillTheWriter();
    turn.lock();
    try {
      boolean done = false;
      try {
        engine.beginWriting(connection);
        Transaction in = new Transaction(sql(), clock);
        waiting.forEach(earlier -> earlier.accept(in));
        for (Lease lease : ours()) {
          if (!in.holds(leases.orElseThrow(), lease)) {
            throw new Leases.Lost(lease);
          }
        }
        T result = work.apply(in);
        engine.commit(connection);
        done = true;
        waiting.clear();
        return result;
      } finally {
        if (!done) {
          engine.rollBack(connection);
        }
      }
    } catch (SQLException e) {
      throw engine.error(e);
    } finally {
      turn.unlock();
    }
  }

  Optional<LeaseTable> leases() {
    return leases;
  }

  /** What this thread writes meanwhile counts only while the lease is held. */
  void under(Lease lease, Runnable work) {
    List<Lease> before = ours();
    List<Lease> all = new ArrayList<>(before);
    all.add(lease);
    held.put(Thread.currentThread(), List.copyOf(all));
    heartbeat.ifPresent(beat -> beat.begin(lease));
    try {
      work.run();
    } finally {
      heartbeat.ifPresent(beat -> beat.end(lease));
      if (before.isEmpty()) {
        held.remove(Thread.currentThread());
      } else {
        held.put(Thread.currentThread(), before);
      }
    }
  }

  /** What this thread works on. */
  private List<Lease> ours() {
    return held.getOrDefault(Thread.currentThread(), List.of());
  }

  /** Whether this thread holds the lease of that name. */
  boolean worksOn(String name) {
    return ours().stream().anyMatch(lease -> lease.name().equals(name));
  }

  /**
   * For the last moment before a request that changes something outside: ends the work where another
   * process may have taken over. What is left is the time from the server's word to the first byte.
   */
  public void confirm() {
    if (!ours().isEmpty()) {
      change(in -> {});
    }
  }

  /** What several statements read as of one moment. */
  <T> T atOneMoment(Supplier<T> reading) {
    turn.lock();
    try {
      engine.beginReading(connection);
      try {
        return reading.get();
      } finally {
        engine.commit(connection);
      }
    } catch (SQLException e) {
      throw engine.error(e);
    } finally {
      turn.unlock();
    }
  }

  /**
   * For what may be lost in a crash because it is found again: written with the next {@link #write}
   * and before it, in the order of the calls, and after a bounded time in any case. One durable
   * commit then serves many; until then no statement sees it.
   */
  public void later(Consumer<Transaction> work) {
    turn.lock();
    try {
      if (waiting.isEmpty()) {
        waitingSince = clock.instant();
      }
      List<Lease> mine = ours();
      waiting.add(in -> {
        if (mine.stream().allMatch(lease -> in.holds(leases.orElseThrow(), lease))) {
          work.accept(in);
        }
      });
      if (waiting.size() >= MOST_WAITING
          || clock.instant().isAfter(waitingSince.plus(LONGEST_WAITING))) {
        flush();
      }
    } finally {
      turn.unlock();
    }
  }

  /** Writes what waits; nothing is done where nothing does. */
  public void flush() {
    turn.lock();
    try {
      if (!waiting.isEmpty()) {
        change(in -> {});
      }
    } finally {
      turn.unlock();
    }
  }

  /** The same for work that has nothing to tell. */
  public void change(Consumer<Transaction> work) {
    write(in -> {
      work.accept(in);
      return true;
    });
  }

  @Override
  public void close() {
    heartbeat.ifPresent(Heartbeat::stop);
    try {
      engine.close(connection);
    } catch (SQLException e) {
      throw engine.error(e);
    }
  }
}
