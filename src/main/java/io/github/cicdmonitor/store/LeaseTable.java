package io.github.cicdmonitor.store;

import java.util.Optional;

/** Who works on what, where several processes share the work. */
interface LeaseTable {
  /**
   * The right to work on {@code name}, for some minutes from each write on.
   *
   * @param fence one more each time that the right is given away, so that an earlier holder is known
   */
  record Lease(String name, long fence) {}

  /** Empty where another process works on it, or has done it since this one began. */
  Optional<Lease> take(Sql sql, String name);

  /** Within a transaction: whether it is held still; it is held longer by that. */
  boolean renew(Sql sql, Lease lease);

  /** Gives it back; nothing where it was lost. */
  void giveBack(Sql sql, Lease lease, Outcome outcome);

  /** How the work ended. */
  enum Outcome {
    DONE,
    NOT_DONE
  }
}
