package io.github.cicdmonitor.store;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Leases as rows, by the server's clock. The table is not logged: after a crash of the server it is
 * empty, and so are all connections gone by which an earlier holder could write. A holder whose
 * connection has ended is known by its lock and waited for no longer.
 */
final class PostgresLeases implements LeaseTable {
  /** Longer than any wait for GitHub between two writes; only a process that hangs is so slow. */
  private static final int MILLIS = 300_000;

  /** Who begins while the end of something is being committed reads as it was before. */
  private static final int COMMITTED = 1000;

  private static final String NOW = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

  static final String TABLE = """
      CREATE UNLOGGED TABLE IF NOT EXISTS cicd_monitor_lease (
        name TEXT COLLATE "C" PRIMARY KEY,
        holder INTEGER NOT NULL DEFAULT 0,
        fence BIGINT NOT NULL DEFAULT 0,
        until BIGINT NOT NULL DEFAULT 0,
        done_at BIGINT NOT NULL DEFAULT 0)""";

  /** A row where there is one, with its fence where it was granted. */
  private static final String TAKE = """
      WITH free AS (
        SELECT l.name FROM cicd_monitor_lease l
        WHERE l.name = ? AND l.done_at < ? AND CASE WHEN l.until < %1$s THEN true
          ELSE NOT EXISTS (SELECT 1 FROM pg_locks k WHERE k.locktype = 'advisory' AND k.granted
            AND k.objsubid = 2 AND k.classid = %2$d AND k.objid::bigint = l.holder
            AND k.database = (SELECT oid FROM pg_database WHERE datname = current_database())) END
        FOR UPDATE SKIP LOCKED),
      taken AS (
        UPDATE cicd_monitor_lease l
        SET holder = pg_backend_pid(), fence = l.fence + 1, until = %1$s + %3$d
        FROM free WHERE l.name = free.name RETURNING l.fence)
      SELECT (SELECT fence FROM taken) AS fence FROM cicd_monitor_lease WHERE name = ?""".formatted(NOW, PostgresLock.HOLDERS, MILLIS);

  /** What nobody ever worked on, taken as it is made. */
  private static final String TAKE_FIRST = """
      INSERT INTO cicd_monitor_lease (name, holder, fence, until)
      VALUES (?, pg_backend_pid(), 1, %s + %d) ON CONFLICT DO NOTHING RETURNING fence""".formatted(NOW, MILLIS);

  private final long began;

  private final WriterTurn turn;

  private PostgresLeases(long began, WriterTurn turn) {
    this.began = began;
    this.turn = turn;
  }

  static PostgresLeases from(Sql sql, WriterTurn turn) {
    return new PostgresLeases(sql.number("SELECT " + NOW), turn);
  }

  @Override
  public Optional<Lease> take(Sql sql, String name, Often often) {
    long doneBefore = often == Often.EACH_TIME ? Long.MAX_VALUE : began;
    Sql.RowReader<Optional<Lease>> granted =
        row -> row.optionalText("fence").map(fence -> new Lease(name, Long.parseLong(fence)));
    return sql.first(TAKE, granted, name, doneBefore, name)
        .orElseGet(() -> sql.first(TAKE_FIRST, granted, name).flatMap(lease -> lease));
  }

  @Override
  public String holder(Sql sql, String name) {
    String told = sql.text("""
        SELECT a.application_name || coalesce(' on ' || host(a.client_addr), '')
        FROM cicd_monitor_lease l JOIN pg_stat_activity a ON a.pid = l.holder
        WHERE l.name = ?""", name);
    return told.isEmpty() ? "another run" : told;
  }

  @Override
  public boolean hasOthers(Sql sql) {
    return sql.number("""
        SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2
          AND classid = %d AND objid::bigint <> pg_backend_pid()
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())""".formatted(PostgresLock.HOLDERS)) > 0;
  }

  @Override
  public boolean granted(Duration patience, BooleanSupplier attempt) {
    return turn.granted(patience, attempt::getAsBoolean);
  }

  @Override
  public boolean renew(Sql sql, Lease lease) {
    return sql.update(
            "UPDATE cicd_monitor_lease SET until = " + NOW + " + " + MILLIS
                + " WHERE name = ? AND fence = ?",
            lease.name(),
            lease.fence())
        == 1;
  }

  @Override
  public void end(Sql sql, String name) {
    sql.update(
        "UPDATE cicd_monitor_lease SET done_at = " + NOW + " + " + COMMITTED + " WHERE name = ?",
        name);
  }

  @Override
  public boolean isOver(Sql sql, String name) {
    return sql.number(
            "SELECT count(*) FROM cicd_monitor_lease WHERE name = ? AND done_at >= ?", name, began)
        > 0;
  }

  @Override
  public void giveBack(Sql sql, Lease lease, Outcome outcome) {
    String done = outcome == Outcome.DONE ? ", done_at = " + NOW : "";
    sql.update(
        "UPDATE cicd_monitor_lease SET until = 0" + done + " WHERE name = ? AND fence = ?",
        lease.name(),
        lease.fence());
  }
}
