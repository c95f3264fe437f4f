package io.github.cicdmonitor.store;

import io.github.cicdmonitor.store.LeaseTable.Lease;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** An open write transaction. Whatever it changes, its audit rows tell. */
public final class Transaction {
  private final Sql sql;
  private final Clock clock;
  private final Set<Lease> renewed = new HashSet<>();

  Transaction(Sql sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  /** Whether nobody else has it; asked once, for nobody can take it while this goes on. */
  boolean holds(LeaseTable table, Lease lease) {
    if (!renewed.contains(lease) && table.renew(sql, lease)) {
      renewed.add(lease);
    }
    return renewed.contains(lease);
  }

  Sql sql() {
    return sql;
  }

  public Instant now() {
    // What the columns keep; more digits would only differ between a row and its audit row.
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /**
   * Appends to the audit trail.
   *
   * @param event a word such as {@code failure.seen}
   * @param detail small facts, no log text, no diff, no secret
   */
  public void audit(String event, AuditContext context, Map<String, ?> detail) {
    AuditLog.append(this, event, context, detail);
  }
}
