package io.github.cicdmonitor.store;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Who works on what, where several processes share the work. */
interface LeaseTable {
  /**
   * The right to work on {@code name}, for some minutes from each write on.
   *
   * @param fence one more each time that the right is given away, so that an earlier holder is known
   */
  record Lease(String name, long fence) {}

  /** Empty where another process works on it, or has done what is done once. */
  Optional<Lease> take(Sql sql, String name, Often often);

  /** Who works on it now, for those who wait for that. */
  String holder(Sql sql, String name);

  /** Whether another process shares the work at this moment. */
  boolean hasOthers(Sql sql);

  /** Asks again and again; whether it was granted in time. */
  boolean granted(Duration patience, BooleanSupplier attempt);

  /** Within a transaction: whether it is held still; it is held longer by that. */
  boolean renew(Sql sql, Lease lease);

  /** Within a transaction: what the name stands for is no more; who began before must not take it. */
  void end(Sql sql, String name);

  /** Whether it has ended since this process began. */
  boolean isOver(Sql sql, String name);

  /** Gives it back; nothing where it was lost. */
  void giveBack(Sql sql, Lease lease, Outcome outcome);

  /** How often it is to be done by the processes that run at the same time. */
  enum Often {
    /** By one of those that began before it was done. */
    ONCE,
    /** By each that comes to it while no other works on it. */
    EACH_TIME,
    /** The same, but by none that began before it was ended. */
    WHILE_IT_STANDS
  }

  /** How the work ended. */
  enum Outcome {
    DONE,
    NOT_DONE
  }
}
