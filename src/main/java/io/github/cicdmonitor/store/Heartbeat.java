package io.github.cicdmonitor.store;

import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.store.LeaseTable.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps leases while their work goes on without writing anything, as while a command runs or a large
 * log is read. It stands still when the process does, and does not keep for ever what a thread that
 * hangs has taken.
 */
final class Heartbeat {
  /** Several in the time that a lease lasts without one. */
  private static final Duration BETWEEN = Duration.ofMinutes(1);

  /** Longer than any one piece of work should take. */
  private static final Duration LONGEST = Duration.ofHours(1);

  private final Database database;
  private final LeaseTable table;
  private final Map<Lease, Instant> since = new ConcurrentHashMap<>();
  private Optional<Thread> thread = Optional.empty();

  Heartbeat(Database database, LeaseTable table) {
    this.database = database;
    this.table = table;
  }

  /** @param lease kept from now on */
  synchronized void begin(Lease lease) {
    since.put(lease, Instant.now());
    if (thread.isEmpty()) {
      Thread started = new Thread(this::beat, "heartbeat");
      started.setDaemon(true);
      started.start();
      thread = Optional.of(started);
    }
  }

  void end(Lease lease) {
    since.remove(lease);
  }

  synchronized void stop() {
    thread.ifPresent(Thread::interrupt);
  }

  private void beat() {
    try {
      while (true) {
        Thread.sleep(BETWEEN.toMillis());
        keep();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (MonitorException e) {
      // The work itself meets it with its next word to the state.
    }
  }

  /** One beat. */
  void keep() {
    Instant latest = Instant.now().minus(LONGEST);
    since.values().removeIf(latest::isAfter);
    if (!since.isEmpty()) {
      database.change(in -> since.keySet().forEach(lease -> table.renew(in.sql(), lease)));
    }
  }
}
