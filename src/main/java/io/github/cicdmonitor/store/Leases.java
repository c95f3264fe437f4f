package io.github.cicdmonitor.store;

import io.github.cicdmonitor.store.LeaseTable.Lease;
import io.github.cicdmonitor.store.LeaseTable.Outcome;
import java.util.Optional;

/**
 * Work that is divided among the processes that share a state. Where there is one process at a time,
 * as with a file, all of it is its own.
 */
public final class Leases {
  private final Database database;

  public Leases(Database database) {
    this.database = database;
  }

  /**
   * Does the work on {@code name} unless another process does it now or has done it since this one
   * began. What this thread writes meanwhile counts only while no other process has taken over: then
   * the work ends, and nothing of it is written from there on.
   *
   * @return whether it was done here
   */
  public boolean during(String name, Runnable work) {
    Optional<LeaseTable> table = database.leases();
    if (table.isEmpty()) {
      work.run();
      return true;
    }
    Optional<Lease> lease = table.get().take(database.sql(), name);
    if (lease.isEmpty()) {
      return false;
    }
    Outcome outcome = Outcome.NOT_DONE;
    try {
      database.under(lease.get(), work);
      outcome = Outcome.DONE;
      return true;
    } catch (Lost e) {
      return false;
    } finally {
      Outcome how = outcome;
      // With the rows that are still waiting, and after them.
      database.later(in -> table.get().giveBack(in.sql(), lease.get(), how));
    }
  }

  /** Another process has taken over, since this one was silent for too long. */
  static final class Lost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Lost(Lease lease) {
      super(lease.name());
    }
  }
}
