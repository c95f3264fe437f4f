package io.github.cicdmonitor.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Who did what and why, each row chained to the one before by SHA-256. The hash of the newest row and
 * the number of rows ever written stand in {@code meta} as well, so that rows cut off the end are
 * missed. The owner of the file can rewrite all of it, which only a head noted elsewhere shows ({@link
 * #holds}); by itself the chain detects accidents and naive tampering.
 */
public final class AuditLog {
  public static final String SELF = "cicd-monitor";
  private static final String COUNT = "audit_count";
  private static final String HEAD = "audit_head";
  private static final String GENESIS = "0".repeat(64);

  private final Database database;

  public AuditLog(Database database) {
    this.database = database;
  }

  /** One row; {@code detail} is a JSON object, {@code at} ISO-8601. */
  public record Entry(
      long seq,
      String at,
      String event,
      Optional<Long> incident,
      Optional<String> repository,
      String actor,
      String detail,
      String previous,
      String hash) {
    private String expectedHash() {
      // Lengths first, so that no two rows spell the same bytes.
      StringBuilder bytes = new StringBuilder();
      for (String part : List.of(
          previous,
          Long.toString(seq),
          at,
          event,
          incident.map(Object::toString).orElse("-"),
          repository.orElse("-"),
          actor,
          detail)) {
        bytes.append(part.getBytes(StandardCharsets.UTF_8).length).append(':').append(part);
      }
      return Digests.sha256(bytes.toString());
    }
  }

  static void append(Transaction in, String event, AuditContext context, Map<String, ?> detail) {
    Sql sql = in.sql();
    Instant at = in.now();
    Map<String, String> known = sql
        .list(
            "SELECT key, value FROM meta WHERE key IN (?, ?, ?)",
            row -> Map.entry(row.text("key"), row.text("value")),
            COUNT,
            HEAD,
            Expiry.LATEST)
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    long seq = Long.parseLong(known.getOrDefault(COUNT, "0")) + 1;
    String previous = known.getOrDefault(HEAD, GENESIS);
    String json = JsonColumn.object(new TreeMap<>(detail));
    // As it will be read again: the hash is over that.
    Entry bare = new Entry(
        seq,
        at.toString(),
        sql.storable(event),
        context.incident(),
        context.repository().map(sql::storable),
        sql.storable(context.actor()),
        json,
        previous,
        "");
    String hash = bare.expectedHash();
    sql.update(
        """
        INSERT INTO audit (seq, at, event, incident, repository, actor, detail, previous, hash)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        seq,
        bare.at(),
        bare.event(),
        bare.incident(),
        bare.repository(),
        bare.actor(),
        json,
        previous,
        hash);
    sql.update(
        """
        INSERT INTO meta (key, value) VALUES (?, ?), (?, ?), (?, ?)
        ON CONFLICT (key) DO UPDATE SET value = excluded.value""",
        COUNT,
        Long.toString(seq),
        HEAD,
        hash,
        Expiry.LATEST,
        Expiry.later(known.getOrDefault(Expiry.LATEST, "0"), at));
  }

  /** Hash of the newest row: shown outside, it tells whether the rows before it are those of then. */
  public String head() {
    return meta(database.sql(), HEAD, GENESIS);
  }

  /** Oldest first. */
  public List<Entry> entries(Instant since) {
    return database.sql().list("""
            SELECT seq, at, event, incident, repository, actor, detail, previous, hash
            FROM audit WHERE at >= ? ORDER BY seq""", RecordReader.of(Entry.class), since.toString());
  }

  /** Of one incident, oldest first. */
  public List<Entry> entriesOf(long incident) {
    return database.sql().list("""
            SELECT seq, at, event, incident, repository, actor, detail, previous, hash
            FROM audit WHERE incident = ? ORDER BY seq""", RecordReader.of(Entry.class), incident);
  }

  /** What {@code report --verify} found. */
  public record Verdict(long rows, Optional<Long> firstBroken, String detail) {}

  /** Recomputes the chain from the checkpoint (or the beginning) to the head. */
  public Verdict verify() {
    Sql sql = database.sql();
    long expectedSeq = Long.parseLong(meta(sql, "audit_base_seq", "0"));
    String previous = meta(sql, "audit_base_hash", GENESIS);
    long rows = 0;
    for (Entry entry : entries(Instant.EPOCH.minusSeconds(1L << 40))) {
      expectedSeq++;
      rows++;
      if (entry.seq() != expectedSeq) {
        return new Verdict(rows, Optional.of(expectedSeq), "entry " + expectedSeq + " is missing");
      }
      if (!entry.previous().equals(previous)) {
        return new Verdict(rows, Optional.of(entry.seq()), "it does not follow the entry before");
      }
      if (!entry.hash().equals(entry.expectedHash())) {
        return new Verdict(rows, Optional.of(entry.seq()), "its content was changed");
      }
      previous = entry.hash();
    }
    long count = Long.parseLong(meta(sql, COUNT, "0"));
    if (count != expectedSeq || !meta(sql, HEAD, GENESIS).equals(previous)) {
      return new Verdict(
          rows,
          Optional.of(expectedSeq + 1),
          "entries were cut off the end (" + count + " written)");
    }
    return new Verdict(rows, Optional.empty(), rows + " entries, unbroken");
  }

  /** A place of the trail that was noted elsewhere: its number of entries then, and its head. */
  public record Anchor(long seq, String hash) {}

  /** The newest place, to be noted elsewhere. */
  public Anchor anchor() {
    return new Anchor(Long.parseLong(meta(database.sql(), COUNT, "0")), head());
  }

  /**
   * Whether the trail still holds what once was its head: a trail that was cut and goes on, or was
   * written anew as a whole, does not. What was deleted with age cannot be told.
   */
  public boolean holds(String head) {
    Sql sql = database.sql();
    return head.equals(GENESIS)
        || meta(sql, "audit_base_hash", GENESIS).equals(head)
        || sql.first("SELECT seq FROM audit WHERE hash = ?", SqlRow::onlyNumber, head)
            .isPresent();
  }

  /** Whether an entry of that number was deleted with age. */
  public boolean isBeforeBeginning(long seq) {
    return seq < Long.parseLong(meta(database.sql(), "audit_base_seq", "0"));
  }

  /** Deletes rows older than {@code before}, keeping their last hash as the chain's new start. */
  static int prune(Sql sql, Instant before) {
    Optional<Entry> last = sql.first("""
            SELECT seq, at, event, incident, repository, actor, detail, previous, hash FROM audit
            WHERE seq < (SELECT coalesce(min(seq), 0) FROM audit WHERE at >= ?)
            ORDER BY seq DESC LIMIT 1""", RecordReader.of(Entry.class), before.toString());
    if (last.isEmpty()) {
      return 0;
    }
    setMeta(sql, "audit_base_seq", Long.toString(last.get().seq()));
    setMeta(sql, "audit_base_hash", last.get().hash());
    return sql.update("DELETE FROM audit WHERE seq <= ?", last.get().seq());
  }

  static String meta(Sql sql, String key, String otherwise) {
    return sql.first("SELECT value FROM meta WHERE key = ?", row -> row.text("value"), key)
        .orElse(otherwise);
  }

  static void setMeta(Sql sql, String key, String value) {
    sql.update("""
        INSERT INTO meta (key, value) VALUES (?, ?)
        ON CONFLICT (key) DO UPDATE SET value = excluded.value""", key, value);
  }

  /** All whose keys begin so, by what comes behind. The prefix is one of ours: letters and a colon. */
  static Map<String, String> metaUnder(Sql sql, String prefix) {
    Map<String, String> values = new HashMap<>();
    sql.each(
        "SELECT key, value FROM meta WHERE substr(key, 1, " + prefix.length() + ") = '" + prefix
            + "'",
        row -> values.put(row.text("key").substring(prefix.length()), row.text("value")));
    return values;
  }

  static void dropMeta(Sql sql, String key) {
    sql.update("DELETE FROM meta WHERE key = ?", key);
  }
}
